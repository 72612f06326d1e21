"""What a customer usually buys: the product they spend most on, and how much of it at a time.

Whoever calls has looked the customer up for its viewer.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from sqlalchemy import select

from crm.store import purchases
from crm.store.database import Session
from crm.store.tables import order_lines, orders

NEWEST = 50
"""Order lines looked at: what is usual is what was usual lately."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What is usual, as far as the books know. ``quantity`` is the median of an order's line."""

    last_on: date | None = None
    product: str | None = None
    quantity: Decimal | None = None


def find_habit(session: Session, customer_id: int, since: date, until: date) -> Habit:
    """Return what a customer usually bought from one day to another."""
    last = purchases.list_last(session, customer_id, until, 1, since=since)
    if not last:
        return Habit()
    last_on = last[0].bought_on
    bought = purchases.list_products(session, customer_id, since, until, 1)
    if not bought:
        return Habit(last_on)
    product = bought[0].name
    quantities = _list_quantities(session, customer_id, product, since, until)
    return Habit(last_on, product, median(quantities) if quantities else None)


def _list_quantities(
    session: Session, customer_id: int, product: str, since: date, until: date
) -> list[Decimal]:
    query = (
        select(order_lines.c.quantity)
        .join(orders, orders.c.id == order_lines.c.order_id)
        .where(
            orders.c.customer_id == customer_id,
            orders.c.ordered_on.between(since, until),
            order_lines.c.product == product,
            order_lines.c.quantity > 0,
        )
        .order_by(orders.c.ordered_on.desc(), order_lines.c.id)
        .limit(NEWEST)
    )
    return list(session.scalars(query))
