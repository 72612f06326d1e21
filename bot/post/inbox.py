"""What came in: every update is a row here before its channel hears that we have it.

A repeat of an update drops, since its number is taken. The rows of one chat are a lane: they are
answered in the order they came in, and a lane that was served longest ago comes first, so that one
busy chat makes nobody wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.post.inserts import insert_into, on_each
from bot.post.tables import inbox
from crm.store.database import Session


@dataclass(frozen=True, slots=True)
class Arrived:
    """One update of a channel, under the number the channel gave it. ``chat`` is its lane."""

    channel: str
    update_id: int
    chat: str
    payload: str


@dataclass(frozen=True, slots=True)
class Head:
    """The first row of a lane that waits."""

    id: int
    channel: str
    chat: str
    payload: str


def _taking_in(dialect: str) -> Any:
    names = ("channel", "update_id", "chat", "payload", "received_at")
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return insert_into(dialect, inbox).values(values).on_conflict_do_nothing()


_TAKE_IN = on_each(_taking_in)


def take_in(session: Session, arrived: Sequence[Arrived], now: datetime) -> None:
    """Keep what came in. What is kept already stays as it is."""
    if not arrived:
        return
    rows = [
        {
            "channel": each.channel,
            "update_id": each.update_id,
            "chat": each.chat,
            "payload": each.payload,
            "received_at": now,
        }
        for each in arrived
    ]
    connection = session.connection()
    connection.execute(_TAKE_IN[connection.dialect.name], rows)


_WAITS = (inbox.c.state == "waiting") & (inbox.c.channel == bindparam("of_channel"))
_SERVED = inbox.alias("served")
_FIRSTS = select(func.min(inbox.c.id)).where(_WAITS).group_by(inbox.c.chat)
_SERVED_AT = (
    select(_SERVED.c.answered_at)
    .where(_SERVED.c.chat == inbox.c.chat, _SERVED.c.state == "answered")
    .order_by(_SERVED.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_HEADS = (
    select(inbox.c.id, inbox.c.channel, inbox.c.chat, inbox.c.payload)
    .where(_WAITS, inbox.c.id.in_(_FIRSTS))
    .order_by(_SERVED_AT.asc().nulls_first(), inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def list_heads(session: Session, channel: str, limit: int) -> list[Head]:
    """Return the first waiting row of up to ``limit`` lanes, locked until the transaction ends.

    A lane whose first row another process answers right now is left to it.
    """
    found = session.connection().execute(_HEADS, {"of_channel": channel, "most": limit})
    return [Head(*row) for row in found]


_SETTLE = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"), inbox.c.state == "waiting")
    .values(
        state=bindparam("to"), answered_at=bindparam("at"), failure=bindparam("why"), payload=""
    )
    .returning(inbox.c.id)
)


def settle_answered(session: Session, row_id: int, now: datetime) -> bool:
    """Note that a row is answered in this transaction; False when it waits no longer.

    What it said is kept no longer.
    """
    return _settle(session, {"row": row_id, "to": "answered", "at": now, "why": None})


def settle_failed(session: Session, row_id: int, why: str, now: datetime) -> bool:
    """Note that a row cannot be answered, and why; False when it waits no longer."""
    return _settle(session, {"row": row_id, "to": "failed", "at": now, "why": why})


def _settle(session: Session, terms: dict[str, Any]) -> bool:
    return session.connection().execute(_SETTLE, terms).scalar() is not None


def forget(session: Session, channel: str, before: datetime) -> None:
    """Drop the rows that were settled before that moment.

    A server tells an update again for a day. It may begin to count anew after a quiet week, and a
    number that is still taken would make a new message look like a repeat.
    """
    old = (inbox.c.channel == channel) & (inbox.c.answered_at < before)
    session.connection().execute(delete(inbox).where(old, inbox.c.state != "waiting"))
