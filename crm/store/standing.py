"""How things stand as a message comes in: what is kept in memory is still good, who covers whom.

All of it in one look, since every message begins with it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, func, select

from crm.store.database import Session
from crm.store.tables import absences, policies, revisions


@dataclass(frozen=True, slots=True)
class Standing:
    """The version of the policy in force (None before the first), the revision of names, and
    whether the person stands in for anybody today."""

    policy: int | None
    names: int
    covers: bool


_STANDING = select(
    select(func.max(policies.c.id)).scalar_subquery().label("policy"),
    select(revisions.c.number).where(revisions.c.name == "names").scalar_subquery().label("names"),
    exists()
    .where(
        absences.c.cover_id == bindparam("person"),
        absences.c.from_on <= bindparam("today"),
        absences.c.until_on >= bindparam("today"),
    )
    .label("covers"),
)


def look(session: Session, person_id: int, today: date) -> Standing:
    """Return how things stand for a person on a day."""
    row = session.connection().execute(_STANDING, {"person": person_id, "today": today}).one()
    return Standing(row.policy, row.names or 0, bool(row.covers))
