"""Settings in two taps or one sentence, in two languages; undone like everything else."""

import pytest

from crm.entities import Person, Role, Viewer
from crm.errors import NotFound, Refused
from crm.store import people
from tests.support import cast as who
from tests.support.chatting import MORNING, Office


def ana(office: Office) -> Person:
    with office.database.reading() as session:
        return people.get_person(session, who.ANA)


def test_all_six_are_shown_with_a_button_each(office: Office) -> None:
    chat = office.chat("ana")
    shown = chat.says("what are my settings")
    assert "Mon–Fri" in shown
    assert "20:00–08:00" in shown
    assert "08:30" in shown
    assert chat.labels == [
        "Language",
        "Time zone",
        "Working days",
        "Quiet time",
        "Morning list",
        "Practice",
    ]
    shown = chat.says("我的设置")
    assert "周一至周五" in shown
    assert chat.labels == ["语言", "时区", "工作日", "免打扰", "早上的清单", "每日一练"]


def test_two_taps_change_one_and_a_third_takes_it_back(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("settings")
    chat.taps("Quiet time")
    assert "✓ 20:00–08:00" in chat.labels
    assert "22:00–07:00" in chat.taps("22:00–07:00")
    assert (ana(office).quiet_from, ana(office).quiet_until) == ("22:00", "07:00")
    assert all(message.in_place for message in chat.last)
    assert "as before" in chat.taps("Undo")
    assert ana(office).quiet_from is None


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("set quiet hours 10pm to 8am", "quiet_from", "22:00"),
        ("免打扰时间设为晚上9点到早上7点", "quiet_until", "07:00"),
        ("别在晚上9点后打扰我", "quiet_from", "21:00"),
        ("don't message me after 9pm", "quiet_from", "21:00"),
        ("no messages before 9:30 am", "quiet_until", "09:30"),
        ("turn off quiet hours", "quiet_until", "00:00"),
        ("把语言改成英文", "language", "en"),
        ("用中文回复我", "language", "zh"),
        ("switch to English", "language", "en"),
        ("每天早上8点提醒我", "digest_time", "08:00"),
        ("digest at 7:45", "digest_time", "07:45"),
        ("send my list at 9.15", "digest_time", "09:15"),
        ("早上7点半给我发清单", "digest_time", "07:30"),
        ("中午12点到2点别打扰我", "quiet_until", "14:00"),
        ("quiet hours 1pm to 3", "quiet_until", "15:00"),
        ("我只上周二到周四", "working_days", "234"),
        ("把digest改到8点半", "digest_time", "08:30"),
        ("change reminder time to 9:00", "digest_time", "09:00"),
        ("我在伦敦时间", "timezone", "Europe/London"),
        ("time zone London", "timezone", "Europe/London"),
        ("时区改成 Asia/Kathmandu", "timezone", "Asia/Kathmandu"),
        ("I moved to New York", "timezone", "America/New_York"),
        ("time zone UTC+8", "timezone", "Etc/GMT-8"),
        ("周六也上班", "working_days", "123456"),
        ("I work Saturdays", "working_days", "123456"),
        ("I work Sunday to Thursday", "working_days", "12347"),
        ("我周一到周四上班", "working_days", "1234"),
        ("I don't work Fridays", "working_days", "1234"),
    ],
)
def test_one_sentence_sets_one(office: Office, typed: str, field: str, value: str) -> None:
    chat = office.chat("ana")
    chat.says(typed)
    assert getattr(ana(office), field) == value
    assert {"Undo", "撤销"} & set(chat.labels)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("I work Sunday to Thursday", "Sun–Thu"),
        ("I work only Mondays, Wednesdays and Fridays", "Mon, Wed, Fri"),
        ("I work every day", "every day"),
        ("I work Friday to Monday", "Fri–Mon"),
        ("我周一周三周四上班", "周一、周三至周四"),
    ],
)
def test_a_week_is_told_as_people_say_it(office: Office, typed: str, shown: str) -> None:
    assert shown in office.chat("ana").says(typed)


def test_half_of_quiet_time_leaves_the_other_half(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("quiet hours 9pm to 7am")
    chat.says("不要在早上9点前发消息")
    assert (ana(office).quiet_from, ana(office).quiet_until) == ("21:00", "09:00")


def test_a_language_that_is_set_is_spoken_at_once_and_a_text_still_gets_its_own(
    office: Office,
) -> None:
    chat = office.chat("ana")
    assert chat.says("把语言改成英文").startswith("I’ll write")
    assert chat.labels == ["Undo", "Settings"]
    assert "你的设置" in chat.says("设置")


def test_a_city_nobody_knows_is_not_guessed(office: Office) -> None:
    chat = office.chat("ana")
    answer = chat.says("time zone Atlantis")
    assert "atlantis" in answer
    assert any(label.startswith("Beijing") for label in chat.labels)
    assert ana(office).timezone is None
    chat.taps("Beijing")
    assert ana(office).timezone == "Asia/Shanghai"


def test_the_day_is_the_one_where_the_person_is(office: Office) -> None:
    chat = office.chat("ana")
    done = chat.says("time zone Auckland")
    assert "22:00 now" in done
    assert "Wed 25 Nov, 08:30" in done
    chat = office.chat("ana")
    assert "22:00" in chat.says("settings")


def test_a_list_asked_for_in_quiet_time_says_when_it_comes(office: Office) -> None:
    done = office.chat("ana").says("digest at 7am")
    assert "07:00" in done
    assert "Wed 25 Nov, 08:00" in done


def test_one_day_off_at_least_has_to_be_worked(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("I work only Mondays")
    assert "One working day" in chat.says("I don't work on Mondays")
    assert ana(office).working_days == "1"


def test_what_is_set_already_is_written_once(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("digest at 7:45")
    chat.says("digest at 7:45")
    assert "Undo" not in chat.labels
    assert "as before" in chat.says("undo")
    assert ana(office).digest_time is None


def test_this_friday_off_is_no_setting(office: Office) -> None:
    office.chat("ana").says("I'm off on Friday")
    assert ana(office).working_days is None


@pytest.mark.parametrize(
    "action",
    [
        "set:timezone:Mars/Crater",
        "set:digest_time:08:00",
        "set:working_days:8",
        "set:quiet_hours:x",
        "set:language:fr",
        "set:reminder_time:25:00",
        "set:timezone",
        "pref:name",
        "set:",
    ],
)
def test_a_forged_button_sets_nothing(office: Office, action: str) -> None:
    before = ana(office)
    office.chat("ana").presses(action)
    assert ana(office) == before


def test_nobody_changes_anothers_settings_but_an_admin(office: Office) -> None:
    with office.database.writing() as session:
        for name, person_id in (("boris", who.BORIS), ("carla", who.CARLA)):
            eyes = Viewer(person_id, name, Role.MANAGER)
            with pytest.raises(NotFound):
                people.change_settings(session, eyes, who.ANA, now=MORNING, language="zh")
        gus = Viewer(who.GUS, "gus", Role.ADMIN)
        people.change_settings(session, gus, who.ANA, now=MORNING, language="zh")
    assert ana(office).language == "zh"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timezone", "Mars/Crater"),
        ("timezone", "../../etc/passwd"),
        ("working_days", ""),
        ("working_days", "21"),
        ("digest_time", "8:30"),
        ("quiet_from", "24:00"),
        ("language", "fr"),
        ("role", "admin"),
    ],
)
def test_a_value_that_is_none_is_refused(office: Office, name: str, value: str) -> None:
    me = Viewer(who.ANA, "Ana Alba", Role.REP)
    with office.database.writing() as session, pytest.raises(Refused):
        people.change_settings(session, me, who.ANA, now=MORNING, **{name: value})


@pytest.mark.parametrize(
    "said", ["never bother me on Sundays", "no messages on Sundays", "周日别烦我"]
)
def test_a_day_on_which_nothing_is_to_come_is_no_working_day(office: Office, said: str) -> None:
    chat = office.chat("ana")
    chat.says("I work Saturday to Thursday")
    chat.says(said)
    assert ana(office).working_days == "12346"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("stop the morning list", "can’t be switched off"),
        ("no morning list please", "can’t be switched off"),
        ("不要早报了", "关不掉"),
        ("别再给我发早报了", "关不掉"),
    ],
)
def test_a_list_that_cannot_be_stopped_says_so(office: Office, said: str, told: str) -> None:
    chat = office.chat("ana")
    assert told in chat.says(said)
    assert ana(office).digest_time is None


@pytest.mark.parametrize("said", ["digest at 25:00", "每天25点发早报"])
def test_an_hour_that_no_day_has_is_asked_for_anew(office: Office, said: str) -> None:
    chat = office.chat("ana")
    chat.says(said)
    assert any("08:30" in label for label in chat.labels)
    assert ana(office).digest_time is None
