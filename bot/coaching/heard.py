"""Lines whose verdict somebody called wrong: they wait until a manager has judged them.

What a manager judges right or wrong goes into the playbook as a line heard (see ``heard_entries``),
and the judge knows it from then on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, insert, select, update

from bot.coaching.playbook import Act, Fault, Verdict
from bot.coaching.tables import heard_lines
from bot.coaching.walk import Judged
from bot.voice.rendering import Language
from crm.store.database import Session

Outcome = Literal["good", "bad", "dropped"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that waits: who said that its verdict is wrong, and how it was judged."""

    id: int
    person_id: int
    playbook: str
    scene: str
    language: Language
    text: str
    verdict: Verdict
    act: Act | None
    fault: Fault | None


_FIELDS = tuple(heard_lines.c[name] for name in Waiting.__dataclass_fields__)
_WAITS = heard_lines.c.outcome.is_(None)


def report(session: Session, person_id: int, judged: Judged, now: datetime) -> bool:
    """Let a line wait for a manager; False where the same person has sent that line before."""
    same = (
        (heard_lines.c.person_id == person_id)
        & (heard_lines.c.playbook == judged.playbook)
        & (heard_lines.c.scene == judged.scene)
        & (heard_lines.c.text == judged.text)
    )
    if session.scalar(select(heard_lines.c.id).where(same).limit(1)) is not None:
        return False
    session.execute(
        insert(heard_lines).values(
            person_id=person_id,
            said_at=now,
            playbook=judged.playbook,
            scene=judged.scene,
            language=judged.language,
            text=judged.text,
            verdict=judged.verdict,
            act=judged.act,
            fault=judged.fault,
        )
    )
    return True


def count_waiting(session: Session, person_ids: Collection[int]) -> int:
    """Return how many lines of these people wait."""
    query = select(func.count()).select_from(heard_lines).where(_WAITS, _of(person_ids))
    return session.scalar(query) or 0


def find_first(session: Session, person_ids: Collection[int], *, after: int = 0) -> Waiting | None:
    """Return the line of these people that has waited longest, of those after a number."""
    query = _select().where(_of(person_ids), heard_lines.c.id > after)
    row = session.execute(query.order_by(heard_lines.c.id).limit(1)).one_or_none()
    return None if row is None else Waiting(*row)


def find(session: Session, person_ids: Collection[int], line_id: int) -> Waiting | None:
    """Return a line of these people that waits; None where there is none of that number."""
    row = session.execute(_select().where(_of(person_ids), heard_lines.c.id == line_id))
    found = row.one_or_none()
    return None if found is None else Waiting(*found)


def settle(
    session: Session, line_id: int, outcome: Outcome, settled_by: int, now: datetime
) -> bool:
    """Settle a line that waits; False where somebody else just has."""
    query = update(heard_lines).where(heard_lines.c.id == line_id, _WAITS)
    values = {"outcome": outcome, "settled_by": settled_by, "settled_at": now}
    done = session.execute(query.values(**values).returning(heard_lines.c.id))
    return done.first() is not None


@dataclass(frozen=True, slots=True)
class Settled:
    """A line that a manager has judged, or dropped."""

    text: str
    outcome: Outcome


def list_settled(
    session: Session, person_id: int, since: datetime, until: datetime
) -> list[Settled]:
    """Return the lines of somebody that were settled between two moments, the oldest first."""
    query = (
        select(heard_lines.c.text, heard_lines.c.outcome)
        .where(
            heard_lines.c.person_id == person_id,
            heard_lines.c.settled_at >= since,
            heard_lines.c.settled_at < until,
        )
        .order_by(heard_lines.c.id)
    )
    return [Settled(*row) for row in session.execute(query)]


def _select() -> Any:
    return select(*_FIELDS).where(_WAITS)


def _of(person_ids: Collection[int]) -> ColumnElement[bool]:
    return heard_lines.c.person_id.in_(person_ids)
