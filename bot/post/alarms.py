"""Alarms: when the reminders that have a time ring, where their people are.

They are kept apart from the reminders, which say a time on the wall: an alarm is the moment that
this is, as long as their person stays where they are.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, insert, select

from bot.messages import Errand
from bot.post.ringing import Ring, ring
from bot.post.tables import alarms, links
from crm.calendar import Hours, moment_of
from crm.entities import Person
from crm.store.database import Session
from crm.store.tables import people, reminders

_DAY = timedelta(days=1)


def reminder_key(reminder_id: int, on: date, at: str) -> str:
    """Return the key under which a reminder rings once; moved, it rings under another.

    >>> reminder_key(5, date(2026, 3, 9), "15:00")
    'reminder:5:2026-03-09T15:00'
    """
    return f"reminder:{reminder_id}:{on}T{at}"


_DUE = (
    select(
        alarms.c.reminder_id,
        reminders.c.due_on,
        reminders.c.due_time,
        reminders.c.done_at,
        links.c.channel,
        links.c.chat,
        *(people.c[name] for name in Person.__dataclass_fields__),
    )
    .select_from(
        alarms.join(people, people.c.id == alarms.c.person_id)
        .outerjoin(reminders, reminders.c.id == alarms.c.reminder_id)
        .outerjoin(links, (links.c.person_id == alarms.c.person_id) & (links.c.state == "linked"))
    )
    .where(alarms.c.rings_at <= bindparam("now", type_=alarms.c.rings_at.type))
    .order_by(alarms.c.rings_at, alarms.c.reminder_id, links.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=alarms, skip_locked=True)
)
_RUNG = delete(alarms).where(alarms.c.reminder_id.in_(bindparam("them", expanding=True)))
_OPEN = select(reminders.c.id, reminders.c.due_on, reminders.c.due_time).where(
    reminders.c.person_id == bindparam("person"),
    reminders.c.done_at.is_(None),
    reminders.c.due_time.is_not(None),
    reminders.c.due_on >= bindparam("today"),
)


def tick(session: Session, now: datetime, hours_of: Callable[[Person], Hours], *, most: int) -> int:
    """Ring the reminders whose moment has come; return how many alarms were seen to.

    A reminder that could not be said that day is put down as expired, and stays open. One whose
    person was moved to another zone behind our back waits for its time there.
    """
    terms = {"now": now, "most": most}
    found = {row.reminder_id: row for row in session.connection().execute(_DUE, terms)}
    if not found:
        return 0
    rings: list[Ring] = []
    later: list[dict[str, Any]] = []
    for row in found.values():
        if row.due_time is None or row.done_at is not None or row.channel is None:
            continue
        reminder_id, due_on, due_time, _, channel, chat, *fields = row
        person = Person(*fields)
        zone = hours_of(person).zone
        moment = _moment(due_on, due_time, zone)
        if moment > now:
            alarm = {"reminder_id": reminder_id, "person_id": person.id, "rings_at": moment}
            later.append(alarm)
            continue
        midnight = moment_of(due_on + _DAY, time.min, zone).astimezone(UTC)
        key, errand = reminder_key(reminder_id, due_on, due_time), _errand(reminder_id)
        rung = Ring(key, channel, chat, person.id, errand, midnight, unasked=False)
        rings.append(replace(rung, missed=midnight <= now))
    ring(session, rings, now)
    session.connection().execute(_RUNG, {"them": list(found)})
    if later:
        session.connection().execute(insert(alarms), later)
    return len(found)


def _errand(reminder_id: int) -> Errand:
    return Errand("reminder", str(reminder_id))


def _moment(on: date, at: str, zone: ZoneInfo) -> datetime:
    return moment_of(on, time.fromisoformat(at), zone).astimezone(UTC)


def plan(session: Session, person_id: int, hours: Hours, now: datetime) -> None:
    """Set when each of a person's open reminders rings; a moment that has passed is now.

    One that has rung already rings under the same key again, and that does nothing.
    """
    today = now.astimezone(hours.zone).date()
    forget(session, person_id)
    found = session.execute(_OPEN, {"person": person_id, "today": today}).all()
    rows = [
        {
            "reminder_id": reminder_id,
            "person_id": person_id,
            "rings_at": _moment(on, at, hours.zone),
        }
        for reminder_id, on, at in found
    ]
    if rows:
        session.execute(insert(alarms), rows)


def forget(session: Session, person_id: int) -> None:
    """Let none of a person's reminders ring."""
    session.execute(delete(alarms).where(alarms.c.person_id == person_id))
