"""Every line of a playbook is judged as a rep's would be; what differs is told its author."""

from bot.coaching.judge import Judge, Judgement, Moment
from bot.coaching.playbook import Playbook
from bot.coaching.reading import parse_written
from bot.coaching.self_test import list_doubts
from bot.voice.rendering import Language
from tests.support.playbooks import SMALL


class Strict(Judge):
    """Finds the money in everything that has one word, and sees no fault elsewhere."""

    def __init__(self, playbook: Playbook, word: str, fallback: Judgement) -> None:
        super().__init__(playbook)
        self._word = word
        self._fallback = fallback

    def judge_by_rules(
        self, text: str, moment: Moment, language: Language | None = None
    ) -> Judgement:
        """Judge by that one word."""
        found = text.find(self._word)
        if found < 0:
            return self._fallback
        return Judgement("bad", fault="money", span=(found, found + len(self._word)))


def doubts(word: str, fallback: Judgement = Judgement("unsure")) -> list[str]:  # noqa: B008
    written = parse_written(SMALL, "tea.yaml")
    found = list_doubts(written, Strict(written.playbook, word, fallback))
    return [str(doubt) for doubt in found if not doubt.is_note]


def test_a_right_line_that_is_judged_wrong_is_told_with_its_words_as_they_are_said() -> None:
    assert doubts("I'm Sam") == [
        (
            "tea.yaml:54:45  judged  good line 1 of scene 3 is judged wrong (money): “I'm Sam”. "
            "Say it otherwise, or put the words that mislead into lexicon.except."
        )
    ]


def test_a_wrong_line_that_is_judged_right_is_told() -> None:
    good = Judgement("good", act="either_or", span=(0, 3))
    assert (
        "tea.yaml:59:30  judged  bad line 1 of scene 3 is judged right (either_or): “Pay”. "
        "Make plainer what is wrong with it, or add its words to lexicon.words."
    ) in doubts("nowhere", good)


def test_another_fault_is_a_note_and_what_cannot_be_judged_is_nothing() -> None:
    written = parse_written(SMALL, "tea.yaml")
    found = list_doubts(written, Strict(written.playbook, "Can I help?", Judgement("unsure")))
    assert [(doubt.is_note, doubt.what) for doubt in found] == [
        (True, "bad line 1 of scene 1 is judged wrong by money, not permission: “Can I help?”.")
    ]
