"""What was said last in each chat, kept through restarts.

A dialog is one text to this module; what stands in it is the conversations' own business. It is
read and written in the transaction of its message, and locked from the reading on: two messages
of one chat that come at once are answered one after the other.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from bot.post.inserts import insert_into, on_each
from bot.post.tables import dialogs
from crm.store.database import Session

LASTS = timedelta(hours=18)
"""After so long nobody means "and B?" to follow what was said before: it was another day."""

_FIND = select(dialogs).where(dialogs.c.chat == bindparam("of_chat")).with_for_update()


def _keeping(dialect: str) -> Any:
    names = ("person_id", "state", "updated_at")
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    first = insert_into(dialect, dialogs).values(chat=bindparam("chat"), version=1, **values)
    again = {**values, "version": dialogs.c.version + 1}
    return first.on_conflict_do_update(index_elements=["chat"], set_=again)


_KEEP = on_each(_keeping)


def find(session: Session, chat: str, person_id: int, now: datetime) -> str | None:
    """Return the state of a chat, locked until the transaction ends; None to begin anew.

    A chat begins anew when it has rested too long, and when somebody else speaks in it.
    """
    row = session.connection().execute(_FIND, {"of_chat": chat}).one_or_none()
    if row is None or row.person_id != person_id or now - row.updated_at > LASTS:
        return None
    state: str = row.state
    return state


def find_rested(session: Session, chat: str, person_id: int) -> str | None:
    """Return the state of a chat however long it has rested, for what outlasts a day."""
    row = session.connection().execute(_FIND, {"of_chat": chat}).one_or_none()
    if row is None or row.person_id != person_id:
        return None
    state: str = row.state
    return state


def keep(session: Session, chat: str, person_id: int, state: str, now: datetime) -> None:
    """Keep the state of a chat."""
    values = {"chat": chat, "person_id": person_id, "state": state, "updated_at": now}
    connection = session.connection()
    connection.execute(_KEEP[connection.dialect.name], values)
