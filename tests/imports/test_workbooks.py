"""Excel workbooks: read like CSV files, and never believed."""

import csv
import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from crm.errors import BadFile
from crm.imports.cells import UNIT, parse_number, parse_text
from crm.imports.formats import NumberFormat
from crm.imports.readers import open_source
from crm.imports.unpacking import as_text
from crm.store.tables import customers, order_lines, orders
from tests.support.importing import NORTHWIND, Importer, counts

HEADER = ("Order ID", "Customer ID", "Order Date", "Product", "Quantity", "Unit Price")


def workbook(path: Path, *sheets: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Replace one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, old in {**parts, name: content}.items():
            archive.writestr(part, content if part == name else old)
    return path


def test_a_workbook_says_what_its_cells_hold(importer: Importer) -> None:
    path = workbook(
        importer.folder / "orders.xlsx",
        [
            HEADER,
            (1001, "A", date(2026, 1, 5), "Tea", 2, 10.1),
            (1001, "A", datetime(2026, 1, 5, 14, 30), "Jam", 1.5, 0.1 + 0.2),
            ("1002", "B", "2026-01-06", "=not a formula", -1, 3),
        ],
    )
    plan = importer.take_in(path)
    assert counts(plan)["orders"] == (2, 0, 0)
    assert importer.rows(orders, "number", "ordered_on") == [
        ("1001", date(2026, 1, 5)),
        ("1002", date(2026, 1, 6)),
    ]
    amounts = [f"{amount:f}" for _, amount in importer.rows(order_lines, "position", "amount")]
    assert sorted(amounts) == ["-3.0000", "0.4500", "20.2000"]


def test_a_workbook_and_its_csv_are_the_same_books(importer: Importer) -> None:
    paths = []
    for path in NORTHWIND:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        paths.append(workbook(importer.folder / f"{path.stem}.xlsx", rows))
    assert importer.take_in(*paths).refused == 0
    assert not importer.take_in(*NORTHWIND).changes_anything


def test_lines_are_the_rows_of_the_sheet(importer: Importer) -> None:
    path = workbook(
        importer.folder / "orders.xlsx",
        [
            ("Orders of January",),
            (),
            HEADER,
            ("1", "A", "2026-01-05", "Tea\nblack", 1, 1),
            (),
            ("2", "B", "2099-01-05", "Jam", 1, 1),
            ("3", "C", "2026-01-05"),
        ],
    )
    importer.take_in(path)
    assert [(line, problem[:10]) for _, line, problem in importer.refused] == [
        (6, "Order Date"),
        (7, "has no amo"),
    ]


def test_only_the_first_sheet_is_read_and_the_plan_says_so(importer: Importer) -> None:
    rows = [("Customer ID", "Customer Name"), ("A", "Acme")]
    path = workbook(importer.folder / "book.xlsx", rows, [("Customer ID",), ("B",)])
    plan = importer.take_in(path)
    assert plan.files[0].notes == ["only its first sheet 'Sheet1' was read, not 'Sheet2'"]
    assert importer.rows(customers, "code") == [("A",)]


def test_merged_titles_stand_above_the_header(importer: Importer) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Customers of 2026"])
    sheet.append(["Customer ID", "Customer Name", "City"])
    sheet.append(["A", "Acme", "Oslo"])
    sheet.merge_cells("A1:C1")
    book.save(importer.folder / "titled.xlsx")
    importer.take_in(importer.folder / "titled.xlsx")
    assert importer.rows(customers, "code", "city") == [("A", "Oslo")]


def bomb(path: Path) -> Path:
    rows = b"<row><c><v>1</v></c></row>" * 12_000_000
    return with_part(workbook(path, [HEADER]), "xl/worksheets/sheet1.xml", rows[:200_000_000])


def many_parts(path: Path) -> Path:
    with zipfile.ZipFile(workbook(path, [HEADER]), "a") as archive:
        for number in range(1_001):
            archive.writestr(f"xl/{number}.xml", b"")
    return path


def entities(path: Path) -> Path:
    text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    return with_part(workbook(path, [HEADER]), "xl/worksheets/sheet1.xml", text)


def hidden_entities(path: Path) -> Path:
    """In two bytes a letter, where looking for the word finds nothing."""
    text = (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"
    )
    workbook(path, [HEADER])
    return with_part(path, "xl/worksheets/sheet1.xml", text.encode("utf-16"))


def too_many_columns(path: Path) -> Path:
    return workbook(path, [HEADER, range(501)])


def far_columns(path: Path) -> Path:
    text = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(1, 40_000))
        + "</sheetData></worksheet>"
    )
    return with_part(workbook(path, [HEADER]), "xl/worksheets/sheet1.xml", text.encode())


def archive_of_something_else(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    return path


def cut_off(path: Path) -> Path:
    path.write_bytes(workbook(path, [HEADER] * 50).read_bytes()[:900])
    return path


def too_large(path: Path) -> Path:
    with zipfile.ZipFile(workbook(path, [HEADER]), "a") as archive:
        archive.writestr("xl/media/picture.png", b"\x89" * 5_000_001)
    return path


def lying_about_its_size(path: Path) -> Path:
    """A directory that says a part of 30 MB has 100 bytes."""
    rows = b"<row><c><v>1</v></c></row>" * 1_200_000
    with_part(workbook(path, [HEADER]), "xl/worksheets/sheet1.xml", rows)
    honest, lie = struct.pack("<L", len(rows)), struct.pack("<L", 100)
    path.write_bytes(path.read_bytes().replace(honest, lie))
    return path


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (bomb, "unfolds into far more than a table holds"),
        (many_parts, "parts, not an Excel workbook"),
        (entities, "declarations that no Excel workbook has"),
        (hidden_entities, "cannot be read"),
        (too_many_columns, "more than 500 columns"),
        (far_columns, "more than 500 columns"),
        (archive_of_something_else, "not an Excel workbook"),
        (cut_off, "broken"),
        (too_large, "at most 5,000,000"),
        (lying_about_its_size, "broken"),
    ],
)
def test_a_workbook_that_is_none_or_too_much_is_refused_with_a_sentence(
    tmp_path: Path, make: Any, says: str
) -> None:
    with pytest.raises(BadFile, match=says):
        open_source(make(tmp_path / "book.xlsx"))


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is empty"):
        open_source(workbook(tmp_path / "empty.xlsx", []))


def test_the_text_of_a_sheet_is_gone_when_nobody_reads_it_any_more(tmp_path: Path) -> None:
    source = open_source(workbook(tmp_path / "book.xlsx", [HEADER]))
    text = source.text_path
    assert text.exists()
    del source
    assert not text.exists()


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12))
def test_text_of_a_cell_is_read_as_it_was_written(text: str) -> None:
    expected = parse_text("x" + text, 20)
    assert isinstance(expected, str)
    if text.strip() == text and not text.startswith("'"):
        assert parse_text(as_text("x" + text), 20) == expected


@pytest.mark.parametrize("text", ["'=1", "''=1", "'t Hart", "'", "'+44"])
def test_an_apostrophe_that_is_text_stays(text: str) -> None:
    assert parse_text(as_text(text), 20) == text


@settings(max_examples=200)
@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_of_a_cell_is_read_exactly_as_excel_shows_it(digits: int, places: int) -> None:
    value = parse_number(as_text(digits / 10**places), NumberFormat())
    assert value == digits * UNIT // 10**places


def test_moments_lose_nothing_but_a_midnight() -> None:
    assert as_text(datetime(2026, 3, 9)) == "2026-03-09"
    assert as_text(datetime(2026, 3, 9, 8, 5)) == "2026-03-09 08:05:00"
    assert as_text(time(8, 5)) == "08:05:00"
    assert as_text(True) == "True"


def test_bytes_that_only_begin_like_a_workbook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "renamed.csv"
    path.write_bytes(BytesIO(b"PK\x03\x04" + b"\x00" * 400).getvalue())
    with pytest.raises(BadFile, match="broken"):
        open_source(path)


def test_a_workbook_is_read_whatever_its_file_is_called(importer: Importer) -> None:
    book = Workbook()
    for row in (["Customer ID", "Customer Name"], ["A", "Acme"]):
        book.active.append(row)
    path = importer.folder / "customers.csv"
    book.save(path)
    importer.take_in(path)
    assert importer.rows(customers, "code", "name") == [("A", "Acme")]


def test_a_broken_workbook_is_told_without_a_programs_words(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "no XML")
    with pytest.raises(BadFile, match="is a broken workbook") as refused:
        open_source(path)
    assert "Error" not in str(refused.value)
