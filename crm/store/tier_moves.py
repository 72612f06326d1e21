"""A person decides about a customer's tier: written, logged, and taken back.

A customer has at most one row among the tiers by hand and one among the potentials; what it was
before is in the change log, from which it is taken back exactly. ``now`` is in the time zone of
whoever decides: its date is their day. An actor of None is the command line, which may do all.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table, delete, func, insert, select, update

from crm.entities import Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.policy import Policy
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
from crm.store.types import UtcDateTime
from crm.text import clean

DECIDES = frozenset({Role.MANAGER, Role.ADMIN})
"""Who sets tiers and confirms potentials: of the customers in their sight."""

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the line of the change log to take it back by, and the tier before, after."""

    change_id: int
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
    values: dict[str, Any] | None,
    *,
    now: datetime,
    actor: Viewer | None,
) -> int:
    """Give a customer these values in a table, or with None no row; return the log's line."""
    mine = table.c.customer_id == customer_id
    before = session.execute(select(table).where(mine)).mappings().one_or_none()
    if values is None:
        session.execute(delete(table).where(mine))
    elif before is None:
        session.execute(insert(table).values(**{"customer_id": customer_id, **values}))
    else:
        session.execute(update(table).where(mine).values(**values))
    after = session.execute(select(table).where(mine)).mappings().one_or_none()
    kept = after or before
    assert kept is not None
    logged = _as_logged(before), _as_logged(after)
    change_id: int = session.execute(
        insert(changes)
        .values(
            changed_at=now,
            person_id=actor.person_id if actor else None,
            table_name=table.name,
            row_id=kept["id"],
            before=_differing(*logged),
            after=_differing(*reversed(logged)),
        )
        .returning(changes.c.id)
    ).scalar_one()
    return change_id


def move(
    session: Session,
    customer_id: int,
    tier: str | None,
    *,
    change_id: int,
    now: datetime,
    actor: Viewer | None,
    reason: str | None,
) -> Done:
    """Give a customer a tier by that line of the change log; its own already is no change."""
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
                change_id=change_id,
            )
        )
    return Done(change_id, customer_id, before, tier)


def find_ruled(session: Session, customer_id: int) -> str | None:
    """Return the tier that the rules gave in the grading applied last, or None without one."""
    latest = select(func.max(gradings.c.id)).scalar_subquery()
    ruled = func.coalesce(grades.c.ruled, grades.c.tier)
    query = select(ruled).where(grades.c.grading_id == latest, grades.c.customer_id == customer_id)
    tier: str | None = session.scalar(query)
    return tier


def take_back(session: Session, actor: Viewer | None, change_id: int, *, now: datetime) -> Done:
    """Undo what somebody decided today, from the change log: the row and the tier as they were.

    Raises NotFound when it is not theirs to see or not such a change, NotAllowed when somebody
    else did it, and Overtaken when it was done before today or a later change stands on it.
    """
    change = session.execute(select(changes).where(changes.c.id == change_id)).one_or_none()
    table = {each.name: each for each in (hand_tiers, potentials)}.get(
        change.table_name if change else ""
    )
    if change is None or table is None:
        raise NotFound("no such change")
    whole = change.after if change.before is None else change.before
    customer_id = whole.get("customer_id") or session.scalar(
        select(table.c.customer_id).where(table.c.id == change.row_id)
    )
    if customer_id is None:
        raise Overtaken("A later change stands on it.")
    get_for_change(session, actor, customer_id, roles=frozenset(Role))
    person_id = actor.person_id if actor else None
    if actor is not None and change.person_id != person_id:
        raise NotAllowed("Who did it takes it back.")
    if change.changed_at.astimezone(now.tzinfo).date() != now.date():
        raise Overtaken("It was not done today.")
    moved = select(tier_changes).where(tier_changes.c.change_id == change_id)
    by_it = session.execute(moved).one_or_none()
    if _stands_on(session, change, customer_id, by_it.id if by_it else None):
        raise Overtaken("A later change stands on it.")
    undone = write(
        session, table, customer_id, _as_kept(table, change.before), now=now, actor=actor
    )
    tier = session.scalar(select(customers.c.tier).where(customers.c.id == customer_id))
    back = by_it.from_tier if by_it else tier
    return move(session, customer_id, back, change_id=undone, now=now, actor=actor, reason=None)


def _stands_on(session: Session, change: Any, customer_id: int, moved_id: int | None) -> bool:
    newest = select(func.max(changes.c.id)).where(
        changes.c.table_name == change.table_name, changes.c.row_id == change.row_id
    )
    newest_move = select(func.max(tier_changes.c.id)).where(
        tier_changes.c.customer_id == customer_id
    )
    graded = select(gradings.c.id).where(gradings.c.applied_at > change.changed_at).limit(1)
    return (
        session.scalar(newest) != change.id
        or (moved_id is not None and session.scalar(newest_move) != moved_id)
        or session.scalar(graded) is not None
    )


def _as_logged(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }


def _differing(
    logged: dict[str, Any] | None, other: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Return what a row is logged with: all of it when it comes or goes, else what differs."""
    if logged is None or other is None:
        return logged
    return {name: value for name, value in logged.items() if value != other[name]}


def _as_kept(table: Table, logged: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a logged row as the table takes it."""
    if logged is None:
        return None
    read = {Date: date.fromisoformat, UtcDateTime: datetime.fromisoformat}
    return {
        name: None if value is None else read.get(type(table.c[name].type), lambda v: v)(value)
        for name, value in logged.items()
        if name != "id"
    }
