"""Importing half a million order lines: against ``csv`` and ``executemany`` of the same rows.

The baseline reads the same file into the same tables of the same new database, durably as well.
It trusts every cell, knows the columns by heart, and cannot undo, compare, or refuse anything.
"""

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.benchmarks.measuring import (
    ROUNDS_OF_PROMISES,
    Row,
    Stopped,
    Stopwatch,
    promise,
    rows_make_no_cycles,
    take_turns,
)
from tests.benchmarks.work import import_once

LIMIT = 5
WORKBOOK_LIMIT = 2
_STRETCH = 10_000

_COMPARED = """
SELECT key, number, customers.code, ordered_on, position, product, quantity, price, discount,
  unit_cost, amount, cost
FROM order_lines
JOIN orders ON orders.id = order_id
JOIN customers ON customers.id = customer_id
ORDER BY key, position
"""

_ORDER = "INSERT INTO orders (id, key, number, customer_id, ordered_on) VALUES (?, ?, ?, ?, ?)"
_LINE = (
    "INSERT INTO order_lines"
    " (order_id, position, product, quantity, price, discount, unit_cost, amount, cost)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def measure(customers: str, file: str) -> list[Row]:
    """Return how importing the file compares; ``customers`` is the database to begin with."""
    folder = Path(customers).parent
    here, there = folder / "imported.db", folder / "inserted.db"

    def ours() -> Stopped:
        shutil.copy(customers, here)
        return import_once(str(here), file)

    def theirs() -> Stopped:
        shutil.copy(customers, there)
        return insert_once(str(there), file)

    runs = take_turns({"ours": ours, "theirs": theirs}, ROUNDS_OF_PROMISES)
    row = promise(runs["ours"], runs["theirs"], LIMIT, "import", "csv + executemany")
    verdict = "same rows" if have_same_rows(here, there) else "ROWS DIFFER"
    return [replace(row, text=f"{row.text}; {verdict}")]


def measure_workbook(customers: str, file: str) -> list[Row]:
    """Return how importing a workbook compares with only reading it."""
    here = Path(customers).parent / "imported.db"

    def ours() -> Stopped:
        shutil.copy(customers, here)
        return import_once(str(here), file)

    runs = take_turns({"ours": ours, "theirs": lambda: read_once(file)}, ROUNDS_OF_PROMISES)
    return [promise(runs["ours"], runs["theirs"], WORKBOOK_LIMIT, "import", "openpyxl, read only")]


def read_once(file: str) -> Stopped:
    """Read every cell of a workbook and keep none."""
    with rows_make_no_cycles():
        watch = Stopwatch()
        book = load_workbook(file, read_only=True, data_only=True)
        cells = sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
        book.close()
        return watch.stop(cells)


def insert_once(path: str, file: str) -> Stopped:
    """Insert the file's orders and lines, commit included."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")
    with rows_make_no_cycles(), Path(file).open(encoding="utf-8", newline="") as source:
        watch = Stopwatch()
        customer_of = dict(connection.execute("SELECT code, id FROM customers"))
        reader = csv.reader(source)
        next(reader)
        connection.execute("BEGIN IMMEDIATE")
        order_id, position, above = 0, 0, ""
        while stretch := list(islice(reader, _STRETCH)):
            orders: list[tuple[Any, ...]] = []
            lines: list[tuple[Any, ...]] = []
            for number, code, day, product, price, quantity, discount, cost in stretch:
                if number != above:
                    order_id, position, above = order_id + 1, 0, number
                    orders.append((order_id, number, number, customer_of[code], day))
                position += 1
                count, cents = int(quantity), round(float(price) * 100)
                off, cost_cents = round(float(discount) * 100), round(float(cost) * 100)
                lines.append(
                    (
                        order_id,
                        position,
                        product,
                        count * 10_000,
                        cents * 10_000,
                        off * 10_000,
                        cost_cents * 10_000,
                        cents * count * (100 - off),
                        cost_cents * count * 100,
                    )
                )
            connection.executemany(_ORDER, orders)
            connection.executemany(_LINE, lines)
        connection.execute("COMMIT")
        stopped = watch.stop()
    connection.close()
    return stopped


def have_same_rows(one: Path, other: Path) -> bool:
    """Say whether both databases hold the same orders and lines."""
    return all(a == b for a, b in zip_longest(_rows(one), _rows(other)))


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    yield from connection.execute(_COMPARED)
    connection.close()
