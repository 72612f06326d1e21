"""Rows of orders on their way to the staging tables: heads, lines, and what they come to.

Consecutive rows with the same head share one; a blank number continues the order above, as
spreadsheets with one-to-many columns write it. A row without any number is an order of its own,
known by its content.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from crm.imports.figures import (
    AMOUNT_PLACES,
    FACTOR_PLACES,
    MAX_AMOUNT,
    Number,
    Rounded,
    disagreements,
    multiply,
    rounded_column,
)
from crm.imports.headers import Mapping
from crm.imports.parsing import Columns, Refusal
from crm.imports.readers import Batch
from crm.imports.references import References, Reps
from crm.store.staging import Staging
from crm.store.staging.orders import HEAD_COLUMNS, LINE_COLUMNS
from crm.store.staging.tables import heads, lines

_MULTIPLIED = ("price", "discount", "unit_cost")


class OrderRows:
    """Stages the rows of the files of orders, one file after another."""

    def __init__(self, staging: Staging, references: References, reps: Reps) -> None:
        self._staging = staging
        self._references = references
        self._reps = reps
        self._head = 0
        self._rounded = {name: Rounded(FACTOR_PLACES) for name in _MULTIPLIED}
        self._rounded |= {name: Rounded(AMOUNT_PLACES) for name in ("quantity", "amount")}
        self.begin(0, None)

    def begin(self, file: int, mapping: Mapping | None) -> None:
        """Turn to the next file."""
        self._file = file
        self._mapping = mapping
        fields = mapping.columns.keys() if mapping else set()
        self._has_number = "number" in fields
        self._is_total = "total" in fields and not (
            "amount" in fields or {"price", "quantity"} <= fields
        )
        self._above = ""
        self.disagreements = 0

    def fill_down(self, batch: Batch) -> None:
        """Write the number above into rows that leave number, customer and date blank."""
        if self._mapping is None or not self._has_number:
            return
        columns = self._mapping.columns
        number = columns["number"]
        head = [
            columns[f] for f in ("customer_code", "customer_name", "ordered_on") if f in columns
        ]
        for row in batch.rows:
            if row[number].strip():
                self._above = row[number]
            elif not any(row[column].strip() for column in head):
                row[number] = self._above

    def stage(self, columns: Columns) -> list[Refusal]:
        """Stage the rows of a batch; return those that cannot be orders."""
        figures = self._figures(columns)
        named = list(zip(columns.get("customer_code"), columns.get("customer_name"), strict=True))
        refs = list(map(self._references.__getitem__, named))
        refused = self._check(columns, refs, figures["amount"])
        self._references.flush()
        head_rows, head_of, position_of = self._heads(columns, refs, figures, refused)
        staged = zip(
            head_of,
            position_of,
            columns.lines,
            columns.get("product"),
            *(figures[c] for c in LINE_COLUMNS[4:]),
            strict=True,
        )
        rows = [row for row in staged if row[0]] if refused else list(staged)
        self._staging.load(heads, HEAD_COLUMNS, head_rows)
        self._staging.load(lines, LINE_COLUMNS, rows)
        return list(refused.values())

    def _figures(self, columns: Columns) -> dict[str, Sequence[Number]]:
        values = columns.values
        figures: dict[str, Sequence[Number]] = {
            name: rounded_column(columns.get(name), self._rounded[name])
            for name in ("quantity", *_MULTIPLIED)
        }
        prices, quantities = values.get("price"), values.get("quantity")
        computed: list[Number] | None = None
        if prices and quantities:
            computed = multiply(prices, quantities, values.get("discount") or None)
        given = values.get("total" if self._is_total else "amount")
        if given:
            amounts = rounded_column(given, self._rounded["amount"])
            if computed:
                self.disagreements += disagreements(amounts, computed)
                pairs = zip(amounts, computed, strict=True)
                amounts = [own if own is not None else other for own, other in pairs]
            computed = amounts
        figures["amount"] = computed or [None] * len(columns.lines)
        costs = values.get("unit_cost")
        unknown: list[Number] = [None] * len(columns.lines)
        figures["cost"] = multiply(costs, quantities, None) if costs and quantities else unknown
        return figures

    def _check(
        self, columns: Columns, refs: Sequence[Number], amounts: Sequence[Number]
    ) -> dict[int, Refusal]:
        """Find rows that lack what every order needs. A numbered row's head may be elsewhere."""
        numbers = columns.get("number")
        if self._has_number:
            needed = {"order number": numbers}
        else:
            needed = {"customer": refs, "date": columns.get("ordered_on")}
        needed["amount, nor price and quantity to work it out from"] = amounts
        refused: dict[int, Refusal] = {}
        for what, column in needed.items():
            if None in column:
                for row in (row for row, value in enumerate(column) if value is None):
                    problem = f"has no {what}."
                    refused.setdefault(row, Refusal(columns.lines[row], problem, numbers[row]))
        for row in _too_large(amounts):
            problem = "has an amount of a million millions or more."
            refused.setdefault(row, Refusal(columns.lines[row], problem, numbers[row]))
        return refused

    def _heads(
        self,
        columns: Columns,
        refs: Sequence[Number],
        figures: dict[str, Sequence[Number]],
        refused: dict[int, Refusal],
    ) -> tuple[list[tuple[Any, ...]], list[int], list[int]]:
        reps = map(self._reps.__getitem__, columns.get("rep"))
        days, required = columns.get("ordered_on"), columns.get("required_on")
        keys = columns.get("number") if self._has_number else self._keys(columns, refs, figures)
        found = zip(keys, refs, days, required, reps, strict=True)
        starts: list[tuple[int, tuple[Any, ...]]] = []
        head_of: list[int] = []
        position_of: list[int] = []
        sizes: list[int] = []
        head, current, position = self._head, None, 0
        for row, values in enumerate(found):
            if row in refused:
                head_of.append(0)
                position_of.append(0)
                continue
            if values != current or not self._has_number:
                if current is not None:
                    sizes.append(position)
                head, current, position = head + 1, values, 0
                starts.append((row, values))
            position += 1
            head_of.append(head)
            position_of.append(position)
        if current is not None:
            sizes.append(position)
        first = self._head + 1
        self._head = head
        lines_, is_total = columns.lines, int(self._is_total)
        rows = [
            (
                first + place,
                self._file,
                lines_[row],
                values[0],
                values[0] if self._has_number else None,
                *values[1:],
                size,
                is_total,
            )
            for (place, (row, values)), size in zip(enumerate(starts), sizes, strict=True)
        ]
        return rows, head_of, position_of

    def _keys(
        self, columns: Columns, refs: Sequence[Number], figures: dict[str, Sequence[Number]]
    ) -> list[str]:
        """Content keys: equal rows have equal keys, whenever and in whichever file they come."""
        called = self._references.keys_of
        names = [called[ref or 0] for ref in refs]
        contents = zip(
            names,
            columns.get("ordered_on"),
            columns.get("product"),
            *(figures[name] for name in ("quantity", "price", "discount", "unit_cost", "amount")),
            strict=True,
        )
        return [content_key(content) for content in contents]


def _too_large(amounts: Sequence[Number]) -> list[int]:
    known = [amount for amount in amounts if amount is not None]
    if not known or (max(known) < MAX_AMOUNT and min(known) > -MAX_AMOUNT):
        return []
    return [row for row, a in enumerate(amounts) if a is not None and abs(a) >= MAX_AMOUNT]


def content_key(content: tuple[Any, ...]) -> str:
    """Return a key of what a row consists of, the same on every machine."""
    text = "\x1f".join(map(str, content))
    return "~" + blake2b(text.encode(), digest_size=16).hexdigest()


__all__ = ["OrderRows", "content_key"]
