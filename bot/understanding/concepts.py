"""The lexicon: which words stand for which ideas, found in one pass over a message.

The words are in ``concepts.yaml``, which colleagues edit. Chinese wordings are understood in
pinyin too, and a Latin word of five letters or more may have one letter wrong.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate

import ahocorasick
from rapidfuzz import process
from rapidfuzz.distance import OSA
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crm.errors import BadFile, Problem
from crm.names.folding import Folded, fold, is_han, squeeze
from crm.names.forms import pinyin

FILE = "concepts.yaml"
SMALL = "small"

_LONGEST_SYLLABLE = 3
_SYLLABLES = frozenset({"zhang", "shang", "shuang", "liang", "jiang", "xiang", "kehu", "keju"})
_SHORTEST_TYPO = 5
_SHORTEST_PINYIN = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the folded message and what it means.

    ``rank`` decides between two of the same length: the lower one stays.
    """

    start: int
    end: int
    means: tuple[str, ...]
    rank: int = 5
    value: object = None


class Lexicon:
    """Words and the concepts they stand for."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self.concepts = frozenset(words)
        self._meanings: dict[str, tuple[str, ...]] = {}
        self._cuts: dict[str, set[int]] = {}
        single: set[str] = set()
        self._spoken_words: set[str] = set()
        for concept, wordings in words.items():
            for wording in wordings:
                self._add(fold(wording), concept)
                if wording.isascii() and wording.isalpha() and len(wording) >= _SHORTEST_TYPO:
                    single.add(squeeze(wording))
        for text, concepts in list(self._meanings.items()):
            if len(text) > 1 and all(map(is_han, text)):
                self._add_spoken(text, concepts)
        self._spellable = sorted(single)
        self._spoken = frozenset(self._spoken_words)
        self._automaton = ahocorasick.Automaton()
        for text, concepts in self._meanings.items():
            self._automaton.add_word(text, (len(text), concepts, self._cuts[text]))
        self._automaton.make_automaton()

    def _add(self, folded: Folded, concept: str) -> None:
        known = self._meanings.get(folded.text, ())
        if concept not in known:
            self._meanings[folded.text] = (*known, concept)
        cuts = {i for i in range(1, len(folded.text)) if folded.edges[i]}
        self._cuts.setdefault(folded.text, set()).update(cuts)

    def _add_spoken(self, text: str, concepts: tuple[str, ...]) -> None:
        syllables = pinyin(text)
        spoken = "".join(syllables)
        if len(spoken) < _SHORTEST_PINYIN or spoken in self._meanings:
            return
        self._meanings[spoken] = concepts
        self._spoken_words.add(spoken)
        self._cuts[spoken] = set(accumulate(map(len, syllables[:-1])))

    def list_marks(self, folded: Folded) -> list[Mark]:
        """Return every wording that stands in the message, overlapping ones included.

        Blanks may be left out but not added: ``area`` is not found in ``are A``, nor ``didi`` in
        ``did I``.
        """
        found = []
        for last, (length, concepts, cuts) in self._automaton.iter(folded.text):
            start = last + 1 - length
            if not folded.whole(start, last + 1):
                continue
            if all(i in cuts for i in range(1, length) if folded.edges[start + i]):
                found.append(Mark(start, last + 1, concepts))
        return found

    def has_spoken(self, text: str) -> bool:
        """Whether a Chinese wording stands in a text in pinyin, and no English one beside it."""
        folded = fold(text)
        found = choose_longest(self.list_marks(folded))
        said = {folded.text[mark.start : mark.end] for mark in found}
        spoken = said & self._spoken
        others = [each for each in said - self._spoken if each not in _SYLLABLES]
        return bool(spoken) and not any(len(each) > _LONGEST_SYLLABLE for each in others)

    def find_misspelt(self, word: str) -> tuple[str, ...]:
        """Return what a folded word with a letter wrong, missing, doubled or swapped stands for.

        >>> load_lexicon().find_misspelt("custmers")
        ('customer',)
        """
        if len(word) < _SHORTEST_TYPO:
            return ()
        allowed = 1 if len(word) < 8 else 2
        best = process.extractOne(
            word, self._spellable, scorer=OSA.distance, score_cutoff=allowed, processor=None
        )
        if best is None or best[0][0] != word[0]:
            return ()
        return self._meanings[best[0]]


@cache
def load_lexicon() -> Lexicon:
    """Load the lexicon that comes with the program, once."""
    return Lexicon(parse_concepts(read_own(FILE), FILE))


def read_own(name: str) -> str:
    """Return the text of a file that lies beside this module."""
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def parse_concepts(text: str, name: str = FILE) -> dict[str, list[str]]:
    """Read a lexicon: a concept's name, then its wordings.

    Raises BadFile with every problem found, each with its line.
    """
    problems: list[Problem] = []
    words: dict[str, list[str]] = {}
    for key, value in list_entries(compose(text, name), name, problems):
        if key.value in words:
            problems.append(problem_at(key, name, f"{key.value!r} stands here twice."))
        words[key.value] = _wordings(value, key, name, problems)
    if not words and not problems:
        problems.append(Problem(name, "there are no concepts in it."))
    if problems:
        raise BadFile(problems)
    return words


def _wordings(value: Node, key: Node, name: str, problems: list[Problem]) -> list[str]:
    if not isinstance(value, SequenceNode) or not value.value:
        problems.append(
            problem_at(key, name, f"{key.value!r} has no wordings.", "Write a list: [why, 为什么].")
        )
        return []
    wordings = []
    for node in value.value:
        if isinstance(node, ScalarNode) and squeeze(node.value):
            wordings.append(node.value)
        else:
            problems.append(problem_at(node, name, "this is not a wording.", "Write plain words."))
    return wordings


def compose(text: str, name: str) -> Node | None:
    """Read YAML keeping where everything stands.

    Raises BadFile if it is no YAML.
    """
    try:
        node: Node | None = YAML(pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise BadFile([Problem(where, f"{error.problem or 'this is not YAML'}.")]) from error
    return node


def list_entries(
    node: Node | None, name: str, problems: list[Problem]
) -> Iterator[tuple[ScalarNode, Node]]:
    """Yield keys and values of a mapping; note a problem where there is something else."""
    if not isinstance(node, MappingNode):
        problems.append(problem_at(node, name, "names with a colon and a value are expected here."))
        return
    for key, value in node.value:
        if isinstance(key, ScalarNode):
            yield key, value
        else:
            problems.append(problem_at(key, name, "a name is expected here."))


def problem_at(node: Node | None, name: str, what: str, what_to_do: str = "") -> Problem:
    """Return a problem with the line and column of a node."""
    mark = node.start_mark if node is not None else None
    where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
    return Problem(where, what, what_to_do)


def choose_longest(marks: Iterable[Mark]) -> list[Mark]:
    """Keep the longest of overlapping marks, the lower rank among equals; in reading order.

    Marks of the same stretch and rank all stay: a word may stand for two ideas.
    """
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start - mark.end, mark.rank, mark.start)):
        clash = [other for other in kept if mark.start < other.end and other.start < mark.end]
        same = all((o.start, o.end, o.rank) == (mark.start, mark.end, mark.rank) for o in clash)
        if same:
            kept.append(mark)
    return sorted(kept, key=lambda mark: (mark.start, mark.end))
