"""Notices: what somebody is told because of what others did. Nobody asked for them.

They wait as errands: the words are found when their turn has come, and are true then.
"""

from datetime import datetime

from sqlalchemy import bindparam, select

from bot.messages import Errand
from bot.post import outbox
from bot.post.errands import write_errand
from bot.post.outbox import REMINDER, Outgoing
from bot.post.tables import links
from bot.post.tables import outbox as calls
from crm.store.database import Session

_WHERE = select(links.c.channel, links.c.chat).where(
    links.c.person_id == bindparam("person"), links.c.state == "linked"
)


def tell(
    session: Session,
    person_id: int,
    errand: Errand,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Have somebody told of something, once for each key, not before ``due_at``.

    False when they have no account to be told at.
    """
    accounts = session.connection().execute(_WHERE, {"person": person_id}).all()
    for channel, chat in accounts:
        outgoing = Outgoing(
            channel,
            chat,
            write_errand(errand),
            person_id,
            priority=REMINDER,
            key=f"{key}:{channel}:{person_id}",
            due_at=due_at,
            expires_at=expires_at,
            unasked=True,
        )
        outbox.enqueue(session, outgoing, now)
    return bool(accounts)


_TOLD = (
    select(calls.c.person_id)
    .where(
        calls.c.key.startswith(bindparam("begin"), autoescape=False),
        calls.c.state.in_(("sending", "sent", "unknown")),
    )
    .distinct()
    .order_by(calls.c.person_id)
)


def list_told(session: Session, key: str) -> list[int]:
    """Return who was told under a key, or may have been."""
    found = session.connection().execute(_TOLD, {"begin": f"{key}:"}).scalars()
    return [person_id for person_id in found if person_id is not None]
