"""``make bench``: every promise about speed and memory, measured against its named baseline.

It measures and judges, but never fails: what a busy machine shows is no reason to stop anybody.
"""

import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.benchmarks.measuring import ROUNDS, ROUNDS_OF_PROMISES, Row, in_fresh_process, memory

CUSTOMERS, ORDERS, INVOICES = 100_000, 2_000_000, 400_000
LINES, BUYERS, SHEET = 500_000, 20_000, 50_000
TALKED_ABOUT, REPS = 10_000, 50
ON_TELEGRAM = 200
EARLY, LOOKED_AFTER = 10_000, 1_000_000
PEAK_GRADING, PEAK_IMPORTING = 300, 250
"""Megabytes of 1,000,000 bytes."""

ALONE = "peak memory of a process that does it once"


def main() -> None:
    """Make the data, measure what is named (most of it by itself), and print one screen."""
    wanted = sys.argv[1:] or [name for name in PARTS if name not in ONLY_WHEN_NAMED]
    python = platform.python_version()
    rounds = f"{ROUNDS_OF_PROMISES} rounds (rivals {ROUNDS})"
    print(f"tiercoach on Python {python}, SQLite; medians of {rounds}, in turns")
    print("ratio = our time : the baseline's\n")
    with tempfile.TemporaryDirectory(prefix="tiercoach-bench-") as name:
        folder = Path(name)
        for part in wanted:
            PARTS[part](folder)


def bench_grading(folder: Path) -> None:
    """Grade a company from what its books add up to, to the tiers in force."""
    title = f"grading {CUSTOMERS:,} customers, {ORDERS:,} orders, {INVOICES:,} invoices"
    path, copy = str(folder / "grading.db"), str(folder / "weighed.db")
    doing("making the books")
    in_fresh_process("company:make_grading_company", path, CUSTOMERS, ORDERS, INVOICES)
    doing("weighing the grading")
    shutil.copy(path, copy)
    _, peak = in_fresh_process("work:grade_once", copy)
    Path(copy).unlink()
    doing("timing the grading and its rivals")
    rows, _ = in_fresh_process("grading:measure", path)
    show(title, [*rows[:1], memory(peak, PEAK_GRADING, ALONE), *rows[1:]])
    Path(path).unlink()


def bench_importing(folder: Path) -> None:
    """Import a file of order lines into a company that has its customers only."""
    customers, file, copy = (str(folder / name) for name in ("buyers.db", "orders.csv", "copy.db"))
    doing("writing the file of orders")
    in_fresh_process("company:make_customers", customers, BUYERS)
    in_fresh_process("company:write_orders", file, LINES, BUYERS)
    doing("weighing the import")
    shutil.copy(customers, copy)
    _, peak = in_fresh_process("work:import_once", copy, file)
    doing("timing the import")
    rows, _ = in_fresh_process("importing:measure", customers, file)
    title = f"importing {LINES:,} order lines from CSV"
    show(title, [*rows, memory(peak, PEAK_IMPORTING, ALONE)])
    doing("writing a workbook, and timing its import")
    book = str(folder / "orders.xlsx")
    in_fresh_process("company:write_workbook", book, file, SHEET)
    rows, _ = in_fresh_process("importing:measure_workbook", customers, book)
    show(f"importing {SHEET:,} order lines from a workbook", rows)


def bench_answering(folder: Path) -> None:
    """Ask questions."""
    path = str(folder / "talking.db")
    doing("making the company that is asked about")
    in_fresh_process("company:make_talking_company", path, TALKED_ABOUT, REPS)
    in_fresh_process("work:grade_once", path)
    doing("asking")
    rows, _ = in_fresh_process("answering:measure", path)
    show(f"an answer at {TALKED_ABOUT:,} customers, message in to reply composed", rows)


def bench_telegram(folder: Path) -> None:
    """Ask through Telegram, as fast as it answers and now and then."""
    path = _make_company_on_telegram(folder, "telegram")
    doing("asking through Telegram, and asking bots that say it back")
    rows, _ = in_fresh_process("telegram:measure", path)
    show(f"answers through Telegram, {ON_TELEGRAM} chats that write again once answered", rows)


def bench_memory(folder: Path) -> None:
    """Ask through Telegram for long."""
    path = _make_company_on_telegram(folder, "long")
    doing("asking through Telegram for long")
    rows, _ = in_fresh_process("telegram:measure_memory", path)
    show("memory of the process on Telegram", rows)


def bench_mornings(folder: Path) -> None:
    """Ring everybody's morning at one minute."""
    doing("ringing mornings on SQLite")
    path = str(folder / "mornings.db")
    rows, _ = in_fresh_process("mornings:measure", path, EARLY, LOOKED_AFTER)
    doing("ringing mornings on PostgreSQL")
    more, _ = in_fresh_process("mornings:measure_postgresql", EARLY, LOOKED_AFTER)
    show(f"the tick of {EARLY:,} mornings, {LOOKED_AFTER:,} customers", [*rows, *more])


def bench_coaching(_folder: Path) -> None:
    """Judge lines, and read the playbooks."""
    doing("judging lines, and looking for the nearest")
    rows, _ = in_fresh_process("coaching:measure")
    show("a line judged, and the nearest line by likeness (rapidfuzz WRatio)", rows)


def _make_company_on_telegram(folder: Path, name: str) -> str:
    path = str(folder / f"{name}.db")
    doing("making the company that asks through Telegram")
    in_fresh_process("company:make_talking_company", path, 10 * ON_TELEGRAM, ON_TELEGRAM)
    in_fresh_process("work:grade_once", path)
    return path


PARTS: dict[str, Callable[[Path], None]] = {
    "grading": bench_grading,
    "importing": bench_importing,
    "answering": bench_answering,
    "telegram": bench_telegram,
    "mornings": bench_mornings,
    "coaching": bench_coaching,
    "memory": bench_memory,
}
ONLY_WHEN_NAMED = {"memory"}
"""What takes longer than all the rest: ``make bench PARTS=memory``."""


def doing(what: str) -> None:
    """Say on the terminal what takes so long."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{time.strftime('%H:%M:%S')} {what} …")
        sys.stderr.flush()


def show(title: str, rows: Iterable[Row]) -> None:
    """Print one part of the result."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    print(title)
    for row in rows:
        print(row)
    print(flush=True)


if __name__ == "__main__":
    main()
