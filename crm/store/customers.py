"""Customers as a viewer may see them: lists with what is needed to mark them, and cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, bindparam, exists, func, select

from crm.entities import Customer, LastContacts, Naming, Role, Viewer, VisitKind
from crm.errors import NotFound
from crm.store import books
from crm.store.database import Session
from crm.store.scope import team, visible, visible_to
from crm.store.tables import (
    complaints,
    contacts,
    customer_aliases,
    customers,
    grades,
    gradings,
    people,
    planned_visits,
    revisions,
    visits,
)

NEW = "new"
"""What stands in place of a tier for a customer that has none yet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer in a list: when it was last reached, and its rank in the grading applied last."""

    customer: Customer
    contacts: LastContacts
    rank: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """What a rep wants to know at the door."""

    customer: Customer
    contacts: LastContacts
    contact_names: tuple[str, ...]
    last_order_on: date | None
    last_order_amount: Decimal | None
    open_complaints: int
    overdue_amount: Decimal


@dataclass(frozen=True, slots=True)
class Filter:
    """Which customers: every condition given must hold. A place or industry may have several
    spellings in the books; any of them will do. ``team_of``: of that person and everyone below;
    ``no_rep``: of nobody."""

    tiers: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    rep_id: int | None = None
    team_of: int | None = None
    no_rep: bool | None = None


ANY = Filter()
"""All in sight."""

_CUSTOMER = (
    customers.c.id,
    customers.c.name,
    customers.c.code,
    customers.c.tier,
    customers.c.city,
    customers.c.region,
    customers.c.country,
    customers.c.industry,
    customers.c.address,
    customers.c.phone,
    customers.c.rep_id,
    people.c.name.label("rep_name"),
)


def _customer(row: Row[*tuple[Any, ...]]) -> Customer:
    return Customer(*row[: len(_CUSTOMER)])


def _last(kind: VisitKind) -> Any:
    """The newest date of that kind of contact, found through the index, one customer at a time."""
    return (
        select(func.max(visits.c.visited_on))
        .where(visits.c.customer_id == customers.c.id, visits.c.kind == kind)
        .scalar_subquery()
    )


def _planned() -> Any:
    """The day agreed for the next visit, until a visit settles it."""
    settled = exists().where(
        visits.c.customer_id == planned_visits.c.customer_id,
        visits.c.kind == VisitKind.VISIT,
        visits.c.visited_on >= planned_visits.c.made_on,
    )
    return (
        select(planned_visits.c.planned_on)
        .where(planned_visits.c.customer_id == customers.c.id, ~settled)
        .scalar_subquery()
    )


LAST_CONTACTS = (
    *(_last(kind) for kind in (VisitKind.VISIT, VisitKind.ATTEMPT, VisitKind.TOUCH)),
    _planned(),
)
"""The columns of ``LastContacts``, in a statement that reads from ``customers``."""


def _joined(role: Role, *columns: Any) -> Select[Any]:
    """Begin a statement that is kept built; whose eyes they are is given when it is executed."""
    return (
        select(*_CUSTOMER, *columns)
        .select_from(customers.outerjoin(people, people.c.id == customers.c.rep_id))
        .where(visible_to(role, bindparam("viewer", expanding=True)))
    )


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    **{
        name: column.in_(bindparam(name, expanding=True))
        for name, column in (
            ("tiers", func.coalesce(customers.c.tier, NEW)),
            ("cities", customers.c.city),
            ("countries", customers.c.country),
            ("industries", customers.c.industry),
        )
    },
    "rep_id": customers.c.rep_id == bindparam("rep_id"),
    "team_of": customers.c.rep_id.in_(team(bindparam("team_of", expanding=True))),
    "no_rep": customers.c.rep_id.is_(None),
}
"""What each field of a ``Filter`` asks for."""


@cache
def _listing(role: Role, given: tuple[str, ...]) -> Select[Any]:
    listed = _joined(role, *LAST_CONTACTS, _rank().label("place"))
    return listed.where(*(_CONDITIONS[name] for name in given))


@cache
def _of_ids(role: Role, *, with_contacts: bool = False) -> Select[Any]:
    found = _joined(role, *(LAST_CONTACTS if with_contacts else ()))
    return found.where(customers.c.id.in_(bindparam("ids", expanding=True)))


def _given(which: Filter) -> dict[str, Any]:
    """The conditions of a filter that ask for anything, with what they ask for."""
    wanted = {name: getattr(which, name) for name in _CONDITIONS}
    given = {name: value for name, value in wanted.items() if value not in {None, ()}}
    if which.team_of is not None:
        given["team_of"] = (which.team_of,)
    return given


def narrow(query: Select[Any], which: Filter) -> Select[Any]:
    """Return a statement that reads from ``customers``, for those only that fit."""
    given = _given(which)
    return query.where(*(_CONDITIONS[name] for name in given)).params(given)


def list_customers(session: Session, viewer: Viewer, which: Filter) -> list[Listed]:
    """Return the customers this viewer may see that fit, the best ranked first, then by name."""
    given = _given(which)
    query = _listing(viewer.role, tuple(given))
    found = [
        Listed(_customer(row), LastContacts(*row[len(_CUSTOMER) : -1]), row[-1])
        for row in session.execute(query, {"viewer": viewer.eyes, **given})
    ]
    return sorted(found, key=lambda x: (x.rank is None, x.rank or 0, x.customer.name))


def find_best(
    session: Session, viewer: Viewer, *, below_tier: str | None = None
) -> Customer | None:
    """Return the best ranked customer this viewer may see; None when there is none.

    With ``below_tier``, that of the graded customers in another tier.
    """
    rank = _rank()
    query = _joined(viewer.role).order_by(rank.is_(None), rank, customers.c.name).limit(1)
    if below_tier is not None:
        query = query.where(customers.c.tier.is_not(None), customers.c.tier != below_tier)
    row = session.execute(query, {"viewer": viewer.eyes}).one_or_none()
    return None if row is None else _customer(row)


def count_customers(session: Session, viewer: Viewer) -> int:
    """Return how many customers this viewer may see."""
    query = select(func.count()).select_from(customers).where(visible(viewer))
    return session.scalar(query) or 0


def _rank() -> ScalarSelect[int]:
    """A customer's rank in the grading applied last."""
    latest = select(func.max(gradings.c.id)).scalar_subquery()
    return (
        select(grades.c.rank)
        .where(grades.c.grading_id == latest, grades.c.customer_id == customers.c.id)
        .scalar_subquery()
    )


def get_customer(session: Session, viewer: Viewer, customer_id: int) -> Customer:
    """Return one customer.

    Raises NotFound when there is none, or none that this viewer may see.
    """
    whose = {"viewer": viewer.eyes, "ids": (customer_id,)}
    row = session.execute(_of_ids(viewer.role), whose).one_or_none()
    if row is None:
        raise NotFound("no such customer")
    return _customer(row)


def list_by_id(session: Session, viewer: Viewer, ids: Iterable[int]) -> list[Customer]:
    """Return those of these customers that this viewer may see, in the order asked for."""
    wanted = list(ids)
    whose = {"viewer": viewer.eyes, "ids": wanted}
    rows = session.execute(_of_ids(viewer.role), whose)
    found = {row.id: _customer(row) for row in rows}
    return [found[i] for i in wanted if i in found]


_CONTACT_NAMES = (
    select(contacts.c.name, contacts.c.title)
    .where(contacts.c.customer_id == bindparam("customer"))
    .order_by(contacts.c.id)
)
_COUNT_COMPLAINTS = select(func.count()).where(
    complaints.c.customer_id == bindparam("customer"), complaints.c.status == "open"
)


def get_card(session: Session, viewer: Viewer, customer_id: int, today: date) -> Card:
    """Return what a customer's card shows.

    Raises NotFound when there is no such customer, or none that this viewer may see.
    """
    whose = {"viewer": viewer.eyes, "ids": (customer_id,)}
    row = session.execute(_of_ids(viewer.role, with_contacts=True), whose).one_or_none()
    if row is None:
        raise NotFound("no such customer")
    about = {"customer": customer_id}
    order_on, order_amount = books.find_last_order(session, customer_id, today)
    return Card(
        customer=_customer(row),
        contacts=LastContacts(*row[len(_CUSTOMER) :]),
        contact_names=tuple(
            f"{name}, {title}" if title else name
            for name, title in session.execute(_CONTACT_NAMES, about)
        ),
        last_order_on=order_on,
        last_order_amount=order_amount,
        open_complaints=session.scalar(_COUNT_COMPLAINTS, about) or 0,
        overdue_amount=books.sum_overdue(session, customer_id, today),
    )


def list_namings(session: Session, viewer: Viewer) -> list[Naming]:
    """Return how the customers this viewer may see are called, aliases of their own included."""
    aliases: dict[int, list[str]] = {}
    query = (
        select(customer_aliases.c.customer_id, customer_aliases.c.alias)
        .join(customers, customers.c.id == customer_aliases.c.customer_id)
        .where(
            visible(viewer),
            customer_aliases.c.person_id.is_(None)
            | (customer_aliases.c.person_id == viewer.person_id),
        )
        .order_by(customer_aliases.c.id)
    )
    for customer_id, alias in session.execute(query):
        aliases.setdefault(customer_id, []).append(alias)
    rows = session.execute(
        select(
            customers.c.id, customers.c.name, customers.c.code, customers.c.city, customers.c.tier
        )
        .where(visible(viewer))
        .order_by(customers.c.id)
    )
    return [Naming(*row, aliases=tuple(aliases.get(row.id, ()))) for row in rows]


def list_distinct(session: Session, viewer: Viewer, what: str) -> list[str]:
    """Return the different cities, countries or industries of the customers in sight."""
    column = {
        "city": customers.c.city,
        "country": customers.c.country,
        "industry": customers.c.industry,
    }[what]
    query = select(column).where(visible(viewer), column.is_not(None)).distinct().order_by(column)
    return list(session.scalars(query))


_NAMES_REVISION = select(revisions.c.number).where(revisions.c.name == "names")


def find_names_revision(session: Session) -> int:
    """Return the number that is another whenever a name, a place or a rep of a customer changes."""
    return session.connection().scalar(_NAMES_REVISION) or 0
