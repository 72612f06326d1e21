"""Whether every quotation mark that is opened in a file is closed, and where one is not.

Such a mark swallows the rows below it, up to the next one or to the end, and what is left may
look like a table. A mark in an odd place that swallows nothing is let pass.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from crm.errors import BadFile, Problem

TAIL = 4_096


class _Lines:
    """Hands on lines, keeping those of the row that is being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.kept, self.is_over = lines, [""], False

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.kept.append(line)
            yield line
        self.is_over = True


def check_quotes(path: Path, name: str, encoding: str, delimiter: str) -> None:
    """Look through the whole file. Raises BadFile naming the line where an open mark stands."""
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            lines.kept.clear()
            begin = reader.line_num + 1
            try:
                next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                swallowed = len(lines.kept) > 1 and not _is_row(lines.kept, delimiter)
                if lines.is_over or swallowed:
                    what = f"a quotation mark opened in line {begin} is never closed."
                    advice = "Close it or take it out; until then it swallows the rows below it."
                    raise BadFile([Problem(name, what, advice)]) from error


def _is_row(lines: list[str], delimiter: str) -> bool:
    """Say whether blanks behind closing marks are all that is odd about a row."""
    text = re.sub(rf'" +(?=[\r\n{re.escape(delimiter)}])', '"', "".join(lines))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1


def ends_oddly(path: Path) -> bool:
    """Say whether the last line has an odd number of quotation marks."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        last = file.read().rstrip(b"\r\n\x00").rpartition(b"\n")[2]
    return last.count(b'"') % 2 == 1


def begins_oddly(head: str) -> bool:
    """Say whether one of the first lines, where headers are, has an odd number of marks."""
    return any(line.count('"') % 2 for line in head.splitlines()[:12])
