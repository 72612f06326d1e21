"""Where a table begins: titles above the header, two headers, and the delimiter under them."""

from pathlib import Path

import pytest

from crm.errors import BadFile
from crm.imports.fields import Kind
from crm.imports.headers import recognise
from crm.imports.readers import open_source
from crm.store.tables import customers
from tests.support.importing import Importer

HEADERS = Path(__file__).parents[1] / "data" / "headers"


@pytest.mark.parametrize(
    "text",
    [
        "Customers of May\nCustomer ID,Customer Name,City\nA,Acme,Oslo\n",
        "Customers of May,,\n\nCustomer ID,Customer Name,City\nA,Acme,Oslo\n",
        "Customers, May;;\nPrinted;2026-03-01;\nCustomer ID;Customer Name;City\nA;Acme;Oslo\n",
        "客户资料\n\nCustomer ID\tCustomer Name\tCity\nA\tAcme\tOslo\n",
        "sep=;\nCustomer ID;Customer Name;City\nA;Acme;Oslo\n",
    ],
)
def test_titles_above_the_header_are_left_out(importer: Importer, text: str) -> None:
    plan = importer.take_text(text, Kind.CUSTOMERS)
    assert plan.refused == 0
    assert importer.rows(customers, "code", "name", "city") == [("A", "Acme", "Oslo")]


def test_lines_keep_their_numbers_below_a_title(importer: Importer) -> None:
    importer.take_text("Orders\n\nOrder ID,Customer ID,Order Date,Total\n1,A,2099-01-01,5\n")
    assert [line for _, line, _ in importer.refused] == [4]


def test_a_row_of_keys_above_the_captions_is_left_out(importer: Importer) -> None:
    importer.take_text(
        "FBillHead(BD_Customer),FNumber,FName#2052,FShortName#2052\n"
        "*单据头(序号),(单据头)编码,*(单据头)名称#中文(简体),(单据头)简称#中文(简体)\n"
        "1,K01,同仁堂,同仁\n"
    )
    assert importer.rows(customers, "code", "name") == [("K01", "同仁堂")]


def test_the_keys_may_say_that_the_rows_are_something_else(tmp_path: Path) -> None:
    rows = ["kingdee_k3cloud_row1_keys.csv", "kingdee_k3cloud_row2_captions.csv"]
    text = "\n".join((HEADERS / name).read_text(encoding="utf-8-sig").strip() for name in rows)
    path = tmp_path / "suppliers.csv"
    path.write_text(text + "\n1,S01,茶厂,茶,Tea,none\n", encoding="utf-8")
    with pytest.raises(BadFile, match="suppliers"):
        recognise(open_source(path))


def test_a_header_alone_is_a_table_without_rows(importer: Importer) -> None:
    plan = importer.take_text("Customer ID,Customer Name\n")
    assert (plan.files[0].rows, plan.refused) == (0, 0)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Customer ID,Customer Name,City\nA1,Alpha\nA2,Beta,Rome,Extra,More\nA3,Gamma,Paris\n", 2),
        ("Customer ID,Customer Name,City\nA2,Beta,Rome,Extra,More\n", 1),
    ],
)
def test_a_row_longer_than_the_header_is_refused_and_no_header(
    importer: Importer, text: str, refused: int
) -> None:
    plan = importer.take_text(text)
    assert plan.refused == refused
    assert set(plan.files[0].columns) == {"Customer ID", "Customer Name", "City"}


def test_one_long_row_hides_no_header_that_nobody_knows(tmp_path: Path) -> None:
    path = tmp_path / "umsatz.csv"
    path.write_text("Wer,Wo,Wieviel\nAcme,Rome,1\nBeta,Rome,2,x,y\n", encoding="utf-8")
    assert open_source(path).captions == ("Wer", "Wo", "Wieviel")
