"""One playbook's judge: the built-in words, those of its trade, and the lines it has heard."""

import re
from collections.abc import Iterable, Iterator
from types import ModuleType

from rapidfuzz import fuzz

from bot.coaching.judge import chinese, english
from bot.coaching.judge.examples import load_examples
from bot.coaching.judge.moments import Moment
from bot.coaching.judge.prepared import Prepared, prepare
from bot.coaching.judge.verdict import FoundFault, Judgement, decide
from bot.coaching.playbook import (
    BadLine,
    Fault,
    Heard,
    Line,
    Playbook,
    Situation,
    Terms,
    Verdict,
)
from bot.coaching.templates import fill_in
from bot.voice.rendering import LANGUAGES, Language
from crm.names.folding import is_han, squeeze

SAME_LINE = 92.0
"""How alike (rapidfuzz ratio) a line is to one that a manager has judged already."""

_READERS = {"zh": chinese, "en": english}


class Judge:
    """Judges lines by the rules, and by what a playbook adds to them."""

    def __init__(self, playbook: Playbook) -> None:
        """Take in the words of a playbook's trade and the lines it has heard."""
        lexicon = playbook.lexicon
        self._masked = _compile_all([*_all_words(lexicon.names), *_all_words(lexicon.exceptions)])
        self._words: list[tuple[Fault, re.Pattern[str]]] = [
            (fault, pattern)
            for fault, terms in lexicon.words.items()
            for pattern in _compile_all(_all_words(terms))
        ]
        self._situations = {scene.id: scene.situation for scene in playbook.scenes}
        self._heard = [(each, squeeze(each.say)) for each in playbook.heard]
        self._authored = dict(_list_authored(playbook))

    def judge(self, text: str, moment: Moment, language: Language | None = None) -> Judgement:
        """Judge a line at a moment; the language is that of its characters if none is given.

        A manager's word on a line comes first, then the playbook's own on a line of that
        situation, letter by letter; every other line goes by the rules. Pure and quick: it reads
        the first 300 characters and looks nothing up.
        """
        heard = self._find_heard(text, moment)
        if heard is not None:
            verdict: Verdict = "good" if heard.act else "bad"
            return Judgement(verdict, heard.act, heard.fault, (0, len(text)))
        judged = self.judge_by_rules(text, moment, language)
        line = self._authored.get((moment.situation, squeeze(text)))
        return judged if line is None else _as_authored(line, judged, moment)

    def judge_by_rules(
        self, text: str, moment: Moment, language: Language | None = None
    ) -> Judgement:
        """Judge a line as one that nobody has written down yet."""
        language = language or ("zh" if any(map(is_han, text)) else "en")
        line = prepare(text, language, self._masked)
        readers = _list_readers(line)
        acts = [found for reader in readers for found in reader.list_acts(line, moment)]
        faults = [found for reader in readers for found in reader.list_faults(line, moment)]
        lean = load_examples().lean(text, language)
        return decide(acts, [*faults, *self._own_faults(line)], moment, lean)

    def _own_faults(self, line: Prepared) -> Iterable[FoundFault]:
        for fault, pattern in self._words:
            found = pattern.search(line.text)
            if found:
                yield FoundFault(fault, found.start(), found.end())

    def _find_heard(self, text: str, moment: Moment) -> Heard | None:
        """The line that a manager has judged for this scene, or for one of this situation."""
        said = squeeze(text) if self._heard else ""
        near = [
            (fuzz.ratio(said, written), number)
            for number, (each, written) in enumerate(self._heard)
            if self._is_of(each, moment)
        ]
        score, number = max(near, default=(0.0, 0))
        return self._heard[number][0] if score >= SAME_LINE else None

    def _is_of(self, heard: Heard, moment: Moment) -> bool:
        if moment.scene is not None:
            return heard.scene == moment.scene
        return self._situations.get(heard.scene) == moment.situation


def _list_authored(playbook: Playbook) -> Iterator[tuple[tuple[Situation, str], Line]]:
    for language in LANGUAGES:
        names = {name: text.written(language) for name, text in playbook.vars.items()}
        for scene in playbook.scenes:
            for line in scene.lines():
                said = fill_in(line.say.written(language), names)
                yield (scene.situation, squeeze(said)), line


def _as_authored(line: Line, judged: Judgement, moment: Moment) -> Judgement:
    """The playbook's verdict on its own line, with the words that show it if the rules see them."""
    if isinstance(line, BadLine):
        if judged.fault == line.fault:
            return judged
        return Judgement("bad", fault=line.fault)
    if judged.verdict == "good" and judged.act in line.acts:
        return judged
    act = next((act for act in (line.act, *line.also) if act in moment.accepts), line.act)
    return Judgement("good", act=act)


def _list_readers(line: Prepared) -> list[ModuleType]:
    first = _READERS[line.language]
    other = english if line.language == "zh" and line.has_latin else None
    return [first, other] if other else [first]


def _all_words(terms: Terms) -> list[str]:
    return [word for language in LANGUAGES for word in terms.written(language)]


def _compile_all(words: Iterable[str]) -> list[re.Pattern[str]]:
    """Patterns of words as they stand in a prepared line; a Latin word only matches whole."""
    return [_compile(prepare(word, "zh").text) for word in words]


def _compile(plain: str) -> re.Pattern[str]:
    pattern = re.escape(plain)
    return re.compile(rf"(?<![a-z]){pattern}(?![a-z])" if plain[:1].isascii() else pattern)
