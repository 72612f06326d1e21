"""What goes out: every call to a channel is a row here, before and after it is made.

The promise: nothing is lost silently and nothing is sent twice silently. A row is ``sending``,
and that is committed, before the call; whoever dies in between leaves a row of which nobody can
say whether it arrived. It becomes ``unknown`` and is never sent again but by a person.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from bot.post import gate, owners, paces
from bot.post.clock import SECONDS
from bot.post.inserts import insert_into, on_each
from bot.post.outcomes import Outcome, State
from bot.post.tables import outbox
from crm.errors import NotFound, Overtaken
from crm.store.database import Session

PRIORITIES = REPLY, REMINDER, BROADCAST = (0, 1, 2)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds before the second try of what could not be sent; they double up to the longest."""

UNSETTLED: tuple[State, ...] = ("queued", "sending", "unknown")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call to make: one row, one message, however long the answer is.

    ``key`` names what must not be sent twice, such as one person's digest of one day. Not before
    ``due_at``, not after ``expires_at``. ``unasked``: nobody asked for it.
    """

    channel: str
    chat: str
    payload: str
    person_id: int | None = None
    priority: int = REPLY
    key: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours to send.

    ``attempts`` counts the times it was claimed: with the owner it tells this claim from any
    later one. ``leaves_at`` is its turn at the gate, by the database's clock; ``between`` are the
    seconds between two messages of a chat.
    """

    id: int
    channel: str
    chat: str
    person_id: int | None
    key: str | None
    priority: int
    payload: str
    expires_at: datetime | None
    owner: str
    attempts: int
    leaves_at: float
    between: float
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as people look at it."""

    id: int
    channel: str
    chat: str
    person_id: int | None
    state: State
    payload: str
    queued_at: datetime
    failure: str | None


def _enqueueing(dialect: str) -> Any:
    names = ("channel", "chat", "person_id", "key", "priority", "payload", "unasked", "queued_at")
    values: dict[str, Any] = {name: bindparam(name) for name in (*names, "expires_at")}
    due = bindparam("due", type_=outbox.c.due_at.type)
    values["due_at"] = func.coalesce(due, SECONDS)
    return (
        insert_into(dialect, outbox).values(values).on_conflict_do_nothing().returning(outbox.c.id)
    )


_ENQUEUE = on_each(_enqueueing)


def enqueue(session: Session, outgoing: Outgoing, now: datetime) -> int | None:
    """Queue a call; return its number, or None when its key is queued or sent already."""
    connection = session.connection()
    values = {
        "channel": outgoing.channel,
        "chat": outgoing.chat,
        "person_id": outgoing.person_id,
        "key": outgoing.key,
        "priority": outgoing.priority,
        "payload": outgoing.payload,
        "unasked": outgoing.unasked,
        "queued_at": now,
        "expires_at": outgoing.expires_at,
        "due": outgoing.due_at.timestamp() if outgoing.due_at else None,
    }
    queued: int | None = connection.execute(_ENQUEUE[connection.dialect.name], values).scalar()
    return queued


_STILL_OURS = (
    (outbox.c.id == bindparam("row"))
    & (outbox.c.state == "sending")
    & (outbox.c.owner == bindparam("by"))
    & (outbox.c.attempts == bindparam("claim"))
)
_FREED: dict[str, Any] = {"owner": None, "lease_until": None}
_SETTLE = (
    update(outbox)
    .where(_STILL_OURS)
    .values(
        state=bindparam("to"),
        settled_at=bindparam("at"),
        message_id=bindparam("number"),
        failure=bindparam("why"),
        **_FREED,
    )
    .returning(outbox.c.id)
)
_PUT_BACK = (
    update(outbox)
    .where(_STILL_OURS)
    .values(state="queued", failure=bindparam("why"), **_FREED)
    .returning(outbox.c.id)
)
_PUT_OFF = _PUT_BACK.values(due_at=bindparam("until", type_=outbox.c.due_at.type))
_REWORD = update(outbox).where(_STILL_OURS).values(payload=bindparam("words"))


def settle(session: Session, claimed: Claimed, outcome: Outcome, now: datetime) -> bool:
    """Note what became of a send; False, and nothing is noted, when the row is no longer ours.

    What is to be tried again keeps its place: its chat rests meanwhile, so nothing overtakes it.
    """
    ours: dict[str, Any] = {
        "row": claimed.id,
        "by": claimed.owner,
        "claim": claimed.attempts,
        "why": outcome.why,
    }
    connection = session.connection()
    if outcome.until is not None:
        done = connection.execute(_PUT_OFF, {**ours, "until": outcome.until.timestamp()}).scalar()
    elif outcome.state == "queued":
        after = _pause(claimed.attempts) if outcome.after is None else outcome.after
        done = connection.execute(_PUT_BACK, ours).scalar()
        if done is not None:
            paces.rest(session, claimed.chat, after, claimed.between)
    else:
        reached = {"to": outcome.state, "at": now, "number": outcome.message_id}
        done = connection.execute(_SETTLE, {**ours, **reached}).scalar()
    if outcome.for_all and outcome.after:
        gate.pause(session, claimed.channel, outcome.after)
    return done is not None


def reword(session: Session, claimed: Claimed, payload: str) -> None:
    """Keep the words that were found for a row only now that its turn has come."""
    ours = {"row": claimed.id, "by": claimed.owner, "claim": claimed.attempts}
    session.connection().execute(_REWORD, {**ours, "words": payload})


def _pause(attempts: int) -> float:
    """Return the seconds before the next try."""
    return float(min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE))


def reap(session: Session, channel: str, now: datetime, *, but: Collection[int] = ()) -> int:
    """Call what nobody settled within its lease unknown; return how many.

    ``but`` are the rows that whoever asks is sending itself, and of which it will hear.
    """
    out = (outbox.c.channel == channel) & (outbox.c.lease_until < SECONDS) & outbox.c.id.not_in(but)
    return _reap(session, out, now, "whoever sent it was not heard of again")


def reap_owner(session: Session, owner: str, now: datetime) -> int:
    """Call what a dead process was sending unknown; return how many."""
    return _reap(session, outbox.c.owner == owner, now, "the process died while sending")


def reap_gone(session: Session, now: datetime) -> int:
    """Call unknown what processes were sending that died on this machine; return how many."""
    sending = select(outbox.c.owner).where(outbox.c.state == "sending").distinct()
    found: Iterable[str | None] = session.execute(sending).scalars().all()
    gone = [owner for owner in found if owner and owners.is_gone(owner)]
    return sum(reap_owner(session, owner, now) for owner in gone)


def _reap(session: Session, which: ColumnElement[bool], now: datetime, why: str) -> int:
    late = (
        update(outbox)
        .where(outbox.c.state == "sending", which)
        .values(state="unknown", settled_at=now, failure=why, **_FREED)
        .returning(outbox.c.id)
    )
    return len(session.execute(late).all())


def list_rows(session: Session, state: State | None = None) -> list[Row]:
    """Return the rows of a state, or all that are not settled, the oldest first."""
    states = UNSETTLED if state is None else (state,)
    columns = [outbox.c[name] for name in Row.__dataclass_fields__]
    query = select(*columns).where(outbox.c.state.in_(states)).order_by(outbox.c.id)
    return [Row(**row._mapping) for row in session.execute(query)]


def count_states(session: Session, since: datetime) -> Counter[str]:
    """Return how many rows there are of each state, of the settled ones those since a moment.

    ``later`` counts those of the queued whose time has not come.
    """
    is_recent = outbox.c.settled_at.is_(None) | (outbox.c.settled_at >= since)
    query = select(outbox.c.state, func.count()).where(is_recent | (outbox.c.state == "unknown"))
    counted = Counter({row[0]: row[1] for row in session.execute(query.group_by(outbox.c.state))})
    later = select(func.count()).where(outbox.c.state == "queued", outbox.c.due_at > SECONDS)
    counted["later"] = session.scalar(later) or 0
    return counted


_STANDS = {
    "queued": "waits to be sent",
    "sending": "is being sent now",
    "sent": "was delivered",
    "cancelled": "was dropped",
}


def resend(session: Session, row_id: int, now: datetime) -> None:
    """Queue a call again, on somebody's word. What it had to wait for or expire by is past.

    Raises NotFound, and Overtaken for one that is under way or has arrived.
    """
    late = {"queued", "sending", "sent"}
    again = {"due_at": SECONDS, "expires_at": None, "failure": None, "queued_at": now}
    _decide(session, row_id, late, state="queued", settled_at=None, **again)


def drop(session: Session, row_id: int, now: datetime) -> None:
    """Give a call up, on somebody's word. Raises NotFound and Overtaken like ``resend``."""
    _decide(session, row_id, {"sending", "sent", "cancelled"}, state="cancelled", settled_at=now)


def _decide(session: Session, row_id: int, too_late: set[str], **values: Any) -> None:
    query = select(outbox.c.state).where(outbox.c.id == row_id).with_for_update()
    state = session.scalar(query)
    if state is None:
        raise NotFound(f"There is no message {row_id} in the outbox.")
    if state in too_late:
        raise Overtaken(f"Message {row_id} {_STANDS[state]}.")
    session.execute(update(outbox).where(outbox.c.id == row_id).values(**values))
