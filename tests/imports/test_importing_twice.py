"""Importing twice is importing once, for companies nobody thought of."""

import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.store.database import open_database
from crm.store.tables import customers, invoices, order_lines, orders, people
from tests.support.importing import Importer

codes = st.sampled_from(["A1", "A2", "B 3", "007", "客1", "é5"])
names = st.sampled_from(
    ["Acme", "ACME", "Béta & Co", "同仁堂", "It's, Inc", 'The "X"', "Line\nTwo"]
)
reps = st.sampled_from(["", "Ana", "Boris", "Carla"])
days = st.integers(0, 790).map(lambda n: (date(2024, 1, 1) + timedelta(n)).isoformat())
figures = st.decimals(min_value=-500, max_value=500, places=2).map(str)
prices = st.decimals(min_value=0, max_value=500, places=3).map(str)

customer_rows = st.lists(
    st.tuples(codes, names, st.sampled_from(["", "Oslo", "上海"]), reps),
    max_size=6,
    unique_by=lambda row: row[0],
)
line_rows = st.lists(
    st.tuples(st.integers(1, 5), names, figures, prices, st.sampled_from(["", "0", "0.15", "0.5"])),
    max_size=12,
)
loose_rows = st.lists(st.tuples(codes, days, figures), max_size=6)
invoice_rows = st.lists(
    st.tuples(st.integers(1, 9), codes, days, days, st.one_of(st.just(""), days), figures),
    max_size=6,
    unique_by=lambda row: row[0],
)


def text(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([header, *rows])
    return file.getvalue()


@settings(max_examples=40)
@given(customer_rows, line_rows, st.tuples(codes, days), loose_rows, invoice_rows, st.randoms())
def test_importing_twice_is_importing_once(
    company: Sequence[tuple[str, ...]],
    lines: Sequence[tuple[Any, ...]],
    head: tuple[str, str],
    loose: Sequence[tuple[str, ...]],
    billed: Sequence[tuple[Any, ...]],
    shuffle: Any,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(str(Path(folder) / "once.db"), create=True)
        importer = Importer(database, Path(folder))
        numbered = [(number, *head, *rest) for number, *rest in lines]
        files = [
            importer.write("people.csv", "Employee,Manager\nAna,Boris\nBoris,\nCarla,\n"),
            importer.write(
                "customers.csv",
                text(("Customer ID", "Customer Name", "City", "Sales Rep"), company),
            ),
            importer.write(
                "lines.csv",
                text(
                    (
                        "Order ID",
                        "Customer ID",
                        "Order Date",
                        "Product",
                        "Qty",
                        "Price",
                        "Discount",
                    ),
                    numbered,
                ),
            ),
            importer.write("loose.csv", text(("Customer ID", "Order Date", "Amount"), loose)),
            importer.write(
                "invoices.csv",
                text(("Invoice", "Customer ID", "Issued", "Due", "Paid", "Amount"), billed),
            ),
        ]
        first = importer.take_in(*files)
        state = everything(importer)
        shuffle.shuffle(files)
        second = importer.take_in(*files)
        assert not second.changes_anything
        assert second.refused == first.refused
        assert everything(importer) == state
        assert len(importer.rows(order_lines, "id")) == len(lines) + len(loose)
        database.close()


def everything(importer: Importer) -> list[list[tuple[Any, ...]]]:
    return [
        importer.rows(people, "name", "role"),
        importer.rows(customers, "code", "name", "city", "rep_id"),
        importer.rows(orders, "key", "customer_id", "ordered_on"),
        importer.rows(order_lines, "order_id", "position", "product", "amount"),
        importer.rows(invoices, "key", "customer_id", "issued_on", "due_on", "paid_on", "amount"),
    ]
