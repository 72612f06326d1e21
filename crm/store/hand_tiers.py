"""Tiers set by hand: a manager's word, with its reason, until it expires or is released.

Managers set those of their own people's customers, admins any. What was set stays through every
grading; it goes before a confirmed potential, the hold and the caps.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, or_, select

from crm.entities import Viewer
from crm.errors import Overtaken, Refused
from crm.policy import Policy
from crm.store import potentials, tier_moves
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, hand_tiers, people
from crm.store.tier_moves import Done


@dataclass(frozen=True, slots=True)
class HandTier:
    """A tier set by hand that is in force; ``set_by`` is None for the command line."""

    customer_id: int
    code: str | None
    name: str
    tier: str
    reason: str
    set_by: str | None
    set_at: datetime
    expires_on: date | None


def in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition for what counts on that day; the day it expires on is its last."""
    lasting = or_(hand_tiers.c.expires_on.is_(None), hand_tiers.c.expires_on >= day)
    return hand_tiers.c.released_at.is_(None) & lasting


def find(session: Session, customer_id: int, today: date) -> HandTier | None:
    """Return the tier that is set by hand today, or None.

    The caller has looked the customer up for its viewer already.
    """
    row = session.execute(_FIND, {"customer": customer_id, "today": today}).one_or_none()
    return None if row is None else HandTier(*row)


def list_in_force(session: Session, viewer: Viewer | None, today: date) -> list[HandTier]:
    """Return all that are set by hand today, of the customers in sight, by name."""
    query = _listed(today).order_by(customers.c.name, customers.c.id)
    if viewer is not None:
        query = query.where(visible(viewer))
    return [HandTier(*row) for row in session.execute(query)]


def set_tier(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    tier: str,
    *,
    reason: str,
    policy: Policy,
    now: datetime,
    expires_on: date | None = None,
    version: int | None = None,
) -> Done:
    """Set a customer's tier by hand, at once; what was set before is replaced.

    Raises NotFound, NotAllowed or Overtaken as ``tier_moves.get_for_change``, and Refused for a
    tier the policy doesn't have, without a reason, and when it would have expired already.
    """
    tier_moves.get_for_change(session, actor, customer_id, version=version)
    name, why = tier_moves.parse_tier(policy, tier), tier_moves.parse_reason(reason)
    if expires_on is not None and expires_on < now.date():
        raise Refused(f"{expires_on} has passed; it must last until today or longer.")
    person_id = actor.person_id if actor else None
    values: dict[str, Any] = {
        "tier": name,
        "reason": why,
        "set_by": person_id,
        "set_at": now,
        "expires_on": expires_on,
        "released_by": None,
        "released_at": None,
    }
    deed_id = tier_moves.write(session, hand_tiers, customer_id, values, now=now, actor=actor)
    return tier_moves.move(
        session, customer_id, name, deed_id=deed_id, now=now, actor=actor, reason=why
    )


def release(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    *,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Give a customer back to the system: its confirmed potential, else what the rules gave it in
    the grading applied last, at once; without either it is new.

    Raises NotFound, NotAllowed or Overtaken as ``tier_moves.get_for_change``, and Overtaken too
    when nothing is set by hand.
    """
    tier_moves.get_for_change(session, actor, customer_id, version=version)
    hand = find(session, customer_id, now.date())
    if hand is None:
        raise Overtaken("Its tier is not set by hand.")
    person_id = actor.person_id if actor else None
    values = {"released_by": person_id, "released_at": now}
    deed_id = tier_moves.write(session, hand_tiers, customer_id, values, now=now, actor=actor)
    return tier_moves.move(
        session,
        customer_id,
        find_without(session, customer_id, now.date()),
        deed_id=deed_id,
        now=now,
        actor=actor,
        reason=None,
    )


def find_without(session: Session, customer_id: int, today: date) -> str | None:
    """Return the tier a customer would have if none were set by hand; None is new."""
    confirmed = potentials.find_confirmed(session, customer_id, today)
    return confirmed or tier_moves.find_ruled(session, customer_id)


def _listed(today: date | BindParameter[date]) -> Select[Any]:
    return (
        select(
            hand_tiers.c.customer_id,
            customers.c.code,
            customers.c.name,
            hand_tiers.c.tier,
            hand_tiers.c.reason,
            people.c.name,
            hand_tiers.c.set_at,
            hand_tiers.c.expires_on,
        )
        .join(customers, customers.c.id == hand_tiers.c.customer_id)
        .outerjoin(people, people.c.id == hand_tiers.c.set_by)
        .where(in_force(today))
    )


_FIND = _listed(bindparam("today")).where(hand_tiers.c.customer_id == bindparam("customer"))
