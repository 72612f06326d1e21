"""The statements of a piece of work, overheard and said again through our own session.

What remains is what the database and SQLAlchemy cost; the difference to the whole is what we add.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Executable, event

from crm.store.database import Database, Session
from tests.benchmarks.measuring import Stopped, Stopwatch

_STRETCH = 20_000

Statement = tuple[Executable | str, Any, bool]
"""A statement (text: straight to the driver), its parameters, and whether it reads in stretches."""


@contextmanager
def overheard(database: Database) -> Iterator[list[Statement]]:
    """Note every statement that is executed, with its parameters, in order."""
    heard: list[Statement] = []

    def note(
        _connection: Connection, element: Any, many: Any, one: Any, options: dict[str, Any]
    ) -> None:
        heard.append((element, many or one, "yield_per" in options))

    def note_driver(
        _connection: Connection, _cursor: Any, text: str, values: Any, context: Any, _many: bool
    ) -> None:
        if context.compiled is None and not text.startswith("BEGIN"):
            heard.append((text, values, False))

    event.listen(database.engine, "before_execute", note)
    event.listen(database.engine, "before_cursor_execute", note_driver)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_execute", note)
        event.remove(database.engine, "before_cursor_execute", note_driver)


def say_again(session: Session, statements: list[Statement]) -> int:
    """Execute them again, fetch every row, and return how many there were."""
    rows = 0
    for statement, values, stretches in statements:
        if isinstance(statement, str):
            session.connection().exec_driver_sql(statement, values)
            continue
        options = {"yield_per": _STRETCH} if stretches else {}
        result = session.execute(statement, values or None, execution_options=options)
        if result.returns_rows:
            rows += sum(map(len, result.partitions(_STRETCH)))
    return rows


def repeat(database: Database, statements: list[Statement]) -> Stopped:
    """Say them again in one writing transaction, commit included."""
    watch = Stopwatch()
    with database.writing() as session:
        rows = say_again(session, statements)
    return watch.stop(rows)
