"""Whole companies from files as they come, and the same files again."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, type_coerce

from crm.store.staging import people as staged_people
from crm.store.tables import (
    changes,
    contacts,
    customers,
    imports,
    invoices,
    order_lines,
    orders,
    people,
)
from crm.store.types import Fixed
from tests.support.importing import CHINOOK, NORTHWIND, Importer, counts


def test_northwind_comes_in_whole(importer: Importer) -> None:
    plan = importer.take_in(*NORTHWIND)
    assert plan.refused == 0
    assert counts(plan) == {
        "people": (9, 0, 0),
        "customers": (93, 0, 0),
        "orders": (830, 0, 0),
        "invoices": (830, 0, 0),
    }
    assert "4 customers have no rep" in plan.notes
    assert len(importer.rows(order_lines, "id")) == 2155
    with importer.database.reading() as session:
        total = session.scalar(select(type_coerce(func.sum(order_lines.c.amount), Fixed(4))))
    assert total == Decimal("1265793.0395")


def test_customers_that_are_odd_in_the_books_come_in_as_they_are(importer: Importer) -> None:
    importer.take_in(*NORTHWIND)
    named = dict(importer.rows(customers, "code", "name"))
    assert named["Val2"] == named["VALON"] == "IT"
    assert ("Val2",) in importer.rows(contacts, "name")


def test_northwinds_people_are_a_tree(importer: Importer) -> None:
    importer.take_in(*NORTHWIND)
    with importer.database.reading() as session:
        rows = {row["name"]: row for row in staged_people.list_rows(session)}
    assert rows["Nancy Davolio"]["manager_id"] == rows["Andrew Fuller"]["id"]
    assert rows["Robert King"]["manager_id"] == rows["Steven Buchanan"]["id"]
    managers = {name for name, row in rows.items() if row["role"] == "manager"}
    assert managers == {"Andrew Fuller", "Steven Buchanan"}


def test_chinook_comes_in_from_its_native_files(importer: Importer) -> None:
    plan = importer.take_in(*CHINOOK)
    assert plan.refused == 0
    assert counts(plan) == {
        "people": (8, 0, 0),
        "customers": (59, 0, 0),
        "orders": (412, 0, 0),
        "invoices": (412, 0, 0),
    }
    named = dict(importer.rows(customers, "code", "name"))
    assert named["1"] == "Embraer - Empresa Brasileira de Aeronáutica S.A."
    assert named["2"] == "Leonie Köhler"
    assert ("Luís Gonçalves",) in importer.rows(contacts, "name")
    bosses = {
        (code, manager) for code, manager in importer.rows(people, "code", "manager_id") if manager
    }
    assert len(bosses) == 7


def test_a_line_without_a_head_takes_it_from_its_invoice(importer: Importer) -> None:
    importer.take_in(*CHINOOK)
    heads = dict(importer.rows(orders, "number", "ordered_on"))
    assert heads == dict(importer.rows(invoices, "number", "issued_on"))
    assert heads["1"] == date(2021, 1, 1)


@pytest.mark.parametrize("files", [NORTHWIND, CHINOOK], ids=["northwind", "chinook"])
def test_the_second_import_changes_nothing(importer: Importer, files: list[Path]) -> None:
    importer.take_in(*files)
    before = importer.rows(imports, "id")
    plan = importer.take_in(*reversed(files))
    assert not plan.changes_anything
    assert all(unchanged > 0 for _, _, unchanged in counts(plan).values())
    assert importer.rows(imports, "id") == before
    assert importer.rows(changes, "id") == []


def test_the_order_of_the_files_makes_no_difference(importer: Importer) -> None:
    shuffled = random.Random(3).sample(NORTHWIND, len(NORTHWIND))
    plan = importer.take_in(*shuffled)
    assert [kind.kind.value for kind in plan.kinds] == [
        "people",
        "customers",
        "orders",
        "invoices",
    ]
    assert plan.created_customers == 0


def test_a_changed_order_is_replaced_whole_and_logged(importer: Importer) -> None:
    header = "Order ID,Customer ID,Order Date,Product,Quantity,Unit Price\n"
    importer.take_text(header + "7,ACME,2026-01-05,Tea,2,10\n7,ACME,2026-01-05,Jam,1,3.5\n")
    plan = importer.take_text(header + "7,ACME,2026-01-05,Tea,3,10\n")
    assert counts(plan)["orders"] == (0, 1, 0)
    assert importer.rows(order_lines, "product", "quantity", "amount") == [
        ("Tea", Decimal(3), Decimal(30))
    ]
    [(table, before, after)] = importer.rows(changes, "table_name", "before", "after")
    assert table == "orders"
    assert [line["product"] for line in before["lines"]] == ["Tea", "Jam"]
    assert [line["amount"] for line in after["lines"]] == ["30.0000"]


def test_a_changed_customer_keeps_what_the_file_leaves_empty(importer: Importer) -> None:
    header = "Customer ID,Customer Name,City,Phone\n"
    importer.take_text(header + "A1,Acme,Oslo,123\n")
    plan = importer.take_text(header + "A1,Acme,,456\n")
    assert counts(plan)["customers"] == (0, 1, 0)
    assert importer.rows(customers, "city", "phone") == [("Oslo", "456")]
    assert importer.rows(changes, "before", "after") == [({"phone": "123"}, {"phone": "456"})]


def test_an_invoice_that_is_paid_later_changes_and_an_unsaid_column_stays(
    importer: Importer,
) -> None:
    header = "Invoice,Customer,Issued,Due,Paid,Amount,Delay Reason\n"
    importer.take_text(header + "9,Acme,2026-01-05,2026-02-05,,12.50,quality\n")
    plan = importer.take_text(
        "Invoice,Customer,Issued,Paid,Amount\n9,Acme,2026-01-05,2026-03-01,12.5\n"
    )
    assert counts(plan)["invoices"] == (0, 1, 0)
    assert importer.rows(invoices, "due_on", "paid_on", "delay_reason") == [
        (date(2026, 2, 5), date(2026, 3, 1), "quality")
    ]
