"""The process that unfolds a workbook: ``python -m crm.imports.unpacking BOOK.xlsx ROWS.csv``.

Nothing in the archive is believed. Its parts are unfolded once just to be counted, since the
sizes in its directory may lie; only then is it read, row by row, with defusedxml. It prints what
it found, or what is wrong, as JSON.
"""

import csv
import gc
import json
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from crm.text import unguard_formula

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits; the parent's clock remains
    resource = None  # type: ignore[assignment]

MAX_MEMBERS = 1_000
MAX_UNFOLDED = 120_000_000
MAX_RATIO = 250
SMALL = 1_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELLS = 20_000_000
MAX_MEMORY = 1 << 30
MAX_SECONDS = 90
BLOCK = 1 << 16

_AS_CSV = "Save the sheet as CSV UTF-8 and import that."


class NotUsable(Exception):
    """What is wrong with the workbook, and what to do about it."""

    def __init__(self, problem: str, advice: str = _AS_CSV) -> None:
        super().__init__(problem)
        self.problem, self.advice = problem, advice


def main(book: str, target: str) -> None:
    """Write the first sheet's rows as CSV and print what was found."""
    limit_resources()
    gc.disable()  # cells make no cycles
    try:
        check_archive(Path(book))
        found = write_rows(Path(book), Path(target))
    except NotUsable as error:
        found = {"problem": error.problem, "advice": error.advice}
    except MemoryError:
        found = {"problem": "needs more memory than a table should.", "advice": _AS_CSV}
    except Exception:  # noqa: BLE001 - whatever a broken workbook makes the reader raise
        found = {"problem": "is a broken workbook that cannot be read.", "advice": _AS_CSV}
    print(json.dumps(found))


def limit_resources() -> None:
    """Have the system stop this process when it grows or runs too long, where it can."""
    if resource is None:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def check_archive(book: Path) -> None:
    """Unfold every part, counting the bytes that really come. Raises NotUsable beyond the limits.

    The limits: 1,000 parts, 120 MB together, and 250 times its size for a part above 1 MB; the
    largest real workbooks unfold some thirty times.
    """
    try:
        archive = zipfile.ZipFile(book)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotUsable("is a zip archive or an Excel workbook, but a broken one.") from error
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise NotUsable(f"is an archive of {len(members):,} parts, not an Excel workbook.")
        if "xl/workbook.xml" not in archive.namelist():
            advice = "Unpack it and name the files in it."
            raise NotUsable("is a zip archive, not an Excel workbook.", advice)
        total = 0
        for member in members:
            try:
                for unfolded in _unfold(archive, member):
                    total += unfolded
                    if total > MAX_UNFOLDED:
                        raise NotUsable("unfolds into far more than a table holds.")
            except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
                raise NotUsable("is a broken workbook, or one with a password.") from error


def _unfold(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[int]:
    """Yield the sizes of a part's blocks."""
    unfolded = 0
    is_xml = member.filename.endswith((".xml", ".rels"))
    with archive.open(member) as part:
        while block := part.read(BLOCK):
            if is_xml and b"<!DOCTYPE" in block:
                raise NotUsable("holds declarations that no Excel workbook has.")
            unfolded += len(block)
            if unfolded > max(SMALL, MAX_RATIO * member.compress_size):
                raise NotUsable("unfolds into far more than a table holds.")
            yield len(block)


def write_rows(book: Path, target: Path) -> dict[str, Any]:
    """Write the first visible sheet, a line for each row up to the last that holds anything."""
    if not openpyxl.DEFUSEDXML or openpyxl.LXML:
        raise NotUsable("cannot be read safely: the package defusedxml is missing.")
    warnings.simplefilter("ignore")
    with (
        book.open("rb") as file,  # by its name it would be refused unless that ends in .xlsx
        closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as opened,
    ):
        visible = [s for s in opened.worksheets if s.sheet_state == "visible"] or opened.worksheets
        if not visible:
            raise NotUsable("is a workbook without sheets.")
        sheet = visible[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        with target.open("w", encoding="utf-8", newline="") as text:
            _write(csv.writer(text, lineterminator="\n"), rows)
        others = [other.title for other in opened.worksheets if other is not sheet]
        return {"sheet": sheet.title, "others": others}


def _write(writer: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows get the width of the fullest so far, as a sheet leaves out the empty cells at the end.

    Empty rows are written only when another follows: sheets may have a million at their end.
    """
    width = waiting = written = looked_at = 0
    for row in rows:
        looked_at += len(row)
        if looked_at > MAX_CELLS:
            raise NotUsable("has cells far out to the right: it is no table.")
        cells = list(map(as_text, row))
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            waiting += 1
            continue
        if len(cells) > MAX_COLUMNS:
            raise NotUsable(f"has more than {MAX_COLUMNS} columns; at most so many are read.")
        written += 1
        if written > MAX_ROWS:
            raise NotUsable(f"has more than {MAX_ROWS:,} rows; at most so many are read.")
        for _ in range(waiting):
            writer.writerow(())
        waiting = 0
        width = max(width, len(cells))
        writer.writerow(cells + [""] * (width - len(cells)))


def as_text(value: Any) -> str:
    """Return a cell as a CSV file would have it: ISO dates, plain decimals, whole numbers whole.

    >>> as_text(0.1 + 0.2), as_text(2.0), as_text(datetime(2026, 3, 9))
    ('0.3', '2', '2026-03-09')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        # What reads this takes away an apostrophe that guards a formula: here it is text.
        return value if unguard_formula(value) == value else f"'{value}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
