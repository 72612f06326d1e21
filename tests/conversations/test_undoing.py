"""Undo and cancel: the last deed goes first, a wish that waits is dropped, nothing goes twice."""

import pytest

from crm.store import notes
from tests.support import cast as who
from tests.support.chatting import Office


def test_undo_goes_back_one_step_at_a_time(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods yesterday")
    chat.says("note on Bravo Tools: closed on Mondays")
    assert "Bravo Tools" in chat.says("undo")
    assert "Alpha Foods" in chat.says("undo")
    assert "nothing" in chat.says("undo")


def test_a_wish_that_waits_goes_before_what_is_done(office: Office) -> None:
    chat = office.chat("boris")
    chat.says("note on Bravo Tools: closed on Mondays")
    chat.says("set Bravo Tools to A")
    assert "Nothing was changed" in chat.says("undo")
    with office.database.reading() as session:
        assert notes.find_newest(session, who.BRAVO).note is not None
    assert "Bravo Tools" in chat.says("撤销")
    with office.database.reading() as session:
        assert notes.find_newest(session, who.BRAVO).note is None


def test_a_second_tap_on_undo_finds_it_done(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods yesterday")
    undo = next(b for m in chat.last for b in m.buttons if b.action.startswith("undo:"))
    assert "Taken back" in chat.presses(undo.action)
    assert "already" in chat.presses(undo.action)


@pytest.mark.parametrize("name", ["boris", "gus", "carla"])
def test_nobody_else_takes_it_back(office: Office, name: str) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods yesterday")
    undo = next(b for m in chat.last for b in m.buttons if b.action.startswith("undo:"))
    office.chat(name).presses(undo.action)
    assert "Taken back" in chat.presses(undo.action)


def test_an_open_question_outlives_the_process(office: Office) -> None:
    chat = office.chat("boris")
    chat.says("set Bravo Tools to A because volume doubled")
    office.restart()
    assert "B → A" in chat.says("yes")


@pytest.mark.parametrize(
    ("done", "named"),
    [
        ("make Ana a manager", "Ana Alba is rep again"),
        ("让Carla当经理", "Carla Cruz又是业务员了"),
        ("Ana is away 1-5 Dec", "Ana Alba’s days away, Tue 1 Dec – Sat 5 Dec"),
        ("Carla has left", "Carla Cruz"),
    ],
)
def test_what_was_taken_back_of_a_colleague_is_named(office: Office, done: str, named: str) -> None:
    chat = office.chat("gus")
    chat.says(done)
    if "Undo" not in chat.labels:
        chat.taps(chat.labels[0])
    assert named in chat.says("撤销" if "让" in done else "undo")
