"""The guest on the phone: how much may be said that nobody asked for, and when.

At most three such messages a day, none outside working hours. One of the three is the morning's
digest: while it is still to come, the others leave it its place.
"""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import bindparam, func, select

from bot.post import outcomes
from bot.post.mornings import digest_key
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.post.tables import mornings, outbox
from crm.calendar import Hours, is_open, moment_of, next_morning, next_open
from crm.store.database import Session

A_DAY = 3
"""Messages that nobody asked for."""

_TOLD = select(func.count()).where(
    outbox.c.person_id == bindparam("person"),
    outbox.c.unasked,
    outbox.c.settled_at >= bindparam("midnight", type_=outbox.c.settled_at.type),
    outbox.c.state.in_(("sent", "unknown")),
)
_DIGEST = select(outbox.c.state).where(outbox.c.key == bindparam("digest"))
_RINGS_AT = select(mornings.c.rings_at).where(mornings.c.person_id == bindparam("person"))


def check(session: Session, row: Claimed, hours: Hours, now: datetime) -> Outcome | None:
    """Say whether a row may be sent now; None: yes. It waits for the next moment that may be.

    What is over by then expires at once. A message that was asked for may always be sent, and one
    that may have arrived (unknown) counts as told.
    """
    if not row.unasked or row.person_id is None:
        return None
    if not is_open(hours, now):
        return _wait(row, next_open(hours, now), "outside working hours")
    today = now.astimezone(hours.zone).date()
    midnight = moment_of(today, time.min, hours.zone)
    connection = session.connection()
    terms = {"person": row.person_id, "midnight": midnight}
    told: int = connection.execute(_TOLD, terms).scalar_one()
    digest = digest_key(row.person_id, today)
    if told == A_DAY - 1 and row.key != digest and _is_to_come(session, row, digest, hours, now):
        told += 1
    if told < A_DAY:
        return None
    tomorrow = moment_of(today + timedelta(days=1), time.min, hours.zone)
    until = next_morning(hours, tomorrow - timedelta(seconds=1))
    return _wait(row, until, f"{A_DAY} a day are enough")


def _is_to_come(session: Session, row: Claimed, digest: str, hours: Hours, now: datetime) -> bool:
    """Say whether today's digest is still to be said: not rung yet, or on its way."""
    connection = session.connection()
    state = connection.execute(_DIGEST, {"digest": digest}).scalar()
    if state is not None:
        return state in {"queued", "sending"}
    rings_at = connection.execute(_RINGS_AT, {"person": row.person_id}).scalar()
    return rings_at is not None and (
        rings_at.astimezone(hours.zone).date() == now.astimezone(hours.zone).date()
    )


def _wait(row: Claimed, until: datetime, why: str) -> Outcome:
    moment = until.astimezone(UTC)
    if row.expires_at is not None and row.expires_at <= moment:
        return outcomes.expired()
    return outcomes.put_off(moment, why)
