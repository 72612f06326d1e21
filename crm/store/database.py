"""The database: opened once, read and written in short transactions.

SQLite by default. Every transaction begins explicitly, a writing one with BEGIN IMMEDIATE: a
transaction that reads first and writes later would otherwise fail the moment somebody else has
written in between. Whoever writes waits their turn for up to ten seconds.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)

from crm.errors import NoDatabase, StoreUnavailable
from crm.store.migrations import upgrade

__all__ = ["CANNOT_NOW", "Database", "Session", "open_database", "savepoint"]

WAIT_MILLISECONDS = 10_000
"""How long a writer waits for another one before it gives up."""

CANNOT_NOW = (OperationalError, InternalError, InterfaceError)
"""What a database says when it is locked, full, gone, or has dropped the connection."""

DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Session:
    """One transaction. Statements go straight to its connection: nothing is mapped to objects.

    ``info`` is for what has to be known of it later in the same transaction.
    """

    __slots__ = ("_connection", "execute", "info", "scalar", "scalars")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.execute = connection.execute
        self.scalar = connection.scalar
        self.scalars = connection.scalars
        self.info: dict[str, Any] = {}

    def connection(self) -> Connection:
        """Return the connection, for what is done a thousand times."""
        return self._connection

    def rollback(self) -> None:
        """Undo all of it; what is written next begins anew."""
        self._connection.rollback()


class Database:
    """An open database. ``reading()`` and ``writing()`` give a Session for one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(writing=True)
        one_state = {"isolation_level": "REPEATABLE READ"}  # SQLite reads that way by itself
        self._reading = engine.execution_options(
            **(one_state if engine.dialect.name == "postgresql" else {})
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with _told_plainly(), self._reading.connect() as connection:
            connection.begin()
            yield Session(connection)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction that is committed at the end, or rolled back whole on an error."""
        with _told_plainly(), self._writing.begin() as connection:
            yield Session(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Undo all that is written inside, and only that, when it raises.

    For statements only, as everywhere here: a savepoint of the Session's own, which looks after
    mapped objects, takes longer than a query.
    """
    connection = session.connection()
    connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if not connection.invalidated:  # one that is lost has been undone already
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
            connection.exec_driver_sql("RELEASE SAVEPOINT part")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT part")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what a database refuses at work (locked, full, gone) into a sentence."""
    try:
        yield
    except CANNOT_NOW as error:
        cause = str(error.orig).splitlines()[0]
        raise StoreUnavailable(
            f"The database cannot do this now: {cause}. Nothing was changed. Try again; if it "
            "stays so, see who else uses the database and whether its disk is full."
        ) from error


def open_database(url: str, *, create: bool) -> Database:
    """Open the database at that URL (or plain path of an SQLite file) with today's tables.

    ``create`` says whether an SQLite file that isn't there is made. Raises StoreUnavailable with
    a sentence that says what to do.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        _check_sqlite_file(parsed, create=create)
    engine = _create_engine(parsed)
    try:
        if parsed.get_backend_name() == "sqlite":
            _set_up_sqlite(engine)
        upgrade(engine)
    except (SQLAlchemyError, OSError) as error:
        engine.dispose()
        shown = parsed.render_as_string(hide_password=True)
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreUnavailable(
            f"The database {shown} cannot be used: {cause}. "
            "Check the path or URL in TIERCOACH_DATABASE_URL."
        ) from error
    return Database(engine)


def _create_engine(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=url.get_backend_name() == "postgresql")
    except ModuleNotFoundError as error:
        raise StoreUnavailable(
            "PostgreSQL needs one package more: pip install 'tiercoach[postgresql]'."
        ) from error


def _parse(url: str) -> URL:
    text = url if "://" in url else f"sqlite:///{url}"
    try:
        parsed = make_url(text)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername not in DRIVERS:
        raise StoreUnavailable(
            f"The database {url.partition('://')[0]!r} is of no kind this program knows. "
            "Give a file name (tiercoach.db) or a URL that begins with sqlite:/// or postgresql://."
        )
    return parsed.set(drivername=DRIVERS[parsed.drivername])


def _check_sqlite_file(url: URL, *, create: bool) -> None:
    if not url.database or url.database == ":memory:":
        raise StoreUnavailable(
            "A database in memory is gone when the command ends. "
            "Give a file name, such as tiercoach.db."
        )
    path = Path(url.database)
    try:
        _check_path(path, create=create)
    except OSError as error:
        raise StoreUnavailable(
            f"The database {path} cannot be opened: {error.strerror or error}. "
            "Choose another path in TIERCOACH_DATABASE_URL."
        ) from error


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreUnavailable(f"{path} is a folder. Name a file in it, such as tiercoach.db.")
    if path.exists():
        with path.open("rb") as file:
            head = file.read(16)
        if head and head != b"SQLite format 3\x00":
            raise StoreUnavailable(
                f"{path} is not a database. "
                "Choose another file in TIERCOACH_DATABASE_URL, or move this one away."
            )
        return
    if not create:
        raise NoDatabase(
            f"There is no database at {path} yet. Load your company's files first: "
            "tiercoach import FILE... (or look around with tiercoach demo)."
        )
    if not path.parent.is_dir():
        raise StoreUnavailable(
            f"The database {path} cannot be made: the folder {path.parent} does not exist. "
            "Make it first, or choose another path in TIERCOACH_DATABASE_URL."
        )


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin when we say so
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
