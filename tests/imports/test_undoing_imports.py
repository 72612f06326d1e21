"""An import is undone as one batch: the books are as they were before, or nothing is touched."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from crm.errors import NotFound, Overtaken
from crm.store.database import Database
from crm.store.tables import (
    changes,
    complaints,
    contacts,
    customer_aliases,
    customers,
    imports,
    invoices,
    metadata,
    order_lines,
    orders,
    people,
    revisions,
    visits,
)
from crm.store.undoing import UndoneImport, undo_import
from tests.support.importing import CHINOOK, NORTHWIND, NOW, Importer

HISTORY = {"imports", "changes", "revisions", "alembic_version"}
LATER = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

ORDERS = "Order ID,Customer ID,Order Date,Product,Quantity,Unit Price\n"


def undo(importer: Importer, import_id: int | None = None) -> UndoneImport:
    with importer.database.writing() as session:
        return undo_import(session, import_id, LATER)


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every business table, whole; a line of an order is told by its order and position."""
    with database.reading() as session:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in session.execute(
                        select(*(c for c in table.c if table is not order_lines or c.key != "id"))
                    )
                ),
                key=str,
            )
            for table in metadata.sorted_tables
            if table.name not in HISTORY
        }


def test_the_first_import_undone_leaves_an_empty_store(importer: Importer) -> None:
    before = everything(importer.database)
    importer.take_in(*NORTHWIND)
    undone = undo(importer)
    assert everything(importer.database) == before
    assert undone.removed["customers"] == 93
    assert undone.removed["orders"] == 830


def test_what_was_there_before_the_import_stays(importer: Importer) -> None:
    importer.take_in(*NORTHWIND)
    before = everything(importer.database)
    importer.take_in(*CHINOOK)
    undo(importer)
    assert everything(importer.database) == before


def test_changed_fields_and_replaced_orders_are_put_back(importer: Importer) -> None:
    importer.take_text("Customer ID,Customer Name,City,Contact Name,Phone\nA,Acme,Oslo,Eva,1\n")
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,1,5.25\n1,A,2026-01-05,Jam,2,3\n")
    billed = "Invoice,Customer ID,Issued,Due,Paid,Amount\n9,A,2026-01-06,2026-02-06,"
    importer.take_text(billed + ",11\n")
    before = everything(importer.database)
    plan = importer.take_in(
        importer.write(
            "customers.csv",
            "Customer ID,Customer Name,City,Contact Name,Contact Title,Alias\n"
            "A,Acme Ltd,Bergen,Eva,Buyer,Acmy\n",
        ),
        importer.write("orders.csv", ORDERS + "1,A,2026-01-07,Tea,4,5.25\n"),
        importer.write("invoices.csv", billed + "2026-02-01,12\n"),
    )
    assert plan.changes_anything
    undone = undo(importer)
    assert everything(importer.database) == before
    assert undone.restored == {"orders": 1, "customers": 1, "invoices": 1, "contacts": 1}


def test_the_log_only_grows_and_tells_of_the_undo(importer: Importer) -> None:
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n")
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,2,5\n")
    logged = importer.rows(changes, "id", "table_name", "row_id")
    undone = undo(importer)
    grown = importer.rows(changes, "id", "table_name", "row_id")
    assert set(logged) < set(grown)
    assert grown[-1][1:] == ("imports", undone.import_id)
    assert len(importer.rows(imports, "id")) == 2


def test_names_kept_in_memory_are_told_to_be_read_again(importer: Importer) -> None:
    importer.take_text("Customer ID,Customer Name\nA,Acme\n")
    number = importer.rows(revisions, "name", "number")
    undo(importer)
    assert importer.rows(revisions, "name", "number") != number


def test_undoing_again_and_again_goes_back_import_by_import(importer: Importer) -> None:
    states = [everything(importer.database)]
    for quantity in (1, 2, 3):
        importer.take_text(ORDERS + f"1,A,2026-01-05,Tea,{quantity},5\n")
        states.append(everything(importer.database))
    for state in reversed(states[:-1]):
        undo(importer)
        assert everything(importer.database) == state
    with pytest.raises(NotFound, match="no import that could be undone"):
        undo(importer)


def test_an_undone_import_can_be_imported_again(importer: Importer) -> None:
    path = importer.write("orders.csv", ORDERS + "1,A,2026-01-05,Tea,1,5\n")
    importer.take_in(path)
    undo(importer)
    assert importer.take_in(path).kinds[0].new == 1


def test_an_import_is_undone_once(importer: Importer) -> None:
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n")
    undo(importer, 1)
    with pytest.raises(Overtaken, match="Import 1 was undone before"):
        undo(importer, 1)
    with pytest.raises(NotFound, match="There is no import 7"):
        undo(importer, 7)


def test_a_later_import_that_refers_to_what_would_go_must_go_first(importer: Importer) -> None:
    importer.take_text("Customer ID,Customer Name\nA,Acme\n")
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n")
    with unchanged(importer), pytest.raises(Overtaken, match="Undo import 2 first"):
        undo(importer, 1)


def test_a_later_import_that_changed_what_would_go_must_go_first(importer: Importer) -> None:
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n")
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,2,5\n")
    with unchanged(importer), pytest.raises(Overtaken, match="changed orders that it brought"):
        undo(importer, 1)
    undo(importer, 2)
    undo(importer, 1)


def test_a_field_that_was_changed_again_is_nobodys_to_put_back(importer: Importer) -> None:
    for city in ("Oslo", "Bergen", "Tromsø"):
        importer.take_text(f"Customer ID,Customer Name,City\nA,Acme,{city}\n")
    with unchanged(importer), pytest.raises(Overtaken, match="has been changed again since"):
        undo(importer, 2)


@pytest.mark.parametrize("table", [visits, complaints, customer_aliases, contacts])
def test_what_people_wrote_about_a_customer_keeps_the_customer(
    importer: Importer, table: Any
) -> None:
    importer.take_text("Customer ID,Customer Name\nA,Acme\n")
    customer_id = importer.rows(customers, "id")[0][0]
    texts: dict[Any, dict[str, Any]] = {
        visits: {"kind": "visit", "visited_on": date(2026, 3, 1)},
        complaints: {"text": "late", "opened_at": NOW},
        customer_aliases: {"alias": "A", "alias_key": "a"},
        contacts: {"name": "Eva"},
    }
    with importer.database.writing() as session:
        session.execute(insert(table).values(customer_id=customer_id, **texts[table]))
    with unchanged(importer), pytest.raises(Overtaken, match="refer to customers that it brought"):
        undo(importer)
    with importer.database.writing() as session:
        session.execute(delete(table))
    assert undo(importer).removed["customers"] == 1


@contextmanager
def unchanged(importer: Importer) -> Iterator[None]:
    before = everything(importer.database), importer.rows(changes, "id")
    yield
    assert (everything(importer.database), importer.rows(changes, "id")) == before


codes = st.sampled_from(["A1", "B2", "客3"])
names = st.sampled_from(["Acme", "ACME", "Béta", "同仁堂"])
reps = st.sampled_from(["", "Ana", "Boris", "Carla"])
days = st.integers(1, 28).map(lambda n: f"2025-01-{n:02}")
figures = st.decimals(min_value=-50, max_value=50, places=2).map(str)
people_rows = st.lists(
    st.tuples(st.sampled_from(["Ana", "Boris", "Carla"]), reps),
    max_size=3,
    unique_by=lambda row: row[0],
)
customer_rows = st.lists(
    st.tuples(codes, names, st.sampled_from(["", "Oslo", "上海"]), reps, names, reps),
    max_size=3,
    unique_by=lambda row: row[0],
)
line_rows = st.lists(
    st.tuples(st.integers(1, 4), codes, days, names, figures, st.sampled_from(["", "1.5", "2"])),
    max_size=6,
)
invoice_rows = st.lists(
    st.tuples(st.integers(1, 4), codes, days, st.one_of(st.just(""), days), figures),
    max_size=4,
    unique_by=lambda row: row[0],
)
visit_rows = st.lists(st.tuples(codes, reps, days), max_size=3)
books = st.tuples(people_rows, customer_rows, line_rows, invoice_rows, visit_rows)
CAPTIONS = (
    "Employee,Manager",
    "Customer ID,Customer Name,City,Sales Rep,Alias,Contact Name",
    "Order ID,Customer ID,Order Date,Product,Quantity,Unit Price",
    "Invoice,Customer ID,Issued,Paid,Amount",
    "Customer ID,Visited by,Visit Date",
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(books, books)
def test_undoing_an_import_restores_the_books_exactly(
    importer: Importer, first: Sequence[Any], second: Sequence[Any]
) -> None:
    with importer.database.writing() as session:
        for table in reversed(metadata.sorted_tables):
            session.execute(delete(table))
    importer.take_in(*write(importer, first))
    before = everything(importer.database)
    plan = importer.take_in(*write(importer, second))
    if plan.import_id is None:
        assert everything(importer.database) == before
    else:
        undo(importer)
        assert everything(importer.database) == before


def write(importer: Importer, company: Sequence[Any]) -> list[Path]:
    return [
        importer.write(
            f"{number}.csv",
            "\n".join([captions, *(",".join(map(str, row)) for row in rows)]) + "\n",
        )
        for number, (captions, rows) in enumerate(zip(CAPTIONS, company, strict=True))
    ]


def test_people_made_by_an_import_go_and_their_managers_are_reps_again(importer: Importer) -> None:
    importer.take_text("Employee,Manager\nAna,\nBoris,\n")
    before = everything(importer.database)
    importer.take_text("Employee,Manager\nAna,Boris\nCarla,Boris\n")
    assert ("Boris", "manager") in importer.rows(people, "name", "role")
    undo(importer)
    assert everything(importer.database) == before


def test_lines_of_an_order_come_back_in_their_places(importer: Importer) -> None:
    importer.take_text(ORDERS + "1,A,2026-01-05,Tea,1,5\n1,A,2026-01-05,Jam,2,3\n")
    importer.take_text(ORDERS + "1,A,2026-01-05,Jam,2,3\n")
    undo(importer)
    assert importer.rows(order_lines, "position", "product") == [(1, "Tea"), (2, "Jam")]
    assert importer.rows(orders, "number") == [("1",)]
    assert importer.rows(invoices, "id") == []
