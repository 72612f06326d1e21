"""A visit told in the chat is put right in a word or with a tap, and taken back."""

import pytest

from crm.store import history
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.snapshots import take_snapshot
from tests.support.visiting import needs, recorded, reported


def test_undo_leaves_everything_as_it_was(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-01")
    before = take_snapshot(office.database)
    chat = reported(office, "saw Alpha Foods and Bravo Tools on Friday, next time on Thursday")
    assert take_snapshot(office.database) != before
    assert chat.taps("Undo").startswith("Taken back: Alpha Foods, Bravo Tools")
    assert take_snapshot(office.database) == before
    assert "already" in chat.presses("undo:1")
    with office.database.reading() as session:
        assert sum(1 for _ in history.list_changes(session)) > 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("no, it was last Thursday", "2026-11-19"),
        ("不对，是周五", "2026-11-20"),
        ("on Friday", "2026-11-20"),
        ("it was 20 November", "2026-11-20"),
    ],
)
def test_the_date_is_put_right_in_a_word(office: Office, text: str, day: str) -> None:
    chat = reported(office, "visited Alpha Foods yesterday")
    before = recorded(office)
    chat.says(text)
    assert recorded(office) == [(who.ALPHA, "visit", day, None)]
    chat.says("undo")
    assert recorded(office) == before


@pytest.mark.parametrize(
    "text",
    [
        "no, it was Bravo Tools",
        "不对，是Bravo Tools",
        "不是Alpha Foods，是Bravo Tools",
        "not Alpha Foods but Bravo Tools",
    ],
)
def test_the_customer_is_put_right_in_a_word(office: Office, text: str) -> None:
    chat = reported(office, "visited Alpha Foods yesterday")
    chat.says(text)
    assert recorded(office) == [(who.BRAVO, "visit", "2026-11-23", None)]


def test_edit_puts_date_note_customer_and_kind_right(office: Office) -> None:
    chat = reported(office, "visited Alpha Foods yesterday, wants 200 valves")
    chat.taps("Edit")
    assert chat.labels[:4] == ["Date", "Note", "Need", "Customer"]
    chat.taps("Date")
    assert "Corrected" in chat.says("last Friday")
    chat.taps("Edit")
    chat.taps("Note")
    chat.says("met Li, all well")
    chat.taps("Edit")
    chat.taps("Need")
    assert "Needs: 300 valves" in chat.says("300 valves")
    chat.taps("Edit")
    chat.taps("Customer")
    chat.says("Bravo Tools")
    chat.taps("Edit")
    chat.taps("Nobody was in")
    assert recorded(office) == [(who.BRAVO, "attempt", "2026-11-20", "met Li, all well")]
    assert needs(office) == [(who.BRAVO, "300 valves")]
    for _ in range(6):
        chat.says("undo")
    assert recorded(office) == []


def test_of_several_the_one_that_is_wrong_is_chosen(office: Office) -> None:
    chat = reported(office, "saw Alpha Foods and Bravo Tools yesterday")
    chat.taps("Edit")
    assert chat.labels == ["Date", "Alpha Foods", "Bravo Tools"]
    chat.taps("Bravo Tools")
    chat.taps("By phone or chat")
    assert [row[:2] for row in recorded(office)] == [(who.ALPHA, "visit"), (who.BRAVO, "touch")]


def test_a_date_ahead_is_no_correction(office: Office) -> None:
    chat = reported(office, "visited Alpha Foods yesterday")
    chat.taps("Edit")
    chat.taps("Date")
    assert "lies ahead" in chat.says("24 December 2026")
    chat.says("20 November")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-20", None)]


def test_nobody_edits_what_another_reported(office: Office) -> None:
    chat = reported(office, "visited Alpha Foods yesterday")
    edit = chat.last[0].buttons[0].action
    before = take_snapshot(office.database)
    for name in ("boris", "carla", "gus"):
        other = office.chat(name)
        other.presses(edit)
        assert "Date" not in other.labels
        other.presses("fix:date:visit:1")
        other.says("last Friday")
        other.presses("kind:1:1:attempt")
    assert take_snapshot(office.database) == before
