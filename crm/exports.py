"""A table as a file that a spreadsheet opens safely: CSV or XLSX, by the ending of its name.

Text stays text: what looks like a formula is a string in XLSX and stands behind an apostrophe in
CSV, where ``unguard_formula`` finds it again. Rows are written as they come and never all in
memory. The file appears whole or not at all: it is written beside its place and renamed.
"""

import csv
import math
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from crm.errors import Refused
from crm.text import guard_formula

SHEET_ROWS = 1_048_576
"""Rows of an Excel sheet, its header included: the format has no more."""

CELL_CHARACTERS = 32_767
"""Characters of an Excel cell, counted in units of UTF-16; a longer text is cut and marked …"""

_MEASURED_ROWS = 500
_NARROWEST, _WIDEST = 6, 60
_FLOAT_PLACES = 9

# Control characters no spreadsheet takes, and lone surrogates, which have no encoding.
_UNWRITABLE = r"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff"
_REFUSED = re.compile(f"[{_UNWRITABLE}]")
_REFUSED_IN_XML = re.compile(f"[{_UNWRITABLE}\\ufffe\\uffff]")

Cell = str | int | float | Decimal | date | datetime | None


class Form(StrEnum):
    """What a column holds, as Excel's number format for it. Text never turns into a number."""

    TEXT = "@"
    COUNT = "0"
    MONEY = "#,##0.00"
    FIGURE = "0.00"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its first row says and what the others hold."""

    caption: str
    form: Form = Form.TEXT


Write = Callable[[Path, str, Sequence[Column], Iterable[Sequence[Cell]]], int]


def check_target(path: Path) -> None:
    """Raise Refused, with what to do instead, where no table can be written to this path."""
    try:
        is_folder, has_folder = path.is_dir(), path.resolve().parent.is_dir()
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error
    if is_folder:
        raise Refused(f"{path} is a folder. Name a file in it, such as {path / 'table.xlsx'}.")
    if path.suffix.lower() not in ENDINGS:
        ending = f"ends in {path.suffix}" if path.suffix else "has no ending"
        raise Refused(f"{path} {ending}; a file that ends in .csv or .xlsx can be written.")
    if not has_folder:
        raise Refused(f"{path} cannot be written: the folder {path.parent} does not exist.")


def write_table(
    path: Path, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """Write the table and return how many rows it has; a file that is there is replaced.

    Raises Refused when the path is a folder, has another ending than .csv and .xlsx or cannot be
    written, and when XLSX cannot hold so many rows.
    """
    check_target(path)
    write = ENDINGS[path.suffix.lower()]
    with written_whole(path) as unfinished:
        return write(unfinished, title, columns, rows)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a path beside the target, which takes its place if nothing goes wrong."""
    target = path.resolve()
    unfinished = target.with_name(f".tiercoach-{secrets.token_hex(8)}.tmp")
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write_csv(
    path: Path,
    title: str,  # noqa: ARG001 - CSV has none
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
) -> int:
    count = 0
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guard_formula(column.caption) for column in columns])
        for row in rows:
            writer.writerow([_written(cell) for cell in row])
            count += 1
    return count


def _written(cell: Cell) -> str:
    """Write a cell in CSV: plain decimals, ISO dates, nothing where nothing is known."""
    match cell:
        case None:
            return ""
        case str():
            return guard_formula(_REFUSED.sub("", cell))
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case float():
            return _plain(Decimal(f"{cell:.{_FLOAT_PLACES}f}")) if math.isfinite(cell) else ""
        case _:
            return _plain(Decimal(cell))


def _plain(figure: Decimal) -> str:
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _write_xlsx(
    path: Path, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    coming = iter(rows)
    first = list(islice(coming, _MEASURED_ROWS))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns):
        cells = (column.caption, *(row[number] for row in first))
        width = max(map(_width, cells)) + 2  # and room for the filter's arrow
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = min(max(width, _NARROWEST), _WIDEST)
        sheet.column_dimensions[letter].number_format = column.form.value  # of rows typed below
    try:
        count = _append_rows(sheet, columns, chain(first, coming))
    except BaseException:
        sheet.close()
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    book.save(path)
    return count


def _append_rows(
    sheet: WriteOnlyWorksheet, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """Append header and rows. One cell object a column serves all rows: each is written at once."""
    sheet.append([_heading(sheet, column) for column in columns])
    cells = [WriteOnlyCell(sheet) for _ in columns]
    for cell, column in zip(cells, columns, strict=True):
        cell.number_format = column.form.value
    count = 0
    for row in rows:
        count += 1
        if count >= SHEET_ROWS:
            raise Refused(
                f"There are more than {SHEET_ROWS - 1:,} rows, and a sheet of Excel holds no "
                "more. Export to a file that ends in .csv."
            )
        sheet.append([_filled(cell, value) for cell, value in zip(cells, row, strict=True)])
    return count


def _filled(cell: SheetCell, value: Cell) -> SheetCell | None:
    """Put a value into its column's cell; nothing at all where there is nothing to say."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        cell.value = _fitting(value)
        cell.data_type = "s"  # whatever it looks like
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    return cell


def _heading(sheet: WriteOnlyWorksheet, column: Column) -> SheetCell:
    cell = WriteOnlyCell(sheet, column.caption)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.alignment = Alignment(
        horizontal="left" if column.form is Form.TEXT else "right", vertical="top"
    )
    return cell


def _fitting(text: str) -> str:
    """Return a text as a cell of XLSX holds it. Only what reads as guarded is guarded again."""
    text = _REFUSED_IN_XML.sub("", text)
    text = guard_formula(text) if text.startswith("'") else text
    units = len(text.encode("utf-16-le")) // 2
    if units <= CELL_CHARACTERS:
        return text
    kept = text.encode("utf-16-le")[: (CELL_CHARACTERS - 1) * 2]
    return kept.decode("utf-16-le", errors="ignore") + "…"


def _width(cell: Cell) -> int:
    """Return how many characters wide a cell is shown; a Chinese one counts double."""
    match cell:
        case str():
            text = cell
        case float() | Decimal():
            text = f"{cell:,.2f}"
        case datetime():
            text = f"{cell:%Y-%m-%d %H:%M:%S}"
        case _:
            text = _written(cell)
    longest = max(text.splitlines(), key=len, default="")[: _WIDEST * 2]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in longest)


ENDINGS: Mapping[str, Write] = MappingProxyType({".csv": _write_csv, ".xlsx": _write_xlsx})
