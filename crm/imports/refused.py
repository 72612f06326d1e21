"""Refused rows as a file that can be mended and imported again.

The rows are copied as they were, behind two columns that say where and why; the header keeps the
captions, so the mended file is recognised as the first was.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from crm.errors import BadFile, Problem
from crm.imports.readers import Source

EXTRA = ("line", "problem")


def refused_name(source: Source) -> str:
    """Return NAME.refused.csv; what is refused of that one goes by the same name."""
    return f"{source.path.stem.removesuffix('.refused')}.refused.csv"


def write_refused(source: Source, refused: Iterator[tuple[int, str]], folder: Path) -> Path:
    """Write the refused rows into a file in the folder, to be renamed once the rest is written."""
    path = _part(source, folder)
    waiting = next(refused, None)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*EXTRA, *source.captions])
        for line, row in _rows(source):
            if waiting is None:
                break
            if line == waiting[0]:
                writer.writerow([line, waiting[1], *row])
                waiting = next(refused, None)
    return path


def _rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Every row of the file with its line, good and short ones in the file's order."""
    for batch in source.batches():
        short = [(row.line, row.cells) for row in batch.short]
        good = zip(batch.lines, batch.rows, strict=True)
        yield from sorted([*good, *short]) if short else good


def folder_for(source: Source) -> Path:
    """Return the folder of the file if one may write there, else the working folder.

    Raises BadFile when the refused rows can be written in neither.
    """
    folders = [source.path.resolve().parent, Path.cwd()]
    for folder in folders:
        probe = _part(source, folder)
        try:
            with probe.open("w"):
                pass
            probe.unlink()
        except OSError:
            continue
        return folder
    places = " nor in ".join(map(str, dict.fromkeys(folders)))
    what = f"has rows to refuse, and no file can be written in {places}: nothing was taken in."
    advice = "Start the import from a folder where you may write."
    raise BadFile([Problem(source.name, what, advice)])


def _part(source: Source, folder: Path) -> Path:
    return folder / f".{refused_name(source)}.part"
