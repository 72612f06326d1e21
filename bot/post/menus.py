"""Which commands a channel shows in whose chat: what was set there, and what is out of date.

The people are the truth: whoever is let in, changes role or language, or is shut out by whatever
way, is found here by comparison. Setting a menu again changes nothing, so a crash costs nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select

from bot.post.inserts import insert_into
from bot.post.tables import links, menus
from crm.entities import Role
from crm.store.database import Session
from crm.store.tables import people

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands of a role in a language; None: the phone's own, or a stranger's role."""

    chat: str
    role: Role | None
    language: str | None


_HERE = people.c.left_on.is_(None) | (
    people.c.left_on > bindparam("today", type_=people.c.left_on.type)
)
_LANGUAGE = func.coalesce(people.c.language, "")
_IN = (
    select(links.c.chat, people.c.role, _LANGUAGE.label("language"))
    .join(people, people.c.id == links.c.person_id)
    .where(links.c.channel == bindparam("of_channel"), links.c.state == "linked", _HERE)
)
_OUTDATED = (
    _IN.outerjoin(menus, menus.c.chat == links.c.chat)
    .where(
        or_(
            menus.c.chat.is_(None),
            menus.c.role != people.c.role,
            menus.c.language != _LANGUAGE,
            menus.c.version != bindparam("now_version"),
        )
    )
    .order_by(links.c.id)
    .limit(bindparam("most"))
)
_LEFT_OVER = (
    select(menus.c.chat)
    .where(
        menus.c.chat.startswith(bindparam("prefix"), autoescape=False),
        menus.c.role != "",
        menus.c.chat.not_in(_IN.with_only_columns(links.c.chat)),
    )
    .order_by(menus.c.chat)
    .limit(bindparam("most"))
)


def list_outdated(
    session: Session, channel: str, today: date, version: str, most: int
) -> list[Menu]:
    """Return the chats of people who are in and see other commands than they should."""
    terms = {"of_channel": channel, "today": today, "now_version": version, "most": most}
    found = session.connection().execute(_OUTDATED, terms)
    return [Menu(chat, Role(role), language or None) for chat, role, language in found]


def list_left_over(session: Session, channel: str, today: date, most: int) -> list[str]:
    """Return the chats that still show commands to who is in no longer."""
    terms = {"of_channel": channel, "today": today, "prefix": f"{channel}:", "most": most}
    return list(session.connection().execute(_LEFT_OVER, terms).scalars())


def find_version(session: Session, channel: str) -> str | None:
    """Return which commands strangers were shown last."""
    query = select(menus.c.version).where(menus.c.chat == f"{channel}:{EVERYBODY}")
    version: str | None = session.connection().execute(query).scalar()
    return version


def record(session: Session, menu: Menu, version: str) -> None:
    """Note what a chat shows now."""
    values: dict[str, Any] = {
        "role": menu.role or "",
        "language": menu.language or "",
        "version": version,
    }
    row = insert_into(session.connection().dialect.name, menus).values(chat=menu.chat, **values)
    session.execute(row.on_conflict_do_update(index_elements=["chat"], set_=values))


def forget(session: Session, chat: str) -> None:
    """Note that a chat shows no commands of its own."""
    session.execute(delete(menus).where(menus.c.chat == chat))
