"""The one customer of a city, where a city stands in for its name: ``visited Penang``.

It is never sure: whoever writes something confirms it first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.understanding.normalise import Normal
from bot.understanding.places import Place
from bot.understanding.report_clauses import Clause, is_listed
from bot.understanding.report_words import GAP, NAME, PLACE, VERBS, Token
from bot.understanding.understand import Context
from crm.names.forms import Evidence
from crm.names.match import Match

LIKELY = 80.0
"""How likely the only customer of a city is meant by it: enough to ask, too little to write."""

_SAYS = ("nobody", "absent", "tells", "says", "visited", "talked", "contact")
"""What follows on whoever does it."""


def list_living_in(place: Place, context: Context) -> list[int]:
    """Return the customers in sight that a city or country of the books is recorded for."""
    spelt = set(place.values)
    return [number for number, naming in context.names.namings.items() if naming.city in spelt]


def find_in_place(normal: Normal, start: int, end: int, context: Context) -> Match | None:
    """Return the only customer of the city that stands at a span of the text, unsure; or None."""
    span = normal.folded_span(start, end)
    for mark in context.places.list_marks(normal.folded):
        place = mark.value
        if (mark.start, mark.end) != span or not isinstance(place, Place) or place.kind != "city":
            continue
        found = list_living_in(place, context)
        if len(found) == 1:
            return Match(
                found[0],
                candidates=(found[0],),
                evidence=Evidence.PART,
                score=LIKELY,
                span=(start, end),
            )
    return None


def name_places(
    clauses: Sequence[Clause], normal: Normal, context: Context
) -> tuple[list[Clause], dict[tuple[int, int], Match]]:
    """Take a city for its only customer where a report names nobody and one city.

    Beside names a city stands for a customer where only a customer can stand: "saw Titan and
    Penang", "Penang wants 20". Returns the clauses with those cities as names, and who each is.
    """
    tokens = [token for clause in clauses for token in clause.tokens]
    cities = [token for token in tokens if token.is_a(PLACE)]
    if any(token.is_a(NAME) for token in tokens):
        cities = [city for clause in clauses for city in _list_standing_in(clause, normal)]
    elif len(cities) != 1:
        cities = []
    living = {
        (city.start, city.end): found
        for city in cities
        if (found := find_in_place(normal, city.start, city.end, context)) is not None
    }
    if not living:
        return list(clauses), {}
    changed = [
        replace(clause, tokens=tuple(_as_name(token, living) for token in clause.tokens))
        for clause in clauses
    ]
    return changed, living


def _as_name(token: Token, living: Mapping[tuple[int, int], Match]) -> Token:
    named = (token.start, token.end) in living
    return replace(token, means=frozenset({NAME})) if named else token


def _list_standing_in(clause: Clause, normal: Normal) -> list[Token]:
    """The cities of a clause that stand where a customer does: in a list, or before what it did.

    "Titan in Penang" and "Penang Titan" only say where Titan is.
    """
    tokens = clause.tokens
    found = []
    for number, city in enumerate(tokens):
        before = tokens[number - 1] if number else None
        behind = tokens[number + 1] if number + 1 < len(tokens) else None
        if not city.is_a(PLACE) or _is_where(before, behind):
            continue
        listed = before is not None and number > 1 and _joins(normal, before, city)
        lists = behind is not None and _joins(normal, city, behind)
        begins = before is None or before.is_a("joins", "but", *VERBS)
        says = behind is not None and behind.is_a(*_SAYS)
        if listed or (begins and lists) or (says and (before is None or before.is_a("but"))):
            found.append(city)
    return found


def _is_where(before: Token | None, behind: Token | None) -> bool:
    """Whether a city only says where something is."""
    if before is not None and before.is_a("at", NAME, GAP):
        return True
    return behind is not None and behind.is_a(NAME, GAP)


def _joins(normal: Normal, before: Token, after: Token) -> bool:
    if before.is_a("joins") or after.is_a("joins"):
        return True
    return is_listed(normal, before, after)
