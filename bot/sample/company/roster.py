"""Who works for the sample company, who buys from it, what it sells: its files, read once."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from random import Random

SEED = 20


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works there; ``writes`` is the language of their notes."""

    code: str
    name: str
    title: str
    manager: str
    city: str
    country: str
    writes: str


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, at list price and cost, and how many lie in a box."""

    name: str
    name_zh: str
    price: Decimal
    unit_cost: Decimal
    lot: int


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer: who it is, how it buys and pays, and how often somebody comes.

    ``buys`` is a year's value and grows by ``trend`` a year. ``every``, ``rhythm`` and ``seen``
    (the last visit; None: never) are days, ``since`` and ``gone`` (first and last order) months,
    before the day of the books. ``late`` is how many days after the due date it usually pays, and
    ``excuse`` says ``ours`` where our own delays are the reason. One that has never ordered has
    ``every`` 0.
    """

    code: str
    name: str
    short_names: str
    city: str
    country: str
    industry: str
    contact: str
    contact_title: str
    rep: str
    buys: float
    every: int
    margin: float
    late: int
    excuse: str
    trend: float
    season: str
    since: int
    gone: int
    rhythm: int
    seen: int | None

    def dice(self, what: str) -> Random:
        """Return this buyer's own dice for one purpose; other throws change nothing in it."""
        return Random(f"{SEED} {self.code} {what}")  # noqa: S311 - a made-up company, no secrets


@dataclass(frozen=True, slots=True)
class Note:
    """What a rep might write after a visit, an attempt or a touch."""

    kind: str
    language: str
    text: str


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the files here."""
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def members() -> tuple[Member, ...]:
    """Return the people, those at the top first."""
    return tuple(Member(**row) for row in read_rows("people.csv"))


@cache
def products() -> tuple[Product, ...]:
    """Return the price list."""
    return tuple(
        Product(
            row["name"],
            row["name_zh"],
            Decimal(row["price"]),
            Decimal(row["unit_cost"]),
            int(row["lot"]),
        )
        for row in read_rows("products.csv")
    )


@cache
def notes() -> tuple[Note, ...]:
    """Return the notes reps choose from."""
    return tuple(Note(**row) for row in read_rows("notes.csv"))


@cache
def buyers() -> tuple[Buyer, ...]:
    """Return the customers by code."""
    return tuple(_buyer(row) for row in read_rows("customers.csv"))


_FIGURES: dict[str, Callable[[str], float | int | None]] = {
    "buys": lambda cell: 1000.0 * int(cell or 0),
    "every": lambda cell: int(cell or 0),
    "margin": lambda cell: int(cell or 0) / 100,
    "late": lambda cell: int(cell or 0),
    "trend": lambda cell: int(cell or 0) / 100,
    "since": lambda cell: int(cell or 0),
    "gone": lambda cell: int(cell or 0),
    "rhythm": int,
    "seen": lambda cell: int(cell) if cell else None,
}


def _buyer(row: dict[str, str]) -> Buyer:
    values: dict[str, object] = dict(row)
    values |= {name: read(row[name]) for name, read in _FIGURES.items()}
    return Buyer(**values)  # type: ignore[arg-type]
