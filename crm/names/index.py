"""All forms of all names a person may use, laid out so that a message is searched in milliseconds.

An index never changes: whoever sees other customers gets another one. Whole forms are found in one
pass over the text; misspelt ones through the pairs of letters they share with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick
import numpy as np
import numpy.typing as npt

from crm.entities import Naming
from crm.names.folding import Folded, is_han
from crm.names.forms import Evidence, Form, list_forms

Numbers = npt.NDArray[np.int32]

_LONGEST_GRAM_LIST = 20_000
_NEAREST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A form and the customers it stands for, each with what it proves there."""

    text: str
    owners: tuple[tuple[int, Evidence, float], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A form that stands in a text as it is, at a folded span."""

    start: int
    end: int
    entry: Entry


class Index:
    """The names a person may use. Build it once, then ask it as often as you like."""

    __slots__ = ("_automaton", "_entries", "_grams", "_lengths", "namings")

    def __init__(self, namings: Iterable[Naming]) -> None:
        self.namings = {naming.customer_id: naming for naming in namings}
        owners: dict[str, list[tuple[int, Evidence, float]]] = {}
        for naming in self.namings.values():
            for form in list_forms(naming):
                owners.setdefault(form.text, []).append(_owner(naming, form))
        self._entries = tuple(Entry(text, tuple(who)) for text, who in owners.items())
        self._automaton = ahocorasick.Automaton()
        for number, entry in enumerate(self._entries):
            self._automaton.add_word(entry.text, number)
        if self._entries:
            self._automaton.make_automaton()
        self._grams = _by_gram(self._entries)
        self._lengths = np.array([max(1, len(grams(e.text))) for e in self._entries], np.float32)

    def __len__(self) -> int:
        return len(self.namings)

    def list_found(self, folded: Folded) -> list[Found]:
        """Return every form that stands in the text, beginning and ending where words do."""
        if not self._entries:
            return []
        found = []
        for last, number in self._automaton.iter(folded.text):
            entry = self._entries[number]
            start = last + 1 - len(entry.text)
            if folded.whole(start, last + 1):
                found.append(Found(start, last + 1, entry))
        return found

    def list_near(self, text: str) -> Iterator[Entry]:
        """Return the forms that share most pairs of letters with a folded text, in no order."""
        lists = [self._grams[gram] for gram in grams(text) if gram in self._grams]
        telling = [numbers for numbers in lists if len(numbers) < _LONGEST_GRAM_LIST] or lists
        if not telling:
            return iter(())
        shared = np.bincount(np.concatenate(telling), minlength=len(self._entries))
        touched = np.flatnonzero(shared)
        count = shared[touched]
        alike = 2 * count / (self._lengths[touched] + len(lists))
        contained = np.where(count >= 2, count / self._lengths[touched], 0)
        numbers = {*_largest(touched, alike, 0.3), *_largest(touched, contained, 0.6)}
        return (self._entries[number] for number in sorted(numbers))


def _owner(naming: Naming, form: Form) -> tuple[int, Evidence, float]:
    return naming.customer_id, form.evidence, form.points


def grams(text: str) -> set[str]:
    """Return the pairs of neighbouring characters, and each Chinese character by itself.

    >>> sorted(grams("ab华"))
    ['ab', 'b华', '华']
    """
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return pairs | {character for character in text if is_han(character)}


def _by_gram(entries: tuple[Entry, ...]) -> dict[str, Numbers]:
    lists: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for gram in grams(entry.text):
            lists.setdefault(gram, []).append(number)
    return {gram: np.array(numbers, np.int32) for gram, numbers in lists.items()}


def _largest(
    numbers: npt.NDArray[np.signedinteger], scores: npt.NDArray[np.floating], least: float
) -> list[int]:
    """The numbers with the highest scores, at most sixty, none below the least."""
    enough = scores >= least
    numbers, scores = numbers[enough], scores[enough]
    if len(scores) > _NEAREST:
        best = np.argsort(-scores, kind="stable")[:_NEAREST]
        numbers = numbers[best]
    return [int(number) for number in numbers]
