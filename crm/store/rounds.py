"""Visits made: when a customer was last reached and by whom, and what somebody did in a while.

A visit counts for whoever made it; one that the books bring without a name counts for the rep of
the customer. Who has since lost a customer keeps the count, and no longer sees the name.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from crm.entities import Role, Viewer, VisitKind
from crm.store.database import Session
from crm.store.scope import team, visible
from crm.store.tables import customers, people, visits


@dataclass(frozen=True, slots=True)
class Reached:
    """One visit, attempt or touch of a customer; ``person`` is None where the books name nobody."""

    kind: VisitKind
    on: date
    note: str | None
    person_id: int | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """One visit, attempt or touch of somebody; ``customer`` is None out of the viewer's sight."""

    kind: VisitKind
    on: date
    person_id: int | None
    person: str | None
    customer_id: int | None
    customer: str | None


def find_last(session: Session, customer_id: int, kind: VisitKind, today: date) -> Reached | None:
    """Return the newest of that kind up to today; the caller has looked the customer up."""
    query = (
        select(visits.c.kind, visits.c.visited_on, visits.c.note, people.c.id, people.c.name)
        .select_from(visits.outerjoin(people, people.c.id == visits.c.person_id))
        .where(
            visits.c.customer_id == customer_id,
            visits.c.kind == kind,
            visits.c.visited_on <= today,
        )
        .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Reached(VisitKind(row[0]), *row[1:])


def list_days(session: Session, customer_id: int, since: date, until: date) -> list[date]:
    """Return the days on which a customer was met, the newest first, whoever went; the caller has
    looked the customer up."""
    query = (
        select(visits.c.visited_on)
        .where(
            visits.c.customer_id == customer_id,
            visits.c.kind == VisitKind.VISIT,
            visits.c.visited_on.between(since, until),
        )
        .order_by(visits.c.visited_on.desc())
    )
    return list(session.scalars(query))


def list_made(
    session: Session, viewer: Viewer, since: date, until: date, *, person_id: int | None = None
) -> list[Made]:
    """Return what the viewer and everyone below them did in those days, the newest first.

    ``person_id``: only what that person did; the caller has made sure that they are in sight.
    """
    maker = func.coalesce(visits.c.person_id, customers.c.rep_id)
    query = (
        select(
            visits.c.kind,
            visits.c.visited_on,
            people.c.id,
            people.c.name,
            customers.c.id,
            customers.c.name,
            visible(viewer).label("in_sight"),
        )
        .select_from(visits)
        .join(customers, customers.c.id == visits.c.customer_id)
        .outerjoin(people, people.c.id == maker)
        .where(visits.c.visited_on.between(since, until), _made_by(viewer, maker))
        .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    )
    if person_id is not None:
        query = query.where(maker == person_id)
    return [
        Made(VisitKind(kind), on, who, name, *(about if in_sight else (None, None)))
        for kind, on, who, name, *about, in_sight in session.execute(query)
    ]


def _made_by(viewer: Viewer, maker: ColumnElement[Any]) -> ColumnElement[bool]:
    if viewer.role in {Role.DESK, Role.ADMIN}:
        return true()
    if viewer.role is Role.MANAGER:
        return maker.in_(team(viewer.eyes))
    return maker == viewer.person_id
