"""Reports and plans as a stranger typed them: each customer with its own day, note and plan."""

from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import notes, planned_visits, reminders, visits
from tests.support import cast as who
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


def recorded(office: Office) -> list[tuple[Any, ...]]:
    """Customer, kind, day and note of every visit, in the order they were told."""
    query = select(visits.c.customer_id, visits.c.kind, visits.c.visited_on, visits.c.note)
    with office.database.reading() as session:
        rows = session.execute(query.order_by(visits.c.id))
        return [(row[0], row[1], row[2].day, row[3]) for row in rows]


def planned(office: Office) -> dict[int, str]:
    query = select(planned_visits.c.customer_id, planned_visits.c.planned_on)
    with office.database.reading() as session:
        return {row[0]: row[1].isoformat() for row in session.execute(query)}


def noted(office: Office) -> list[tuple[int, str, str]]:
    query = select(notes.c.customer_id, notes.c.kind, notes.c.text).order_by(notes.c.id)
    with office.database.reading() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(query)]


@pytest.mark.parametrize(
    "text",
    [
        "昨天去了Alpha Foods，前天去了Bravo Tools",
        "saw Alpha Foods yesterday, visited Bravo Tools on 22 Nov",
    ],
)
def test_two_days_of_one_message_are_one_deed(office: Office, text: str) -> None:
    chat = office.chat("ana")
    chat.says(text)
    assert [row[:3] for row in recorded(office)] == [
        (who.ALPHA, "visit", 23),
        (who.BRAVO, "visit", 22),
    ]
    chat.says("undo")
    assert recorded(office) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [("2月30号去了Alpha Foods", "前天"), ("visited Alpha Foods on 0000-00-00", "22 Nov")],
)
def test_a_day_no_calendar_has_is_asked_for(office: Office, text: str, answer: str) -> None:
    chat = office.chat("ana")
    chat.says(text)
    assert recorded(office) == []
    chat.says(answer)
    assert recorded(office) == [(who.ALPHA, "visit", 22, None)]


def test_the_day_that_was_missing_may_be_tapped(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("met Alpha Foods on Feb 31")
    chat.taps("Yesterday")
    assert recorded(office) == [(who.ALPHA, "visit", 23, None)]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("今天去了Alpha Foods和Bravo Tools，Bravo Tools老板不高兴", "老板不高兴"),
        ("saw Alpha Foods and Bravo Tools. Bravo Tools was angry", "was angry"),
    ],
)
def test_a_word_about_one_customer_stands_on_no_other(office: Office, text: str, note: str) -> None:
    chat = office.chat("ana")
    reply = chat.says(text)
    assert [row[3] for row in recorded(office)] == [None, note]
    assert "Bravo Tools" in next(line for line in reply.split("\n") if note in line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Alpha Foods没接电话", "电话没人接"),
        ("called Alpha Foods, no answer", "no answer on the phone"),
    ],
)
def test_a_call_nobody_took_is_a_note_and_plans_nothing(
    office: Office, text: str, said: str
) -> None:
    chat = office.chat("ana")
    reply = chat.says(text)
    assert recorded(office) == []
    assert planned(office) == {}
    ((customer_id, kind, kept),) = noted(office)
    assert (customer_id, kind) == (who.ALPHA, "note")
    assert said in reply
    assert said in kept
    chat.says("undo")
    assert noted(office) == []


def test_a_call_nobody_took_beside_a_visit(office: Office) -> None:
    office.chat("ana").says("去了Alpha Foods，Bravo Tools电话没接")
    assert [row[0] for row in recorded(office)] == [who.ALPHA]
    assert [row[0] for row in noted(office)] == [who.BRAVO]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("去了Alpha Foods Bravo Tools没去", "没记："),
        ("今天见了Alpha Foods，明天去Bravo Tools", "没记："),
        ("去了Alpha Foods和深圳那家", "深圳那家"),
    ],
)
def test_nothing_typed_is_left_out_in_silence(office: Office, text: str, said: str) -> None:
    reply = office.chat("ana").says(text)
    assert said in reply
    assert [row[0] for row in recorded(office)] == [who.ALPHA]


@pytest.mark.parametrize(
    ("text", "unkept"),
    [("周五下午3点约了Alpha Foods", "下午3点"), ("meeting with Alpha Foods on Friday 3pm", "3pm")],
)
def test_an_appointment_is_planned_without_its_hour(office: Office, text: str, unkept: str) -> None:
    reply = office.chat("ana").says(text)
    assert planned(office) == {who.ALPHA: "2026-11-27"}
    assert unkept in reply


@pytest.mark.parametrize(
    ("text", "asked", "off"),
    [
        ("明天去Alpha Foods 后天去Bravo Tools", "我约了谁", "取消Alpha Foods的约"),
        (
            "going to Alpha Foods tomorrow and Bravo Tools on Thursday",
            "my appointments",
            "cancel the appointment with Alpha Foods",
        ),
    ],
)
def test_appointments_are_listed_and_called_off(
    office: Office, text: str, asked: str, off: str
) -> None:
    chat = office.chat("ana")
    chat.says(text)
    assert planned(office) == {who.ALPHA: "2026-11-25", who.BRAVO: "2026-11-26"}
    assert "Alpha Foods" in chat.says(asked)
    chat.says(off)
    assert planned(office) == {who.BRAVO: "2026-11-26"}
    assert "Alpha Foods" not in chat.says(asked)


def test_a_plan_called_off_is_back_when_that_is_undone(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("明天去Alpha Foods")
    chat.says("Alpha Foods不去了")
    assert planned(office) == {}
    chat.says("撤销")
    assert planned(office) == {who.ALPHA: "2026-11-25"}


def test_nobody_sees_or_drops_anothers_plans(office: Office) -> None:
    office.chat("ana").says("明天去Alpha Foods")
    carla = office.chat("carla")
    assert "Alpha" not in carla.says("我约了谁")
    carla.presses(f"dropplan:{who.ALPHA}")
    assert planned(office) == {who.ALPHA: "2026-11-25"}


def test_another_day_right_after_a_plan_moves_it(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("明天去Alpha Foods")
    chat.says("还是大后天吧")
    assert planned(office) == {who.ALPHA: "2026-11-27"}


@pytest.mark.parametrize("text", ["提醒删掉第一个", "delete the first reminder"])
def test_a_reminder_is_dropped_by_its_place(office: Office, text: str) -> None:
    chat = office.chat("ana")
    chat.says("remind me at 3pm to call Alpha Foods")
    chat.says(text)
    query = select(reminders.c.due_on, reminders.c.done_at)
    with office.database.reading() as session:
        ((due_on, done_at),) = session.execute(query).all()
    assert due_on.day == 24
    assert done_at is not None


@pytest.mark.parametrize(
    "text",
    [
        "saw berlin and alpha foods today, berlin wants 20 valves, alpha foods nobody in",
        "visited Alpha Foods and Berlin. Berlin needs 20 valves, Alpha Foods nobody there",
    ],
)
def test_a_customer_called_by_its_city_beside_another_loses_nothing(
    office: Office, text: str
) -> None:
    chat = office.chat("ana")
    assert "Bravo Tools" in chat.says(text)
    assert recorded(office) == []
    chat.taps("Yes")
    kinds = {row[0]: row[1] for row in recorded(office)}
    assert kinds == {who.BRAVO: "visit", who.ALPHA: "attempt"}
    assert [(row[0], row[1]) for row in noted(office)] == [(who.BRAVO, "need")]


def test_a_city_behind_a_name_only_says_where_it_is(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("saw Alpha Foods in Berlin, they want 20 valves")
    assert [row[0] for row in recorded(office)] == [who.ALPHA]


@pytest.mark.parametrize(
    "text", ["saw Alpha Foods and nobody in at Bravo Tools", "met Alpha Foods, Bravo Tools 没人在"]
)
def test_nobody_in_at_one_customer_is_no_word_about_another(office: Office, text: str) -> None:
    office.chat("ana").says(text)
    assert [row[:2] + row[3:] for row in recorded(office)] == [
        (who.ALPHA, "visit", None),
        (who.BRAVO, "attempt", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "went to Alpha Foods, they need 20 valves; Bravo Tools wants a discount",
        "去了Alpha Foods，要20个阀；Bravo Tools要打折",
    ],
)
def test_what_another_customer_wants_is_kept_on_that_one_without_a_visit(
    office: Office, text: str
) -> None:
    chat = office.chat("ana")
    assert "Bravo Tools" in chat.says(text)
    assert [row[0] for row in recorded(office)] == [who.ALPHA]
    assert {(row[0], row[1]) for row in noted(office)} == {
        (who.ALPHA, "need"),
        (who.BRAVO, "need"),
    }
    chat.says("undo")
    assert recorded(office) == noted(office) == []
