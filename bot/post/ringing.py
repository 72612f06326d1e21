"""What rings at a moment: errands put into the outbox under keys, many at a time.

A key is there once and for all: ringing twice, on two machines or after a crash, does nothing
twice. What rings too late to be said is put down as expired at once, so that it is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from bot.messages import Errand
from bot.post.clock import SECONDS
from bot.post.errands import write_errand
from bot.post.inserts import insert_into, on_each
from bot.post.outbox import REMINDER
from bot.post.tables import outbox
from crm.store.database import Session

MISSED = "nobody was there to send it"


@dataclass(frozen=True, slots=True)
class Ring:
    """One errand for one person. ``missed``: it is past, and only counted."""

    key: str
    channel: str
    chat: str
    person_id: int
    errand: Errand
    expires_at: datetime
    unasked: bool
    missed: bool = False


def _ringing(dialect: str) -> Any:
    columns = "channel chat person_id key payload unasked state queued_at expires_at"
    names = (*columns.split(), "settled_at", "failure")
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    row = insert_into(dialect, outbox).values(**values, priority=REMINDER, due_at=SECONDS)
    return row.on_conflict_do_nothing()


_RING = on_each(_ringing)


def ring(session: Session, rings: Iterable[Ring], now: datetime) -> None:
    """Queue errands under their keys; one that is queued or was sent already stays as it is."""
    rows = [
        {
            "channel": each.channel,
            "chat": each.chat,
            "person_id": each.person_id,
            "key": each.key,
            "payload": write_errand(each.errand),
            "unasked": each.unasked,
            "state": "expired" if each.missed else "queued",
            "queued_at": now,
            "expires_at": each.expires_at,
            "settled_at": now if each.missed else None,
            "failure": MISSED if each.missed else None,
        }
        for each in rings
    ]
    if rows:
        connection = session.connection()
        connection.execute(_RING[connection.dialect.name], rows)
