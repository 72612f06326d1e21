"""Everything of one kind, for an export: read a page at a time, so that few rows are in memory.

There is no viewer here: who exports from the command line holds the database itself. A person
in a chat must never be answered from these.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, Select, func, select

from crm.entities import LastContacts, VisitKind
from crm.grading.figures import Grade
from crm.store.customers import LAST_CONTACTS
from crm.store.database import Session
from crm.store.graderows import COLUMNS, read_grade
from crm.store.gradings import StoredGrading
from crm.store.pages import read_pages, stream
from crm.store.tables import (
    contacts,
    customer_aliases,
    customers,
    grades,
    invoices,
    orders,
    people,
    visits,
)
from crm.text import fold

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask for at a customer's."""

    name: str
    title: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class WholeCustomer:
    """A customer with all that an import could bring, and when it was last reached."""

    id: int
    code: str | None
    name: str
    tier: str | None
    city: str | None
    region: str | None
    country: str | None
    industry: str | None
    address: str | None
    phone: str | None
    email: str | None
    rep_id: int | None
    last: LastContacts
    aliases: tuple[str, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """A visit, attempt or touch, and of whom."""

    customer_code: str | None
    customer_name: str
    person_id: int | None
    visited_on: date
    kind: VisitKind
    note: str | None


@dataclass(frozen=True, slots=True)
class Ungraded:
    """A customer that a grading says nothing of; ``has_ordered``: by now it has what is graded.

    It has a tier only if a person decided one.
    """

    code: str | None
    name: str
    tier: str | None
    has_ordered: bool


_FIELDS = (
    "id",
    "code",
    "name",
    "tier",
    "city",
    "region",
    "country",
    "industry",
    "address",
    "phone",
    "email",
    "rep_id",
)


def list_customers(session: Session) -> Iterator[WholeCustomer]:
    """Yield every customer, the oldest in the books first."""
    query = select(
        *(customers.c[f] for f in _FIELDS),
        *(each.label(f"last_{n}") for n, each in enumerate(LAST_CONTACTS)),
    )
    for page in read_pages(session, query, customers.c.id):
        first, final = page[0].id, page[-1].id
        aliases = _by_customer(
            session,
            select(customer_aliases.c.customer_id, customer_aliases.c.alias)
            .where(customer_aliases.c.customer_id.between(first, final))
            .where(customer_aliases.c.person_id.is_(None))
            .order_by(customer_aliases.c.id),
            lambda row: str(row.alias),
        )
        known = _by_customer(
            session,
            select(contacts).where(contacts.c.customer_id.between(first, final)).order_by("id"),
            lambda row: Contact(row.name, row.title, row.phone, row.email),
        )
        for row in page:
            details = dict(zip(_FIELDS, row[: len(_FIELDS)], strict=True))
            yield WholeCustomer(
                **details,
                last=LastContacts(*row[len(_FIELDS) :]),
                aliases=tuple(aliases.get(row.id, ())),
                contacts=tuple(known.get(row.id, ())),
            )


def list_visits(session: Session) -> Iterator[ListedVisit]:
    """Yield every visit, attempt and touch, the oldest first."""
    query = (
        select(
            customers.c.code,
            customers.c.name,
            visits.c.person_id,
            visits.c.visited_on,
            visits.c.kind,
            visits.c.note,
        )
        .join(customers, customers.c.id == visits.c.customer_id)
        .order_by(visits.c.visited_on, visits.c.id)
    )
    for code, name, person_id, day, kind, note in stream(session, query):
        yield ListedVisit(code, name, person_id, day, VisitKind(kind), note)


def list_grades(session: Session, grading: StoredGrading) -> Iterator[Grade]:
    """Yield the stored grades of a grading, the best first."""
    query = (
        select(*(grades.c[name] for name in COLUMNS), customers.c.code, customers.c.name)
        .join(customers, customers.c.id == grades.c.customer_id)
        .where(grades.c.grading_id == grading.id)
        .order_by(grades.c.rank)
    )
    for row in stream(session, query):
        yield read_grade(row._mapping, grading.overview.policy)


def list_ungraded(session: Session, grading: StoredGrading) -> Iterator[Ungraded]:
    """Yield the customers that have no grade in a grading."""
    graded = (
        select(grades.c.customer_id)
        .where(grades.c.grading_id == grading.id, grades.c.customer_id == customers.c.id)
        .exists()
    )
    books = invoices if grading.overview.from_invoices else orders
    has_ordered = select(books.c.id).where(books.c.customer_id == customers.c.id).exists()
    query = select(
        customers.c.id,
        customers.c.code,
        customers.c.name,
        customers.c.tier,
        has_ordered.label("has_ordered"),
    )
    for page in read_pages(session, query.where(~graded), customers.c.id):
        for row in page:
            yield Ungraded(row.code, row.name, row.tier, bool(row.has_ordered))


def name_people(session: Session) -> Mapping[int, str]:
    """Return how an import finds each person again: by name, or by code where that tells more.

    Namesakes without codes cannot be told apart; they are called by their name all the same,
    which an import then leaves open. Whoever would be taken for somebody else is left out.
    """
    rows = session.execute(select(people.c.id, people.c.code, people.c.name, people.c.name_key))
    everyone = rows.all()
    known: dict[str, int | None] = {}
    for person_id, code, _, name_key in everyone:
        for key in filter(None, (code, name_key)):
            known[key] = person_id if known.get(key, person_id) == person_id else None

    def find(called: str | None) -> int | None:
        return known.get(called, known.get(fold(called))) if called else None

    named: dict[int, str] = {}
    for person_id, code, name, _ in everyone:
        if code and find(code) == person_id != find(name):
            named[person_id] = code
        elif find(name) in {person_id, None}:
            named[person_id] = name
    return named


def count_codeless_namesakes(session: Session) -> int:
    """Return how many customers have no code and share their name: an import can't find them."""
    twins = select(customers.c.name_key).group_by("name_key").having(func.count() > 1)
    query = select(func.count()).where(customers.c.code.is_(None), customers.c.name_key.in_(twins))
    return session.scalar(query) or 0


def _by_customer(
    session: Session, query: Select[Any], read: Callable[[Row[*tuple[Any, ...]]], _Value]
) -> dict[int, list[_Value]]:
    found: dict[int, list[_Value]] = {}
    for row in session.execute(query):
        found.setdefault(row.customer_id, []).append(read(row))
    return found
