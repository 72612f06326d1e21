"""Which rows leave next, and for whom they wait.

First a reply, then a reminder, then a broadcast; the longest due of them. A chat gets one at a
time and in the order they were queued: while one is being sent, or waits to be tried again, the
others of that chat wait behind it, and nobody else does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select, update

from bot.post import gate, outcomes, paces
from bot.post.outbox import PRIORITIES, Claimed, settle
from bot.post.outcomes import Outcome
from bot.post.tables import outbox
from bot.post.tables import paces as pace_rows
from crm.store.database import Session

LEASE = 20.0
"""Seconds a send may take: longer than any call to a channel lasts."""

_ROUNDS = 20
"""How often one claim looks further when all it found was too late or not allowed."""

MaySend = Callable[[Session, Claimed], bool]
"""Tells whether a row is still true and its person still allowed to read it."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What was claimed, and when: ``seconds`` is that moment by the database's clock.

    ``wait`` are the seconds until asking again makes sense; None: not before something is queued
    or settled.
    """

    rows: tuple[Claimed, ...] = ()
    wait: float | None = None
    seconds: float = 0.0


_ROW = outbox.alias("candidate")
_EARLIER = outbox.alias("earlier")
_NOW = bindparam("now", type_=outbox.c.due_at.type)
_WAITS = (_ROW.c.channel == bindparam("of_channel")) & (_ROW.c.state == "queued")
_IS_DUE = _ROW.c.due_at <= _NOW
_READY_AT = paces.ready_at(_ROW.c.priority)


def _is_first() -> ColumnElement[bool]:
    """Nothing of the row's chat is being sent, and nothing of it comes before the row."""
    of_chat = _EARLIER.c.chat == _ROW.c.chat
    begun = (_EARLIER.c.due_at <= _NOW) | (_EARLIER.c.attempts > 0)
    before = or_(
        _EARLIER.c.priority < _ROW.c.priority,
        (_EARLIER.c.priority == _ROW.c.priority) & (_EARLIER.c.id < _ROW.c.id),
    )
    sending = exists().where(of_chat, _EARLIER.c.state == "sending")
    waiting = exists().where(of_chat, _EARLIER.c.state == "queued", begun, before)
    return ~sending & ~waiting


_WITH_PACES = _ROW.outerjoin(pace_rows, pace_rows.c.chat == _ROW.c.chat)
_NEXT = (
    select(_ROW.c.id)
    .select_from(_WITH_PACES)
    .where(_WAITS, _IS_DUE, func.coalesce(_READY_AT, 0.0) <= _NOW, _is_first())
    .order_by(_ROW.c.priority, _ROW.c.due_at, _ROW.c.id)
    .limit(bindparam("most"))
)
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(_NEXT), outbox.c.state == "queued")
    .values(
        state="sending",
        owner=bindparam("by"),
        attempts=outbox.c.attempts + 1,
        lease_until=bindparam("until"),
    )
    .returning(outbox)
)

_NOT_YET_DUE = [
    select(_ROW.c.due_at)
    .where(_WAITS, _ROW.c.priority == priority, _ROW.c.due_at > _NOW)
    .order_by(_ROW.c.due_at)
    .limit(1)
    .scalar_subquery()
    for priority in PRIORITIES
]
_NOT_YET_READY = (
    select(func.min(_READY_AT))
    .select_from(_WITH_PACES)
    .where(_WAITS, _IS_DUE, _is_first())
    .scalar_subquery()
)
_WHEN = select(_NOT_YET_READY, *_NOT_YET_DUE)


def claim(
    session: Session,
    channel: str,
    *,
    owner: str,
    rate: float,
    now: datetime,
    limit: int = 1,
    lease: float = LEASE,
    may_send: MaySend | None = None,
) -> Claims:
    """Claim up to ``limit`` rows of a channel that makes ``rate`` calls a second.

    What is too late expires here and what may not be sent any more is cancelled. The channel's
    gate stays locked until the transaction ends: claim last in it.
    """
    if limit < 1:
        return Claims()
    opening = gate.look(session, channel, rate)
    most = min(limit, opening.turns)
    if most < 1:
        return Claims(wait=opening.wait)
    terms = {
        "of_channel": channel,
        "now": opening.now,
        "between": paces.seconds_between(rate),
        "by": owner,
        "until": opening.turn(most) + lease,
    }
    claimed: list[Claimed] = []
    for _ in range(_ROUNDS):
        taken = _take(session, {**terms, "most": most - len(claimed)})
        for row in taken:
            outcome = _forbidding(session, row, now, may_send)
            if outcome is None:
                claimed.append(replace(row, leaves_at=opening.turn(len(claimed))))
            else:
                settle(session, row, outcome, now)
        if len(claimed) == most or not taken:
            break
    if claimed:
        gate.move(session, opening, len(claimed))
        paces.charge(session, [each.chat for each in claimed], opening.now, rate)
    wait = _wait(session, opening, len(claimed), limit, terms)
    return Claims(tuple(claimed), wait, opening.now)


def _take(session: Session, terms: dict[str, Any]) -> list[Claimed]:
    found = session.connection().execute(_TAKE, terms).all()
    found = sorted(found, key=lambda row: (row.priority, row.due_at, row.id))
    return [
        Claimed(
            id=row.id,
            channel=row.channel,
            chat=row.chat,
            person_id=row.person_id,
            key=row.key,
            priority=row.priority,
            payload=row.payload,
            expires_at=row.expires_at,
            owner=row.owner,
            attempts=row.attempts,
            leaves_at=terms["now"],
        )
        for row in found
    ]


def _forbidding(
    session: Session, row: Claimed, now: datetime, may_send: MaySend | None
) -> Outcome | None:
    """Return why a row is not sent after all; None when it is."""
    if row.expires_at is not None and row.expires_at <= now:
        return outcomes.expired()
    if may_send is not None and not may_send(session, row):
        return outcomes.cancelled("no longer true or no longer allowed")
    return None


def _wait(
    session: Session, opening: gate.Gate, claimed: int, limit: int, terms: dict[str, Any]
) -> float | None:
    if claimed == limit:
        return None
    if claimed == opening.turns:
        return max(0.0, opening.turn(claimed) - gate.AHEAD - opening.now)
    moments = session.connection().execute(_WHEN, terms).one()
    known = [moment for moment in moments if moment is not None]
    return max(0.0, min(known) - opening.now) if known else None
