"""What an import changed is put back from the change log, newest entry first.

A field is put back only if it still is what the import made it; nobody's later word is lost.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, delete, func, insert, select, update

from crm.errors import Overtaken
from crm.store.database import Session
from crm.store.tables import changes, metadata, order_lines
from crm.store.types import Fixed
from crm.text import fold

PAGE = 500
Line = tuple[Any, ...]
LINE_FIELDS = (
    "product",
    "quantity",
    "price",
    "discount",
    "unit_cost",
    "amount",
    "cost",
)


def put_back(
    session: Session, import_id: int, now: datetime, person_id: int | None
) -> dict[str, int]:
    """Restore every row the import changed, log it, and return how many rows of which table."""
    restored: Counter[str] = Counter()
    below = int(session.scalar(select(func.max(changes.c.id))) or 0) + 1
    while True:
        query = (
            select(changes)
            .where(changes.c.import_id == import_id, changes.c.id < below)
            .order_by(changes.c.id.desc())
            .limit(PAGE)
        )
        page = session.execute(query).all()
        if not page:
            return dict(restored)
        below = page[-1].id
        found = _Page(session, page)
        entries = []
        for entry in page:
            if found.restore(entry):
                restored[entry.table_name] += 1
                entries.append(
                    {
                        "changed_at": now,
                        "person_id": person_id,
                        "import_id": import_id,
                        "table_name": entry.table_name,
                        "row_id": entry.row_id,
                        "before": entry.after,
                        "after": entry.before,
                    }
                )
        found.write_lines()
        if entries:
            session.execute(insert(changes), entries)


class _Page:
    """The rows that some entries of the log are about, as they are stored now."""

    def __init__(self, session: Session, entries: Sequence[Any]) -> None:
        self._session = session
        self._rows: dict[tuple[str, int], dict[str, Any]] = {}
        self._lines: defaultdict[int, list[Line]] = defaultdict(list)
        self._replaced: dict[int, list[Line]] = {}
        for name in {entry.table_name for entry in entries}:
            table = metadata.tables[name]
            ids = {entry.row_id for entry in entries if entry.table_name == name}
            for row in session.execute(select(table).where(table.c.id.in_(ids))):
                self._rows[name, row.id] = dict(row._mapping)
        ids = {entry.row_id for entry in entries if "lines" in (entry.before or {})}
        query = select(order_lines.c.order_id, *(order_lines.c[f] for f in LINE_FIELDS))
        query = query.where(order_lines.c.order_id.in_(ids)).order_by(order_lines.c.position)
        for order_id, *values in session.execute(query):
            self._lines[order_id].append(tuple(values))

    def restore(self, entry: Any) -> bool:
        """Put one row back; False if it is so already.

        A row is twice in the log if two lines of the files spoke of it.
        """
        before, after = dict(entry.before or {}), dict(entry.after or {})
        old_lines, new_lines = before.pop("lines", None), after.pop("lines", None)
        current = self._rows.get((entry.table_name, entry.row_id))
        if current is None:
            raise _overtaken(entry)
        table = metadata.tables[entry.table_name]
        wanted = {name: from_log(table.c[name], value) for name, value in before.items()}
        differing = {name: v for name, v in wanted.items() if current[name] != v}
        if any(current[name] != from_log(table.c[name], after[name]) for name in differing):
            raise _overtaken(entry)
        if differing:
            if "name" in differing and "name_key" in table.c:
                differing.setdefault("name_key", fold(differing["name"]))
            mine = table.c.id == entry.row_id
            self._session.execute(update(table).where(mine).values(**differing))
            current.update(differing)
        if old_lines is None:
            return bool(differing)
        return self._restore_lines(entry, _as_rows(old_lines), _as_rows(new_lines)) or bool(
            differing
        )

    def _restore_lines(self, entry: Any, wanted: list[Line], made: list[Line]) -> bool:
        current = self._lines[entry.row_id]
        if current == wanted:
            return False
        if current != made:
            raise _overtaken(entry)
        self._lines[entry.row_id] = self._replaced[entry.row_id] = wanted
        return True

    def write_lines(self) -> None:
        """Write the lines of the orders whose lines are put back."""
        gone = order_lines.c.order_id.in_(self._replaced)
        self._session.execute(delete(order_lines).where(gone))
        columns = ("order_id", "position", *LINE_FIELDS)
        rows = [
            dict(zip(columns, (order_id, place, *line), strict=True))
            for order_id, lines in self._replaced.items()
            for place, line in enumerate(lines, start=1)
        ]
        if rows:
            self._session.execute(insert(order_lines), rows)


def _as_rows(lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    return [tuple(from_log(order_lines.c[f], line.get(f)) for f in LINE_FIELDS) for line in lines]


def from_log(column: Column[Any], value: Any) -> Any:
    """Return a value of the log as the column holds it: the log knows no dates and no decimals."""
    if value is None:
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Fixed):
        return Decimal(value)
    return value


def _overtaken(entry: Any) -> Overtaken:
    what = entry.table_name.replace("_", " ")
    return Overtaken(
        f"Import {entry.import_id} cannot be undone: what it changed in {what} "
        f"(row {entry.row_id}) has been changed again since."
    )
