"""Drill bells: when two minutes of practice are offered, at the time that somebody chose.

They ring like mornings, on working days; what there is to practise, if anything, is found when the
bell is said. It is a message nobody asked for, and two hours later it is none any more.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.messages import Errand
from bot.post.inserts import insert_into, on_each
from bot.post.ringing import Ring, ring
from bot.post.tables import drill_bells, links
from crm.calendar import Hours, is_working_day, moment_of
from crm.entities import Person
from crm.store.database import Session
from crm.store.tables import people

LASTS = timedelta(hours=2)

_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)


def drill_key(person_id: int, on: date) -> str:
    """Return the key under which a drill is offered once.

    >>> drill_key(17, date(2026, 3, 9))
    'drill:17:2026-03-09'
    """
    return f"drill:{person_id}:{on}"


_PERSON = tuple(people.c[name] for name in Person.__dataclass_fields__)
_DUE = (
    select(drill_bells.c.rings_at, people.c.left_on, links.c.channel, links.c.chat, *_PERSON)
    .select_from(
        drill_bells.join(people, people.c.id == drill_bells.c.person_id).outerjoin(
            links, (links.c.person_id == drill_bells.c.person_id) & (links.c.state == "linked")
        )
    )
    .where(drill_bells.c.rings_at <= bindparam("now", type_=drill_bells.c.rings_at.type))
    .order_by(drill_bells.c.rings_at, drill_bells.c.person_id, links.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=drill_bells, skip_locked=True)
)
_SET = (
    update(drill_bells)
    .where(drill_bells.c.person_id == bindparam("who"))
    .values(rings_at=bindparam("next"))
)


def tick(session: Session, now: datetime, hours_of: Callable[[Person], Hours], *, most: int) -> int:
    """Ring for everybody whose time has come; return how many bells were seen to.

    After an outage only today's can still be said; the others, and one that is two hours late, are
    put down as expired.
    """
    terms = {"now": now, "most": most}
    found = {row.id: row for row in session.connection().execute(_DUE, terms)}
    rings: list[Ring] = []
    later: list[dict[str, Any]] = []
    for rings_at, left_on, channel, chat, *fields in found.values():
        person = Person(*fields)
        hours = hours_of(person)
        has_left = left_on is not None and left_on <= now.astimezone(hours.zone).date()
        if person.practice_time is None or channel is None or has_left:
            later.append({"who": person.id, "next": None})
            continue
        at = time.fromisoformat(person.practice_time)
        following = _moments(hours, at, rings_at - _A_SECOND)
        moment = next(following)
        while moment.astimezone(UTC) <= now:
            expires_at = moment.astimezone(UTC) + LASTS
            key, on = drill_key(person.id, moment.date()), moment.date().isoformat()
            missed = expires_at <= now
            errand = Errand("drill", on)
            rings.append(
                Ring(key, channel, chat, person.id, errand, expires_at, unasked=True, missed=missed)
            )
            moment = next(following)
        later.append({"who": person.id, "next": moment.astimezone(UTC)})
    ring(session, rings, now)
    if later:
        session.connection().execute(_SET, later)
    return len(found)


def _moments(hours: Hours, at: time, after: datetime) -> Iterator[datetime]:
    """That time on each working day after a moment, where the person is."""
    day = after.astimezone(hours.zone).date()
    while True:
        moment = moment_of(day, at, hours.zone)
        if is_working_day(hours, day) and moment.astimezone(UTC) > after.astimezone(UTC):
            yield moment
        day += _DAY


def _planning(dialect: str) -> Any:
    row = insert_into(dialect, drill_bells)
    return row.on_conflict_do_update(
        index_elements=["person_id"], set_={"rings_at": row.excluded.rings_at}
    )


_PLAN = on_each(_planning)


def plan(session: Session, person_id: int, hours: Hours, at: str | None, now: datetime) -> None:
    """Set when a person's next drill is offered: at that time, or never.

    One that has come and is not rung yet stays, unless it was set to another time.
    """
    if at is None:
        forget(session, person_id)
        return
    query = select(drill_bells.c.rings_at).where(drill_bells.c.person_id == person_id)
    before: datetime | None = session.scalar(query)
    wanted = time.fromisoformat(at)
    waits = before is not None and before <= now
    if waits and before is not None and before.astimezone(hours.zone).time() == wanted:
        return
    rings_at = next(_moments(hours, wanted, now)).astimezone(UTC)
    connection = session.connection()
    connection.execute(
        _PLAN[connection.dialect.name], {"person_id": person_id, "rings_at": rings_at}
    )


def forget(session: Session, person_id: int) -> None:
    """Offer a person no drill."""
    session.execute(delete(drill_bells).where(drill_bells.c.person_id == person_id))
