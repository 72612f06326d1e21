"""Notes, needs, visits put off, reminders: kept as typed, each with Edit and Undo."""

from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import notes, planned_visits, reminders
from tests.support import cast as who
from tests.support.chatting import Chat, Office

# Today is Tuesday 24 November 2026.


def kept(office: Office, table: Any, *columns: str) -> list[tuple[Any, ...]]:
    query = select(*(table.c[name] for name in columns)).order_by(table.c.id)
    with office.database.reading() as session:
        return [
            tuple(v.isoformat() if hasattr(v, "isoformat") else v for v in row)
            for row in session.execute(query)
        ]


def noted(office: Office) -> list[tuple[Any, ...]]:
    return kept(office, notes, "customer_id", "kind", "text")


def planned(office: Office) -> list[tuple[Any, ...]]:
    return kept(office, planned_visits, "customer_id", "planned_on")


def reminded(office: Office) -> list[tuple[Any, ...]]:
    return kept(office, reminders, "customer_id", "due_on", "text")


def told(office: Office, text: str, name: str = "ana") -> Chat:
    chat = office.chat(name)
    chat.says(text)
    return chat


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("add note to Alpha Foods: prefers email", "note", "prefers email"),
        ("给Alpha Foods加个备注 周一不接待", "note", "周一不接待"),
        ("Alpha Foods needs a local stock point", "need", "a local stock point"),
        ("Alpha Foods的需求：铜价锁定", "need", "铜价锁定"),
    ],
)
def test_a_note_or_need_is_kept_as_it_was_typed(
    office: Office, text: str, kind: str, words: str
) -> None:
    chat = office.chat("ana")
    reply = chat.says(text)
    assert words in reply
    assert noted(office) == [(who.ALPHA, kind, words)]
    assert words in chat.says("Alpha Foods")
    chat.says("undo")
    assert noted(office) == []
    assert words not in chat.says("Alpha Foods")


def test_a_note_is_worded_anew_and_the_old_words_come_back(office: Office) -> None:
    chat = told(office, "add note to Alpha Foods: closed Monday")
    chat.taps("Edit")
    chat.says("closed on Tuesday, she said <soon>")
    assert noted(office) == [(who.ALPHA, "note", "closed on Tuesday, she said <soon>")]
    chat.taps("Undo")
    assert noted(office) == [(who.ALPHA, "note", "closed Monday")]


@pytest.mark.parametrize("other", ["who is overdue?", "cancel", "visited Bravo Tools today"])
def test_a_question_or_a_report_is_no_new_wording(office: Office, other: str) -> None:
    chat = told(office, "add note to Alpha Foods: closed Monday")
    chat.taps("Edit")
    chat.says(other)
    assert noted(office) == [(who.ALPHA, "note", "closed Monday")]


def test_a_note_for_a_name_that_only_looks_like_it_waits_for_a_tap(office: Office) -> None:
    chat = told(office, "add note to Bravo Toolz: closed Monday")
    assert noted(office) == []
    chat.taps("Yes")
    assert noted(office) == [(who.BRAVO, "note", "closed Monday")]


@pytest.mark.parametrize("name", ["carla", "emil", "fay"])
def test_nobody_writes_about_a_customer_out_of_sight(office: Office, name: str) -> None:
    for text in (
        "add note to Alpha Foods: closed Monday",
        "postpone Alpha Foods to 4 December",
        "Alpha Foods needs soap",
    ):
        chat = told(office, text, name)
        assert "London" not in "".join(message.text for message in chat.last)
    assert noted(office) == planned(office) == []


def test_a_visit_is_put_off_and_says_what_it_was(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-30")
    chat = office.chat("ana")
    assert chat.says("postpone Alpha Foods to 4 December").startswith(
        "Alpha Foods: Fri 4 Dec instead of 29 Nov"
    )
    assert planned(office) == [(who.ALPHA, "2026-12-04")]
    assert "planned Fri 4 Dec" in chat.says("Alpha Foods")
    chat.says("undo")
    assert planned(office) == []


@pytest.mark.parametrize(
    "other",
    ["visited Bravo Tools on Friday", "昨天去了Bravo Tools，周五再谈", "who is due on Friday?"],
)
def test_a_sentence_with_a_day_in_it_is_no_day(office: Office, other: str) -> None:
    for question in ("postpone Alpha Foods", "remind me to send samples"):
        chat = told(office, question)
        chat.says(other)
    assert (who.ALPHA, "2026-11-27") not in planned(office)
    assert reminded(office) == []


def test_a_name_typed_while_words_or_a_day_are_asked_for_is_whom_it_is_about(
    office: Office,
) -> None:
    chat = told(office, "Alpha Foods")
    chat.says("add a note")
    chat.says("Bravo Tools")
    chat.says("likes tea")
    assert noted(office) == [(who.BRAVO, "note", "likes tea")]
    chat.says("postpone")
    chat.says("Alpha Foods")
    chat.says("Friday")
    assert planned(office) == [(who.ALPHA, "2026-11-27")]


def test_a_plan_past_the_latest_day_is_kept_and_said(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-30")
    assert "6 days past the latest for A: 14 Dec" in office.chat("ana").says(
        "postpone Alpha Foods to 20 December"
    )
    office.visited(who.BRAVO, "2026-03-01")
    reply = office.chat("ana").says("postpone Bravo Tools to 20 December")
    assert "It was due by 29 Jun at the latest" in reply


def test_a_missing_day_is_tapped_or_typed(office: Office) -> None:
    chat = told(office, "postpone Alpha Foods")
    assert planned(office) == []
    assert chat.labels == ["Tomorrow", "In 3 days", "In a week", "Cancel"]
    chat.taps("In a week")
    assert planned(office) == [(who.ALPHA, "2026-12-01")]
    chat.taps("Edit")
    chat.says("next Friday")
    assert planned(office) == [(who.ALPHA, "2026-12-04")]
    chat.says("不对，是周五")
    assert planned(office) == [(who.ALPHA, "2026-11-27")]
    chat.says("undo")
    assert planned(office) == [(who.ALPHA, "2026-12-04")]


@pytest.mark.parametrize(
    ("text", "customer_id", "on", "words"),
    [
        ("remind me on Friday to call Alpha Foods", who.ALPHA, "2026-11-27", "call Alpha Foods"),
        ("周五提醒我给Alpha Foods送样品", who.ALPHA, "2026-11-27", "给Alpha Foods送样品"),
        ("remind me about the tender tomorrow", None, "2026-11-25", "the tender"),
    ],
)
def test_a_reminder_is_kept_for_its_day(
    office: Office, text: str, customer_id: int | None, on: str, words: str
) -> None:
    chat = told(office, text)
    assert reminded(office) == [(customer_id, on, words)]
    chat.says("undo")
    assert reminded(office) == []


def test_what_a_reminder_lacks_is_asked_for(office: Office) -> None:
    chat = told(office, "remind me to send samples")
    assert "Tomorrow" in chat.labels
    chat.says("Monday")
    assert reminded(office) == [(None, "2026-11-30", "send samples")]
    chat = told(office, "remind me tomorrow")
    assert chat.last[0].text.startswith("Of what")
    chat.says("the tender, before noon")
    assert reminded(office)[-1] == (None, "2026-11-25", "the tender, before noon")


def test_a_reminder_is_moved_worded_anew_and_ticked_off(office: Office) -> None:
    chat = told(office, "remind me on Friday to call Alpha Foods")
    chat.taps("Edit")
    chat.says("Monday")
    chat.taps("Edit")
    chat.says("write to Alpha Foods")
    assert reminded(office) == [(who.ALPHA, "2026-11-30", "write to Alpha Foods")]
    assert "Mon 30 Nov: write to Alpha Foods" in chat.says("my reminders")
    done = chat.last[0].buttons[0].action
    assert "Done" in chat.presses(done)
    assert "already" in chat.presses(done)
    assert "Nothing to be reminded of" in chat.says("my reminders")
    chat.says("undo")
    assert "write to Alpha Foods" in chat.says("我的提醒")


def test_nobody_ticks_off_anothers_reminder(office: Office) -> None:
    told(office, "remind me on Friday to call Alpha Foods")
    for name in ("boris", "carla", "gus"):
        chat = office.chat(name)
        chat.presses("rdone:1")
        chat.presses("edit:1")
        chat.says("Monday")
        assert "Alpha Foods" not in chat.says("my reminders")
    assert "call Alpha Foods" in office.chat("ana").says("my reminders")


_FORGED = (
    *(f"{verb}:1:1" for verb in ("whom", "other", "plan", "agree", "addnew", "off", "edit")),
    *("planon:1:1:2026-12-01", "day:1:2026-12-01", "day:1:99", "kind:1:1:visit", "kind:::"),
    *("fix:date:visit:1", "fix:one:deed:1", "fix::", "met:1:3", "out:1:x", "tel::", "rdone:9"),
)


@pytest.mark.parametrize("name", ["ana", "carla", "fay"])
@pytest.mark.parametrize("waiting", ["", "log a visit", "postpone Bolt", "remind me tomorrow"])
def test_a_forged_tap_is_answered_and_writes_nothing(
    office: Office, name: str, waiting: str
) -> None:
    chat = office.chat(name)
    for action in _FORGED:
        if waiting:
            chat.says(waiting)
            chat.presses(f"whom:999:{who.ALPHA}")
        assert chat.presses(action.replace(":1:", ":999:", 1))
    assert noted(office) == planned(office) == reminded(office) == []
