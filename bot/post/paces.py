"""The pace of each chat: about one message a second on average, whatever waits for it.

What a chat was sent is spread over the seconds after it (a leaky bucket, kept as one moment). A
reply may come up to three at a time, since somebody is looking at the screen; a reminder or a
broadcast may not.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, case
from sqlalchemy.dialects import postgresql

from bot.post.clock import SECONDS
from bot.post.inserts import insert_into, on_each
from bot.post.tables import paces
from crm.store.database import Session

USUAL_RATE = 28
"""Calls a second at which a chat gets one a second: Telegram's limits are about 30 and 1."""

BURST = 3


def seconds_between(rate: float) -> float:
    """Return how far apart two messages of a chat are at that rate of the whole channel.

    >>> seconds_between(28), seconds_between(280)
    (1.0, 0.1)
    """
    return USUAL_RATE / rate


def ready_at(priority: ColumnElement[int]) -> ColumnElement[float]:
    """Return when a chat takes a message of that priority; NULL for one never written to.

    The statement needs ``between``, the seconds of ``seconds_between``.
    """
    ahead = case((priority == 0, (BURST - 1) * bindparam("between")), else_=0.0)
    return paces.c.paid_until - ahead


def _charging(dialect: str) -> postgresql.Insert:
    seconds = paces.c.paid_until.type
    now, between = bindparam("now", type_=seconds), bindparam("between", type_=seconds)
    first = insert_into(dialect, paces).values(chat=bindparam("chat"), paid_until=now + between)
    later = case((paces.c.paid_until > now, paces.c.paid_until), else_=now)
    return first.on_conflict_do_update(
        index_elements=["chat"], set_={"paid_until": later + between}
    )


def _resting(dialect: str) -> postgresql.Insert:
    until = SECONDS + bindparam("seconds", type_=paces.c.paid_until.type)
    first = insert_into(dialect, paces).values(chat=bindparam("chat"), paid_until=until)
    later = case((paces.c.paid_until > until, paces.c.paid_until), else_=until)
    return first.on_conflict_do_update(index_elements=["chat"], set_={"paid_until": later})


_CHARGE, _REST = on_each(_charging), on_each(_resting)


def charge(session: Session, chats: Iterable[str], now: float, rate: float) -> None:
    """Note that each of these chats is sent one message."""
    between = seconds_between(rate)
    charges = [{"chat": chat, "now": now, "between": between} for chat in chats]
    if charges:
        connection = session.connection()
        connection.execute(_CHARGE[connection.dialect.name], charges)


def rest(session: Session, chat: str, seconds: float, between: float) -> None:
    """Let a chat rest: it is sent nothing for so many seconds, not even a reply."""
    connection = session.connection()
    until = {"chat": chat, "seconds": seconds + (BURST - 1) * between}
    connection.execute(_REST[connection.dialect.name], until)
