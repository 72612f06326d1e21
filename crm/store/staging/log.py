"""The history of imports: a row for each, and what every changed row was before."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update

from crm.store.database import Session
from crm.store.tables import changes, imports, revisions

_REVISIONS = 2**53
"""So many a database keeps exactly, whatever language reads it."""


def begin_import(session: Session, person_id: int | None, now: datetime) -> int:
    """Record that an import begins, and return its number."""
    row: dict[str, Any] = {"person_id": person_id, "imported_at": now, "files": [], "counts": {}}
    result = session.execute(insert(imports).values(row).returning(imports.c.id))
    return int(result.scalar_one())


def finish_import(
    session: Session, import_id: int, files: list[dict[str, Any]], counts: dict[str, Any]
) -> None:
    """Record what the import was made of and what became of it."""
    session.execute(
        update(imports).where(imports.c.id == import_id).values(files=files, counts=counts)
    )


def forget_import(session: Session, import_id: int) -> None:
    """Remove an import that changed nothing."""
    session.execute(delete(imports).where(imports.c.id == import_id))


def record_changes(
    session: Session,
    import_id: int,
    table: str,
    rows: Iterable[tuple[int, Mapping[str, Any], Mapping[str, Any]]],
    now: datetime,
) -> None:
    """Append before and after of changed rows to the change log."""
    entries = [
        {
            "changed_at": now,
            "import_id": import_id,
            "table_name": table,
            "row_id": row_id,
            "before": dict(before),
            "after": dict(after),
        }
        for row_id, before, after in rows
    ]
    if entries:
        session.execute(insert(changes), entries)


def renew_revision(session: Session, name: str) -> None:
    """Let everybody who keeps something by this revision know that it is old.

    The number is drawn, not counted: one that was rolled back never comes again with another
    meaning.
    """
    number = 1 + secrets.randbelow(_REVISIONS)
    known = session.scalar(
        update(revisions)
        .where(revisions.c.name == name)
        .values(number=number)
        .returning(revisions.c.name)
    )
    if known is None:
        session.execute(insert(revisions).values(name=name, number=number))
