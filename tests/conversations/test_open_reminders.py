"""Reminders there are: dropped and moved by what is said of them, never on a guess."""

import pytest
from sqlalchemy import select

from crm.store.tables import reminders
from tests.support.chatting import Chat, Office

# It is nine in the morning of Tuesday 24 November 2026, in UTC.


def waiting(office: Office) -> list[str]:
    columns = (reminders.c.text, reminders.c.due_on, reminders.c.due_time)
    query = select(*columns).where(reminders.c.done_at.is_(None)).order_by(reminders.c.id)
    with office.database.reading() as session:
        return [
            f"{text} {on:%d}{' ' + at if at else ''}" for text, on, at in session.execute(query)
        ]


@pytest.fixture
def ana(office: Office) -> Chat:
    """Ana, with three reminders."""
    chat = office.chat("ana")
    chat.says("remind me tomorrow to call Alpha Foods")
    chat.says("周四提醒我寄样品")
    chat.says("remind me on Friday at 3pm to call Bravo Tools")
    return chat


ALPHA, SAMPLES, BRAVO = "call Alpha Foods 25", "寄样品 26", "call Bravo Tools 27 15:00"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("drop the alpha reminder", [SAMPLES, BRAVO]),
        ("cancel the reminder for Bravo Tools", [ALPHA, SAMPLES]),
        ("取消寄样品的提醒", [ALPHA, BRAVO]),
        ("把Bravo Tools的提醒删掉", [ALPHA, SAMPLES]),
        ("delete the second reminder", [ALPHA, BRAVO]),
        ("第三个提醒取消", [ALPHA, SAMPLES]),
        ("cancel that reminder", [ALPHA, SAMPLES]),
        ("cancel all my reminders", []),
        ("全部提醒取消", []),
        ("取消所有提醒", []),
    ],
)
def test_a_reminder_is_dropped_by_what_is_said_of_it(
    ana: Chat, office: Office, said: str, left: list[str]
) -> None:
    ana.says(said)
    assert waiting(office) == left
    ana.says("undo")
    assert waiting(office) == [ALPHA, SAMPLES, BRAVO]


@pytest.mark.parametrize("said", ["cancel the reminder", "取消提醒", "drop the zebra reminder"])
def test_none_is_dropped_where_several_may_be_meant(ana: Chat, office: Office, said: str) -> None:
    assert ana.says(said)
    assert len(waiting(office)) == len(ana.labels) == 3


def test_the_only_one_is_meant_by_the_reminder(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("remind me tomorrow to call Alpha Foods")
    assert "call Alpha Foods" in chat.says("cancel the reminder")
    assert waiting(office) == []


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ("move the bravo one to 4pm", [ALPHA, SAMPLES, "call Bravo Tools 27 16:00"]),
        ("move the Alpha Foods reminder to Monday", ["call Alpha Foods 30", SAMPLES, BRAVO]),
        ("第二个提醒改到下午5点", [ALPHA, "寄样品 26 17:00", BRAVO]),
        ("寄样品的提醒改到明天上午10点", [ALPHA, "寄样品 25 10:00", BRAVO]),
        ("move the reminder to friday", [ALPHA, SAMPLES, BRAVO]),
        ("move the alpha reminder to the moon", [ALPHA, SAMPLES, BRAVO]),
    ],
)
def test_one_is_moved_by_what_is_said_of_it(
    ana: Chat, office: Office, said: str, now: list[str]
) -> None:
    ana.says(said)
    assert waiting(office) == now


@pytest.mark.parametrize(
    "said",
    ["昨天3点提醒我打给华兴五金", "remind me yesterday to call Alpha Foods", "提醒我昨天打给张三"],
)
def test_a_day_gone_is_asked_about_and_never_moved_in_silence(office: Office, said: str) -> None:
    chat = office.chat("ana")
    told = chat.says(said)
    assert "has passed" in told or "已经过了" in told
    assert waiting(office) == []


def test_a_day_gone_in_what_is_remembered_is_no_matter(office: Office) -> None:
    office.chat("ana").says("remind me tomorrow to ask about yesterday’s order")
    assert waiting(office) == ["ask about yesterday’s order 25"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("remind me at 14.30 about the samples", "the samples 24 14:30"),
        ("remind me at 16:00 about Alpha Foods", "Alpha Foods 24 16:00"),
        ("remind me this afternoon to call Bravo Tools", "call Bravo Tools 24 14:00"),
    ],
)
def test_something_to_be_reminded_of_at_an_hour_is_no_setting(
    office: Office, said: str, kept: str
) -> None:
    chat = office.chat("ana")
    assert "it rings at" in chat.says(said)
    assert waiting(office) == [kept]


@pytest.mark.parametrize(
    ("said", "kept", "told"),
    [
        ("remind me every friday to call Alpha Foods", "call Alpha Foods 27", "can’t repeat"),
        ("每周五提醒我打给华兴五金", "打给华兴五金 27", "不能重复"),
    ],
)
def test_a_reminder_again_and_again_is_the_next_one_and_says_so(
    office: Office, said: str, kept: str, told: str
) -> None:
    assert told in office.chat("ana").says(said)
    assert waiting(office) == [kept]


def test_a_reminder_in_quiet_time_or_on_a_day_off_says_so(office: Office) -> None:
    chat = office.chat("ana")
    assert "quiet time" in chat.says("remind me at 10pm to pack")
    assert "免打扰" in chat.says("晚上10点提醒我收拾东西")
    assert "off that day" in chat.says("remind me on Sunday to pack")


def test_a_new_reminder_takes_the_place_of_one_half_asked_for(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("remind me to call Alpha Foods")
    assert "not set yet" not in chat.says("remind me at 3pm to call Bravo Tools")
    assert waiting(office) == ["call Bravo Tools 24 15:00"]
