"""``tiercoach understand``: what messages mean, line by line, for scripts that measure it.

It needs no database: the customers come from a file, the day from the command line. Who asks
plays no part in what is meant, so ``role`` is read past like any other key.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import click

from bot.understanding.directory import know
from bot.understanding.entrance import understand_message
from bot.understanding.meaning import describe
from bot.understanding.understand import Context
from crm.entities import Naming
from crm.errors import BadFile, Problem
from crm.imports.cells import parse_code, parse_text
from crm.imports.fields import FIELDS, Form, Kind
from crm.imports.headers import recognise
from crm.imports.readers import open_source
from crm.policy import default_policy

_BETWEEN_ALIASES = re.compile(r"\s*[;；、|/]\s*")


@click.command("understand")
@click.option(
    "--customers",
    "path",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The customers that messages may speak of: a file that the import would take.",
)
@click.option(
    "--today",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which the messages are written, e.g. 2026-11-24.",
)
def understand_command(path: Path, today: datetime) -> None:
    """Read messages as JSON lines, each with its "text", and write what each of them means.

    Empty lines are skipped. The first line that is no message ends it.
    """
    context = read_context(path, today.date())
    for text in read_texts(sys.stdin):
        meaning = describe(understand_message(text, context), context)
        sys.stdout.write(f"{json.dumps(meaning, ensure_ascii=False)}\n")
        sys.stdout.flush()


def read_texts(lines: TextIO) -> Iterator[str]:
    """Yield the text of each line.

    Raises BadFile at the first line that is not a JSON object with a "text".
    """
    for number, line in enumerate(lines, 1):
        written = line.lstrip("\ufeff").strip()
        if not written:
            continue
        try:
            row = json.loads(written)
        except (ValueError, RecursionError) as error:
            raise _bad_line(number, f"this is not JSON: {error}.") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise _bad_line(number, 'a JSON object with a "text" is expected here.')
        yield row["text"]


def _bad_line(number: int, what: str) -> BadFile:
    return BadFile([Problem(f"line {number}", what, 'Write e.g. {"text": "who is overdue"}.')])


def read_context(path: Path, today: date) -> Context:
    """Read the customers of a file, numbered in the order in which they stand there.

    Raises BadFile when no customers can be read from it.
    """
    rows = list(_list_rows(path))
    namings = [
        Naming(
            number,
            row["name"] or row["code"] or "",
            row.get("code"),
            row.get("city"),
            row.get("tier"),
            _list_aliases(row.get("alias")),
        )
        for number, row in enumerate(rows, 1)
    ]
    known = know(namings, *(_distinct(rows, what) for what in ("city", "country", "industry")))
    return Context(known.names, known.places, default_policy().tier_names, today)


def _list_rows(path: Path) -> Iterator[dict[str, str | None]]:
    source = open_source(path)
    columns = recognise(source, Kind.CUSTOMERS).columns
    fields = FIELDS[Kind.CUSTOMERS]
    for batch in source.batches():
        for cells in batch.rows:
            row = {}
            for field, column in columns.items():
                read = parse_code if fields[field].form is Form.CODE else parse_text
                value = read(cells[column], fields[field].limit)
                row[field] = value if isinstance(value, str) else None
            row["name"] = row.get("name") or _person(row)
            if row["name"] or row.get("code"):
                yield row


def _person(row: dict[str, str | None]) -> str | None:
    return " ".join(filter(None, (row.get("first_name"), row.get("last_name")))) or None


def _list_aliases(cell: str | None) -> tuple[str, ...]:
    return tuple(alias for alias in _BETWEEN_ALIASES.split(cell or "") if alias)


def _distinct(rows: Iterable[dict[str, Any]], what: str) -> list[str]:
    return sorted({row[what] for row in rows if row.get(what)})
