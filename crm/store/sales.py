"""What all the customers in somebody's sight bought: who last, who not for long, how much in all.

A company that keeps only invoices is answered from those, as each customer is (``purchases``).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, select, type_coerce

from crm.entities import Viewer
from crm.store.database import Session
from crm.store.purchases import Bought, are_invoices
from crm.store.scope import visible
from crm.store.tables import customers, invoices, order_lines, orders, people
from crm.store.types import Fixed


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer and the day it bought last."""

    customer_id: int
    name: str
    tier: str | None
    rep: str | None
    last_on: date


@dataclass(frozen=True, slots=True)
class Share:
    """A customer and what it bought in some days."""

    customer_id: int
    name: str
    amount: Decimal


def list_newest(session: Session, viewer: Viewer, until: date) -> list[Buyer]:
    """Return who bought something up to a day, whoever bought last first."""
    return _list_buyers(session, viewer, until, newest_first=True)


def list_silent(session: Session, viewer: Viewer, since: date, until: date) -> list[Buyer]:
    """Return who bought before a day and nothing from that day on, the longest silent first."""
    found = _list_buyers(session, viewer, until, newest_first=False)
    return [buyer for buyer in found if buyer.last_on < since]


def add_up(session: Session, viewer: Viewer, since: date, until: date) -> Bought:
    """Return how many orders there were from one day to another, and what they come to."""
    bought = _amounts(session, viewer, since, until).subquery()
    count, amount = session.execute(select(func.count(), _total(bought.c.amount))).one()
    return Bought(count, amount or Decimal(0))


def list_best(
    session: Session, viewer: Viewer, since: date, until: date, limit: int
) -> list[Share]:
    """Return who bought most in some days, the largest first."""
    bought = _amounts(session, viewer, since, until).subquery()
    worth = func.sum(type_coerce(bought.c.amount, BigInteger))
    query = (
        select(customers.c.id, customers.c.name, type_coerce(worth, Fixed(4)))
        .join(bought, bought.c.customer_id == customers.c.id)
        .group_by(customers.c.id, customers.c.name)
        .order_by(worth.desc(), customers.c.id)
        .limit(limit)
    )
    return [Share(*row) for row in session.execute(query)]


def _list_buyers(
    session: Session, viewer: Viewer, until: date, *, newest_first: bool
) -> list[Buyer]:
    day, whose = (
        (invoices.c.issued_on, invoices.c.customer_id)
        if are_invoices(session)
        else (orders.c.ordered_on, orders.c.customer_id)
    )
    last = select(whose.label("customer_id"), func.max(day).label("last_on")).where(day <= until)
    latest = last.group_by(whose).subquery()
    order = latest.c.last_on.desc() if newest_first else latest.c.last_on
    query = (
        select(
            customers.c.id,
            customers.c.name,
            customers.c.tier,
            people.c.name.label("rep"),
            latest.c.last_on,
        )
        .select_from(
            customers.join(latest, latest.c.customer_id == customers.c.id).outerjoin(
                people, people.c.id == customers.c.rep_id
            )
        )
        .where(visible(viewer))
        .order_by(order, customers.c.name)
    )
    return [Buyer(*row) for row in session.execute(query)]


def _amounts(session: Session, viewer: Viewer, since: date, until: date) -> Select[Any]:
    """Each order of the customers in sight in some days, with its amount."""
    if are_invoices(session):
        return (
            select(invoices.c.customer_id, invoices.c.amount)
            .join(customers, customers.c.id == invoices.c.customer_id)
            .where(visible(viewer), invoices.c.issued_on.between(since, until))
        )
    return (
        select(
            orders.c.customer_id,
            func.coalesce(_total(order_lines.c.amount), type_coerce(0, Fixed(4))).label("amount"),
        )
        .select_from(
            orders.join(customers, customers.c.id == orders.c.customer_id).outerjoin(
                order_lines, order_lines.c.order_id == orders.c.id
            )
        )
        .where(visible(viewer), orders.c.ordered_on.between(since, until))
        .group_by(orders.c.id, orders.c.customer_id)
    )


def _total(amount: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return type_coerce(func.sum(type_coerce(amount, BigInteger)), Fixed(4))
