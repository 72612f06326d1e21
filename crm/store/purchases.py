"""What a customer bought: its last orders, what they add up to, the products that count most.

A company that keeps only invoices is answered from those, as it is graded by them. Whoever calls
has looked the customer up for its viewer.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, select, type_coerce

from crm.store.database import Session
from crm.store.tables import invoices, order_lines, orders
from crm.store.types import Fixed


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order, or one invoice where the books have no orders."""

    bought_on: date
    amount: Decimal
    number: str | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What several add up to."""

    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """A product and what was spent on it."""

    name: str
    amount: Decimal


def are_invoices(session: Session) -> bool:
    """Say whether the books have no orders at all, so that invoices stand for them."""
    return session.scalar(select(orders.c.id).limit(1)) is None


def list_last(
    session: Session, customer_id: int, until: date, limit: int, *, since: date = date.min
) -> list[Purchase]:
    """Return the newest purchases of those days, the newest first; both days are included."""
    bought = _purchases(session, customer_id, since, until).subquery()
    query = select(bought.c.bought_on, bought.c.amount, bought.c.number)
    query = query.order_by(bought.c.bought_on.desc(), bought.c.id.desc()).limit(limit)
    return [Purchase(*row) for row in session.execute(query)]


def add_up(session: Session, customer_id: int, since: date, until: date) -> Bought:
    """Return how many purchases there were from one day to another, and their amount."""
    bought = _purchases(session, customer_id, since, until).subquery()
    query = select(func.count(), _total(bought.c.amount))
    count, amount = session.execute(query.select_from(bought)).one()
    return Bought(count, amount or Decimal(0))


def list_products(
    session: Session, customer_id: int, since: date, until: date, limit: int
) -> list[Product]:
    """Return the products on which most was spent in those days, the largest first."""
    amount = _total(order_lines.c.amount)
    query = (
        select(order_lines.c.product, amount)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(
            orders.c.customer_id == customer_id,
            orders.c.ordered_on.between(since, until),
            order_lines.c.product.is_not(None),
        )
        .group_by(order_lines.c.product)
        .having(func.sum(type_coerce(order_lines.c.amount, BigInteger)) > 0)
        .order_by(func.sum(type_coerce(order_lines.c.amount, BigInteger)).desc())
        .order_by(order_lines.c.product)
        .limit(limit)
    )
    return [Product(*row) for row in session.execute(query)]


def _purchases(session: Session, customer_id: int, since: date, until: date) -> Select[Any]:
    if are_invoices(session):
        return select(
            invoices.c.id,
            invoices.c.issued_on.label("bought_on"),
            invoices.c.number,
            invoices.c.amount,
        ).where(invoices.c.customer_id == customer_id, invoices.c.issued_on.between(since, until))
    return (
        select(
            orders.c.id,
            orders.c.ordered_on.label("bought_on"),
            orders.c.number,
            func.coalesce(_total(order_lines.c.amount), type_coerce(0, Fixed(4))).label("amount"),
        )
        .select_from(orders.outerjoin(order_lines, order_lines.c.order_id == orders.c.id))
        .where(orders.c.customer_id == customer_id, orders.c.ordered_on.between(since, until))
        .group_by(orders.c.id, orders.c.ordered_on, orders.c.number)
    )


def _total(amount: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return type_coerce(func.sum(type_coerce(amount, BigInteger)), Fixed(4))
