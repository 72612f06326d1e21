"""Mornings: whose working day begins now. They are rung, and their next morning is set.

A tick looks at nobody's customers: it finds who rings by an index, and what there is to say, if
anything, is found when the digest leaves. After an outage the newest morning is said if its time
has not passed; the older ones, and one that is too late, are put down as expired.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update

from bot.messages import Errand
from bot.post import alarms, drill_bells
from bot.post.inserts import insert_into, on_each
from bot.post.ringing import Ring, ring
from bot.post.tables import links, mornings
from crm.calendar import Hours, moment_of, next_morning
from crm.entities import Person, Role
from crm.store.database import Session
from crm.store.tables import changes, deeds, people

LASTS = timedelta(hours=4)
"""A digest that could not be sent for so long is no morning's digest any more."""

SLICE = 500
"""People a tick rings in one transaction: whoever asks something meanwhile waits no longer."""

_A_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)

HoursOf = Callable[[Person], Hours]


@dataclass(frozen=True, slots=True)
class Morning:
    """One morning of somebody: the day it is there, and until when it can be told."""

    on: date
    expires_at: datetime


def digest_key(person_id: int, on: date) -> str:
    """Return the key under which a digest goes out once.

    >>> digest_key(17, date(2026, 3, 9))
    'digest:17:2026-03-09'
    """
    return f"digest:{person_id}:{on}"


_PERSON = tuple(people.c[name] for name in Person.__dataclass_fields__)
_DUE = (
    select(mornings.c.rings_at, people.c.left_on, links.c.channel, links.c.chat, *_PERSON)
    .select_from(
        mornings.join(people, people.c.id == mornings.c.person_id).outerjoin(
            links, (links.c.person_id == mornings.c.person_id) & (links.c.state == "linked")
        )
    )
    .where(mornings.c.rings_at <= bindparam("now", type_=mornings.c.rings_at.type))
    .order_by(mornings.c.rings_at, mornings.c.person_id, links.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=mornings, skip_locked=True)
)
_SET = (
    update(mornings)
    .where(mornings.c.person_id.in_(bindparam("them", expanding=True)))
    .values(rings_at=bindparam("next"))
)


def tick(session: Session, now: datetime, hours_of: HoursOf) -> int:
    """Ring everybody whose moment has come, and the reminders and drills that ring by themselves.

    Returns how many it has seen to.
    """
    seen = 0
    while some := tick_some(session, now, hours_of):
        seen += some
    return seen


def tick_some(session: Session, now: datetime, hours_of: HoursOf, *, most: int = SLICE) -> int:
    """Ring at most so many of those whose moment has come; 0 when all have been seen to."""
    terms = {"now": now, "most": most}
    found = {row.id: row for row in session.connection().execute(_DUE, terms)}
    rings: list[Ring] = []
    later: dict[datetime | None, list[int]] = {}
    known: dict[tuple[Hours, datetime], tuple[list[Morning], datetime]] = {}
    for rings_at, left_on, channel, chat, *fields in found.values():
        person = Person(*fields)
        hours = hours_of(person)
        if channel is None or _has_left(left_on, hours, now):
            later.setdefault(None, []).append(person.id)
            continue
        key = (hours, rings_at)
        if key not in known:
            known[key] = _look_back(hours, rings_at, now)
        past, following = known[key]
        later.setdefault(following, []).append(person.id)
        rings += _rings(person.id, channel, chat, past, now)
    ring(session, rings, now)
    for moment, them in later.items():
        session.connection().execute(_SET, {"next": moment, "them": them})
    rung = alarms.tick(session, now, hours_of, most=most)
    return len(found) + rung + drill_bells.tick(session, now, hours_of, most=most)


def _rings(
    person_id: int, channel: str, chat: str, past: list[Morning], now: datetime
) -> Iterable[Ring]:
    """Ring the newest morning; those before it, and one that is too late, were missed."""
    return (
        Ring(
            digest_key(person_id, morning.on),
            channel,
            chat,
            person_id,
            Errand("digest", morning.on.isoformat()),
            morning.expires_at,
            unasked=True,
            missed=morning is not past[-1] or morning.expires_at <= now,
        )
        for morning in past
    )


def _look_back(hours: Hours, rings_at: datetime, now: datetime) -> tuple[list[Morning], datetime]:
    """Return the mornings from ``rings_at`` until now, and the first one after.

    Whose hours were changed behind our back is not rung at the old moment.
    """
    past: list[Morning] = []
    moment = next_morning(hours, rings_at - _A_SECOND)
    while moment.astimezone(UTC) <= now:
        past.append(Morning(moment.date(), _expires_at(hours, moment)))
        moment = next_morning(hours, moment)
    return past, moment.astimezone(UTC)


def _expires_at(hours: Hours, moment: datetime) -> datetime:
    """Four hours after a morning, or when quiet time begins if that is sooner."""
    began = moment.astimezone(UTC)
    ends = [began + LASTS]
    if hours.quiet_from != hours.quiet_until:
        days = (moment.date(), moment.date() + _DAY)
        ends += [moment_of(day, hours.quiet_from, hours.zone).astimezone(UTC) for day in days]
    return min(end for end in ends if end > began)


def _has_left(left_on: date | None, hours: Hours, now: datetime) -> bool:
    return left_on is not None and left_on <= now.astimezone(hours.zone).date()


_WHO = select(
    people.c.left_on,
    people.c.practice_time,
    mornings.c.rings_at,
    exists().where(links.c.person_id == people.c.id, links.c.state == "linked").label("linked"),
).select_from(people.outerjoin(mornings, mornings.c.person_id == people.c.id))


def _planning(dialect: str) -> Any:
    row = insert_into(dialect, mornings)
    return row.on_conflict_do_update(
        index_elements=["person_id"], set_={"rings_at": row.excluded.rings_at}
    )


_PLAN = on_each(_planning)


def plan(session: Session, person_id: int, hours: Hours, now: datetime) -> datetime | None:
    """Set a person's next morning, and when their reminders and drills ring; return the morning.

    To be called when somebody is let in, leaves or changes their hours. A morning that has come
    and is not rung yet stays. None: nobody of that number is let in.
    """
    row = session.execute(_WHO.where(people.c.id == person_id)).one_or_none()
    if row is None or not row.linked or _has_left(row.left_on, hours, now):
        session.execute(delete(mornings).where(mornings.c.person_id == person_id))
        alarms.forget(session, person_id)
        drill_bells.forget(session, person_id)
        return None
    alarms.plan(session, person_id, hours, now)
    drill_bells.plan(session, person_id, hours, row.practice_time, now)
    if row.rings_at is not None and row.rings_at <= now:
        rings_at: datetime = row.rings_at
        return rings_at
    following = next_morning(hours, now).astimezone(UTC)
    connection = session.connection()
    values = {"person_id": person_id, "rings_at": following}
    connection.execute(_PLAN[connection.dialect.name], values)
    return following


_UNPLANNED = (
    select(*_PERSON)
    .where(
        exists().where(links.c.person_id == people.c.id, links.c.state == "linked"),
        ~exists().where(mornings.c.person_id == people.c.id),
        people.c.left_on.is_(None),
    )
    .order_by(people.c.id)
    .limit(bindparam("most"))
)


def plan_missing(session: Session, now: datetime, hours_of: HoursOf, *, most: int = SLICE) -> int:
    """Plan for who was let in by a version that knew no mornings; return how many those were."""
    found = [_person(row) for row in session.execute(_UNPLANNED, {"most": most})]
    for person in found:
        plan(session, person.id, hours_of(person), now)
    return len(found)


def plan_after(session: Session, deed_ids: Iterable[int], now: datetime, hours_of: HoursOf) -> None:
    """Plan anew for everybody whose hours, place or reminders these deeds may have changed."""
    touched = (
        select(changes.c.table_name, changes.c.row_id, deeds.c.person_id)
        .select_from(changes.join(deeds, deeds.c.id == changes.c.deed_id))
        .where(
            changes.c.deed_id.in_(deed_ids),
            changes.c.table_name.in_((people.name, "reminders")),
        )
    )
    concerned = {
        row.row_id if row.table_name == people.name else row.person_id
        for row in session.execute(touched)
    }
    query = select(*_PERSON).where(people.c.id.in_(concerned)).order_by(people.c.id)
    for row in session.execute(query).all() if concerned else ():
        person = _person(row)
        plan(session, person.id, hours_of(person), now)


def _person(row: Any) -> Person:
    person = Person(*row)
    return replace(person, role=Role(person.role))
