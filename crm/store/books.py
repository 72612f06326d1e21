"""Orders and invoices as the company's books have them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, bindparam, func, select, type_coerce

from crm.store.database import Session
from crm.store.tables import invoices, order_lines, orders
from crm.store.types import Fixed


def find_last_day(session: Session) -> date | None:
    """Return the day of the newest order, or of the newest invoice where there are no orders."""
    ordered: date | None = session.scalar(select(func.max(orders.c.ordered_on)))
    invoiced: date | None = session.scalar(select(func.max(invoices.c.issued_on)))
    return ordered or invoiced


_LAST_ORDER = (
    select(orders.c.id, orders.c.ordered_on)
    .where(orders.c.customer_id == bindparam("customer"), orders.c.ordered_on <= bindparam("today"))
    .order_by(orders.c.ordered_on.desc(), orders.c.id.desc())
    .limit(1)
)
_AMOUNT = select(
    type_coerce(func.sum(type_coerce(order_lines.c.amount, BigInteger)), Fixed(4))
).where(order_lines.c.order_id == bindparam("order"))
_OVERDUE = select(
    type_coerce(func.coalesce(func.sum(type_coerce(invoices.c.amount, BigInteger)), 0), Fixed(4))
).where(
    invoices.c.customer_id == bindparam("customer"),
    invoices.c.issued_on <= bindparam("today"),
    invoices.c.due_on < bindparam("today"),
    invoices.c.paid_on.is_(None) | (invoices.c.paid_on > bindparam("today")),
)


def find_last_order(
    session: Session, customer_id: int, today: date
) -> tuple[date | None, Decimal | None]:
    """Return the day and the amount of a customer's last order up to today; None without one."""
    whose = {"customer": customer_id, "today": today}
    order = session.execute(_LAST_ORDER, whose).one_or_none()
    if order is None:
        return None, None
    return order.ordered_on, session.scalar(_AMOUNT, {"order": order.id})


def sum_overdue(session: Session, customer_id: int, today: date) -> Decimal:
    """Return what a customer owes that should have been paid before today."""
    return session.scalar(_OVERDUE, {"customer": customer_id, "today": today}) or Decimal(0)
