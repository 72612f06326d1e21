"""What somebody did with the customers of a colleague for whom they stood in."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from crm.entities import Viewer, VisitKind
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, notes, visits


@dataclass(frozen=True, slots=True)
class Reached:
    """A visit, an attempt or a touch."""

    customer_id: int
    customer: str
    kind: VisitKind
    on: date


def list_reached(
    session: Session,
    viewer: Viewer,
    person_id: int,
    cover_id: int,
    from_on: date,
    until_on: date,
) -> list[Reached]:
    """Return whom the cover reached or tried on these days, of the customers of a person that are
    in the viewer's sight, the first one first."""
    query = (
        select(customers.c.id, customers.c.name, visits.c.kind, visits.c.visited_on)
        .join(customers, customers.c.id == visits.c.customer_id)
        .where(
            visible(viewer),
            customers.c.rep_id == person_id,
            visits.c.person_id == cover_id,
            visits.c.visited_on >= from_on,
            visits.c.visited_on <= until_on,
        )
        .order_by(visits.c.visited_on, visits.c.id)
    )
    return [
        Reached(customer_id, name, VisitKind(kind), on)
        for customer_id, name, kind, on in session.execute(query)
    ]


def count_notes(
    session: Session, person_id: int, cover_id: int, since: datetime, until: datetime
) -> int:
    """Return how many notes and needs the cover wrote about a person's customers meanwhile."""
    query = (
        select(func.count())
        .select_from(notes)
        .join(customers, customers.c.id == notes.c.customer_id)
        .where(
            customers.c.rep_id == person_id,
            notes.c.person_id == cover_id,
            notes.c.written_at >= since,
            notes.c.written_at < until,
        )
    )
    return session.scalar(query) or 0
