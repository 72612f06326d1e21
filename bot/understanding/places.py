"""Where customers are and what they deal in: any spelling in two languages → the books' own.

A company's books have one spelling, or several, of each place; people type another. A place that
is known to the world but not to the books is still a place: then nobody is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

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
        own: dict[str, Place] = {}
        for kind, _ in _TABLES:
            for place, names in _list_own(kind, books[kind]):
                for name in names:
                    own.setdefault(name, place)
        for place, names in _list_provinces(books["city"]):
            for name in names:
                own.setdefault(name, place)
        self._own = own
        self._spellable = [name for name in own if name.isascii() and len(name) >= _SHORTEST_TYPO]
        self._automaton = _automaton(own)

    def list_marks(self, folded: Folded) -> list[Mark]:
        """Return every place and trade that stands in the message."""
        found = []
        for start, end, place in _list_found(self._automaton, folded):
            found.append(_mark(start, end, place))
        for start, end, place in _list_found(_world(), folded):
            if folded.text[start:end] not in self._own:
                found.append(_mark(start, end, place))
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
        return _mark(start, start + len(word), self._own[best[0]])


def _mark(start: int, end: int, place: Place) -> Mark:
    means = "@industry" if place.kind == "industry" else "@place"
    return Mark(start, end, (means,), _OWN if place.known else _WORLD, place)


def _is_meant(folded: Folded, start: int, end: int) -> bool:
    """Two-letter names that are words as well count in capitals only."""
    if folded.text[start:end] not in _ALSO_WORDS:
        return True
    first, last = folded.origin(start, end)
    return folded.original[first:last].isupper() and not folded.original.isupper()


def _list_found(
    automaton: ahocorasick.Automaton, folded: Folded
) -> Iterator[tuple[int, int, Place]]:
    if not len(automaton):  # an empty one cannot be asked
        return
    for last, (length, place) in automaton.iter(folded.text):
        start, end = last + 1 - length, last + 1
        if folded.whole(start, end) and _is_meant(folded, start, end):
            yield start, end, place


def _list_own(kind: Kind, books: tuple[str, ...]) -> Iterator[tuple[Place, Set[str]]]:
    """Each place of the books with all its spellings: rows of the table, then what no row has."""
    spelt: dict[_Row, list[str]] = {}
    left = []
    for name in books:
        rows = _rows_of(kind).get(squeeze(name), ())
        for row in rows:
            spelt.setdefault(row, []).append(name)
        if not rows:
            left.append(name)
    for row in sorted(spelt, key=lambda row: row.number):
        yield row.place(kind, tuple(spelt[row])), row.folded | _spoken(row.folded)
    for name in left:
        folded = {squeeze(name)} - {""}
        yield Place(kind, (name,), name, name, True), folded | _spoken(folded)


def _list_provinces(cities: tuple[str, ...]) -> Iterator[tuple[Place, Set[str]]]:
    """The provinces in which a city of the books lies, each standing for all of those cities."""
    data = _written()
    spelt = {squeeze(name): name for name in cities}
    for row in data["provinces"]:
        inside = [name for city in row["cities"].split() for name in _spellings_of(city)]
        values = tuple(dict.fromkeys(spelt[name] for name in inside if name in spelt))
        folded = frozenset(map(squeeze, row["names"]))
        if values:
            yield Place("city", values, row["names"][0], row["names"][-1], True), folded


def _spellings_of(city: str) -> Set[str]:
    rows = _rows_of("city").get(squeeze(city), ())
    return {squeeze(city), *(name for row in rows for name in row.folded)}


def name_in(kind: Kind, name: str, *, chinese: bool) -> str:
    """Return a place or trade of the books as it is called in a language, where that is known.

    >>> name_in("industry", "energy", chinese=True), name_in("country", "中国", chinese=False)
    ('能源', 'China')
    """
    rows = _rows_of(kind).get(squeeze(name), ())
    if not rows:
        return name
    place = rows[0].place(kind)
    return place.zh if chinese else place.en


def _spoken(folded: Iterable[str]) -> set[str]:
    return {"".join(pinyin(name)) for name in folded if all(map(is_han, name))}


@dataclass(frozen=True, slots=True)
class _Row:
    """One place of a table. If not ``always``, only its Chinese name counts where it is foreign to
    the books."""

    number: int
    spellings: tuple[str, ...]
    folded: frozenset[str]
    always: bool

    def place(self, kind: Kind, own: tuple[str, ...] = ()) -> Place:
        """The place, as the books spell it, if they do."""
        zh = next((name for name in self.spellings if any(map(is_han, name))), "")
        en = next((name for name in self.spellings if not any(map(is_han, name))), "")
        shown = own[0] if own and not any(map(is_han, own[0])) else en
        return Place(kind, own or (en or zh,), zh or shown, shown or zh, bool(own))


@cache
def _world() -> ahocorasick.Automaton:
    """The places and trades of the world, the same for everybody."""
    spellings: dict[str, Place] = {}
    for kind, _ in _TABLES:
        for row in _table(kind):
            place = row.place(kind)
            for name in row.folded if row.always else {squeeze(place.zh)}:
                spellings.setdefault(name, place)
    return _automaton(spellings)


def _automaton(spellings: Mapping[str, Place]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name, place in spellings.items():
        automaton.add_word(name, (len(name), place))
    automaton.make_automaton()
    return automaton


@cache
def _rows_of(kind: Kind) -> Mapping[str, Sequence[_Row]]:
    """The rows that have a spelling, by the spelling."""
    rows: dict[str, list[_Row]] = {}
    for row in _table(kind):
        for name in row.folded:
            rows.setdefault(name, []).append(row)
    return rows


@cache
def _written() -> Mapping[str, Any]:
    """What the file says: reading it takes longer than answering."""
    data: Mapping[str, Any] = YAML(typ="safe", pure=True).load(read_own("places.yaml"))
    return data


@cache
def _table(kind: Kind) -> tuple[_Row, ...]:
    """The rows of one table. Chinese cities count in pinyin only where the books have them."""
    data = _written()
    rows = [(tuple(map(str, row)), True) for row in data[dict(_TABLES)[kind]]]
    if kind == "city":
        known = {name for row, _ in rows for name in row}
        rows += [
            ((name, f"{name}市", "".join(pinyin(name)).capitalize()), False)
            for name in sorted(wording().places_zh - known)
        ]
    return tuple(
        _Row(number, spellings, frozenset(map(squeeze, spellings)), always)
        for number, (spellings, always) in enumerate(rows)
    )
