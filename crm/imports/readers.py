"""A CSV file as rows, whatever it was saved by: encoding, delimiter, quoting, empty rows.

A row keeps the number of the physical line it begins on, because that is what a person sees in
their editor. Rows of the wrong length are handed on beside the good ones, never repaired.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from operator import itemgetter
from pathlib import Path

from crm.errors import BadFile, Problem
from crm.imports.encodings import find_encoding

BATCH_ROWS = 4_000
MAX_COLUMNS = 500
MAX_CELL = 131_072
MAX_FILE_NAME = 200
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
    """Some thousand rows with the lines they begin on."""

    lines: Sequence[int]
    rows: list[Row]
    short: list[ShortRow] = field(default_factory=list)
    empty: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: how it is written, its captions, and some rows from all over it."""

    path: Path
    encoding: str
    delimiter: str
    captions: tuple[str, ...]
    header_line: int
    sample: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        return self.path.name

    def batches(self) -> Iterator[Batch]:
        """Read the rows below the header, a batch at a time."""
        width = len(self.captions)
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            line = 1
            try:
                while rows := list(islice(reader, BATCH_ROWS)):
                    yield _batch(_numbered(rows, line, reader.line_num), width, self.header_line)
                    line = reader.line_num + 1
            except csv.Error as error:
                raise _unreadable(self, line, error) from error


def open_source(path: Path) -> Source:
    """Look at a file and return how to read it.

    Raises BadFile when it is missing, a folder, empty, not text, or has no header.
    """
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(65_536)
    delimiter = _find_delimiter(head)
    header_line, captions = _find_header(path, head, delimiter)
    _check_captions(path, captions)
    source = Source(path, encoding, delimiter, captions, header_line, ())
    sample = tuple(tuple(row) for row in _sample(source))
    return Source(path, encoding, delimiter, captions, header_line, sample)


def _unreadable(source: Source, line: int, error: csv.Error) -> BadFile:
    where = f"{source.name}, below line {line}"
    advice = "Is a quotation mark opened there and never closed?"
    return BadFile([Problem(where, f"cannot be read: {error}.", advice)])


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
            problem = f"has {len(row)} cells where the header has {width}."
            batch.short.append(ShortRow(line, row, problem))
    batch.lines = good
    return batch


def _find_delimiter(head: str) -> str:
    """Return the delimiter under which the first lines fall into most columns, evenly."""
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    best, columns = ",", 1
    for delimiter in ",;\t|":
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        if widths and max(widths) > 1:
            usual = max(set(widths), key=widths.count)
            header = widths[0]
            if header == usual and header > columns:
                best, columns = delimiter, header
    if columns > 1:
        return best
    first = lines[0] if lines else ""
    return max(",;\t|", key=first.count)


def _find_header(path: Path, head: str, delimiter: str) -> tuple[int, tuple[str, ...]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            is_hint = len(row) <= 2 and row and row[0].lower().startswith("sep=")
            if any(cell.strip() for cell in row) and not is_hint:
                captions = [cell.strip() for cell in row]
                while captions and not captions[-1]:
                    captions.pop()
                width = len(row) if len(captions) > len(row) // 2 else len(captions)
                return reader.line_num, tuple(cell.strip() for cell in row[:width])
    except csv.Error as error:
        raise BadFile([Problem(path.name, f"has no header that can be read: {error}.")]) from error
    raise BadFile([Problem(path.name, "is empty.", "Export it again with its header row.")])


def _check_captions(path: Path, captions: tuple[str, ...]) -> None:
    if len(captions) > MAX_COLUMNS:
        raise BadFile(
            [
                Problem(
                    path.name,
                    f"has {len(captions):,} columns; at most {MAX_COLUMNS} are read.",
                    "Is it a table with one row per customer, order or visit?",
                )
            ]
        )
    if any(len(caption) > MAX_FILE_NAME for caption in captions):
        raise BadFile(
            [Problem(path.name, "has a first line that is no header: a caption is too long.")]
        )


def _sample(source: Source) -> Iterator[Row]:
    """Yield the first rows and some from places all over the file, each of the right width."""
    width = len(source.captions)
    batch = next(source.batches(), Batch([], []))
    yield from batch.rows[:SAMPLE_ROWS]
    size = source.path.stat().st_size
    if size <= SAMPLE_BYTES * SAMPLE_PLACES:
        yield from batch.rows[SAMPLE_ROWS:]
        return
    with source.path.open("rb") as file:
        for place in range(1, SAMPLE_PLACES + 1):
            file.seek((size - SAMPLE_BYTES) * place // SAMPLE_PLACES // 4 * 4)
            text = file.read(SAMPLE_BYTES).decode(source.encoding, errors="replace")
            lines = text.splitlines()[1:-1]
            rows = csv.reader(lines, delimiter=source.delimiter)
            yield from (row for row in rows if len(row) == width and any(row))
