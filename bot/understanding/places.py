"""Where customers are and what they deal in: any spelling in two languages → the books' own.

A company's books have one spelling, or several, of each place; people type another. A place that
is known to the world but not to the books is still a place: then nobody is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import ahocorasick
from rapidfuzz import process
from rapidfuzz.distance import OSA
from ruamel.yaml import YAML

from bot.understanding.concepts import Mark, read_own
from crm.names.folding import Folded, is_han, squeeze
from crm.names.forms import pinyin, wording

Kind = Literal["city", "country", "industry"]

_TABLES: tuple[tuple[Kind, str], ...] = (
    ("city", "cities"),
    ("country", "countries"),
    ("industry", "industries"),
)
_ALSO_WORDS = frozenset({"us", "la", "de", "it", "in", "no", "at", "be", "is", "as", "sf", "kl"})
_SHORTEST_TYPO = 5
_OWN, _WORLD = 4, 6


@dataclass(frozen=True, slots=True)
class Place:
    """A city, a country or a trade: its spellings in the books, and how it is shown."""

    kind: Kind
    values: tuple[str, ...]
    zh: str
    en: str
    known: bool


class Places:
    """The places and trades of the customers in somebody's sight, and those of the world."""

    def __init__(
        self,
        cities: Iterable[str] = (),
        countries: Iterable[str] = (),
        industries: Iterable[str] = (),
    ) -> None:
        books = {"city": tuple(cities), "country": tuple(countries), "industry": tuple(industries)}
        spellings: dict[str, Place] = {}
        for kind, _ in _TABLES:
            for place, names in _list_rows(kind, books[kind]):
                for name in names:
                    known = spellings.get(name)
                    if known is None or (place.known and not known.known):
                        spellings[name] = place
        self._spellings = spellings
        self._spellable = [
            name
            for name, place in spellings.items()
            if place.known and name.isascii() and len(name) >= _SHORTEST_TYPO
        ]
        self._automaton = ahocorasick.Automaton()
        for name, place in spellings.items():
            self._automaton.add_word(name, (len(name), place))
        self._automaton.make_automaton()

    def list_marks(self, folded: Folded) -> list[Mark]:
        """Return every place and trade that stands in the message."""
        found = []
        for last, (length, place) in self._automaton.iter(folded.text):
            start = last + 1 - length
            if folded.whole(start, last + 1) and _is_meant(folded, start, last + 1):
                found.append(_mark(start, last + 1, place))
        return found

    def find_misspelt(self, word: str, start: int) -> Mark | None:
        """Return the place of the books that a folded word with a letter wrong stands for."""
        if len(word) < _SHORTEST_TYPO:
            return None
        allowed = 1 if len(word) < 8 else 2
        best = process.extractOne(
            word, self._spellable, scorer=OSA.distance, score_cutoff=allowed, processor=None
        )
        if best is None or best[0][0] != word[0]:
            return None
        return _mark(start, start + len(word), self._spellings[best[0]])


def _mark(start: int, end: int, place: Place) -> Mark:
    means = "@industry" if place.kind == "industry" else "@place"
    return Mark(start, end, (means,), _OWN if place.known else _WORLD, place)


def _is_meant(folded: Folded, start: int, end: int) -> bool:
    """Two-letter names that are words as well count in capitals only."""
    if folded.text[start:end] not in _ALSO_WORDS:
        return True
    first, last = folded.origin(start, end)
    return folded.original[first:last].isupper() and not folded.original.isupper()


def _list_rows(kind: Kind, books: tuple[str, ...]) -> list[tuple[Place, set[str]]]:
    """Every row of the table with the books' spellings of it; what no row has gets its own."""
    rows = []
    left = dict.fromkeys(books)
    for spellings, always in _table(kind):
        folded = {squeeze(name) for name in spellings}
        own = tuple(name for name in books if squeeze(name) in folded)
        for name in own:
            left.pop(name, None)
        zh = next((name for name in spellings if any(map(is_han, name))), "")
        en = next((name for name in spellings if not any(map(is_han, name))), "")
        shown = own[0] if own and not any(map(is_han, own[0])) else en
        place = Place(kind, own or (en or zh,), zh or shown, shown or zh, bool(own))
        if own:
            folded |= {"".join(pinyin(name)) for name in folded if all(map(is_han, name))}
        if own or always:
            rows.append((place, folded))
        else:
            rows.append((place, {squeeze(zh)}))
    for name in left:
        folded = {squeeze(name)} - {""}
        if all(map(is_han, squeeze(name))) and folded:
            folded.add("".join(pinyin(squeeze(name))))
        rows.append((Place(kind, (name,), name, name, True), folded))
    return rows


@cache
def _table(kind: Kind) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The rows of one table. Chinese cities count in pinyin only where the books have them."""
    data = YAML(typ="safe", pure=True).load(read_own("places.yaml"))
    rows = [(tuple(map(str, row)), True) for row in data[dict(_TABLES)[kind]]]
    if kind == "city":
        known = {name for row, _ in rows for name in row}
        rows += [
            ((name, f"{name}市", "".join(pinyin(name)).capitalize()), False)
            for name in sorted(wording().places_zh - known)
        ]
    return tuple(rows)
