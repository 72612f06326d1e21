"""The digest of a morning: what it told, and which message at the channel it is.

It is edited as the day goes. What it tells is kept as text; only whoever words it looks inside.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.messages import Errand
from bot.post import outbox
from bot.post.errands import write_errand
from bot.post.inserts import insert_into, on_each
from bot.post.outbox import REMINDER, Outgoing
from bot.post.tables import digests
from bot.post.tables import outbox as calls
from crm.store.database import Session


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's digest of one morning; ``outbox_id`` is the row that sent it."""

    id: int
    person_id: int
    told_on: date
    chat: str
    outbox_id: int | None
    state: str


_ITS_OWN = (digests.c.person_id == bindparam("person")) & (digests.c.told_on == bindparam("day"))
_FIND = select(*(digests.c[name] for name in Digest.__dataclass_fields__)).where(_ITS_OWN)
_SENT = (
    select(calls.c.channel, calls.c.message_id)
    .select_from(digests.join(calls, calls.c.id == digests.c.outbox_id))
    .where(_ITS_OWN, calls.c.state == "sent", calls.c.message_id.is_not(None))
)
_IS_QUEUED = select(calls.c.id).where(
    calls.c.chat == bindparam("of_chat"),
    calls.c.state == "queued",
    calls.c.payload == bindparam("errand"),
)


def _keeping(dialect: str) -> Any:
    row = insert_into(dialect, digests)
    told = {name: row.excluded[name] for name in ("chat", "outbox_id", "state")}
    return row.on_conflict_do_update(index_elements=["person_id", "told_on"], set_=told)


_KEEP = on_each(_keeping)


def find(session: Session, person_id: int, told_on: date) -> Digest | None:
    """Return somebody's digest of a morning, or None when there was none."""
    row = session.connection().execute(_FIND, {"person": person_id, "day": told_on}).one_or_none()
    return None if row is None else Digest(*row)


def keep(
    session: Session,
    *,
    person_id: int,
    told_on: date,
    chat: str,
    outbox_id: int | None,
    state: str,
) -> None:
    """Keep what the digest of a morning tells now."""
    connection = session.connection()
    values = {"person_id": person_id, "told_on": told_on, "chat": chat}
    values |= {"outbox_id": outbox_id, "state": state}
    connection.execute(_KEEP[connection.dialect.name], values)


def find_message(session: Session, person_id: int, told_on: date) -> int | None:
    """Return the digest's number at the channel, or None while it is not known to have arrived."""
    row = _find_sent(session, person_id, told_on)
    return None if row is None else row[1]


def refresh(session: Session, person_id: int, told_on: date, now: datetime) -> None:
    """Have the digest of a morning worded anew, unless none was sent or that waits already.

    It is an edit of what stands there: nobody's phone rings.
    """
    sent = _find_sent(session, person_id, told_on)
    found = find(session, person_id, told_on) if sent else None
    if sent is None or found is None:
        return
    payload = write_errand(Errand("refresh", told_on.isoformat()))
    terms = {"of_chat": found.chat, "errand": payload}
    if session.connection().execute(_IS_QUEUED, terms).first() is None:
        outgoing = Outgoing(sent[0], found.chat, payload, person_id, priority=REMINDER)
        outbox.enqueue(session, outgoing, now)


def _find_sent(session: Session, person_id: int, told_on: date) -> tuple[str, int] | None:
    row = session.connection().execute(_SENT, {"person": person_id, "day": told_on}).first()
    return None if row is None else (row[0], row[1])
