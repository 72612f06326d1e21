"""People as an import sees and writes them. They are few, so they are looked at one by one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from crm.store.database import Session
from crm.store.staging.log import record_changes
from crm.store.tables import people

COLUMNS = ("code", "name", "title", "email", "phone", "city", "country", "role", "manager_id")


def list_rows(session: Session) -> list[dict[str, Any]]:
    """Return everybody with all that an import may compare."""
    query = select(people.c.id, people.c.name_key, *(people.c[name] for name in COLUMNS))
    return [dict(row._mapping) for row in session.execute(query.order_by(people.c.id))]


def insert_person(session: Session, import_id: int, values: Mapping[str, Any]) -> int:
    """Insert one person and return their id."""
    statement = insert(people).values(**values, import_id=import_id).returning(people.c.id)
    return int(session.execute(statement).scalar_one())


def update_person(
    session: Session,
    import_id: int,
    person_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    """Change the given columns of a person and log both states."""
    session.execute(update(people).where(people.c.id == person_id).values(**after))
    record_changes(session, import_id, "people", [(person_id, before, after)], now)


def place_person(session: Session, person_id: int, manager_id: int | None) -> None:
    """Put a person just inserted under their manager."""
    session.execute(update(people).where(people.c.id == person_id).values(manager_id=manager_id))
