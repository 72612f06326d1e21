"""What was practised and what became of it: the log that drills are spaced by.

Cards are made anew from this log whenever somebody drills, so that there is one truth. Managers
read it only as sums of five people and more (see ``progress``).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select

from bot.coaching.playbook import Act, Fault, Verdict
from bot.coaching.tables import practice
from crm.store.database import Session

Source = Literal["walk", "drill"]
Rating = Literal["good", "again"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line practised: where, how it was judged, and how that counts for its card.

    ``line`` is the line that was to be said better or that was said; ``rating`` None schedules
    nothing: nobody could tell.
    """

    practised_at: datetime
    source: Source
    playbook: str
    scene: str
    line: str
    verdict: Verdict
    act: Act | None = None
    fault: Fault | None = None
    rating: Rating | None = None


_FIELDS = tuple(practice.c[name] for name in Entry.__dataclass_fields__)


def write(session: Session, person_id: int, entry: Entry) -> None:
    """Add what somebody practised."""
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    session.execute(insert(practice).values(person_id=person_id, **values))


def list_entries(session: Session, person_id: int) -> list[Entry]:
    """Return all that somebody practised, the oldest first."""
    query = select(*_FIELDS).where(practice.c.person_id == person_id)
    return [Entry(*row) for row in session.execute(query.order_by(practice.c.id))]


@dataclass(frozen=True, slots=True)
class Practised:
    """What somebody practised, for sums over several people."""

    person_id: int
    entry: Entry


def list_of_people(
    session: Session, person_ids: Collection[int] | None, since: datetime | None = None
) -> list[Practised]:
    """Return what several people practised since a moment, the oldest first; None is everybody.

    For sums of five people and more only (see ``progress``).
    """
    query = select(practice.c.person_id, *_FIELDS).order_by(practice.c.id)
    if person_ids is not None:
        query = query.where(practice.c.person_id.in_(person_ids))
    if since is not None:
        query = query.where(practice.c.practised_at >= since)
    return [Practised(person_id, Entry(*row)) for person_id, *row in session.execute(query)]


def count_practised(session: Session, playbook: str, lines: Collection[str]) -> tuple[int, int]:
    """Return how many of these lines of a playbook anybody practised, and how many people did."""
    query = select(
        func.count(practice.c.line.distinct()), func.count(practice.c.person_id.distinct())
    ).where(practice.c.playbook == playbook, practice.c.line.in_(lines))
    practised, people = session.execute(query).one()
    return practised, people
