"""What cannot be used, and the sentence each gets. Nothing half-written is left behind."""

from pathlib import Path

import pytest

from crm.errors import BadFile
from crm.imports.readers import open_source
from crm.store.tables import customers, imports, order_lines, orders, visits
from tests.support.importing import ROOT, Importer

ORDERS = "Order ID,Customer ID,Order Date,Product,Quantity,Unit Price\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n \n\n", "is empty"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"SQLite format 3\x00....", "database"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00", "not text"),
        (bytes(range(1, 32)) * 9, "not text"),
        (b",".join([b"a"] * 600), "600 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=sentence):
        open_source(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="is a folder"):
        open_source(tmp_path)
    with pytest.raises(BadFile, match="does not exist"):
        open_source(tmp_path / "gone.csv")


CLIENTS = "Customer ID,Customer Name,City\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Customer ID,Customer Name\nA0,Zero\n" + 'A1,"Acme\n' + "B,Beta\n" * 30_000, 3),
        (CLIENTS + 'A1,"Acme,Oslo\nB,Beta,Rome\n', 2),
        (CLIENTS + 'A1,Acme,"Oslo\nB,Beta,Rome\n', 2),
        (CLIENTS + 'A1,"Acme,Oslo\nB,Beta,Rome\nC,"Ceta, Ltd.",Paris\nD,Delta,Bonn\n', 2),
        (CLIENTS + 'A1,"1 Road\nSide",Oslo\nB,Beta,Rome\nC,Ceta,"Paris\n', 5),
        (CLIENTS + 'A1,Acme,"Oslo', 2),
        ('Customer ID,"Customer Name,City\nA1,Acme,Oslo\n', 1),
    ],
)
def test_a_quotation_mark_never_closed_is_named_and_nothing_taken_in(
    importer: Importer, text: str, line: int
) -> None:
    with pytest.raises(BadFile, match=f"opened in line {line} is never closed"):
        importer.take_text(text)
    assert importer.rows(customers, "id") == []


def test_quotation_marks_in_odd_places_that_swallow_no_row_are_read(importer: Importer) -> None:
    importer.take_text(
        CLIENTS + 'A,"Acme" Ltd,Oslo\nB,Pipe 5",Rome\nC,"Two\nlines" ,Paris\nD,"The ""D""",Bonn\n'
    )
    assert len(importer.rows(customers, "id")) == 4


def test_a_short_row_is_refused_with_its_order(importer: Importer) -> None:
    plan = importer.take_text(
        ORDERS + "1,A,2026-01-05,Tea,1,5\n1,A,2026-01-05\n2,A,2026-01-06,Jam,1,5\n"
    )
    assert plan.refused == 2
    assert [line for _, line, _ in importer.refused] == [2, 3]
    assert "has 3 cells where the header has 6" in importer.refused[1][2]
    assert "taken whole or not at all" in importer.refused[0][2]
    assert importer.rows(orders, "number") == [("2",)]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1,A,2099-01-05,Tea,1,5", "Order Date '2099-01-05' is later than"),
        ("1,A,1969-12-31,Tea,1,5", "is before 1970"),
        ("1,A,2026-02-30,Tea,1,5", "is not a day in the calendar"),
        ("1,A,soon,Tea,1,5", "'soon' is not a date"),
        ("1,A,2026-01-05,Tea,1,-5", "Unit Price '-5' is negative"),
        ("1,A,2026-01-05,Tea,many,5", "Quantity 'many' is not a number"),
        ("1,A,2026-01-05,Tea,,5", "has no amount"),
        ("1,A,2026-01-05,Tea,1000000,1000000000", "a million millions"),
        (",A,2026-01-05,Tea,1,5", "has no order number"),
        ("1,,2026-01-05,Tea,1,5", "says its customer"),
        ("1,A,,Tea,1,5", "says its date"),
        (f"1,A,2026-01-05,{'x' * 301},1,5", "longer than 300 characters"),
    ],
)
def test_a_wrong_row_is_refused_with_a_sentence(
    importer: Importer, row: str, sentence: str
) -> None:
    plan = importer.take_text(ORDERS + row + "\n9,B,2026-01-06,Jam,1,5\n")
    assert plan.refused == 1
    [(_, line, problem)] = importer.refused
    assert line == 2
    assert sentence in problem
    assert importer.rows(orders, "number") == [("9",)]
    assert importer.rows(customers, "code") == [("B",)]


def test_a_return_is_no_mistake(importer: Importer) -> None:
    plan = importer.take_text(ORDERS + "1,A,2026-01-05,Tea,-2,5\n")
    assert plan.refused == 0
    [(amount,)] = importer.rows(order_lines, "amount")
    assert amount == -10


def test_a_customer_code_given_twice_is_refused_unless_word_for_word(importer: Importer) -> None:
    plan = importer.take_text(
        "Customer ID,Customer Name,City\nA,Acme,Oslo\nB,Beta,Rome\nA,Acme,Oslo\nA,Other,Oslo\n"
    )
    assert [(line, problem) for _, line, problem in importer.refused] == [
        (5, "has the same code as line 2.")
    ]
    assert any("word for word" in note for note in plan.notes)
    assert importer.rows(customers, "code", "name") == [("A", "Acme"), ("B", "Beta")]


def test_a_name_that_several_bear_needs_the_code(importer: Importer) -> None:
    importer.take_text("Customer ID,Customer Name,City\nA1,IT,Oslo\nA2,IT,Rome\n")
    importer.take_text("Customer Name,Visit Date\nIT,2026-01-05\n")
    [(_, line, problem)] = importer.refused
    assert line == 2
    assert "A1" in problem
    assert "A2" in problem
    assert importer.rows(visits, "id") == []


def test_a_visit_to_nobody_known_is_refused(importer: Importer) -> None:
    plan = importer.take_text("Customer Name,Visit Date\nNobody Inc,2026-01-05\n")
    assert plan.refused == 1
    assert importer.rows(customers, "id") == []
    assert importer.rows(imports, "id") == []


def test_people_who_report_to_themselves_are_refused(importer: Importer) -> None:
    plan = importer.take_text("Employee,Manager\nAna,Boris\nBoris,Ana\nCarla,\n")
    assert plan.refused == 2
    assert "reports to themselves" in importer.refused[0][2]


def test_an_export_damaged_by_a_locale_gets_a_list_to_act_on(importer: Importer) -> None:
    with pytest.raises(BadFile) as refused:
        importer.take_in(ROOT / "tests" / "data" / "damaged" / "FactResellerSales.csv")
    wheres = [problem.where for problem in refused.value.problems]
    assert "FactResellerSales.csv, column 'UnitPrice'" in wheres
    assert "FactResellerSales.csv, column 'ExtendedAmount'" in wheres
    assert all("export them again" in problem.what_to_do for problem in refused.value.problems)
    assert importer.rows(orders, "id") == importer.rows(customers, "id") == []
