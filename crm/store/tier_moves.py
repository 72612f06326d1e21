"""A person decides about a customer's tier: written, logged, and taken back.

A customer has at most one row among the tiers by hand and one among the potentials; what it was
before is in the change log, from which it is taken back exactly. ``now`` is in the time zone of
whoever decides: its date is their day. An actor of None is the command line, which may do all.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from crm.entities import Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.policy import Policy
from crm.store import deeds
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import (
    changes,
    customers,
    grades,
    gradings,
    hand_tiers,
    potentials,
    tier_changes,
)
from crm.text import clean

DECIDES = frozenset({Role.MANAGER, Role.ADMIN})
"""Who sets tiers and confirms potentials: of the customers in their sight."""

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the deed to take it back by, and the tier before and after."""

    deed_id: int
    customer_id: int
    from_tier: str | None
    to_tier: str | None


def get_for_change(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    *,
    roles: frozenset[Role] = DECIDES,
    version: int | None = None,
) -> str | None:
    """Lock a customer to decide about its tier and return the tier it has.

    Raises NotFound when it is not theirs to see, NotAllowed when it is not theirs to decide, and
    Overtaken when a version is given and something was decided since.
    """
    query = select(customers.c.tier).where(customers.c.id == customer_id).with_for_update()
    if actor is not None:
        query = query.where(visible(actor))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("no such customer")
    if actor is not None and actor.role not in roles:
        raise NotAllowed("A manager or an admin decides that.")
    if version is not None and version != find_version(session, customer_id):
        raise Overtaken("Something was decided about this customer in the meantime.")
    tier: str | None = row.tier
    return tier


def find_version(session: Session, customer_id: int) -> int:
    """Return a number that grows with everything that is decided about a customer's tier."""
    moved = select(func.max(tier_changes.c.id)).where(tier_changes.c.customer_id == customer_id)
    total = session.scalar(moved) or 0
    for table in (hand_tiers, potentials):
        row = select(table.c.id).where(table.c.customer_id == customer_id).scalar_subquery()
        newest = select(func.max(changes.c.id)).where(
            changes.c.table_name == table.name, changes.c.row_id == row
        )
        total += session.scalar(newest) or 0
    return total


def parse_tier(policy: Policy, name: str) -> str:
    """Return a tier's name as the policy spells it.

    Raises Refused when the policy has no such tier.
    """
    tier = policy.find_tier(name)
    if tier is None:
        raise Refused(f"There is no tier {name!r}. There are: {', '.join(policy.tier_names)}.")
    return tier.name


def parse_reason(text: str) -> str:
    """Return a reason tidied.

    Raises Refused when there is none, or more than anybody reads.
    """
    reason = " ".join(clean(text).split())
    if not reason:
        raise Refused("A reason is needed.")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason is too long: at most {LONGEST_REASON} characters.")
    return reason


def write(
    session: Session,
    table: Table,
    customer_id: int,
    values: dict[str, Any],
    *,
    now: datetime,
    actor: Viewer | None,
) -> int:
    """Give a customer these values in a table, as one deed; return the deed's number."""
    row_id = session.scalar(select(table.c.id).where(table.c.customer_id == customer_id))
    deed_id = deeds.begin(session, actor, "tier", now)
    if row_id is None:
        deeds.add(session, deed_id, table, {"customer_id": customer_id, **values})
    else:
        deeds.change(session, deed_id, table, row_id, values)
    return deed_id


def move(
    session: Session,
    customer_id: int,
    tier: str | None,
    *,
    deed_id: int,
    now: datetime,
    actor: Viewer | None,
    reason: str | None = None,
) -> Done:
    """Give a customer a tier as part of a deed; its own already is no change."""
    mine = customers.c.id == customer_id
    before = session.execute(select(customers.c.tier).where(mine)).scalar_one()
    if before != tier:
        session.execute(update(customers).where(mine).values(tier=tier))
        session.execute(
            insert(tier_changes).values(
                customer_id=customer_id,
                from_tier=before,
                to_tier=tier,
                changed_at=now,
                person_id=actor.person_id if actor else None,
                reason=reason,
                change_id=deeds.find_line(session, deed_id),
            )
        )
    return Done(deed_id, customer_id, before, tier)


def find_ruled(session: Session, customer_id: int) -> str | None:
    """Return the tier that the rules gave in the grading applied last, or None without one."""
    latest = select(func.max(gradings.c.id)).scalar_subquery()
    ruled = func.coalesce(grades.c.ruled, grades.c.tier)
    query = select(ruled).where(grades.c.grading_id == latest, grades.c.customer_id == customer_id)
    tier: str | None = session.scalar(query)
    return tier
