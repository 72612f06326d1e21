"""A clock that a test turns, and the databases that tell the time by it.

What waits for its moment in the outbox waits by the database's clock. On SQLite the function that
tells it is replaced for each connection, on PostgreSQL one of the same name stands before it.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event, text

from crm.store.database import Database

_EPOCH_IN_JULIAN_DAYS = 2_440_587.5
_A_MOMENT_LATER = 0.001
"""Julian days as floats are off by up to 40 microseconds: what is due now must be due."""

_ON_POSTGRESQL = (
    "CREATE SCHEMA turned",
    "CREATE TABLE turned.clock (shows timestamptz NOT NULL)",
    """CREATE FUNCTION turned.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
       AS 'SELECT shows FROM turned.clock'""",
)
_LOOK_THERE_FIRST = "SET search_path = turned, pg_catalog, public"


@dataclass
class TurnedClock:
    """Shows what it was turned to."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self.now

    def tell(self, database: Database) -> None:
        """Let an open database tell the time by this clock.

        On PostgreSQL it does so from the next ``show`` on.
        """
        database.close()
        if database.engine.dialect.name == "sqlite":
            event.listen(database.engine, "connect", self._tell_sqlite)
            return
        with database.engine.begin() as connection:
            if connection.scalar(text("SELECT to_regclass('turned.clock')")) is None:
                _set_up_postgresql(connection, self.now)
        database.close()
        event.listen(database.engine, "connect", _tell_postgresql)

    def show(self, database: Database) -> None:
        """Let a database show this moment: on PostgreSQL its clock is a row."""
        if database.engine.dialect.name == "postgresql":
            with database.engine.begin() as connection:
                connection.execute(text("UPDATE turned.clock SET shows = :now"), {"now": self.now})

    def _tell_sqlite(self, connection: sqlite3.Connection, _record: Any) -> None:
        connection.create_function("julianday", 1, self._julian_day)

    def _julian_day(self, _now: str) -> float:
        seconds = self.now.timestamp() + _A_MOMENT_LATER
        return _EPOCH_IN_JULIAN_DAYS + seconds / timedelta(days=1).total_seconds()


def _set_up_postgresql(connection: Connection, now: datetime) -> None:
    for statement in _ON_POSTGRESQL:
        connection.execute(text(statement))
    connection.execute(text("INSERT INTO turned.clock VALUES (:now)"), {"now": now})


def _tell_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_THERE_FIRST)
    connection.commit()
