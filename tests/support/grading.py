"""A company small enough to say who is what: customers that order so much, and gradings of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from crm.grading.grade import Grading, grade
from crm.policy import Policy, default_policy
from crm.store import facts, gradings
from crm.store.database import Session
from crm.store.gradings import Applied
from crm.store.tables import customers, order_lines, orders

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def policy_with(**grading: Any) -> Policy:
    """Return the default policy, cut by points of value alone, with some of its grading changed."""
    data = default_policy().model_dump()
    data["grading"]["indicators"] = {"value": {"weight": 1, "months": 12}}
    data["grading"] |= grading
    return Policy.model_validate(data)


def buys(session: Session, customer_id: int, amount: int, on: date = TODAY) -> None:
    """Record one order."""
    key = f"{customer_id}-{on}-{amount}"
    order_id = session.execute(
        insert(orders)
        .values(key=key, customer_id=customer_id, ordered_on=on)
        .returning(orders.c.id)
    ).scalar_one()
    session.execute(
        insert(order_lines).values(order_id=order_id, position=1, amount=Decimal(amount))
    )


def graded(session: Session, policy: Policy | None = None, as_of: date = TODAY) -> Grading:
    """Grade as of that day, with what people decided; nothing is applied."""
    policy = policy or policy_with()
    return gradings.settle(session, grade(facts.gather(session, policy, as_of), policy))


def applied(session: Session, policy: Policy | None = None, as_of: date = TODAY) -> Applied:
    """Grade as of that day and apply it that morning."""
    policy = policy or policy_with()
    now = NOW + timedelta(days=(as_of - TODAY).days)
    return gradings.apply(session, grade(facts.gather(session, policy, as_of), policy), now=now)


def tiers(session: Session) -> dict[int, str | None]:
    """Return every customer's tier by id."""
    rows = session.execute(select(customers.c.id, customers.c.tier))
    return {row.id: row.tier for row in rows}
