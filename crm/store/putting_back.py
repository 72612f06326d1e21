"""What an import changed is put back from the change log, newest entry first.

A field is put back only if it still is what the import made it; nobody's later word is lost.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, Table, delete, func, insert, select, update

from crm.errors import Overtaken
from crm.store.database import Session
from crm.store.tables import changes, metadata, order_lines
from crm.store.types import Fixed
from crm.text import fold

PAGE = 500
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
        entries = []
        for entry in page:
            table = metadata.tables[entry.table_name]
            if _restore(session, table, entry):
                restored[table.name] += 1
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
        if entries:
            session.execute(insert(changes), entries)


def _restore(session: Session, table: Table, entry: Any) -> bool:
    """Put one row back. A row is twice in the log if two lines of the files spoke of it."""
    before, after = dict(entry.before or {}), dict(entry.after or {})
    old_lines, new_lines = before.pop("lines", None), after.pop("lines", None)
    stored = session.execute(select(table).where(table.c.id == entry.row_id)).one_or_none()
    if stored is None:
        raise _overtaken(entry)
    current = {name: stored._mapping[name] for name in before}
    wanted = {name: from_log(table.c[name], value) for name, value in before.items()}
    made = {name: from_log(table.c[name], value) for name, value in after.items()}
    differing = {name for name in wanted if current[name] != wanted[name]}
    if any(current[name] != made[name] for name in differing):
        raise _overtaken(entry)
    if differing:
        values = {name: wanted[name] for name in differing}
        if "name" in values and "name_key" in table.c:
            values.setdefault("name_key", fold(values["name"]))
        session.execute(update(table).where(table.c.id == entry.row_id).values(**values))
    if old_lines is None:
        return bool(differing)
    return _restore_lines(session, entry, old_lines, new_lines) or bool(differing)


def _restore_lines(
    session: Session,
    entry: Any,
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
) -> bool:
    mine = order_lines.c.order_id == entry.row_id
    query = select(*(order_lines.c[f] for f in LINE_FIELDS)).where(mine)
    found = [tuple(row) for row in session.execute(query.order_by(order_lines.c.position))]
    wanted, made = _as_rows(old), _as_rows(new)
    if found == wanted:
        return False
    if found != made:
        raise _overtaken(entry)
    session.execute(delete(order_lines).where(mine))
    if wanted:
        session.execute(
            insert(order_lines),
            [
                {
                    "order_id": entry.row_id,
                    "position": place,
                    **dict(zip(LINE_FIELDS, row, strict=True)),
                }
                for place, row in enumerate(wanted, start=1)
            ],
        )
    return True


def _as_rows(lines: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
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
