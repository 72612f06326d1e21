"""What was decided of late about what somebody had asked for: requests, and tiers proposed.

Only what others decided: who settles a request of their own knows. A customer that was moved away
is named to whoever said that it wasn't theirs, and is not theirs to open any more.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm.entities import Viewer
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, people, potentials, requests


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. ``kind`` is that of the request, or "potential" with the ``tier`` proposed.

    ``outcome`` is that of the request, or "confirmed" or "declined". ``customer_id`` is None where
    there is none in sight.
    """

    key: str
    kind: str
    outcome: str
    name: str
    customer_id: int | None
    by: str | None
    at: datetime
    tier: str | None = None


def list_decided(session: Session, viewer: Viewer, since: datetime) -> list[Decided]:
    """Return what others decided since then of what the viewer asked for, the newest first."""
    found = [*_list_settled(session, viewer, since), *_list_potentials(session, viewer, since)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _list_settled(session: Session, viewer: Viewer, since: datetime) -> list[Decided]:
    query = (
        select(requests, customers.c.name.label("called"), people.c.name.label("by"))
        .add_columns(visible(viewer).label("in_sight"))
        .select_from(requests)
        .outerjoin(customers, customers.c.id == requests.c.customer_id)
        .outerjoin(people, people.c.id == requests.c.settled_by)
        .where(
            requests.c.person_id == viewer.person_id,
            requests.c.kind != "namesake",
            requests.c.outcome.is_not(None),
            requests.c.settled_at >= since,
            requests.c.settled_by.is_distinct_from(viewer.person_id),
        )
    )
    return [
        Decided(
            key=f"request:{row.id}:{row.settled_at:%Y%m%d%H%M%S}",
            kind=row.kind,
            outcome=row.outcome,
            name=row.called or row.text or "",
            customer_id=row.customer_id if row.in_sight else None,
            by=row.by,
            at=row.settled_at,
        )
        for row in session.execute(query)
    ]


def _list_potentials(session: Session, viewer: Viewer, since: datetime) -> list[Decided]:
    query = (
        select(potentials, customers.c.name.label("called"), people.c.name.label("by"))
        .select_from(potentials)
        .join(customers, customers.c.id == potentials.c.customer_id)
        .outerjoin(people, people.c.id == potentials.c.decided_by)
        .where(
            potentials.c.proposed_by == viewer.person_id,
            potentials.c.state.in_(("confirmed", "declined")),
            potentials.c.decided_at >= since,
            potentials.c.decided_by.is_distinct_from(viewer.person_id),
            visible(viewer),
        )
    )
    return [
        Decided(
            key=f"potential:{row.id}:{row.decided_at:%Y%m%d%H%M%S}",
            kind="potential",
            outcome=row.state,
            name=row.called,
            customer_id=row.customer_id,
            by=row.by,
            at=row.decided_at,
            tier=row.tier,
        )
        for row in session.execute(query)
    ]
