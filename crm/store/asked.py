"""How often the order was asked for at a visit, and what held the customer back.

Both stand with the visit. 0 asks and ``unknown`` are answers worth counting; None is that nobody
has said.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from crm.entities import Viewer, VisitKind
from crm.store import deeds, taking_back, writers
from crm.store import visits as visit_store
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import changes, customers, visits
from crm.store.tables import deeds as deed_rows

MOST_ASKS = 3
"""Three or more are not told apart."""

KIND = "asked"
"""The kind of the deed."""

NOTHING, UNKNOWN = "none", "unknown"
"""What is kept instead of an objection: nothing held them back; nobody knows what did."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was told of a visit; ``visited_on`` is its day."""

    visit_id: int
    customer_id: int
    visited_on: date
    asks: int | None = None
    objection: str | None = None


def find(session: Session, visit_id: int) -> Asked | None:
    """Return what was told of a visit, or None when there is no such visit."""
    row = session.execute(_select().where(visits.c.id == visit_id)).one_or_none()
    return None if row is None else Asked(*row)


def find_last(session: Session, customer_id: int) -> Asked | None:
    """Return what was told of the last visit to a customer, whoever made it.

    Whoever calls has looked the customer up for its viewer.
    """
    query = _select().where(visits.c.customer_id == customer_id, visits.c.kind == VisitKind.VISIT)
    query = query.order_by(visits.c.visited_on.desc(), visits.c.id.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else Asked(*row)


def record(
    session: Session,
    actor: Viewer,
    visit_id: int,
    *,
    now: datetime,
    asks: int | None = None,
    objection: str | None = None,
) -> int | None:
    """Keep what the actor tells of a visit of their own; return the deed, None if it stood there.

    What is None stays as it is. More than three asks are three. Raises NotFound when there is no
    such visit of the actor's in sight.
    """
    visit = visit_store.get_own(session, actor, visit_id)
    writers.lock(session, actor, [visit.customer_id])
    told = {"asks": None if asks is None else min(asks, MOST_ASKS), "objection": objection}
    values = {name: value for name, value in told.items() if value is not None}
    before = find(session, visit_id)
    if before is None or all(getattr(before, name) == value for name, value in values.items()):
        return None
    deed_id = deeds.begin(session, actor, KIND, now)
    deeds.change(session, deed_id, visits, visit_id, values)
    return deed_id


def _select() -> Select[Any]:
    return select(
        visits.c.id, visits.c.customer_id, visits.c.visited_on, visits.c.asks, visits.c.objection
    )


def take_back_on(session: Session, actor: Viewer, deed_id: int, *, now: datetime) -> None:
    """Take back what was told of the visits of a deed, so that it doesn't stand in its way.

    Raises what ``taking_back.take_back`` does.
    """
    rows = deeds.list_rows(session, deed_id, visits)
    undo = deed_rows.alias("undo")
    query = (
        select(deed_rows.c.id)
        .distinct()
        .join(changes, changes.c.deed_id == deed_rows.c.id)
        .where(
            deed_rows.c.kind == KIND,
            deed_rows.c.person_id == actor.person_id,
            deed_rows.c.id > deed_id,
            deed_rows.c.undoes_id.is_(None),
            ~exists().where(undo.c.undoes_id == deed_rows.c.id),
            changes.c.table_name == visits.name,
            changes.c.row_id.in_(rows),
        )
        .order_by(deed_rows.c.id.desc())
    )
    for later in session.scalars(query).all():
        taking_back.take_back(session, actor, later, now=now)


def list_usual(session: Session, viewer: Viewer, since: date) -> list[str]:
    """Return what customers in sight objected from a day on, the most frequent first."""
    told = func.count()
    query = (
        select(visits.c.objection)
        .join(customers, customers.c.id == visits.c.customer_id)
        .where(visible(viewer), visits.c.visited_on >= since)
        .where(visits.c.objection.is_not(None), visits.c.objection.not_in((NOTHING, UNKNOWN)))
        .group_by(visits.c.objection)
        .order_by(told.desc(), visits.c.objection)
    )
    return [each for each in session.scalars(query) if each is not None]
