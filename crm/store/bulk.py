"""Many rows into one table: tuples straight to the driver, a stretch at a time.

What the statements of the store do to each value on its way in (Fixed, dates) is not done here:
the values are already what the column keeps.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Table

from crm.store.database import Session

_STRETCH = 10_000


def insert_rows(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows that have these columns in this order."""
    connection = session.connection()
    prepare = connection.dialect.identifier_preparer
    named = ", ".join(prepare.format_column(table.c[name]) for name in columns)
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(columns))
    statement = f"INSERT INTO {prepare.format_table(table)} ({named}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    left = iter(rows)
    while stretch := list(islice(left, _STRETCH)):
        connection.exec_driver_sql(statement, stretch)
