"""Companies to grade: from the reference data's files, or written out row by row."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Table, insert

from crm.store.database import Session
from crm.store.tables import customers, invoices, order_lines, orders
from crm.text import fold

DATA = Path(__file__).parent.parent / "data"


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


def northwind() -> Company:
    """The trading company: order lines with costs and discounts, invoices paid or open."""
    names = {
        row["CustomerID"].strip(): row["CompanyName"] for row in _rows("northwind/customers.csv")
    }
    return Company(
        codes=tuple(names),
        names=names,
        lines=tuple(
            Line(
                order=row["OrderID"],
                customer=row["CustomerID"],
                ordered_on=date.fromisoformat(row["OrderDate"]),
                quantity=Decimal(row["Quantity"]),
                amount=Decimal(row["UnitPrice"])
                * Decimal(row["Quantity"])
                * (1 - Decimal(row["Discount"])),
                cost=Decimal(row["UnitCost"]) * Decimal(row["Quantity"]),
            )
            for row in _rows("northwind/order_lines.csv")
        ),
        invoices=tuple(
            Invoice(
                customer=row["CustomerID"],
                issued_on=date.fromisoformat(row["Issued"]),
                due_on=_day(row["Due"]),
                paid_on=_day(row["Paid"]),
                amount=Decimal(row["Amount"]),
            )
            for row in _rows("northwind/invoices.csv")
        ),
    )


def chinook() -> Company:
    """The record shop: order lines without costs, nothing known of payments."""
    orders_of = {
        row["InvoiceId"]: (row["CustomerId"], date.fromisoformat(row["InvoiceDate"][:10]))
        for row in _rows("chinook/Invoice.csv")
    }
    return Company(
        codes=tuple(row["CustomerId"] for row in _rows("chinook/Customer.csv")),
        lines=tuple(
            Line(
                row["InvoiceId"],
                *orders_of[row["InvoiceId"]],
                amount=Decimal(row["UnitPrice"]) * Decimal(row["Quantity"]),
                quantity=Decimal(row["Quantity"]),
            )
            for row in _rows("chinook/InvoiceLine.csv")
        ),
    )


def reference(name: str) -> list[dict[str, str]]:
    """The independent answers of that name, a row a customer."""
    return _rows(f"reference/{name}.csv")


def _rows(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(session: Session, table: Table, rows: Iterable[dict[str, object]]) -> None:
    found = list(rows)
    if found:
        session.execute(insert(table), found)
