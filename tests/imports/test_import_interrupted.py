"""An import that is stopped half-way, by a person or by force, leaves nothing behind."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crm.store.database import open_database
from crm.store.tables import metadata
from tests.support.importing import Importer, counts

ROOT = Path(__file__).parents[2]
ORDERS = 30_000


@pytest.fixture(scope="module")
def orders_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "orders.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Order ID,Customer ID,Order Date,Product,Quantity,Unit Price\n")
        for number in range(ORDERS):
            for product in ("Tea", "Jam"):
                file.write(f"O{number},C{number % 5_000},2026-01-05,{product},2,10.5\n")
        file.write("late,C1,2099-01-01,Tea,1,1\n")
    return path


@contextmanager
def importing(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIERCOACH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.commands.main", "import", "orders.csv"],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT), "TIERCOACH_DATABASE_URL": "books.db"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_busy(process: subprocess.Popen[bytes], database: Path, *, has_written: bool) -> None:
    """Return when the process holds the lock for writing, and has written to the disk if so."""
    log = database.with_name(f"{database.name}-wal")
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as connection:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
            except sqlite3.OperationalError:
                if not has_written or (log.exists() and log.stat().st_size > 100_000):
                    return
            try:
                process.wait(0.005)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail("the import ended before it could be stopped")


@pytest.mark.parametrize("has_written", [False, True], ids=["staging", "writing"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_an_import_stopped_half_way_leaves_nothing(
    tmp_path: Path, empty_file: Path, orders_file: Path, how: signal.Signals, has_written: bool
) -> None:
    books = Path(shutil.copy(empty_file, tmp_path / "books.db"))
    path = Path(shutil.copy(orders_file, tmp_path / "orders.csv"))
    with importing(tmp_path) as process:
        wait_until_busy(process, books, has_written=has_written)
        process.send_signal(how)
        _, told = process.communicate(timeout=60)
    if how is signal.SIGINT:
        assert process.returncode == 2
        assert told.decode().strip() == "Stopped. What was being written is left out whole."
        assert {p.name for p in tmp_path.iterdir()} <= {"books.db", "orders.csv"}
    database = open_database(str(books), create=False)
    importer = Importer(database, tmp_path)
    left = {t.name: len(importer.rows(t, t.c[0].name)) for t in metadata.sorted_tables}
    assert {name: rows for name, rows in left.items() if rows} == {}
    assert counts(importer.take_in(path))["orders"] == (ORDERS, 0, 0)
    database.close()
