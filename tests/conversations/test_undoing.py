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


@pytest.mark.parametrize("undo", ["undo", "撤销", "收回"])
@pytest.mark.parametrize("asked", ["make Ana a manager", "Boris has left", "language"])
def test_undo_of_a_question_takes_back_nothing_older(office: Office, asked: str, undo: str) -> None:
    chat = office.chat("gus")
    chat.says("make Carla a manager")
    chat.taps("Yes")
    chat.says(asked)
    button = next(b for m in chat.last for b in m.buttons)
    reply = chat.says(undo)
    assert "Nothing was changed" in reply or "什么都没改" in reply
    if asked != "language":
        assert "no longer" in chat.presses(button.action)
    assert "manager" in office.chat("carla").says("who am I")


def test_undo_of_words_that_were_not_understood_takes_back_nothing_older(office: Office) -> None:
    chat = office.chat("boris")
    chat.says("my quiet hours are 21 to 7")
    chat.says("Bravo Tools moved its boxes hither and thither")
    assert any("note" in label.lower() for label in chat.labels)
    assert "Nothing was changed" in chat.says("undo")
    assert "21:00–07:00" in chat.says("settings")


@pytest.mark.parametrize(
    ("told", "undo", "named"),
    [
        ("morning list at 9am", "undo", "Morning list: 08:30"),
        ("工作日周一到周六", "收回", "工作日：周一至周五"),
        ("my quiet hours are 21 to 6", "undo", "Quiet: 20:00–08:00"),
    ],
)
def test_undo_says_which_setting_is_so_again(
    office: Office, told: str, undo: str, named: str
) -> None:
    chat = office.chat("ana")
    chat.says(told)
    assert named in chat.says(undo)


@pytest.mark.parametrize("undo", ["undo", "收回"])
def test_undo_of_a_code_makes_it_void(office: Office, undo: str) -> None:
    chat = office.chat("gus")
    chat.says("invite Petra Lind as a rep")
    chat.taps(chat.labels[0])
    assert "Petra Lind" in chat.says(undo)
    assert "Petra Lind" in chat.says("undo")
