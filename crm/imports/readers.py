"""A file as rows, whatever it was saved by: encoding, delimiter, quoting, empty rows.

A row keeps the number of the physical line it begins on, because that is what a person sees in
their editor; in a workbook it is the number of the sheet's row. Rows of the wrong length are
handed on beside the good ones, never repaired.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from operator import itemgetter
from pathlib import Path

from crm.errors import BadFile, Problem
from crm.imports.encodings import encoding_note, find_encoding, read_head
from crm.imports.layout import Header, find_delimiter, find_header
from crm.imports.planning import counted
from crm.imports.quoting import begins_oddly, check_quotes, ends_oddly
from crm.imports.workbooks import Sheet, is_archive, open_sheet

BATCH_ROWS = 4_000
SAMPLE_ROWS = 300
SAMPLE_PLACES = 24
SAMPLE_BYTES = 16_384

Row = list[str]


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A row that has not as many cells as the header."""

    line: int
    cells: Row
    problem: str


@dataclass(slots=True)
class Batch:
    """Some thousand rows with the lines they begin on.

    ``place`` is how many bytes of the file have been read with it.
    """

    lines: Sequence[int]
    rows: list[Row]
    short: list[ShortRow] = field(default_factory=list)
    empty: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: how it is written, its header, and some rows from all over it.

    ``path`` is what a person named; of a workbook, ``sheet`` holds the text that is read.
    """

    path: Path
    encoding: str
    delimiter: str
    header: Header
    sample: tuple[tuple[str, ...], ...] = ()
    sheet: Sheet | None = None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def captions(self) -> tuple[str, ...]:
        return self.header.captions

    @property
    def text_path(self) -> Path:
        """The file that holds the text."""
        return self.sheet.path if self.sheet else self.path

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        return self.text_path.stat().st_size

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of how the file was read."""
        note = self.sheet.note if self.sheet else encoding_note(self.encoding)
        return (note,) if note else ()

    def batches(self) -> Iterator[Batch]:
        """Read the rows below the header, a batch at a time."""
        width = len(self.captions)
        checked = self.sheet is not None
        if not checked and ends_oddly(self.path):
            self.check_quotes()
            checked = True
        with self.text_path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            line = 1
            try:
                while rows := list(islice(reader, BATCH_ROWS)):
                    last = line + len(rows) - 1 if self.sheet else reader.line_num
                    if not checked and last - line + 1 != len(rows):
                        self.check_quotes()
                        checked = True
                    batch = _batch(_numbered(rows, line, last), width, self.header.line)
                    batch.place = os.lseek(file.fileno(), 0, os.SEEK_CUR)
                    yield batch
                    line = last + 1
            except csv.Error as error:
                if not checked:
                    self.check_quotes()
                raise _unreadable(self, line) from error

    def check_quotes(self) -> None:
        """Raise BadFile if a quotation mark is opened and never closed."""
        check_quotes(self.path, self.name, self.encoding, self.delimiter)


def open_source(path: Path) -> Source:
    """Look at a file and return how to read it.

    Raises BadFile when it is missing, a folder, empty, not text, or has no header.
    """
    sheet = open_sheet(path) if is_archive(read_head(path)) else None
    text_path = sheet.path if sheet else path
    encoding = "utf-8" if sheet else find_encoding(path)
    with text_path.open(encoding=encoding, newline="") as file:
        head = file.read(65_536)
    delimiter = "," if sheet else find_delimiter(head)
    if not sheet and begins_oddly(head):
        check_quotes(path, path.name, encoding, delimiter)
    header = find_header(path.name, head, delimiter)
    source = Source(path, encoding, delimiter, header, sheet=sheet)
    return replace(source, sample=tuple(tuple(row) for row in _sample(source)))


def _unreadable(source: Source, line: int) -> BadFile:
    where = f"{source.name}, below line {line}"
    what = f"a cell is longer than {csv.field_size_limit():,} characters."
    return BadFile([Problem(where, what, "Is a quotation mark opened there and never closed?")])


def _numbered(rows: list[Row], first: int, last: int) -> tuple[Sequence[int], list[Row]]:
    """Return the rows with the lines they begin on. A cell may hold line breaks of its own."""
    if last - first + 1 == len(rows):
        return range(first, last + 1), rows
    breaks = (sum(max(cell.count("\n"), cell.count("\r")) for cell in row) for row in rows)
    begins = accumulate((1 + count for count in breaks), initial=first)
    return list(islice(begins, len(rows))), rows


def _batch(numbered: tuple[Sequence[int], list[Row]], width: int, header_line: int) -> Batch:
    lines, rows = numbered
    whole = all(map(width.__eq__, map(len, rows))) and all(map(any, rows))
    if whole and lines[0] > header_line and not any(map(str.isspace, map(itemgetter(0), rows))):
        return Batch(lines, rows)
    batch, good = Batch([], []), []
    for line, row in zip(lines, rows, strict=True):
        if line <= header_line:
            continue
        if not any(row) or not (row[0].strip() or "".join(row).strip()):
            batch.empty += 1
        elif len(row) == width or (len(row) > width and not any(row[width:])):
            good.append(line)
            batch.rows.append(row[:width])
        else:
            problem = f"has {counted(len(row), 'cell', 'cells')} where the header has {width}."
            batch.short.append(ShortRow(line, row, problem))
    batch.lines = good
    return batch


def _sample(source: Source) -> Iterator[Row]:
    """Yield the first rows and some from places all over the file, each of the right width."""
    width = len(source.captions)
    batch = next(source.batches(), Batch([], []))
    yield from batch.rows[:SAMPLE_ROWS]
    size = source.size
    if size <= SAMPLE_BYTES * SAMPLE_PLACES:
        yield from batch.rows[SAMPLE_ROWS:]
        return
    with source.text_path.open("rb") as file:
        for place in range(1, SAMPLE_PLACES + 1):
            file.seek((size - SAMPLE_BYTES) * place // SAMPLE_PLACES // 4 * 4)
            text = file.read(SAMPLE_BYTES).decode(source.encoding, errors="replace")
            lines = text.splitlines()[1:-1]
            rows = csv.reader(lines, delimiter=source.delimiter)
            yield from (row for row in rows if len(row) == width and any(row))
