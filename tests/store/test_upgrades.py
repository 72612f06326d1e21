"""A database of an older version is brought up to date with everything in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Table,
    create_engine,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import Engine, make_url

from crm.store.database import open_database
from tests.support.schema import whole

ROWS = 3
CHOICES = {
    "role": "manager",
    "kind": "visit",
    "status": "open",
    "state": "proposed",
    "verdict": "good",
    "rating": "again",
    "source": "drill",
}
KINDS = {"notes": "need", "requests": "missing"}
STATES = {"inbox": "waiting", "outbox": "sent", "links": "linked"}


def history() -> Config:
    """Return where the steps of the tables are."""
    config = Config()
    folder = str(resources.files("crm.store").joinpath("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


REVISIONS = [step.revision for step in ScriptDirectory.from_config(history()).walk_revisions()]


@contextmanager
def older(database_url: str, revision: str) -> Iterator[Engine]:
    """Make the tables as they were at that step."""
    if "://" in database_url:
        engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    else:
        engine = create_engine(f"sqlite:///{database_url}")
    config = history()
    config.attributes["engine"] = engine
    try:
        command.upgrade(config, revision)
        yield engine
    finally:
        engine.dispose()


def value_for(column: Column[Any], number: int) -> Any:
    """Return something that fits the column, another for each row."""
    if column.foreign_keys:
        return number
    if column.name == "kind" and column.table.name in KINDS:
        return KINDS[column.table.name]
    if column.name == "state" and column.table.name in STATES:
        return STATES[column.table.name]
    if column.name == "outcome":
        return "dropped" if column.table.name == "heard_lines" else "kept"
    if column.name in CHOICES:
        return CHOICES[column.name]
    kinds: tuple[tuple[type, Any], ...] = (
        (JSON, {"级": [number, None, 1.5]}),
        (Boolean, number % 2 == 0),
        (DateTime, datetime(2026, 1, number, 8, 30, tzinfo=UTC)),
        (Date, date(2026, 2, number)),
        (Float, number / 3),
        (Integer, number),
    )
    return next((value for kind, value in kinds if isinstance(column.type, kind)), f"客 {number}")


def fill(connection: Connection, tables: list[Table]) -> None:
    """Write three rows into every table, no column empty."""
    for table in tables:
        for number in range(1, ROWS + 1):
            row = {column.name: value_for(column, number) for column in table.columns}
            connection.execute(insert(table).values(row))


def read(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    """Return a table's rows in order."""
    return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)


@pytest.mark.parametrize("revision", sorted(REVISIONS))
def test_an_older_database_keeps_every_row(database_url: str, revision: str) -> None:
    with older(database_url, revision) as engine:
        found = MetaData()
        with engine.begin() as connection:
            found.reflect(connection)
            tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
            fill(connection, tables)
            before = {table.name: read(connection, table) for table in tables}
        assert all(len(rows) == ROWS for rows in before.values())
        open_database(database_url, create=False).close()
        with engine.connect() as connection:
            after = {table.name: read(connection, table) for table in tables}
            assert after == before
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, whole()) == []
            known = {*whole().tables, "alembic_version"}
            assert known == {*inspect(engine).get_table_names()}
