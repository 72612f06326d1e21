"""Complaints: what a customer was unhappy about, from the day it came in until it is settled."""

from datetime import datetime

from sqlalchemy import bindparam, select

from crm.entities import Viewer
from crm.store import deeds, writers
from crm.store.database import Session
from crm.store.tables import complaints


def record(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    *,
    kind: str | None,
    text: str,
    now: datetime,
    closed_at: datetime | None = None,
) -> int:
    """Write down what a customer complains of; return the deed.

    One that is taken over from elsewhere may be settled already. Raises NotFound and NotAllowed as
    ``writers.lock``.
    """
    writers.lock(session, actor, [customer_id])
    deed_id = deeds.begin(session, actor, "complaint", now)
    values = {
        "customer_id": customer_id,
        "person_id": actor.person_id if actor else None,
        "kind": kind,
        "text": text[: writers.LONGEST_TEXT],
        "status": "open" if closed_at is None else "closed",
        "opened_at": now,
        "closed_at": closed_at,
    }
    deeds.add(session, deed_id, complaints, values)
    return deed_id


_OPEN = (
    select(complaints.c.text)
    .where(complaints.c.customer_id == bindparam("customer"), complaints.c.status == "open")
    .order_by(complaints.c.opened_at, complaints.c.id)
)


def list_open_texts(session: Session, customer_id: int) -> list[str]:
    """Return what a customer complains of and is not settled, the oldest first; the caller has
    looked the customer up for its viewer."""
    return list(session.scalars(_OPEN, {"customer": customer_id}))
