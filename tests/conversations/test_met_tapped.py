"""A visit recorded with one tap at the customer, and a word about it typed after."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.visiting import needs, recorded, reported


def test_one_tap_is_one_visit(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    buttons = chat.last[0].buttons
    met = next(b.action for b in buttons if b.label == "Met")
    out = next(b.action for b in buttons if b.label == "Nobody in")
    assert chat.presses(met).startswith("Tue 24 Nov: Alpha Foods")
    assert "A word about it?" in "".join(message.text for message in chat.last)
    assert "noted already" in chat.presses(met)
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", None)]
    for once_more in (out, out):
        chat.presses(once_more)
        assert recorded(office) == [(who.ALPHA, "attempt", "2026-11-24", None)]


@pytest.mark.parametrize("name", ["carla", "emil", "fay"])
@pytest.mark.parametrize("verb", ["met", "out", "tel"])
def test_a_forged_tap_records_nothing(office: Office, name: str, verb: str) -> None:
    chat = office.chat(name)
    chat.says("hello")
    for number in range(4):
        chat.presses(f"{verb}:{number}:{who.ALPHA}")
    assert recorded(office) == []


@pytest.mark.parametrize(
    ("word", "note"),
    [
        ("good mood, new buyer starts in spring", "good mood, new buyer starts in spring"),
        ("谈得不错，老板下月回来", "谈得不错，老板下月回来"),
    ],
)
def test_what_is_typed_after_met_is_the_note_of_that_visit(
    office: Office, word: str, note: str
) -> None:
    chat = reported(office, "Alpha Foods")
    chat.taps("Met")
    chat.says(word)
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", note)]
    chat.says("undo")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", None)]


def test_a_need_typed_after_met_is_kept_as_a_need(office: Office) -> None:
    chat = reported(office, "Alpha Foods")
    chat.taps("Met")
    chat.says("wants 20 more boxes")
    assert [customer for customer, _ in needs(office)] == [who.ALPHA]


@pytest.mark.parametrize("other", ["who are my A customers", "Bravo Tools", "谁超期没去", "ok"])
def test_a_question_after_met_is_answered_and_is_no_note(office: Office, other: str) -> None:
    chat = reported(office, "Alpha Foods")
    chat.taps("Met")
    chat.says(other)
    chat.says("qwzx vbnm")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", None)]


def test_leaving_it_leaves_the_visit(office: Office) -> None:
    chat = reported(office, "Alpha Foods")
    chat.taps("Met")
    assert chat.says("cancel").startswith("All right, it stays")
    assert len(recorded(office)) == 1


def test_a_note_of_any_length_is_kept_up_to_its_limit_and_never_markup(office: Office) -> None:
    chat = reported(office, "Alpha Foods")
    chat.taps("Met")
    chat.says("<b>&{{ c }} " + "长" * 9_000)
    assert "4,000" in "".join(message.text for message in chat.last)
    assert "<b>&{{" not in chat.last[0].text
    (row,) = recorded(office)
    assert row[3].startswith("<b>&{{ c }} 长")
    assert len(row[3]) == 4_000
