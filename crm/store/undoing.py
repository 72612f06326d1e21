"""Taking an import back as one batch: what it made goes, what it changed is as it was before.

All of it or nothing: if anything later stands on a row that would go, or has changed a field that
would be put back, the whole undo is refused and says what stands there. The import itself stays
in the books, for the log only grows; entries of the log that bear its number and tell of the undo
are written after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Select,
    Table,
    delete,
    exists,
    insert,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.exc import IntegrityError

from crm.errors import NotFound, Overtaken
from crm.store.database import Session
from crm.store.putting_back import put_back
from crm.store.staging.log import renew_revision
from crm.store.tables import changes, customers, imports, metadata, order_lines, orders, people

_MADE = tuple(
    t for t in reversed(metadata.sorted_tables) if "import_id" in t.c and t is not changes
)
_STANDING = {"customer_aliases": "aliases", "tier_changes": "changes of tier", "grades": "grades"}


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """What an undo took away and put back: rows by table."""

    import_id: int
    imported_at: datetime
    files: tuple[str, ...]
    removed: Mapping[str, int]
    restored: Mapping[str, int]


def undo_import(
    session: Session, import_id: int | None, now: datetime, person_id: int | None = None
) -> UndoneImport:
    """Undo an import, the last one that stands if none is named.

    Raises NotFound if there is no such import, Overtaken if it is undone already or something
    later stands on it. The caller's transaction must then be rolled back.
    """
    row = _get_import(session, import_id)
    try:
        restored = put_back(session, row.id, now, person_id)
        _refuse_if_stood_upon(session, row.id)
        removed = _remove(session, row.id)
    except IntegrityError as error:
        raise Overtaken(
            f"Import {row.id} cannot be undone: something it replaced is no longer there."
        ) from error
    undone = UndoneImport(
        row.id, row.imported_at, tuple(f["name"] for f in row.files), removed, restored
    )
    _record(session, undone, now, person_id)
    return undone


def _get_import(session: Session, import_id: int | None) -> Any:
    query = select(imports.c.id, imports.c.imported_at, imports.c.files)
    if import_id is None:
        query = query.where(_stands(imports.c.id)).order_by(imports.c.id.desc()).limit(1)
        row = session.execute(query).one_or_none()
        if row is None:
            raise NotFound("There is no import that could be undone.")
        return row
    row = session.execute(query.where(imports.c.id == import_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no import {import_id}.")
    if not session.scalar(select(_stands(imports.c.id)).where(imports.c.id == import_id)):
        raise Overtaken(f"Import {import_id} was undone before.")
    return row


def _stands(import_id: Any) -> Any:
    log = changes.alias("undoing")
    return ~exists().where(log.c.table_name == "imports", log.c.row_id == import_id)


def _refuse_if_stood_upon(session: Session, import_id: int) -> None:
    """Look at every row that refers to one that would go, and at the log of those that would."""
    for parent in _MADE:
        for child in metadata.sorted_tables:
            for key in child.foreign_keys:
                if key.column.table is parent:
                    _refuse_if_referred_to(session, import_id, child, key)
        later = (
            select(changes.c.import_id)
            .join(parent, parent.c.id == changes.c.row_id)
            .where(changes.c.table_name == parent.name, parent.c.import_id == import_id)
            .where(changes.c.import_id.is_distinct_from(import_id))
            .where(or_(changes.c.import_id.is_(None), _stands(changes.c.import_id)))
            .order_by(changes.c.id.desc())
        )
        _refuse(session, import_id, later, f"changed {_called(parent)} that it brought")


def _refuse_if_referred_to(session: Session, import_id: int, child: Table, key: ForeignKey) -> None:
    """Rows of the same import go as well; so do those that have no import of their own, such as
    the lines of an order.
    """
    if "import_id" not in child.c:
        if key.ondelete == "CASCADE":
            return
        theirs: Any = null()
        others: Any = true()
    else:
        theirs = child.c.import_id
        others = theirs.is_distinct_from(import_id)
    parent = key.column.table.alias("gone")
    query = (
        select(theirs)
        .select_from(child)
        .join(parent, parent.c[key.column.name] == key.parent)
        .where(parent.c.import_id == import_id, others)
    )
    what = f"{_called(child)} refer to {_called(key.column.table)} that it brought"
    _refuse(session, import_id, query, what)


def _refuse(session: Session, import_id: int, query: Select[Any], what: str) -> None:
    later = session.execute(query.limit(1)).one_or_none()
    if later is None:
        return
    if later[0] is not None:
        raise Overtaken(
            f"Import {import_id} cannot be undone: in import {later[0]}, {what}. "
            f"Undo import {later[0]} first."
        )
    raise Overtaken(f"Import {import_id} cannot be undone: since then, {what}.")


def _called(table: Table) -> str:
    return _STANDING.get(table.name, table.name.replace("_", " "))


def _remove(session: Session, import_id: int) -> dict[str, int]:
    removed: dict[str, int] = {}
    mine = select(orders.c.id).where(orders.c.import_id == import_id)
    session.execute(delete(order_lines).where(order_lines.c.order_id.in_(mine)))
    for table in _MADE:
        gone = session.execute(delete(table).where(table.c.import_id == import_id))
        count = int(getattr(gone, "rowcount", 0))
        if count:
            removed[table.name] = count
    return removed


def _record(session: Session, undone: UndoneImport, now: datetime, person_id: int | None) -> None:
    session.execute(
        insert(changes).values(
            changed_at=now,
            person_id=person_id,
            import_id=undone.import_id,
            table_name="imports",
            row_id=undone.import_id,
            before={"state": "applied"},
            after={"state": "undone", "removed": undone.removed, "restored": undone.restored},
        )
    )
    names = {customers.name, people.name, "customer_aliases"}
    if names & (undone.removed.keys() | undone.restored.keys()):
        renew_revision(session, "names")
