"""How late customers pay, added up in SQL per customer.

What counts is decided once, for each invoice, by ``_judged``; a payment that arrives after the
grading date is not known yet on it.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    and_,
    case,
    func,
    literal,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from crm.grading.windows import window_start
from crm.policy import GradingRules
from crm.store.columns import Columns, read_columns
from crm.store.database import Session
from crm.store.tables import invoices
from crm.text import fold


class days_between(GenericFunction[int]):  # noqa: N801 - the name it has in SQL
    """The days from one date to a later one (negative if it is earlier), as an integer."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _subtract(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = element.clauses
    return f"({compiler.process(later, **options)} - {compiler.process(earlier, **options)})"


@compiles(days_between, "sqlite")
def _subtract_julian(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


COUNTS = ("counted", "open", "not_due", "ours", "without_due_date", "without_amount")
"""What an invoice can be: paid and counted, open and counted, or left out for a reason."""


def gather_payments(session: Session, rules: GradingRules, as_of: date, months: int) -> Columns:
    """Return per customer how late it paid in so many months, and how many invoices say so.

    ``late`` is Σ amount × max(0, days late − grace), ``weight`` is Σ amount, both over the
    invoices that count, so that their quotient is the payment credit.
    """
    found = _judged(as_of, months, _our_reasons(session, rules))
    late = case((found.c.late > rules.grace, found.c.late - rules.grace), else_=0)
    counts = found.c.verdict.in_(("counted", "open"))
    # The bare column would have SQLite fetch the invoices by customer, from all over the disk.
    customer_id = found.c.customer_id + literal_column("0")
    statement = select(
        customer_id.label("customer_id"),
        _total(counts, found.c.amount * late).label("late"),
        _total(counts, found.c.amount).label("weight"),
        *(_total(found.c.verdict == name, literal(1)).label(name) for name in COUNTS),
    ).group_by(customer_id)
    return read_columns(session, statement)


def _judged(as_of: date, months: int, ours: list[str]) -> FromClause:
    """Every invoice issued in the window: how late it is, and whether and as what it counts.

    An invoice that is not paid by the day is late by what has passed since it fell due; before
    that it says nothing. A delay of our own doing is left out only where there is a delay.
    """
    today = literal(as_of, Date)
    paid = and_(invoices.c.paid_on.is_not(None), invoices.c.paid_on <= today)
    late = days_between(invoices.c.due_on, case((paid, invoices.c.paid_on), else_=today))
    verdict = case(
        (invoices.c.due_on.is_(None), "without_due_date"),
        (type_coerce(invoices.c.amount, BigInteger) <= 0, "without_amount"),
        (and_(~paid, invoices.c.due_on >= today), "not_due"),
        (and_(late > 0, invoices.c.delay_reason.in_(ours)), "ours"),
        (paid, "counted"),
        else_="open",
    )
    return (
        select(
            invoices.c.customer_id,
            type_coerce(invoices.c.amount, BigInteger).label("amount"),
            late.label("late"),
            verdict.label("verdict"),
        )
        .where(invoices.c.issued_on > window_start(as_of, months), invoices.c.issued_on <= as_of)
        .subquery("judged")
    )


def _our_reasons(session: Session, rules: GradingRules) -> list[str]:
    """The reasons, as the books spell them, that the policy calls ours in any spelling."""
    ours = {fold(reason) for reason in rules.ours}
    written = select(invoices.c.delay_reason).where(invoices.c.delay_reason.is_not(None))
    return [reason for reason in session.scalars(written.distinct()) if fold(reason) in ours]


def _total(condition: ColumnElement[bool], amount: ColumnElement[int]) -> ColumnElement[int]:
    return sql_cast(func.sum(case((condition, amount), else_=0)), BigInteger)
