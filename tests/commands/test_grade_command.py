"""``tiercoach grade`` from the command line."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import NORTHWIND, tiercoach


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Northwind's books."""
    made = tmp_path_factory.mktemp("books")
    assert tiercoach("import", *sorted(NORTHWIND.glob("*.csv")), folder=made).code == 0
    return made


def test_a_window_without_orders_is_shown_but_never_applied(folder: Path) -> None:
    preview = tiercoach("grade", folder=folder)
    applied = tiercoach("grade", "--apply", folder=folder)
    assert preview.code == 0
    assert "--as-of 1998-05-06" in preview.out
    assert applied.code == 2
    assert "--as-of 1998-05-06" in applied.err


def test_a_day_to_come_is_never_applied(folder: Path) -> None:
    assert tiercoach("grade", "--as-of", "2099-01-01", "--apply", folder=folder).code == 2


def test_units_have_no_margin(folder: Path) -> None:
    report = tiercoach("grade", "--as-of", "1998-05-06", "--measure", "quantity", folder=folder)
    assert "margin" not in report.out.lower()


def test_a_reader_who_stops_reading_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m bot.commands.main grade --as-of 1998-05-06 --format csv"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"],
        cwd=folder, env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)


def test_a_database_of_a_newer_version_says_to_update(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "tiercoach.db"
    path.write_bytes((folder / "tiercoach.db").read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = tiercoach("grade", folder=tmp_path)
    assert done.code == 2
    assert "newer tiercoach" in done.err
