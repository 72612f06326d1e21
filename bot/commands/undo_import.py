"""``tiercoach import --undo``: the last import, or the one of that number, taken back whole."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from crm.store.database import open_database
from crm.store.undoing import UndoneImport, undo_import

LAST = 0
"""What --undo stands for when no number follows it."""


def undo(database_url: str, import_id: int) -> UndoneImport:
    """Undo the import and commit, or raise and leave everything as it was."""
    database = open_database(database_url, create=False)
    try:
        with database.writing() as session:
            return undo_import(session, import_id or None, datetime.now(UTC))
    finally:
        database.close()


def show_undone(undone: UndoneImport, *, as_json: bool) -> None:
    """Print what went and what came back."""
    if as_json:
        data = {**asdict(undone), "imported_at": undone.imported_at.isoformat()}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"Import {undone.import_id} of {undone.imported_at:%Y-%m-%d %H:%M} UTC is undone "
        f"({', '.join(undone.files)})."
    )
    for what, rows in (("removed", undone.removed), ("put back", undone.restored)):
        for table, count in rows.items():
            click.echo(f"{what}: {count:,} {table.replace('_', ' ')}")


__all__ = ["LAST", "show_undone", "undo"]
