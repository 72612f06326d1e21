"""Two companies that messages are about: Northwind, and the 120 practice customers."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.understanding.directory import Known, know
from bot.understanding.people import People
from bot.understanding.understand import Context
from crm.entities import Naming, Person, Role

DATA = Path(__file__).parent.parent / "data"
TODAY = date(2026, 11, 24)
NORTHWIND = DATA / "northwind"


@dataclass(frozen=True, slots=True)
class Company:
    """What is known around a message, and the customers' codes by id."""

    context: Context
    codes: dict[int, str]

    def ids(self, *codes: str) -> set[int]:
        return {number for number, code in self.codes.items() if code in codes}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _company(known: Known, people: list[str]) -> Company:
    persons = People(Person(i, name, Role.REP) for i, name in enumerate(people, 1))
    context = Context(known.names, known.places, ("A", "B", "C"), TODAY, persons)
    return Company(context, {i: n.code or "" for i, n in known.names.namings.items()})


def load_northwind(*reps: str) -> Company:
    """Northwind as its vice president sees it, or only the customers of some reps."""
    rows = _rows(NORTHWIND / "customers.csv")
    rows = [row for row in rows if not reps or row["Sales Rep"] in reps]
    namings = [
        Naming(i, row["CompanyName"], row["CustomerID"].strip(), row["City"])
        for i, row in enumerate(rows, 1)
    ]
    known = know(
        namings,
        sorted({row["City"] for row in rows if row["City"]}),
        sorted({row["Country"] for row in rows if row["Country"]}),
    )
    people = _rows(NORTHWIND / "reps.csv")
    return _company(known, [row["Employee"] for row in people])


def load_practice() -> Company:
    """120 customers in Asia with confusable names, most of them Chinese."""
    rows = _rows(DATA / "practice_customers.csv")
    namings = [
        Naming(
            i, row["name"], row["id"], row["city_zh"], row["tier"], tuple(row["aliases"].split(";"))
        )
        for i, row in enumerate(rows, 1)
    ]
    known = know(
        namings,
        sorted({row["city"] for row in rows}),
        (),
        sorted({row["industry"] for row in rows}),
    )
    return _company(known, ["李明", "Amy Wong", "Tom Lee"])
