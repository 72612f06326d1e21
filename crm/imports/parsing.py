"""Columns of cells → columns of values. Batches are turned on their side, for speed.

Every column remembers the cells it has read, since spreadsheets repeat themselves; the memory is
emptied when it grows too large. A row with a wrong cell is refused with the first thing wrong.
"""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import compress
from typing import Any

from crm.errors import Problem
from crm.imports.cells import (
    UNIT,
    Wrong,
    parse_code,
    parse_date,
    parse_number,
    parse_text,
    parse_visit_kind,
)
from crm.imports.fields import FIELDS, Form
from crm.imports.formats import DateFormat, NumberFormat, find_date_format, find_number_format
from crm.imports.headers import Mapping
from crm.imports.readers import Batch, Source

REMEMBERED = 120_000

Parse = Callable[[str], Any]


class Reading(dict[str, Any]):
    """A column's cells and what they mean; a new cell is parsed when it is first asked for."""

    def __init__(self, caption: str, parse: Parse) -> None:
        super().__init__()
        self.caption = caption
        self.has_wrong = False
        self._parse = parse

    def __missing__(self, cell: str) -> Any:
        value = self._parse(cell)
        if isinstance(value, Wrong):
            self.has_wrong = True
        if len(self) >= REMEMBERED:
            self.clear()
        self[cell] = value
        return value


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken, and why. ``number`` is its order's, whose other rows go with it."""

    line: int
    problem: str
    number: str | None = None


@dataclass(slots=True)
class Columns:
    """The good rows of a batch, by field, and the refused ones."""

    lines: Sequence[int]
    values: dict[str, Sequence[Any]]
    refused: list[Refusal]

    def get(self, field: str) -> Sequence[Any]:
        """Return the values of a field; None for each row where the file has no such column."""
        return self.values.get(field) or [None] * len(self.lines)


class Parser:
    """Reads the batches of one file by its mapping."""

    def __init__(self, source: Source, mapping: Mapping, today: date) -> None:
        self.mapping = mapping
        self.notes: list[str] = []
        self.damage: list[Problem] = []
        self._readings = {field: self._reading(field, source, today) for field in mapping.columns}

    def _reading(self, field: str, source: Source, today: date) -> Reading:
        caption = self.mapping.caption(field)
        column = self.mapping.columns[field]
        sample = [row[column] for row in source.sample]
        definition = FIELDS[self.mapping.kind][field]
        parse: Parse
        match definition.form:
            case Form.TEXT:
                parse = partial(parse_text, limit=definition.limit)
            case Form.CODE:
                parse = partial(parse_code, limit=definition.limit)
            case Form.PAST | Form.DUE:
                dates = find_date_format(sample)
                self._note(caption, dates.note)
                ahead = 1 if definition.form is Form.PAST else 5 * 366
                parse = partial(parse_date, form=dates, latest=today + timedelta(days=ahead))
            case Form.VISIT_KIND:
                parse = parse_visit_kind
            case _:
                is_share = definition.form is Form.SHARE
                numbers = find_number_format(sample, is_share=is_share)
                self._note(caption, numbers.note)
                if numbers.damage:
                    self.damage.append(_damaged(source, caption, numbers.damage))
                parse = partial(_PARSE_NUMBER[definition.form], form=numbers)
        return Reading(caption, parse)

    def _note(self, caption: str, note: str | None) -> None:
        if note:
            self.notes.append(f"column {caption!r} {note}")

    def parse(self, batch: Batch) -> Columns:
        """Turn a batch into columns of values; rows with a wrong cell are taken out."""
        columns = self.mapping.columns
        sides: list[tuple[str, ...]] = list(zip(*batch.rows, strict=True))
        values: dict[str, Sequence[Any]] = {}
        wrong: dict[int, str] = {}
        for field, reading in self._readings.items():
            cells = sides[columns[field]] if sides else ()
            parsed = list(map(reading.__getitem__, cells))
            values[field] = parsed
            if reading.has_wrong:
                for row, value in enumerate(parsed):
                    if isinstance(value, Wrong):
                        wrong.setdefault(
                            row, f"{reading.caption} {cells[row][:60]!r} {value.what}."
                        )
        refused = [
            self._refuse_short(short.line, short.cells, short.problem) for short in batch.short
        ]
        lines: Sequence[int] = batch.lines
        if wrong:
            numbers = values.get("number")
            for row, problem in wrong.items():
                number = numbers[row] if numbers else None
                number = number if isinstance(number, str) else None
                refused.append(Refusal(batch.lines[row], problem, number))
            good = [row not in wrong for row in range(len(lines))]
            lines = list(compress(lines, good))
            values = {field: list(compress(column, good)) for field, column in values.items()}
        return Columns(lines, values, refused)

    def _refuse_short(self, line: int, cells: list[str], problem: str) -> Refusal:
        column = self.mapping.columns.get("number")
        number = None
        if column is not None and column < len(cells):
            value = self._readings["number"][cells[column]]
            number = value if isinstance(value, str) else None
        return Refusal(line, problem, number)


def _damaged(source: Source, caption: str, damage: str) -> Problem:
    return Problem(
        f"{source.name}, column {caption!r}",
        f"{damage}.",
        "A spreadsheet has changed these numbers and they cannot be told any more: export them "
        "again from where they come from, with a point before the decimals and no other sign.",
    )


def parse_price(cell: str, form: NumberFormat) -> int | Wrong | None:
    """Return a number that must not be negative."""
    value = parse_number(cell, form)
    return Wrong("is negative") if isinstance(value, int) and value < 0 else value


def parse_share(cell: str, form: NumberFormat) -> int | Wrong | None:
    """Return a share of one: 15 %, and 15 in a column of per cents, are 0.15."""
    value = parse_number(cell, form)
    if isinstance(value, int):
        if form.per_cent and "%" not in cell and "％" not in cell:
            value //= 100
        if not 0 <= value <= UNIT:
            return Wrong("is not between 0 and 100 %")
    return value


_PARSE_NUMBER: MappingType[Form, Callable[..., Any]] = {
    Form.NUMBER: parse_number,
    Form.PRICE: parse_price,
    Form.SHARE: parse_share,
}

__all__ = ["Columns", "DateFormat", "Parser", "Reading", "Refusal"]
