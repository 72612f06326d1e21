"""Days away: who is away when, and who stands in and sees their customers meanwhile."""

from datetime import date

from sqlalchemy import bindparam, select

from crm.store.database import Session
from crm.store.tables import absences

_COVERED = (
    select(absences.c.person_id)
    .where(
        absences.c.cover_id == bindparam("cover"),
        absences.c.from_on <= bindparam("today"),
        absences.c.until_on >= bindparam("today"),
    )
    .distinct()
    .order_by(absences.c.person_id)
)


def list_covered(session: Session, person_id: int, today: date) -> tuple[int, ...]:
    """Return whom a person stands in for today."""
    found = session.connection().execute(_COVERED, {"cover": person_id, "today": today})
    return tuple(found.scalars())
