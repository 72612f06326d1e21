"""Versions of playbooks put in force by managers; none is ever deleted, so each can come back."""

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from bot.coaching.tables import playbook_files
from crm.store.database import Session


@dataclass(frozen=True, slots=True)
class Upload:
    """The number of a version that is in force, and of which playbook."""

    id: int
    playbook: str

    def read(self, session: Session) -> str:
        """Return its YAML."""
        query = select(playbook_files.c.content).where(playbook_files.c.id == self.id)
        return session.scalar(query) or ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is listed: who put it in force, and when. ``is_ours``: the one that comes
    with the program."""

    id: int
    playbook: str
    person_id: int | None
    made_at: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that was sent and is looked at before it is put in force.

    ``number`` is that of its buttons, ``base`` the version that was the newest then; the text is
    kept packed, since it travels with the chat until somebody decides.
    """

    number: int
    playbook: str
    base: int
    packed: str

    @property
    def content(self) -> str:
        """Its YAML."""
        return zlib.decompress(base64.b85decode(self.packed)).decode()


_VERSION = (
    playbook_files.c.id,
    playbook_files.c.playbook,
    playbook_files.c.person_id,
    playbook_files.c.made_at,
    playbook_files.c.content.is_(None),
)


def pack(content: str) -> str:
    """Return a text as a draft keeps it."""
    return base64.b85encode(zlib.compress(content.encode())).decode()


def list_in_force(session: Session) -> Iterator[Upload]:
    """Return the newest version of each playbook that has one; those put back to ours are none."""
    newest = select(func.max(playbook_files.c.id)).group_by(playbook_files.c.playbook)
    query = (
        select(playbook_files.c.id, playbook_files.c.playbook)
        .where(playbook_files.c.id.in_(newest), playbook_files.c.content.is_not(None))
        .order_by(playbook_files.c.playbook)
    )
    return (Upload(*row) for row in session.execute(query))


def list_versions(session: Session, playbook: str, limit: int = 7) -> list[Version]:
    """Return the versions of a playbook, the newest first."""
    query = select(*_VERSION).where(playbook_files.c.playbook == playbook)
    query = query.order_by(playbook_files.c.id.desc()).limit(limit)
    return [Version(*row) for row in session.execute(query)]


def list_newest(session: Session) -> list[Version]:
    """Return the newest version of each playbook that ever had one, in the order of their ids."""
    newest = select(func.max(playbook_files.c.id)).group_by(playbook_files.c.playbook)
    query = select(*_VERSION).where(playbook_files.c.id.in_(newest))
    return [Version(*row) for row in session.execute(query.order_by(playbook_files.c.playbook))]


def find_newest(session: Session, playbook: str) -> int:
    """Return the number of a playbook's newest version; 0 if it never had one."""
    query = select(func.max(playbook_files.c.id)).where(playbook_files.c.playbook == playbook)
    return session.scalar(query) or 0


def find_version(session: Session, number: int) -> Version | None:
    """Return the version of that number, or None."""
    row = session.execute(select(*_VERSION).where(playbook_files.c.id == number)).first()
    return Version(*row) if row else None


def read_version(session: Session, number: int) -> str | None:
    """Return the YAML of a version; None is the one that comes with the program."""
    query = select(playbook_files.c.content).where(playbook_files.c.id == number)
    return session.scalar(query)


def put_in_force(
    session: Session, person_id: int | None, playbook: str, content: str | None, now: datetime
) -> int:
    """Put a version in force and return its number; None is the one that comes with the program.

    Whoever calls has read it without a problem.
    """
    values = {"playbook": playbook, "content": content, "person_id": person_id, "made_at": now}
    query = insert(playbook_files).values(**values).returning(playbook_files.c.id)
    number: int = session.execute(query).scalar_one()
    return number
