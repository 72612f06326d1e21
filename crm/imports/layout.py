"""Where the table of a file begins: its delimiter, and which of the first rows is the header.

Programs write a title above the header, and some write two headers: one of keys for the machine
and one of captions below it (金蝶). The row of captions is the header; what is above is left out.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crm.errors import BadFile, Problem
from crm.imports.captions import caption_forms, vocabulary

MAX_COLUMNS = 500
MAX_CAPTION = 200
LOOKED_AT = 12

_KEY = re.compile(r"F[A-Z][A-Za-z]*\w*(?:\(\w+\))?(?:#\w+)?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Header:
    """The captions, the physical line they end on, and the keys in the row above, if any."""

    line: int
    captions: tuple[str, ...]
    keys: tuple[str, ...] = ()


def find_delimiter(head: str) -> str:
    """Return the delimiter under which the first lines fall into most columns, evenly.

    >>> find_delimiter("Sales of May\\nname;city\\nAcme;Oslo\\n")
    ';'
    """
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    for header_is_first in (True, False):
        best, columns = ",", 1
        for delimiter in ",;\t|":
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
            usual = max(set(widths), key=widths.count, default=0)
            fits = usual == widths[0] if header_is_first and widths else usual in widths[1:]
            if fits and usual > columns:
                best, columns = delimiter, usual
        if columns > 1:
            return best
    first = lines[0] if lines else ""
    return max(",;\t|", key=first.count)


def find_header(name: str, head: str, delimiter: str) -> Header:
    """Return the header of a file that begins with this text. Raises BadFile if it has none.

    The header is the first row that has more than two thirds as many captions as the fullest of
    the first rows has cells; a row whose length no other shares does not count as fullest. A row
    above it whose captions we know is preferred to one whose cells say nothing to us.
    """
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(_filled(reader), LOOKED_AT))
    except csv.Error as error:
        what = "has no header that can be read: one of its first cells is far too long."
        raise BadFile([Problem(name, what)]) from error
    if not rows:
        raise BadFile([Problem(name, "is empty.", "Export it again with its header row.")])
    place = _place([row for _, row in rows])
    keys: tuple[str, ...] = ()
    if place + 1 < len(rows) and _are_keys(rows[place][1], rows[place + 1][1]):
        keys, place = tuple(rows[place][1]), place + 1
    line, captions = rows[place]
    header = Header(line, _trimmed(captions), keys)
    _check(name, header)
    return header


def _place(rows: list[list[str]]) -> int:
    lengths = Counter(map(len, rows))
    shared = [row for row in rows if len(row) > 1 and lengths[len(row)] > 1]
    fullest = max(sum(map(bool, row)) for row in shared or rows)
    place = next(i for i, row in enumerate(rows) if 3 * sum(map(bool, row)) > 2 * fullest)
    if _are_known(rows[place]):
        return place
    return next((i for i, row in enumerate(rows[:place]) if _are_known(row)), place)


def _are_known(row: list[str]) -> bool:
    """Say whether most cells of a row are captions of some kind of file."""
    filled = list(filter(None, row))
    words = vocabulary()
    every = [*words.sure.values(), *words.maybe.values()]
    known = sum(any(caption_forms(cell)[0] in each for each in every) for cell in filled)
    return known >= 2 and known * 2 > len(filled)


def _filled(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for row in reader:
        is_hint = len(row) <= 2 and row and row[0].lower().startswith("sep=")
        if any(cell.strip() for cell in row) and not is_hint:
            yield reader.line_num, [cell.strip() for cell in row]  # type: ignore[attr-defined]


def _are_keys(row: list[str], below: list[str]) -> bool:
    """Say whether a row holds keys of a program whose captions are in the row below."""
    keys, captions = list(filter(None, row)), list(filter(None, below))
    return (
        len(keys) >= 2
        and 2 * sum(bool(_KEY.fullmatch(key)) for key in keys) > len(keys)
        and 2 * sum(bool(_CHINESE.search(caption)) for caption in captions) > len(captions)
        and not any(caption.isdigit() for caption in captions)
    )


def _trimmed(row: list[str]) -> tuple[str, ...]:
    """Drop empty captions at the end, if they are most of the row."""
    captions = list(row)
    while captions and not captions[-1]:
        captions.pop()
    width = len(row) if len(captions) > len(row) // 2 else len(captions)
    return tuple(row[:width])


def _check(name: str, header: Header) -> None:
    if len(header.captions) > MAX_COLUMNS:
        raise BadFile(
            [
                Problem(
                    name,
                    f"has {len(header.captions):,} columns; at most {MAX_COLUMNS} are read.",
                    "Is it a table with one row per customer, order or visit?",
                )
            ]
        )
    if any(len(caption) > MAX_CAPTION for caption in header.captions):
        raise BadFile([Problem(name, "has a first line that is no header: a caption is too long.")])


__all__ = ["MAX_COLUMNS", "Header", "find_delimiter", "find_header"]
