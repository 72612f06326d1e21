"""How often the order was asked for at a visit, and what held the customer back.

Both stand with the visit. 0 asks and ``unknown`` are answers worth counting; None is that nobody
has said.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from crm.entities import Viewer, VisitKind
from crm.store import deeds, writers
from crm.store import visits as visit_store
from crm.store.database import Session
from crm.store.tables import visits

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
