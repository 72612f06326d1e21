"""Strangers: what chats of nobody we know were told, and how often they guessed.

They are told little and seldom: who the bot is for at most once an hour, a group once and never
again. Five wrong codes in an hour close the door to that chat for the hour, to right ones too.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, false, literal, select

from bot.post.inserts import insert_into
from bot.post.tables import strangers
from crm.store.database import Session

TOLD_AGAIN = timedelta(hours=1)
HOUR = timedelta(hours=1)
MOST_TRIES = 5


def may_tell(session: Session, chat: str, now: datetime) -> bool:
    """Say whether a stranger is told now, and note that they are."""
    return _note_told(session, chat, now, strangers.c.told_at <= now - TOLD_AGAIN)


def may_tell_group(session: Session, chat: str, now: datetime) -> bool:
    """Say whether a group is told now, and note that it is: once and for all."""
    return _note_told(session, chat, now, false())


def _note_told(session: Session, chat: str, now: datetime, again: Any) -> bool:
    row = _insert(session).values(chat=chat, told_at=now)
    row = row.on_conflict_do_update(
        index_elements=["chat"],
        set_={"told_at": now},
        where=strangers.c.told_at.is_(None) | again,
    )
    return session.execute(row.returning(strangers.c.chat)).first() is not None


def is_shut(session: Session, chat: str, now: datetime) -> bool:
    """Say whether a chat has guessed too often in the last hour. Its row is locked."""
    query = select(strangers.c.tries, strangers.c.tries_from).where(strangers.c.chat == chat)
    row = session.execute(query.with_for_update()).one_or_none()
    if row is None or row.tries_from is None:
        return False
    return bool(row.tries >= MOST_TRIES and now - row.tries_from < HOUR)


def record_wrong_code(session: Session, chat: str, now: datetime) -> None:
    """Count a wrong code; the hour begins with the first one."""
    is_over = strangers.c.tries_from.is_(None) | (strangers.c.tries_from <= now - HOUR)
    again = {
        "tries": case((is_over, 1), else_=strangers.c.tries + 1),
        "tries_from": case(
            (is_over, literal(now, strangers.c.tries_from.type)), else_=strangers.c.tries_from
        ),
    }
    row = _insert(session).values(chat=chat, tries=1, tries_from=now)
    session.execute(row.on_conflict_do_update(index_elements=["chat"], set_=again))


def forget(session: Session, chat: str) -> None:
    """Forget a chat that is no stranger's any more."""
    session.execute(delete(strangers).where(strangers.c.chat == chat))


def _insert(session: Session) -> Any:
    return insert_into(session.connection().dialect.name, strangers)
