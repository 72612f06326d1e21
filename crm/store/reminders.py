"""What somebody wants to be reminded of on a day. Everyone sees their own, and nobody else's.

A customer that has been handed over meanwhile is no longer named; the words remain.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from crm.entities import Viewer
from crm.errors import NotFound, Overtaken, Refused
from crm.store import deeds, writers
from crm.store.database import Session
from crm.store.notes import parse_text
from crm.store.scope import visible
from crm.store.tables import customers, reminders


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder; ``customer_id`` and ``customer`` are None where it is about nobody.

    ``due_time`` is HH:MM where its person is; None: with the morning digest.
    """

    id: int
    due_on: date
    text: str | None
    customer_id: int | None
    customer: str | None
    done_at: datetime | None = None
    due_time: str | None = None


def record(
    session: Session,
    actor: Viewer,
    *,
    due_on: date,
    text: str | None,
    customer_id: int | None,
    now: datetime,
    due_time: str | None = None,
) -> int:
    """Remind the actor on a day, at a time (HH:MM) if one is given, and return the deed.

    Raises NotFound when the customer is not in sight, and Refused for a moment that has passed or
    when there is nothing to be reminded of.
    """
    if customer_id is not None:
        writers.lock(session, actor, [customer_id])
    if is_past(due_on, due_time, now):
        raise Refused("That has passed.")
    if customer_id is None or text is not None:
        text = parse_text(text or "")
    values: dict[str, Any] = {
        "person_id": actor.person_id,
        "customer_id": customer_id,
        "text": text,
        "due_on": due_on,
        "due_time": due_time,
        "made_at": now,
    }
    deed_id = deeds.begin(session, actor, "reminder", now)
    deeds.add(session, deed_id, reminders, values)
    return deed_id


def change(
    session: Session,
    actor: Viewer,
    reminder_id: int,
    *,
    now: datetime,
    due_on: date | None = None,
    due_time: str | None = None,
    text: str | None = None,
) -> int:
    """Move a reminder to another day or time, or word it anew, and return the deed.

    Raises NotFound when it is not theirs, and Refused for a moment that has passed or an empty
    text.
    """
    was_on, was_at = _get_open(session, actor, reminder_id)
    values: dict[str, Any] = {}
    if due_on is not None or due_time is not None:
        values = {"due_on": due_on or was_on, "due_time": due_time or was_at}
        if is_past(values["due_on"], values["due_time"], now):
            raise Refused("That has passed.")
    if text is not None:
        values["text"] = parse_text(text)
    deed_id = deeds.begin(session, actor, "reminder", now)
    deeds.change(session, deed_id, reminders, reminder_id, values)
    return deed_id


def settle(session: Session, actor: Viewer, *reminder_ids: int, now: datetime) -> int:
    """Mark reminders as done, together, and return the deed.

    Raises NotFound when one is not theirs, and Overtaken when one is done already.
    """
    for each in reminder_ids:
        _get_open(session, actor, each)
    deed_id = deeds.begin(session, actor, "reminder", now)
    for each in reminder_ids:
        deeds.change(session, deed_id, reminders, each, {"done_at": now})
    return deed_id


def find(session: Session, viewer: Viewer, reminder_id: int) -> Reminder | None:
    """Return one of the viewer's reminders, done or not, or None."""
    return next(iter(_list(session, viewer, reminders.c.id == reminder_id)), None)


def list_due(session: Session, viewer: Viewer, until: date) -> list[Reminder]:
    """Return what the viewer is to be reminded of by that day and is not done, by day."""
    return _list(session, viewer, (reminders.c.due_on <= until) & reminders.c.done_at.is_(None))


def list_open(session: Session, viewer: Viewer) -> list[Reminder]:
    """Return everything the viewer is still to be reminded of, by day."""
    return _list(session, viewer, reminders.c.done_at.is_(None))


def is_past(on: date, at: str | None, now: datetime) -> bool:
    """Say whether a day has passed, or a time of this day where the person is."""
    return on < now.date() or (on == now.date() and at is not None and at <= f"{now:%H:%M}")


def _get_open(session: Session, actor: Viewer, reminder_id: int) -> tuple[date, str | None]:
    """Lock a reminder that is to be changed; return its day and its time."""
    mine = reminders.c.person_id == actor.person_id
    columns = (reminders.c.done_at, reminders.c.due_on, reminders.c.due_time)
    query = select(*columns).where(reminders.c.id == reminder_id, mine)
    row = session.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound("no such reminder")
    if row.done_at is not None:
        raise Overtaken("It is done already.")
    return row.due_on, row.due_time


def _list(session: Session, viewer: Viewer, which: ColumnElement[bool]) -> list[Reminder]:
    in_sight = and_(customers.c.id == reminders.c.customer_id, visible(viewer))
    query = (
        select(
            reminders.c.id,
            reminders.c.due_on,
            reminders.c.text,
            customers.c.id,
            customers.c.name,
            reminders.c.done_at,
            reminders.c.due_time,
        )
        .select_from(reminders.outerjoin(customers, in_sight))
        .where(reminders.c.person_id == viewer.person_id, which)
        .order_by(reminders.c.due_on, func.coalesce(reminders.c.due_time, ""), reminders.c.id)
    )
    return [Reminder(*row) for row in session.execute(query)]
