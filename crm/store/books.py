"""Orders and invoices as the company's books have them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, func, select, type_coerce

from crm.store.database import Session
from crm.store.tables import invoices, order_lines, orders
from crm.store.types import Fixed


def find_last_day(session: Session) -> date | None:
    """Return the day of the newest order, or of the newest invoice where there are no orders."""
    ordered: date | None = session.scalar(select(func.max(orders.c.ordered_on)))
    invoiced: date | None = session.scalar(select(func.max(invoices.c.issued_on)))
    return ordered or invoiced


def find_last_order(
    session: Session, customer_id: int, today: date
) -> tuple[date | None, Decimal | None]:
    """Return the day and the amount of a customer's last order up to today; None without one."""
    order = session.execute(
        select(orders.c.id, orders.c.ordered_on)
        .where(orders.c.customer_id == customer_id, orders.c.ordered_on <= today)
        .order_by(orders.c.ordered_on.desc(), orders.c.id.desc())
        .limit(1)
    ).one_or_none()
    if order is None:
        return None, None
    amount = func.sum(type_coerce(order_lines.c.amount, BigInteger))
    lines = select(type_coerce(amount, Fixed(4))).where(order_lines.c.order_id == order.id)
    return order.ordered_on, session.scalar(lines)


def sum_overdue(session: Session, customer_id: int, today: date) -> Decimal:
    """Return what a customer owes that should have been paid before today."""
    owed = func.coalesce(func.sum(type_coerce(invoices.c.amount, BigInteger)), 0)
    query = select(type_coerce(owed, Fixed(4))).where(
        invoices.c.customer_id == customer_id,
        invoices.c.issued_on <= today,
        invoices.c.due_on < today,
        invoices.c.paid_on.is_(None) | (invoices.c.paid_on > today),
    )
    return session.scalar(query) or Decimal(0)
