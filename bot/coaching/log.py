"""What was practised and what became of it: the log that drills are spaced by.

Cards are made anew from this log whenever somebody drills, so that there is one truth. Managers
read it only as sums of five people and more (see ``progress``).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select

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
