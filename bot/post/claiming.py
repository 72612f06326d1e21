"""Which rows leave next, and for whom they wait.

First a reply, then a reminder, then a broadcast; of these whatever is due longest. A chat gets
one at a time: while one is being sent, or waits to be tried again, the others of that chat wait
behind it, and nobody else does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot.post import gate, outcomes, paces
from bot.post.outbox import PRIORITIES, Claimed, reword, settle
from bot.post.outcomes import Outcome
from bot.post.tables import outbox
from bot.post.tables import paces as pace_rows
from crm.store.database import Session

LEASE = 20.0
"""Seconds a send may take: longer than any call to a channel lasts."""

_ROUNDS = 20
"""How often one claim looks further when all it found was too late or not allowed."""

Prepare = Callable[[Session, Claimed], str | Outcome]
"""Looks at a row whose turn has come: returns the payload to send, which may have been left to be
worded now, or why it is not sent: no longer true, no longer allowed, not yet."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What was claimed, and when: ``seconds`` is that moment by the database's clock.

    ``wait`` are the seconds until asking again makes sense; None: not before something is queued
    or settled.
    """

    rows: tuple[Claimed, ...] = ()
    wait: float | None = None
    seconds: float = 0.0


_NOW = bindparam("now", type_=outbox.c.due_at.type)
_WAITS = (outbox.c.channel == bindparam("of_channel")) & (outbox.c.state == "queued")
_SENDING = outbox.alias("sending")
_IS_FREE = outbox.c.chat.not_in(select(_SENDING.c.chat).where(_SENDING.c.state == "sending"))
_READY_AT = paces.ready_at(outbox.c.priority)
_WITH_PACES = outbox.outerjoin(pace_rows, pace_rows.c.chat == outbox.c.chat)

_NEXT = (
    select(outbox)
    .select_from(_WITH_PACES)
    .where(_WAITS, outbox.c.due_at <= _NOW, func.coalesce(_READY_AT, 0.0) <= _NOW, _IS_FREE)
    .order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=outbox)
)
_TAKE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state="sending",
        owner=bindparam("by"),
        attempts=bindparam("claim"),
        lease_until=bindparam("until"),
    )
)
_NOT_YET_DUE = [
    select(outbox.c.due_at)
    .where(_WAITS, outbox.c.priority == priority, outbox.c.due_at > _NOW)
    .order_by(outbox.c.due_at)
    .limit(1)
    .scalar_subquery()
    for priority in PRIORITIES
]
_NOT_YET_READY = (
    select(func.min(_READY_AT))
    .select_from(_WITH_PACES)
    .where(_WAITS, outbox.c.due_at <= _NOW, _IS_FREE)
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
    prepare: Prepare | None = None,
) -> Claims:
    """Claim up to ``limit`` rows of a channel that makes ``rate`` calls a second.

    What is too late expires here, and ``prepare`` has the last word on all else. The channel's
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
    }
    claimed: list[Claimed] = []
    for _ in range(_ROUNDS):
        found = _take(session, opening, terms, most - len(claimed), owner, lease)
        for row in found:
            prepared = _prepare(session, row, now, prepare)
            if isinstance(prepared, Outcome):
                settle(session, row, prepared, now)
                continue
            if prepared != row.payload:
                reword(session, row, prepared)
            leaves_at = opening.turn(len(claimed))
            claimed.append(replace(row, payload=prepared, leaves_at=leaves_at))
        if len(claimed) == most or not found:
            break
    if claimed:
        gate.move(session, opening, len(claimed))
        paces.charge(session, [each.chat for each in claimed], opening.now, rate)
    wait = _wait(session, opening, len(claimed), limit, terms)
    return Claims(tuple(claimed), wait, opening.now)


def _take(
    session: Session,
    opening: gate.Gate,
    terms: dict[str, Any],
    most: int,
    owner: str,
    lease: float,
) -> list[Claimed]:
    """Mark the rows that come next as being sent by us: one a chat."""
    connection = session.connection()
    found = connection.execute(_NEXT, {**terms, "most": most}).all()
    firsts: dict[str, Any] = {}
    for row in found:
        firsts.setdefault(row.chat, row)
    taken = [
        Claimed(
            id=row.id,
            channel=row.channel,
            chat=row.chat,
            person_id=row.person_id,
            key=row.key,
            priority=row.priority,
            payload=row.payload,
            expires_at=row.expires_at,
            owner=owner,
            attempts=row.attempts + 1,
            leaves_at=opening.now,
            between=terms["between"],
            unasked=row.unasked,
        )
        for row in firsts.values()
    ]
    if taken:
        marks = {"by": owner, "until": opening.turn(most) + lease}
        claims = [{"row": each.id, "claim": each.attempts, **marks} for each in taken]
        connection.execute(_TAKE, claims)
    return taken


def _prepare(
    session: Session, row: Claimed, now: datetime, prepare: Prepare | None
) -> str | Outcome:
    """Return the payload of a row, or why it is not sent after all."""
    if row.expires_at is not None and row.expires_at <= now:
        return outcomes.expired()
    return row.payload if prepare is None else prepare(session, row)


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
