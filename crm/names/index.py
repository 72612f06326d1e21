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
_BITS = 21
"""A code point fits into so many bits."""


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
        self._entries = list(owners.items())
        self._automaton = ahocorasick.Automaton()
        for number, text in enumerate(owners):
            self._automaton.add_word(text, number)
        if self._entries:
            self._automaton.make_automaton()
        self._grams, self._lengths = _by_gram(list(owners))

    def __len__(self) -> int:
        return len(self.namings)

    def list_found(self, folded: Folded) -> list[Found]:
        """Return every form that stands in the text, beginning and ending where words do."""
        if not self._entries:
            return []
        found = []
        for last, number in self._automaton.iter(folded.text):
            start = last + 1 - len(self._entries[number][0])
            if folded.whole(start, last + 1):
                found.append(Found(start, last + 1, self._entry(number)))
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
        return map(self._entry, sorted(numbers))

    def _entry(self, number: int) -> Entry:
        text, owners = self._entries[number]
        return Entry(text, tuple(owners))


def _owner(naming: Naming, form: Form) -> tuple[int, Evidence, float]:
    return naming.customer_id, form.evidence, form.points


def grams(text: str) -> set[str]:
    """Return the pairs of neighbouring characters, and each Chinese character by itself.

    >>> sorted(grams("ab华"))
    ['ab', 'b华', '华']
    """
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return pairs | {character for character in text if is_han(character)}


def _by_gram(texts: list[str]) -> tuple[dict[str, Numbers], npt.NDArray[np.float32]]:
    """Which texts have a gram, and how many different ones each text has.

    Every text lies in one row of code points, so that pairs and single characters of all of them
    are counted at once; a pair of code points is one number.
    """
    sizes = np.array([len(text) for text in texts], np.int64)
    points = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    letters = points.astype(np.int64)
    owner = np.repeat(np.arange(len(texts)), sizes)
    same = owner[1:] == owner[:-1]
    han = np.isin(points, [p for p in np.unique(points).tolist() if is_han(chr(p))])
    codes = np.concatenate([((letters[:-1] << _BITS) | letters[1:])[same], letters[han]])
    owners = np.concatenate([owner[:-1][same], owner[han]])
    pairs = np.sort(codes * max(1, len(texts)) + owners)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    codes, owners = np.divmod(pairs, max(1, len(texts)))
    starts = np.flatnonzero(np.diff(codes, prepend=-1) > 0)
    ends = [*starts.tolist()[1:], len(codes)]
    numbers = owners.astype(np.int32)
    named = (
        {
            _gram(code): numbers[start:end]
            for code, start, end in zip(codes[starts].tolist(), starts.tolist(), ends, strict=True)
        }
        if len(starts)
        else {}
    )
    lengths = np.maximum(np.bincount(owners, minlength=len(texts)), 1).astype(np.float32)
    return named, lengths


def _gram(code: int) -> str:
    first, second = divmod(code, 1 << _BITS)
    return (chr(first) if first else "") + chr(second)


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
