"""Whether the judge agrees with what a playbook says of its own lines.

Rules about words are never right about all of them. An author should hear before anybody else that
a right line would be called wrong, and by which of its words; the playbook is used all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.coaching.judge import Judge, Judgement, Moment, moment_of, usual_moment
from bot.coaching.playbook import ALWAYS_WRONG, GoodLine, Line, Text
from bot.coaching.problems import PlaybookProblem, part_of
from bot.coaching.reading import Written
from bot.coaching.templates import fill_in
from bot.voice.rendering import LANGUAGES, Language
from crm.policy.contradictions import Path

LONGEST_SHOWN = 40
"""Characters of a line's words that are quoted."""

_RIGHT_AS_WRONG = "Say it otherwise, or put the words that mislead into lexicon.except."
_WRONG_AS_RIGHT = "Make plainer what is wrong with it, or add its words to lexicon.words."
_OTHER_FAULT = "Is that the graver fault?"


@dataclass(frozen=True, slots=True)
class Doubt(PlaybookProblem):
    """An authored line that is judged otherwise; a note is worth a look and no more.

    ``seen`` is the fault or the act that the judge sees.
    ``is_forbidden``: it would teach what harms whoever is sold to, and no playbook may.
    """

    is_note: bool = False
    is_forbidden: bool = False
    seen: str = ""
    seen_wrong: bool = True


def list_forbidden(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts for which a playbook is not used."""
    return [doubt for doubt in doubts if doubt.is_forbidden]


def list_doubts(written: Written, judge: Judge | None = None) -> list[Doubt]:
    """Return where the judge sees a playbook's lines otherwise, in the order of the file.

    A warning is a right line or an ask that is judged wrong, and a wrong line judged right. A
    wrong line with another fault, and a fix that is judged wrong, are notes. What cannot be
    judged is neither.
    """
    look = _Look(written, judge or Judge(written.playbook))
    return [*look.at_lines(), *look.at_asks()]


@dataclass(frozen=True, slots=True)
class _Look:
    written: Written
    judge: Judge

    def at_lines(self) -> Iterator[Doubt]:
        for number, scene in enumerate(self.written.playbook.scenes):
            moment = moment_of(scene)
            kinds: dict[str, tuple[Line, ...]] = {"good": scene.good, "bad": scene.bad}
            for kind, lines in kinds.items():
                for place, line in enumerate(lines):
                    for language in LANGUAGES:
                        path: Path = ("scenes", number, kind, place)
                        yield from self._at_line(line, moment, path, language)

    def at_asks(self) -> Iterator[Doubt]:
        for number, ladder in enumerate(self.written.playbook.ladders):
            for place, ask in enumerate(ladder.asks):
                for language in LANGUAGES:
                    said = self._said(ask.say, language)
                    judged = self.judge.judge_by_rules(said, usual_moment("second_ask"), language)
                    if judged.verdict == "bad":
                        path = ("ladders", number, "asks", place, "say")
                        yield self._right_as_wrong(path, language, judged, said)

    def _at_line(
        self, line: Line, moment: Moment, path: Path, language: Language
    ) -> Iterator[Doubt]:
        said = self._said(line.say, language)
        judged = self.judge.judge_by_rules(said, moment, language)
        if isinstance(line, GoodLine):
            if judged.verdict == "bad":
                yield self._right_as_wrong((*path, "say"), language, judged, said)
            return
        if judged.verdict == "good":
            what = f"{part_of(path)} is judged right ({judged.act}){_quoted(judged, said)}."
            doubt = self._doubt((*path, "say", language), what, _WRONG_AS_RIGHT)
            yield replace(doubt, seen=judged.act or "", seen_wrong=False)
        elif judged.verdict == "bad" and judged.fault != line.fault:
            seen = f"{judged.fault}, not {line.fault}"
            what = f"{part_of(path)} is judged wrong by {seen}{_quoted(judged, said)}."
            yield self._doubt((*path, "say", language), what, _OTHER_FAULT, is_note=True)
        fix = self._said(line.fix, language)
        judged = self.judge.judge_by_rules(fix, moment, language)
        if judged.verdict == "bad":
            yield self._right_as_wrong((*path, "fix"), language, judged, fix, is_note=True)

    def _right_as_wrong(
        self, path: Path, language: Language, judged: Judgement, said: str, *, is_note: bool = False
    ) -> Doubt:
        part = path[:-1] if path[-1] == "say" else path
        forbidden = not is_note and judged.fault in ALWAYS_WRONG
        seen = f"{judged.fault}, which no playbook may teach" if forbidden else judged.fault
        what = f"{part_of(part)} is judged wrong ({seen}){_quoted(judged, said)}."
        where = self.written.where((*path, language))
        seen = judged.fault or ""
        return Doubt(where, what, _RIGHT_AS_WRONG, "judged", is_note, forbidden, seen)

    def _doubt(self, path: Path, what: str, what_to_do: str, *, is_note: bool = False) -> Doubt:
        return Doubt(self.written.where(path), what, what_to_do, "judged", is_note)

    def _said(self, text: Text, language: Language) -> str:
        """Return a text as it is said where nothing is known of the customer."""
        usual = self.written.playbook.vars
        names = {name: each.written(language) for name, each in usual.items()}
        return fill_in(text.written(language), names)


def _quoted(judged: Judgement, said: str) -> str:
    """Return the words that a verdict stands on."""
    if judged.span is None:
        return ""
    start, end = judged.span
    return f": “{said[start : min(end, start + LONGEST_SHOWN)]}”"
