"""The staging area of one import: made, filled in bulk, and cleared away."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Executable, Index, Table, func, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.schema import CreateTable, DropTable

from crm.store.database import Session
from crm.store.staging.tables import heads, orders, refusals, staged


class Staging:
    """Temporary tables inside a session's transaction. A dry run rolls back, and they are gone."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._connection = session.connection()
        self.clear()
        for table in staged.sorted_tables:
            self._connection.execute(CreateTable(table))

    def clear(self) -> None:
        """Drop the temporary tables."""
        for table in staged.sorted_tables:
            self._connection.execute(DropTable(table, if_exists=True))

    def load(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows as the driver takes them, without a statement's type conversions."""
        if not rows:
            return
        if self._connection.dialect.name == "postgresql":
            self._copy(table, columns, rows)
            return
        marks = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        self._connection.exec_driver_sql(statement, rows if len(rows) > 1 else [rows[0]])

    def _copy(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """PostgreSQL takes rows as one stream, several times as fast as statement by statement."""
        driver: Any = self._connection.connection.driver_connection
        statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def run(self, statement: Executable) -> int:
        """Run a statement and return how many rows it touched."""
        result = self._connection.execute(statement)
        return result.rowcount if isinstance(result, CursorResult) else 0

    def rows(self, statement: Executable) -> Iterator[Any]:
        """Yield the rows of a query, a few thousand in memory at a time."""
        result = self._connection.execute(statement, execution_options={"yield_per": 2_000})
        yield from result

    def scalar(self, statement: Executable) -> Any:
        """Return the only value of a query."""
        return self._connection.execute(statement).scalar()

    def index(self, table: Table, *columns: str) -> None:
        """Index a filled table, once."""
        name = f"ix_{table.name}_{'_'.join(columns)}"
        index = Index(name, *(table.c[column] for column in columns))
        index.create(self._connection, checkfirst=False)
        table.indexes.discard(index)

    def refuse(self, rows: Iterable[tuple[int, int, str | None, str]]) -> None:
        """Note rows as refused: file, line, the order they belong to, and the problem."""
        self.load(refusals, ("file", "line", "number", "problem"), list(rows))

    def count_refusals(self, file: int) -> int:
        """Return how many rows of a file are refused."""
        found = self.scalar(
            select(func.count()).select_from(refusals).where(refusals.c.file == file)
        )
        return int(found or 0)

    def list_refusals(self, file: int, limit: int | None = None) -> Iterator[tuple[int, str]]:
        """Yield the refused lines of a file with their problems, in the file's order."""
        query = (
            select(refusals.c.line, func.min(refusals.c.problem))
            .where(refusals.c.file == file)
            .group_by(refusals.c.line)
            .order_by(refusals.c.line)
        )
        yield from self.rows(query if limit is None else query.limit(limit))


__all__ = ["Staging", "heads", "orders"]
