"""The sample company's books as files, such as a company's own system would export them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from bot.sample.company.roster import Buyer, buyers, members, read_rows
from bot.sample.company.rounds import languages, list_contacts
from bot.sample.company.trade import Invoice, Order, list_invoices, list_orders

_PEOPLE = ("Employee ID", "Employee", "Title", "Manager", "City", "Country")
_CUSTOMERS = (
    "Customer ID",
    "Company Name",
    "Short Name",
    "City",
    "Country",
    "Industry",
    "Phone",
    "Contact Name",
    "Contact Title",
    "Contact Phone",
    "Sales Rep",
)
_ORDERS = (
    "Order No",
    "Customer ID",
    "Order Date",
    "Product",
    "Quantity",
    "Unit Price",
    "Discount",
    "Unit Cost",
    "Sales Rep",
)
_INVOICES = (
    "Invoice No",
    "Customer ID",
    "Invoice Date",
    "Due Date",
    "Payment Date",
    "Invoice Amount",
    "Delay Reason",
)
_VISITS = ("Customer ID", "Visited By", "Visit Date", "Visit Kind", "Visit Notes")

_FIRST_ORDER, _FIRST_INVOICE = 20_001, 50_001


def write_books(folder: Path, today: date) -> list[Path]:
    """Write people, customers, orders, invoices and visits as of a day; return the files."""
    spoken = languages()
    sold = sorted(
        (order for buyer in buyers() for order in list_orders(buyer, today)),
        key=lambda order: (order.ordered_on, order.buyer.code),
    )
    met = sorted(
        (
            contact
            for buyer in buyers()
            for contact in list_contacts(buyer, spoken.get(buyer.rep, "en"), today)
        ),
        key=lambda contact: (contact.on, contact.buyer.code, contact.kind),
    )
    return [
        _write(
            folder / "people.csv",
            _PEOPLE,
            ((m.code, m.name, m.title, m.manager, m.city, m.country) for m in members()),
        ),
        _write(folder / "customers.csv", _CUSTOMERS, _customers()),
        _write(folder / "orders.csv", _ORDERS, _orders(sold)),
        _write(folder / "invoices.csv", _INVOICES, _invoices(sold, spoken, today)),
        _write(
            folder / "visits.csv",
            _VISITS,
            ((c.buyer.code, c.buyer.rep, c.on, c.kind, c.note) for c in met),
        ),
    ]


def _customers() -> Iterable[Sequence[object]]:
    phones = {row["country"]: row for row in read_rows("phones.csv")}
    for buyer in buyers():
        number = {"n": buyer.code[-2:]}
        yield (
            buyer.code,
            buyer.name,
            buyer.short_names,
            buyer.city,
            buyer.country,
            buyer.industry,
            phones[buyer.country]["office"].format(**number),
            buyer.contact,
            buyer.contact_title,
            phones[buyer.country]["mobile"].format(**number),
            buyer.rep,
        )


def _orders(sold: Sequence[Order]) -> Iterable[Sequence[object]]:
    for number, order in enumerate(sold, _FIRST_ORDER):
        for line in order.lines:
            yield (
                number,
                order.buyer.code,
                order.ordered_on,
                line.product,
                line.quantity,
                line.price,
                line.discount,
                "" if line.unit_cost is None else line.unit_cost,
                order.buyer.rep,
            )


def _invoices(
    sold: Sequence[Order], spoken: dict[str, str], today: date
) -> Iterable[Sequence[object]]:
    counts: dict[Buyer, int] = {}
    issued: list[Invoice] = []
    for order in sold:
        place = counts[order.buyer] = counts.get(order.buyer, 0) + 1
        issued.extend(list_invoices(order, place, spoken.get(order.buyer.rep, "en"), today))
    issued.sort(key=lambda invoice: (invoice.issued_on, invoice.buyer.code))
    for number, invoice in enumerate(issued, _FIRST_INVOICE):
        yield (
            number,
            invoice.buyer.code,
            invoice.issued_on,
            invoice.due_on,
            invoice.paid_on or "",
            invoice.amount,
            invoice.delay_reason,
        )


def _write(path: Path, captions: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(captions)
        writer.writerows(rows)
    return path
