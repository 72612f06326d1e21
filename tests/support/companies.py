"""Companies to grade, written out row by row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Table, insert

from crm.store.database import Session
from crm.store.tables import customers, invoices, order_lines, orders
from crm.text import fold


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order."""

    order: str
    customer: str
    ordered_on: date
    amount: Decimal
    quantity: Decimal | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice."""

    customer: str
    issued_on: date
    amount: Decimal
    due_on: date | None = None
    paid_on: date | None = None
    delay_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """Everything a grading looks at. ``codes`` are all customers, those without orders too."""

    codes: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


def write_company(session: Session, company: Company) -> dict[str, int]:
    """Write a company into an empty store and return its customers' ids by code."""
    ids = {code: number for number, code in enumerate(company.codes, start=1)}
    _write(
        session,
        customers,
        (
            {"id": ids[code], "code": code, "name": name, "name_key": fold(name)}
            for code in company.codes
            for name in [company.names.get(code, f"Customer {code}")]
        ),
    )
    numbers: dict[str, int] = {}
    for line in company.lines:
        numbers.setdefault(line.order, len(numbers) + 1)
    heads = {line.order: line for line in company.lines}
    _write(
        session,
        orders,
        (
            {
                "id": numbers[key],
                "key": key,
                "customer_id": ids[line.customer],
                "ordered_on": line.ordered_on,
            }
            for key, line in heads.items()
        ),
    )
    _write(
        session,
        order_lines,
        (
            {
                "order_id": numbers[line.order],
                "position": position,
                "quantity": line.quantity,
                "amount": line.amount,
                "cost": line.cost,
            }
            for position, line in enumerate(company.lines)
        ),
    )
    _write(
        session,
        invoices,
        (
            {
                "key": str(number),
                "customer_id": ids[invoice.customer],
                "issued_on": invoice.issued_on,
                "due_on": invoice.due_on,
                "paid_on": invoice.paid_on,
                "amount": invoice.amount,
                "delay_reason": invoice.delay_reason,
            }
            for number, invoice in enumerate(company.invoices)
        ),
    )
    return ids


def _write(session: Session, table: Table, rows: Iterable[dict[str, object]]) -> None:
    found = list(rows)
    if found:
        session.execute(insert(table), found)
