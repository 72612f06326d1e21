"""Who owes money that should have been paid: invoices past their day and not paid by today.

Credit notes that are past their day lessen what is owed. A delay that the policy calls ours is
still owed; its reason stands beside it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, and_, exists, func, or_, select, type_coerce

from crm.entities import Viewer
from crm.store.customers import ANY, Filter, narrow
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, invoices, people
from crm.store.types import Fixed


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer with overdue invoices: how much, how many, and since when."""

    customer_id: int
    name: str
    tier: str | None
    rep_name: str | None
    amount: Decimal
    count: int
    since: date


@dataclass(frozen=True, slots=True)
class Debt:
    """One overdue invoice."""

    number: str | None
    due_on: date
    amount: Decimal
    reason: str | None


@dataclass(frozen=True, slots=True)
class Balance:
    """What one customer owes: overdue invoices, the oldest first, and what isn't due yet."""

    debts: tuple[Debt, ...]
    amount: Decimal
    not_due: Decimal
    has_invoices: bool


def list_debtors(
    session: Session,
    viewer: Viewer,
    today: date,
    which: Filter = ANY,
) -> list[Debtor]:
    """Return the customers in sight that owe something overdue, the largest amount first."""
    raw = func.sum(type_coerce(invoices.c.amount, BigInteger))
    query = (
        select(
            customers.c.id,
            customers.c.name,
            customers.c.tier,
            people.c.name,
            type_coerce(raw, Fixed(4)),
            func.count(),
            func.min(invoices.c.due_on),
        )
        .select_from(invoices)
        .join(customers, customers.c.id == invoices.c.customer_id)
        .outerjoin(people, people.c.id == customers.c.rep_id)
        .where(visible(viewer), _open(today), invoices.c.due_on < today)
        .group_by(customers.c.id, customers.c.name, customers.c.tier, people.c.name)
        .having(raw > 0)
        .order_by(raw.desc(), customers.c.name)
    )
    return [Debtor(*row) for row in session.execute(narrow(query, which))]


def has_invoices(session: Session, viewer: Viewer) -> bool:
    """Say whether the books have an invoice of any customer in sight."""
    known = exists().where(invoices.c.customer_id == customers.c.id)
    query = select(customers.c.id).where(visible(viewer), known).limit(1)
    return session.scalar(query) is not None


def get_balance(session: Session, customer_id: int, today: date) -> Balance:
    """Return what a customer owes; the caller has looked it up for its viewer."""
    of_customer = invoices.c.customer_id == customer_id
    overdue = (
        select(invoices.c.number, invoices.c.due_on, invoices.c.amount, invoices.c.delay_reason)
        .where(of_customer, _open(today), invoices.c.due_on < today)
        .order_by(invoices.c.due_on, invoices.c.id)
    )
    debts = tuple(Debt(*row) for row in session.execute(overdue))
    later = select(
        type_coerce(func.sum(type_coerce(invoices.c.amount, BigInteger)), Fixed(4))
    ).where(of_customer, _open(today), or_(invoices.c.due_on >= today, invoices.c.due_on.is_(None)))
    known = select(invoices.c.id).where(of_customer).limit(1)
    return Balance(
        debts=debts,
        amount=sum((debt.amount for debt in debts), Decimal(0)),
        not_due=session.scalar(later) or Decimal(0),
        has_invoices=session.scalar(known) is not None,
    )


def _open(today: date) -> ColumnElement[bool]:
    """Issued by today and not paid by then."""
    paid_later = invoices.c.paid_on.is_(None) | (invoices.c.paid_on > today)
    return and_(invoices.c.issued_on <= today, paid_later)
