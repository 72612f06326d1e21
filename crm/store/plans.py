"""The day agreed for the next visit to a customer: one for each, the newer replaces the older.

A visit settles it: from ``made_on`` on. A plan made on the day of a visit is about the next one, so
it counts from the day after.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from crm.entities import Viewer, VisitKind
from crm.errors import Refused
from crm.store import deeds, writers
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, people, planned_visits, visits


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned visit; a visit on ``made_on`` or later has settled it."""

    id: int
    customer_id: int
    planned_on: date
    person_id: int | None
    made_on: date


@dataclass(frozen=True, slots=True)
class Ahead:
    """A visit that was agreed, and whose day is still to come."""

    customer_id: int
    customer: str
    planned_on: date


def plan(
    session: Session, actor: Viewer | None, customer_id: int, on: date, *, now: datetime
) -> int:
    """Plan the next visit to a customer for a day and return the deed.

    Raises NotFound or NotAllowed as ``writers.lock``, and Refused for a day that has passed.
    """
    writers.lock(session, actor, [customer_id])
    if on < now.date():
        raise Refused("That day has passed.")
    deed_id = deeds.begin(session, actor, "postponed", now)
    write(session, deed_id, actor, customer_id, on, now=now)
    return deed_id


def drop(session: Session, actor: Viewer | None, customer_id: int, *, now: datetime) -> int | None:
    """Forget the day agreed for the next visit and return the deed; None when there is none.

    Raises NotFound or NotAllowed as ``writers.lock``.
    """
    writers.lock(session, actor, [customer_id])
    before = find(session, customer_id)
    if before is None or before.planned_on < now.date():
        return None
    deed_id = deeds.begin(session, actor, "postponed", now)
    deeds.remove(session, deed_id, planned_visits, before.id)
    return deed_id


def list_ahead(session: Session, actor: Viewer, today: date) -> list[Ahead]:
    """Return the visits that the actor has agreed for today or later, the next one first."""
    visited = (
        select(visits.c.id)
        .where(
            visits.c.customer_id == planned_visits.c.customer_id,
            visits.c.kind == VisitKind.VISIT,
            visits.c.visited_on >= planned_visits.c.made_on,
        )
        .exists()
    )
    query = (
        select(customers.c.id, customers.c.name, planned_visits.c.planned_on)
        .join(customers, customers.c.id == planned_visits.c.customer_id)
        .where(
            visible(actor),
            planned_visits.c.person_id == actor.person_id,
            planned_visits.c.planned_on >= today,
            ~visited,
        )
        .order_by(planned_visits.c.planned_on, customers.c.name)
    )
    return [Ahead(*row) for row in session.execute(query)]


def write(
    session: Session,
    deed_id: int,
    actor: Viewer | None,
    customer_id: int,
    on: date,
    *,
    now: datetime,
    after: date | None = None,
) -> None:
    """Plan a visit as part of a deed; the caller has locked the customer.

    ``after`` is the day of the visit at which it was agreed.
    """
    days = [each + timedelta(days=1) for each in (after, _find_last(session, customer_id)) if each]
    values: dict[str, Any] = {
        "planned_on": on,
        "person_id": actor.person_id if actor else None,
        "made_on": max([now.date(), *days]),
    }
    before = find(session, customer_id)
    if before is None:
        deeds.add(session, deed_id, planned_visits, {"customer_id": customer_id, **values})
    else:
        deeds.change(session, deed_id, planned_visits, before.id, values)


def find(session: Session, customer_id: int) -> Plan | None:
    """Return what was planned last, settled or not; the caller has looked the customer up."""
    query = select(
        planned_visits.c.id,
        planned_visits.c.customer_id,
        planned_visits.c.planned_on,
        planned_visits.c.person_id,
        planned_visits.c.made_on,
    ).where(planned_visits.c.customer_id == customer_id)
    row = session.execute(query).one_or_none()
    return None if row is None else Plan(*row)


_MAKERS = (
    select(planned_visits.c.customer_id, people.c.id, people.c.name)
    .join(people, people.c.id == planned_visits.c.person_id)
    .where(planned_visits.c.customer_id.in_(bindparam("ids", expanding=True)))
)


def list_makers(session: Session, customer_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return by customer who planned its next visit, as id and name; the caller has looked the
    customers up, and knows that the plan stands."""
    if not customer_ids:
        return {}
    rows = session.connection().execute(_MAKERS, {"ids": list(customer_ids)})
    return {customer_id: (maker_id, name) for customer_id, maker_id, name in rows}


def keep_open(session: Session, deed_id: int, customer_id: int, *, after: date) -> None:
    """Let a visit that is corrected to a later day not settle what was agreed since."""
    plan, last = find(session, customer_id), _find_last(session, customer_id)
    if plan is None or plan.made_on > after or (last is not None and last >= plan.made_on):
        return
    deeds.change(session, deed_id, planned_visits, plan.id, {"made_on": after + timedelta(days=1)})


def _find_last(session: Session, customer_id: int) -> date | None:
    mine = visits.c.customer_id == customer_id
    query = select(func.max(visits.c.visited_on)).where(mine, visits.c.kind == VisitKind.VISIT)
    last: date | None = session.scalar(query)
    return last


def find_customer_id(session: Session, plan_id: int) -> int | None:
    """Return whose visit is planned in that row, or None when there is no such row any more."""
    query = select(planned_visits.c.customer_id).where(planned_visits.c.id == plan_id)
    customer_id: int | None = session.scalar(query)
    return customer_id
