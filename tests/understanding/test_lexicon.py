"""The two files colleagues edit: what they say wrongly is told with its line."""

import pytest

from bot.understanding.concepts import load_lexicon, parse_concepts
from bot.understanding.intents import load_table, parse_intents
from crm.errors import BadFile

HEAD = "enough: 50\nmargin: 5\nintents:\n"


def _problems(text: str) -> str:
    with pytest.raises(BadFile) as caught:
        parse_intents(text, "intents.yaml", frozenset({"why", "how"}))
    return str(caught.value)


def test_every_concept_is_used_by_some_intent() -> None:
    table = load_table()
    used = {
        idea
        for intent in table.intents.values()
        for line in intent.lines
        for idea in line.needs | line.without
    }
    used |= {idea for _, line in table.derived for idea in line.needs | line.without}
    unused = load_lexicon().concepts - used - table.passing - {"small", "because", "coach_word"}
    assert unused == set()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("why: [为什么\n", "concepts.yaml:2:1"),
        ("why: 为什么\n", "concepts.yaml:1:1: 'why' has no wordings."),
        ("why: []\n", "concepts.yaml:1:1"),
        ("why: [why, {a: b}]\n", "concepts.yaml:1:12: this is not a wording."),
        ("why: [why, '!!']\n", "concepts.yaml:1:12"),
        ("- why\n", "names with a colon"),
        ("", "names with a colon"),
    ],
)
def test_a_mistake_in_the_words_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(BadFile) as caught:
        parse_concepts(text)
    assert problem in str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(BadFile) as caught:
        parse_concepts("why: 1\nhow: []\nok: [fine]\n")
    assert len(caught.value.problems) == 2


def test_a_concept_nobody_knows_is_told_with_its_line() -> None:
    told = _problems(HEAD + "  grade_why:\n    when:\n      why + wherefore: 80\n")
    assert told.startswith("intents.yaml:6:7: there is no concept 'wherefore'.")


@pytest.mark.parametrize("points", ["101", "-1", "much", "[1]"])
def test_points_go_from_0_to_100(points: str) -> None:
    told = _problems(HEAD + f"  grade_why:\n    when:\n      why: {points}\n")
    assert "a number from 0 to 100" in told


def test_a_part_nobody_knows_is_told() -> None:
    assert "'wehn'" in _problems(HEAD + "  grade_why:\n    wehn:\n      why: 80\n    when: {}\n")


def test_an_ambiguous_word_must_name_known_intents() -> None:
    text = HEAD + "  x: {when: {why: 80}}\nambiguous:\n  - {words: why, intents: [y]}\n"
    assert "known intents" in _problems(text)


def test_a_single_word_does_not_reach_over_a_blank() -> None:
    from bot.understanding.normalise import normalise

    marks = load_lexicon().list_marks(normalise("customers are A").folded)
    assert not any(mark.end - mark.start == 4 for mark in marks)


@pytest.mark.parametrize(
    ("typed", "concept"), [("custmers", "customer"), ("overdeu", "overdue"), ("upgrad", "raise")]
)
def test_a_word_with_a_slip_is_understood(typed: str, concept: str) -> None:
    assert concept in load_lexicon().find_misspelt(typed)
