"""Files as programs save them: encodings, delimiters, line breaks in cells, empty rows."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.imports.readers import open_source
from crm.store.tables import customer_aliases, customers, order_lines, orders, people
from tests.support.importing import Importer

CHINESE = "客户编码,客户名称,城市\n001,北京同仁堂,北京\n002,上海电气,上海\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_chinese_file_reads_the_same_in_every_encoding(importer: Importer, encoding: str) -> None:
    importer.take_in(importer.write("客户.csv", CHINESE * 1, encoding))
    assert importer.rows(customers, "code", "name", "city") == [
        ("001", "北京同仁堂", "北京"),
        ("002", "上海电气", "上海"),
    ]


def test_accents_of_western_excel_are_not_taken_for_chinese(importer: Importer) -> None:
    text = "Customer ID;Customer Name;City\nA;Göttinger Café;Münster\n"
    importer.take_in(importer.write("kunden.csv", text, "cp1252"))
    assert importer.rows(customers, "name", "city") == [("Göttinger Café", "Münster")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "x.csv"
    rows = [["Customer ID", "Customer Name", "City"], ["A", "Acme", "Oslo"]]
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    source = open_source(path)
    assert source.delimiter == delimiter
    assert source.captions == ("Customer ID", "Customer Name", "City")


def test_a_hint_of_the_delimiter_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\nCustomer ID;City\nA;Oslo\n", encoding="utf-8")
    assert open_source(path).captions == ("Customer ID", "City")


def test_lines_are_counted_as_an_editor_counts_them(importer: Importer) -> None:
    importer.take_text(
        'Customer ID,Customer Name,Address\nA,Acme,"1 Road\nOslo"\n,,\n\nB\nC,"Two\r\nlines",\nD\n'
    )
    assert [line for _, line, _ in importer.refused] == [6, 9]


def test_empty_rows_are_skipped_and_counted(importer: Importer) -> None:
    plan = importer.take_text("Customer ID,Customer Name\nA,Acme\n,\n , \n\nB,Beta\n" + ",\n" * 500)
    assert plan.refused == 0
    assert plan.files[0].empty_rows == 503
    assert plan.files[0].rows == 2


def test_a_blank_head_continues_the_order_above(importer: Importer) -> None:
    plan = importer.take_text(
        "Order Date,Order Reference,Customer,Order Lines / Product,Order Lines / Quantity,"
        "Order Lines / Unit Price\n"
        "2026-01-05,SO8,Acme,Tea,20,1\n,,,Jam,30,2\n,,,Oil,1,3\n2026-01-06,SO9,Beta,Tea,1,1\n"
    )
    assert plan.refused == 0
    with importer.database.reading() as session:
        query = select(orders.c.number, order_lines.c.position, order_lines.c.product).join(
            orders, orders.c.id == order_lines.c.order_id
        )
        found = sorted(tuple(row) for row in session.execute(query))
    assert found == [("SO8", 1, "Tea"), ("SO8", 2, "Jam"), ("SO8", 3, "Oil"), ("SO9", 1, "Tea")]


def test_a_row_that_continues_a_refused_order_is_refused_with_it(importer: Importer) -> None:
    plan = importer.take_text(
        "Order ID,Customer,Order Date,Product,Quantity,Unit Price\n"
        "1,Acme,2026-01-05,Tea,1,1\n2,Acme,2099-01-05,Tea,1,1\n,,,Jam,1,1\n"
    )
    assert plan.refused == 2
    assert importer.rows(orders, "number") == [("1",)]


def test_scattered_rows_of_an_order_are_one_order(importer: Importer) -> None:
    text = (
        "Order ID,Customer,Order Date,Product,Quantity,Unit Price\n"
        "1,Acme,2026-01-05,Tea,1,1\n2,Beta,2026-01-05,Tea,1,1\n1,Acme,2026-01-05,Jam,1,1\n"
    )
    importer.take_text(text)
    assert len(importer.rows(orders, "id")) == 2
    assert importer.rows(order_lines, "product", "position") == [
        ("Jam", 2),
        ("Tea", 1),
        ("Tea", 1),
    ]
    assert not importer.take_text(text).changes_anything


def test_a_total_becomes_the_order_unless_its_lines_are_there(importer: Importer) -> None:
    heads = importer.write(
        "heads.csv",
        "Order ID,Customer,Order Date,Order Total\n1,Acme,2026-01-05,7\n2,Acme,2026-01-06,9\n",
    )
    lines = importer.write("lines.csv", "Order ID,Product,Quantity,Unit Price\n1,Tea,2,3\n")
    importer.take_in(heads, lines)
    assert [int(amount) for (amount,) in importer.rows(order_lines, "amount")] == [6, 9]
    assert not importer.take_in(lines, heads).changes_anything
    assert not importer.take_in(heads).changes_anything


def test_rows_without_a_number_count_once_each(importer: Importer) -> None:
    text = "customer_id,date,quantity,amount\n01,20260105,1,7.5\n01,20260105,1,7.5\n"
    importer.take_text(text)
    assert len(importer.rows(orders, "id")) == 2
    assert importer.take_text(text).changes_anything is False
    importer.take_text(text + "01,20260105,1,7.5\n")
    assert len(importer.rows(orders, "id")) == 3


def test_a_customer_is_found_by_code_then_name_then_alias(importer: Importer) -> None:
    importer.take_text("客户编码,客户名称,客户简称\nC1,北京同仁堂股份有限公司,同仁堂；老堂\n")
    assert [alias for (alias,) in importer.rows(customer_aliases, "alias")] == ["同仁堂", "老堂"]
    plan = importer.take_text(
        "单号,客户,日期,金额\n1,C1,2026-01-05,1\n2,北京同仁堂股份有限公司,2026-01-05,1\n"
        "3,老堂,2026-01-05,1\n"
    )
    assert plan.refused == 0
    assert plan.created_customers == 0
    assert len(importer.rows(customers, "id")) == 1


def test_an_unknown_customer_of_an_order_is_made_and_said(importer: Importer) -> None:
    plan = importer.take_text("Order ID,Customer,Order Date,Amount\n1,Acme,2026-01-05,1\n")
    assert plan.created_customers == 1
    assert any("Acme" in note for note in plan.notes)


def test_reps_nobody_knows_are_made_only_where_there_are_no_people(importer: Importer) -> None:
    importer.take_text("Customer ID,Customer Name,Sales Rep\nA,Acme,Ana\n")
    assert importer.rows(people, "name", "role") == [("Ana", "rep")]
    plan = importer.take_text("Customer ID,Customer Name,Sales Rep\nB,Beta,Zoe\n")
    assert importer.rows(people, "name", "role") == [("Ana", "rep")]
    assert any("Zoe" in note for note in plan.notes)


def test_a_person_at_a_company_is_its_contact(importer: Importer) -> None:
    plan = importer.take_text(
        "Name,Is a company,Related company,Street,City\nAurora,1,,25 Road,Oslo\nRoger,0,Aurora,,\n"
    )
    assert plan.refused == 0
    assert importer.rows(customers, "name") == [("Aurora",)]


def test_a_tier_in_their_books_is_not_ours(importer: Importer) -> None:
    plan = importer.take_text("客户编码,客户名称,客户级别\nC1,同仁堂,A\n")
    assert importer.rows(customers, "tier") == [(None,)]
    assert any("tiers come from grading" in note for note in plan.files[0].notes)


def test_the_amount_counts_where_price_and_quantity_say_another(importer: Importer) -> None:
    plan = importer.take_text(
        "Order ID,Customer,Order Date,Quantity,Unit Price,Line Total\n"
        "1,Acme,2026-01-05,3,3.333,10\n2,Acme,2026-01-05,1,5,7\n"
    )
    assert [int(a) for (a,) in importer.rows(order_lines, "amount")] == [10, 7]
    assert any(note.startswith("in 1 row the amount") for note in plan.files[0].notes)
    assert importer.rows(orders, "ordered_on")[0] == (date(2026, 1, 5),)
