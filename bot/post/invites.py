"""Invites: codes that let one person in, once.

Only the hash of a code is kept. A code that is wrong, used, expired or taken back finds nothing,
and so does that of somebody who has left: the five read the same.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update

from bot.post.tables import invites
from crm.entities import Role
from crm.store.database import Session
from crm.store.tables import people

LASTS = timedelta(hours=72)

LENGTH = 32
"""Characters of a code: 24 random bytes, in the letters that a deep link may carry."""


@dataclass(frozen=True, slots=True)
class Invite:
    """Who is let in, and as what."""

    id: int
    person_id: int
    role: Role


def make(
    session: Session, person_id: int, role: Role, *, made_by: int | None = None, now: datetime
) -> str:
    """Make the code that lets a person in; their older ones no longer do. It is told only here."""
    session.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())
    revoke(session, person_id, now)
    code = secrets.token_urlsafe(24)
    session.execute(
        insert(invites).values(
            code_hash=_hash(code),
            person_id=person_id,
            role=role,
            made_by=made_by,
            made_at=now,
            expires_at=now + LASTS,
        )
    )
    return code


def revoke(session: Session, person_id: int, now: datetime) -> int:
    """Take back what would still let a person in; return how many codes that were."""
    waiting = (
        (invites.c.person_id == person_id)
        & (invites.c.expires_at > now)
        & invites.c.used_at.is_(None)
        & invites.c.revoked_at.is_(None)
    )
    taken = update(invites).where(waiting).values(revoked_at=now).returning(invites.c.id)
    return len(session.execute(taken).all())


def redeem(session: Session, code: str, *, now: datetime) -> Invite | None:
    """Use a code up: of all who try it, also at once, one gets the invite, the others None.

    The day that decides whether its person has left is that of ``now``, in its time zone.
    """
    staff = select(people.c.id).where(_works_here(now.date()))
    use = (
        update(invites)
        .where(
            invites.c.code_hash == _hash(code),
            invites.c.used_at.is_(None),
            invites.c.revoked_at.is_(None),
            invites.c.expires_at > now,
            invites.c.person_id.in_(staff),
        )
        .values(used_at=now)
        .returning(invites.c.id, invites.c.person_id, invites.c.role)
    )
    return _read(session.execute(use).one_or_none())


def find_last_used(session: Session, person_id: int) -> Invite | None:
    """Return the invite that a person came in by last, or None."""
    used = (invites.c.person_id == person_id) & invites.c.used_at.is_not(None)
    query = select(invites.c.id, invites.c.person_id, invites.c.role).where(used)
    return _read(session.execute(query.order_by(invites.c.id.desc()).limit(1)).one_or_none())


def is_code(text: str) -> bool:
    """Say whether a text has the form of a code.

    >>> is_code("A" * 32), is_code("visited Huaxin")
    (True, False)
    """
    return len(text) == LENGTH and all(c.isascii() and (c.isalnum() or c in "-_") for c in text)


def _works_here(today: date) -> Any:
    return or_(people.c.left_on.is_(None), people.c.left_on > today)


def _read(row: Any) -> Invite | None:
    return None if row is None else Invite(row.id, row.person_id, Role(row.role))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
