"""The potential of new customers: a rep proposes a tier with a word of evidence, a manager decides.

Until it is confirmed the customer stays new. Confirmed, it holds until its review date, even
through the first orders; then the next grading decides. A tier set by hand goes before it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, select

from crm.entities import Role, Viewer
from crm.errors import Overtaken, Refused
from crm.policy import Policy
from crm.store import tier_moves
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, hand_tiers, invoices, orders, people, potentials
from crm.store.tier_moves import Done

PROPOSES = frozenset({Role.REP, Role.MANAGER, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Potential:
    """What was proposed for a customer; ``review_on`` is set once it is confirmed."""

    customer_id: int
    code: str | None
    name: str
    tier: str
    evidence: str
    state: str
    proposed_by: str | None
    proposed_at: datetime
    review_on: date | None


def confirmed_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition for what holds on that day; the review date is its last."""
    return (potentials.c.state == "confirmed") & (potentials.c.review_on >= day)


def is_new(session: Session, customer_id: int, today: date) -> bool:
    """Say whether a customer has never ordered; where the books hold only invoices, by those."""
    table, day = (orders, orders.c.ordered_on)
    if session.scalar(select(orders.c.id).limit(1)) is None:
        table, day = (invoices, invoices.c.issued_on)
    first = select(table.c.id).where(table.c.customer_id == customer_id, day <= today).limit(1)
    return session.scalar(first) is None


def find(session: Session, customer_id: int, today: date) -> Potential | None:
    """Return what waits for a decision or holds today, or None.

    The caller has looked the customer up for its viewer already.
    """
    row = session.execute(_FIND, {"customer": customer_id, "today": today}).one_or_none()
    return None if row is None else Potential(*row)


def find_confirmed(session: Session, customer_id: int, today: date) -> str | None:
    """Return the tier of a potential that holds today, or None."""
    mine = potentials.c.customer_id == customer_id
    tier: str | None = session.scalar(select(potentials.c.tier).where(mine, confirmed_on(today)))
    return tier


def list_proposed(session: Session, viewer: Viewer | None) -> list[Potential]:
    """Return what waits for a decision, of the customers in sight, the oldest first."""
    query = _listed().where(potentials.c.state == "proposed").order_by(potentials.c.proposed_at)
    if viewer is not None:
        query = query.where(visible(viewer))
    return [Potential(*row) for row in session.execute(query.order_by(potentials.c.id))]


def propose(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    tier: str,
    *,
    evidence: str,
    policy: Policy,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Propose the tier a new customer could reach; an open proposal is replaced.

    Raises NotFound, NotAllowed or Overtaken as ``tier_moves.get_for_change``, and Refused for a
    tier the policy doesn't have, without evidence, for a customer that has ordered, and while a
    confirmed potential holds.
    """
    before = tier_moves.get_for_change(session, actor, customer_id, roles=PROPOSES, version=version)
    name, word = tier_moves.parse_tier(policy, tier), tier_moves.parse_reason(evidence)
    if not is_new(session, customer_id, now.date()):
        raise Refused("It has ordered; gradings decide its tier.")
    if find_confirmed(session, customer_id, now.date()) is not None:
        raise Refused("Its potential is confirmed already, until its review.")
    values: dict[str, Any] = {
        "tier": name,
        "evidence": word,
        "state": "proposed",
        "proposed_by": actor.person_id if actor else None,
        "proposed_at": now,
        "decided_by": None,
        "decided_at": None,
        "review_on": None,
    }
    deed_id = tier_moves.write(session, potentials, customer_id, values, now=now, actor=actor)
    return Done(deed_id, customer_id, before, before)


def decide(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    *,
    confirmed: bool,
    policy: Policy,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Confirm or decline what was proposed. Confirmed, the customer has that tier at once, unless
    another is set by hand, until the policy's days of review have passed.

    Raises NotFound, NotAllowed or Overtaken as ``tier_moves.get_for_change``, Overtaken too when
    nothing is proposed, and Refused when the policy no longer has that tier.
    """
    before = tier_moves.get_for_change(session, actor, customer_id, version=version)
    proposed = find(session, customer_id, now.date())
    if proposed is None or proposed.state != "proposed":
        raise Overtaken("Nothing is proposed for it.")
    tier = tier_moves.parse_tier(policy, proposed.tier) if confirmed else proposed.tier
    review_on = now.date() + timedelta(days=policy.potential.review)
    values: dict[str, Any] = {
        "tier": tier,
        "state": "confirmed" if confirmed else "declined",
        "decided_by": actor.person_id if actor else None,
        "decided_at": now,
        "review_on": review_on if confirmed else None,
    }
    deed_id = tier_moves.write(session, potentials, customer_id, values, now=now, actor=actor)
    if not confirmed or _is_set_by_hand(session, customer_id, now.date()):
        return Done(deed_id, customer_id, before, before)
    return tier_moves.move(
        session,
        customer_id,
        tier,
        deed_id=deed_id,
        now=now,
        actor=actor,
        reason=proposed.evidence,
    )


def _is_set_by_hand(session: Session, customer_id: int, today: date) -> bool:
    row = select(hand_tiers.c.id).where(
        hand_tiers.c.customer_id == customer_id,
        hand_tiers.c.released_at.is_(None),
        hand_tiers.c.expires_on.is_(None) | (hand_tiers.c.expires_on >= today),
    )
    return session.scalar(row) is not None


def _listed() -> Select[Any]:
    return (
        select(
            potentials.c.customer_id,
            customers.c.code,
            customers.c.name,
            potentials.c.tier,
            potentials.c.evidence,
            potentials.c.state,
            people.c.name,
            potentials.c.proposed_at,
            potentials.c.review_on,
        )
        .join(customers, customers.c.id == potentials.c.customer_id)
        .outerjoin(people, people.c.id == potentials.c.proposed_by)
    )


_FIND = _listed().where(
    potentials.c.customer_id == bindparam("customer"),
    (potentials.c.state == "proposed") | confirmed_on(bindparam("today")),
)
