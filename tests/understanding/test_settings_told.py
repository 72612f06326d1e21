"""Settings that are told in words of their own, and what only sounds like them."""

import pytest

from bot.understanding.entrance import understand_message
from tests.support.named_companies import Company

SAID = [
    ("set quiet hours 10pm to 8am", "quiet_hours", "22:00-08:00"),
    ("把语言改成英文", "language", "en"),
    ("每天早上8点提醒我", "reminder_time", "08:00"),
    ("digest at 7:45", "reminder_time", "07:45"),
    ("我在伦敦时间", "timezone", "Europe/London"),
    ("time zone London", "timezone", "Europe/London"),
    ("周六也上班", "working_days", "+6"),
    ("I work Saturdays", "working_days", "+6"),
    ("别在晚上9点后打扰我", "quiet_hours", "21:00-"),
    ("我的时区是纽约", "timezone", "America/New_York"),
    ("时区改成东京", "timezone", "Asia/Tokyo"),
    ("set my timezone to New York", "timezone", "America/New_York"),
    ("switch to English", "language", "en"),
    ("用中文", "language", "zh"),
    ("speak Chinese please", "language", "zh"),
    ("reply in English", "language", "en"),
    ("用英文回复我", "language", "en"),
    ("turn off quiet hours", "quiet_hours", "off"),
    ("don't message me after 9pm", "quiet_hours", "21:00-"),
    ("no messages before 9am", "quiet_hours", "-09:00"),
    ("不要在早上9点前发消息", "quiet_hours", "-09:00"),
    ("安静时间 22:00 到 7:00", "quiet_hours", "22:00-07:00"),
    ("I work Monday to Friday", "working_days", "12345"),
    ("I work Mon to Sat", "working_days", "123456"),
    ("I don't work on Fridays", "working_days", "-5"),
    ("我周一到周六上班", "working_days", "123456"),
    ("工作日改成周一到周五", "working_days", "12345"),
    ("working days mon-fri", "working_days", "12345"),
    ("working days", "working_days", None),
    ("quiet hours", "quiet_hours", None),
    ("change my quiet hours", "quiet_hours", None),
    ("改一下时区", "timezone", None),
    ("change language", "language", None),
    ("语言", "language", None),
    ("早报改到7点半", "reminder_time", "07:30"),
    ("晨报7:45发", "reminder_time", "07:45"),
    ("send the morning message at 9", "reminder_time", "09:00"),
    ("morning digest at 7:45", "reminder_time", "07:45"),
    ("change reminder time to 9:00", "reminder_time", "09:00"),
    ("提醒时间改成8点半", "reminder_time", "08:30"),
    ("remind me at 8:30 in the morning", "reminder_time", "08:30"),
    ("set my daily reminder to 7:45 am", "reminder_time", "07:45"),
    ("turn off the reminders", "reminder_time", None),
    ("以后用中文回复我", "language", "zh"),
    ("what time zone am I in", "timezone", None),
    ("我的免打扰时间是几点", "quiet_hours", None),
    ("when do I get the digest", "reminder_time", None),
    ("免打扰时间设为晚上9点到早上7点", "quiet_hours", "21:00-07:00"),
    ("把时区改成 Europe/London", "timezone", "Europe/London"),
    ("I moved to New York", "timezone", "America/New_York"),
    ("I'm on London time", "timezone", "Europe/London"),
    ("北京时间", "timezone", "Asia/Shanghai"),
    ("时区", "timezone", None),
    ("I'm off on Wednesdays", "working_days", "-3"),
    ("六点以后别打扰我", "quiet_hours", "18:00-"),
    ("每周休周三", "working_days", "-3"),
    ("把digest改到8点", "reminder_time", "08:00"),
    ("quiet hours 晚上9点到早上8点", "quiet_hours", "21:00-08:00"),
    ("语言 English", "language", "en"),
]

ASKED = [
    ("what time zone is London in", "timezone"),
    ("are quiet hours 9pm to 7am?", "quiet_hours"),
    ("我的免打扰是晚上9点到早上7点吗", "quiet_hours"),
    ("when do I get the digest", "reminder_time"),
    ("早报几点发", "reminder_time"),
]

NO_SETTING = [
    "customers quiet since 9 Nov",
    "who has been quiet since 9 Nov",
    "quiet customers",
    "no messages from Alpha since 9 Nov",
    "what is beijing time",
    "what time is it in London",
    "London customers",
    "I'm in London",
    "别在9点后打扰客户",
    "remind me at 9 tomorrow to call Ernst",
    "明天9点提醒我给客户打电话",
    "I'm off on Friday",
    "Friday off",
    "我周五请假",
    "send the daily report 3 times",
    "no orders after 9 Nov",
    "who works on Saturday",
    "王明周六上班",
    "English customers",
    "3点提醒我开会",
    "lunch time",
    "text them at 9",
    "who is not contacted after 9 May",
    "Monday to Friday",
]


@pytest.mark.parametrize(("text", "key", "value"), SAID)
def test_a_setting_is_read_with_its_value(
    nancy: Company, text: str, key: str, value: str | None
) -> None:
    found = understand_message(text, nancy.context)
    assert (found.intent, found.slots.key, found.slots.value) == ("settings", key, value)


@pytest.mark.parametrize(("text", "key"), ASKED)
def test_a_question_sets_nothing(nancy: Company, text: str, key: str) -> None:
    found = understand_message(text, nancy.context)
    assert (found.intent, found.slots.key, found.slots.value) == ("settings", key, None)


@pytest.mark.parametrize("text", NO_SETTING)
def test_what_only_sounds_like_a_setting_is_none(nancy: Company, text: str) -> None:
    assert understand_message(text, nancy.context).intent != "settings"


def test_a_place_nobody_knows_is_kept_as_it_was_said(nancy: Company) -> None:
    found = understand_message("time zone Atlantis", nancy.context)
    assert (found.slots.key, found.slots.value, found.slots.name) == ("timezone", None, "atlantis")
