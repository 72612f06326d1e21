"""Who may write about a customer: it is locked, and it must be in sight.

Whoever writes holds the customer's row until the end, so that two people who report the same thing
at once do so one after the other.
"""

from collections.abc import Collection

from sqlalchemy import select

from crm.entities import Role, Viewer
from crm.errors import NotAllowed, NotFound
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers

RECORDS = frozenset({Role.REP, Role.MANAGER, Role.ADMIN})
"""Who reports visits, notes and plans: of the customers in their sight."""

LONGEST_TEXT = 4000
"""Characters of a note that are kept: what one message of a chat can hold."""


def lock(session: Session, actor: Viewer | None, customer_ids: Collection[int]) -> None:
    """Lock customers to write about them. An actor of None is the command line.

    Raises NotFound when one of them is not theirs to see, NotAllowed when they only look.
    """
    wanted = sorted(set(customer_ids))
    query = select(customers.c.id).where(customers.c.id.in_(wanted)).order_by(customers.c.id)
    if actor is not None:
        query = query.where(visible(actor))
    found = session.scalars(query.with_for_update()).all()
    if len(found) != len(wanted):
        raise NotFound("no such customer")
    if actor is not None and actor.role not in RECORDS:
        raise NotAllowed("A rep or a manager reports that.")
