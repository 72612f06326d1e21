"""The one customer of a city, where a city stands in for its name: ``visited Penang``.

It is never sure: whoever writes something confirms it first.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.normalise import Normal
from bot.understanding.places import Place
from bot.understanding.report_clauses import Clause
from bot.understanding.report_words import NAME, PLACE, Token
from bot.understanding.understand import Context
from crm.names.forms import Evidence
from crm.names.match import Match

LIKELY = 80.0
"""How likely the only customer of a city is meant by it: enough to ask, too little to write."""


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

    Returns the clauses with that city as a name, and who it stands for.
    """
    tokens = [token for clause in clauses for token in clause.tokens]
    places = [token for token in tokens if token.is_a(PLACE)]
    if len(places) != 1 or any(token.is_a(NAME) for token in tokens):
        return list(clauses), {}
    city = places[0]
    found = find_in_place(normal, city.start, city.end, context)
    if found is None:
        return list(clauses), {}
    named = replace(city, means=frozenset({NAME}))
    changed = [
        replace(clause, tokens=tuple(_other(token, city, named) for token in clause.tokens))
        for clause in clauses
    ]
    return changed, {(city.start, city.end): found}


def _other(token: Token, city: Token, named: Token) -> Token:
    return named if token == city else token
