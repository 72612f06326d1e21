"""All that is kept of a company, but for the logs, which only grow."""

from typing import Any

from sqlalchemy import select

from crm.store.database import Database
from crm.store.tables import metadata

_LOGS = frozenset({"changes", "deeds", "tier_changes", "revisions", "imports"})


def take_snapshot(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table of the store that is no log."""
    with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=str)
            for table in metadata.sorted_tables
            if table.name not in _LOGS
        }
