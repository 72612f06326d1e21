"""Opening a database, and what its transactions promise."""

import sqlite3
import threading
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.dialects import sqlite as dialect

from crm.errors import StoreUnavailable
from crm.store.database import Database, open_database
from crm.store.tables import people, revisions
from crm.store.types import Fixed, UtcDateTime
from tests.support.schema import whole

SQLITE = dialect.dialect()


def test_a_new_database_has_exactly_todays_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), whole()) == []


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as session:
            session.execute(insert(revisions).values(name="names", number=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.reading() as session:
        assert session.scalars(select(revisions.c.name)).all() == []


def test_on_sqlite_two_that_read_first_and_write_then_wait_for_each_other(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "tiercoach.db"), create=True)
    with database.writing() as session:
        session.execute(insert(revisions).values(name="names", number=0))
    ready = threading.Barrier(2)

    def add_one() -> None:
        ready.wait()
        for _ in range(20):
            with database.writing() as session:
                number = session.scalars(select(revisions.c.number)).one()
                session.execute(revisions.update().values(number=number + 1))

    threads = [threading.Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.scalars(select(revisions.c.number)).one() == 40
    database.close()


def test_a_row_cannot_point_at_nobody(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.writing() as session:
        session.execute(insert(people).values(name="A", name_key="a", manager_id=99))


@pytest.mark.parametrize("name", ["folder", "no/such/folder/x.db", "text.db"])
def test_a_path_that_cannot_be_a_database_says_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("this is a letter to a customer", "utf-8")
    with pytest.raises(StoreUnavailable) as error:
        open_database(str(tmp_path / name), create=True)
    assert "TIERCOACH_DATABASE_URL" in str(error.value) or "Name a file" in str(error.value)
    assert (tmp_path / "text.db").read_text("utf-8") == "this is a letter to a customer"


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    with pytest.raises(StoreUnavailable):
        open_database(str(path), create=True)


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense://", "sqlite://", "sqlite:///:memory:"])
def test_a_url_of_no_known_kind_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_database(url, create=True)


def test_a_missing_database_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="tiercoach import"):
        open_database(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_killed_writer_leaves_a_database_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "tiercoach.db"
    open_database(str(path), create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO revisions VALUES ('names', 7)")
    connection.close()
    reopened = open_database(str(path), create=False)
    with reopened.reading() as session:
        assert session.scalars(select(revisions.c.number)).all() == []
    reopened.close()


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_money_comes_back_to_the_ten_thousandth(amount: Decimal) -> None:
    kept = Fixed(4).process_bind_param(amount, SQLITE)
    assert Fixed(4).process_result_value(kept, SQLITE) == amount


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1990, 1, 1)))
def test_a_moment_comes_back_as_the_same_moment(moment: datetime) -> None:
    kept = UtcDateTime().process_bind_param(moment, SQLITE)
    returned = UtcDateTime().process_result_value(kept, SQLITE)
    assert returned == moment.astimezone(UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), SQLITE)


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.reading() as reader:
        assert reader.scalars(select(revisions.c.name)).all() == []
        with database.writing() as writer:
            writer.execute(insert(revisions).values(name="names", number=1))
        assert reader.scalars(select(revisions.c.name)).all() == []


def test_a_database_somebody_else_is_writing_to_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.store.database.WAIT_MILLISECONDS", 1)
    path = tmp_path / "tiercoach.db"
    opened = open_database(str(path), create=True)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="Nothing was changed"), opened.writing() as session:
        session.execute(insert(revisions).values(name="names", number=1))
    other.close()
    opened.close()
