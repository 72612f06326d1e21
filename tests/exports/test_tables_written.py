"""A table as a file: what a spreadsheet makes of it, and what becomes of the file when it fails."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm import exports
from crm.errors import Refused
from crm.exports import Cell, Column, Form, write_table
from crm.text import clean, guard_formula, unguard_formula

TEXTS = (Column("One"), Column("Two"))
NASTY = ("=1+1", "+86 138", "-3", "@SUM(A1)", "\t=1", "'=1", "''-", "#N/A", "007", "1e5", "＝1")

anything = st.text(max_size=20) | st.sampled_from(NASTY)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


@given(text=anything)
def test_a_guarded_text_is_given_back_as_it_was(text: str) -> None:
    guarded = guard_formula(text)
    assert unguard_formula(guarded) == text
    assert guarded[:1] not in set("=+-@\t\r\n")


@given(text=st.text())
def test_a_cleaned_text_is_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(rows=st.lists(st.tuples(anything, anything), max_size=5))
@example(rows=[(text, text) for text in NASTY])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_a_formula_in_either_kind_of_file(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    for ending in ("csv", "xlsx"):
        assert write_table(tmp_path / f"t.{ending}", "T", TEXTS, rows) == len(rows)
    for row in rows_of(tmp_path / "t.csv"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    for cells in sheet_of(tmp_path / "t.xlsx").iter_rows():
        assert all(cell.data_type == "s" or cell.value is None for cell in cells)


@given(texts=st.lists(st.text(max_size=12).map(clean) | st.sampled_from(NASTY), max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_comes_back_from_csv_letter_by_letter(tmp_path: Path, texts: list[str]) -> None:
    write_table(tmp_path / "t.csv", "T", TEXTS, [(text, "x") for text in texts])
    assert [unguard_formula(row[0]) for row in rows_of(tmp_path / "t.csv")[1:]] == texts


def test_numbers_are_plain_and_dates_are_iso_in_csv(tmp_path: Path) -> None:
    columns = [Column(c, Form.FIGURE) for c in "abcdef"]
    moment = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    row: Sequence[Cell] = (Decimal("-1200.5000"), 0.1 + 0.2, 12, None, date(2026, 3, 9), moment)
    write_table(tmp_path / "t.csv", "T", columns, [row])
    expected = ["-1200.5", "0.3", "12", "", "2026-03-09", "2026-03-09T08:30:00+00:00"]
    assert rows_of(tmp_path / "t.csv")[1] == expected


def test_numbers_are_numbers_and_dates_are_dates_in_xlsx(tmp_path: Path) -> None:
    columns = [Column("m", Form.MONEY), Column("n", Form.COUNT), Column("d", Form.DAY)]
    write_table(tmp_path / "t.xlsx", "T", columns, [(Decimal("-1200.5000"), 12, date(2026, 3, 9))])
    cells = next(iter(sheet_of(tmp_path / "t.xlsx").iter_rows(min_row=2)))
    assert [(c.value, c.data_type) for c in cells] == [
        (-1200.5, "n"),
        (12, "n"),
        (datetime(2026, 3, 9), "d"),
    ]


def test_a_code_stays_text_when_somebody_edits_its_cell(tmp_path: Path) -> None:
    write_table(tmp_path / "t.xlsx", "T", TEXTS, [("007", "x")])
    sheet = sheet_of(tmp_path / "t.xlsx")
    assert (sheet["A2"].value, sheet["A2"].number_format) == ("007", "@")
    assert sheet.column_dimensions["A"].number_format == "@"


def test_the_header_is_bold_stays_in_sight_and_filters(tmp_path: Path) -> None:
    write_table(tmp_path / "t.xlsx", "T", TEXTS, [("深圳市华兴电子有限公司", "x")] * 3)
    sheet = sheet_of(tmp_path / "t.xlsx")
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert sheet.column_dimensions["A"].width >= 22  # eleven characters, each of them two wide


def test_a_text_longer_than_a_cell_is_cut_and_marked_in_xlsx_only(tmp_path: Path) -> None:
    long = "𠮷" * 20_000
    for ending in ("csv", "xlsx"):
        write_table(tmp_path / f"t.{ending}", "T", TEXTS, [(long, "x")])
    assert rows_of(tmp_path / "t.csv")[1][0] == long
    kept = sheet_of(tmp_path / "t.xlsx")["A2"].value
    assert kept.endswith("𠮷…")
    assert len(kept.encode("utf-16-le")) // 2 <= exports.CELL_CHARACTERS


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "SHEET_ROWS", 4)
    write_table(tmp_path / "t.xlsx", "T", TEXTS, [("a", "b")] * 3)
    with pytest.raises(Refused, match=r"more than 3 rows.*\.csv"):
        write_table(tmp_path / "u.xlsx", "T", TEXTS, [("a", "b")] * 4)
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_that_breaks_off_leaves_the_old_file_as_it_was(
    tmp_path: Path, ending: str
) -> None:
    def breaking() -> Iterator[tuple[str, str]]:
        yield from [("a", "b")] * 2_000
        raise KeyboardInterrupt

    path = tmp_path / f"t.{ending}"
    path.write_text("what was there")
    with pytest.raises(KeyboardInterrupt):
        write_table(path, "T", TEXTS, breaking())
    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_a_linked_file_is_replaced_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "t.csv"
    link.symlink_to(tmp_path / "far" / "real.csv")
    write_table(link, "T", TEXTS, [])
    assert link.is_symlink()
    assert rows_of(tmp_path / "far" / "real.csv") == [["One", "Two"]]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("folder", "is a folder"),
        ("t.ods", "ends in .ods"),
        ("t", "has no ending"),
        ("nowhere/t.csv", "does not exist"),
        ("file.csv/t.csv", "does not exist"),
        (f"{'客' * 200}.csv", "cannot be written"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(
    tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.csv").touch()
    with pytest.raises(Refused, match=says):
        write_table(tmp_path / name, "T", TEXTS, [])
