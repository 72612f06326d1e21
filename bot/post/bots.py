"""What a channel's bot is called there, and when its server was last heard of."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.post.inserts import insert_into
from bot.post.tables import bots
from crm.store.database import Session


def record_name(session: Session, channel: str, name: str) -> None:
    """Keep what the bot is called: the links that let people in name it."""
    connection = session.connection()
    first = insert_into(connection.dialect.name, bots).values(channel=channel, name=name)
    connection.execute(first.on_conflict_do_update(index_elements=["channel"], set_={"name": name}))


def record_heard(session: Session, channel: str, now: datetime) -> None:
    """Note that the server answered when it was asked for updates."""
    heard: Any = update(bots).where(bots.c.channel == channel).values(heard_at=now)
    session.connection().execute(heard)


def find_name(session: Session, channel: str) -> str | None:
    """Return what the bot is called; None before its first start."""
    name: str | None = session.scalar(select(bots.c.name).where(bots.c.channel == channel))
    return name


def find_link(session: Session, code: str) -> str | None:
    """Return the link that opens the bot with a code; None while its name is not known."""
    name = session.scalar(select(bots.c.name).order_by(bots.c.channel).limit(1))
    return None if name is None else link(name, code)


def link(name: str, code: str) -> str:
    """Return the link that opens a bot with a code."""
    return f"https://t.me/{name}?start={code}"
