"""Files written in a test and taken in by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from crm.imports.apply import Recognised, import_files
from crm.imports.fields import Kind
from crm.imports.headers import recognise
from crm.imports.planning import Plan
from crm.imports.readers import open_source
from crm.store.database import Database

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
NORTHWIND = sorted((ROOT / "tests" / "data" / "northwind").glob("*.csv"))
CHINOOK = sorted((ROOT / "tests" / "data" / "chinook").glob("*.csv"))


@dataclass
class Importer:
    """Writes files and takes them in."""

    database: Database
    folder: Path
    refused: list[tuple[str, int, str]] = field(default_factory=list)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def take_in(
        self,
        *paths: Path,
        kind: Kind | None = None,
        wishes: dict[str, str] | None = None,
        today: date = TODAY,
    ) -> Plan:
        files = []
        for path in paths:
            source = open_source(path)
            files.append(Recognised(source, recognise(source, kind, wishes)))
        with self.database.writing() as session:
            imported = import_files(session, files, today=today, now=NOW)
            self.refused = [
                (source.name, line, problem)
                for number, source in enumerate(imported.sources)
                for line, problem in imported.refused_lines(number)
            ]
            imported.staging.clear()
        return imported.plan

    def take_text(self, text: str, kind: Kind | None = None) -> Plan:
        return self.take_in(self.write("file.csv", text), kind=kind)

    def rows(self, table: Table, *columns: str) -> list[tuple[Any, ...]]:
        chosen: Sequence[Any] = [table.c[c] for c in columns]
        with self.database.reading() as session:
            return sorted((tuple(row) for row in session.execute(select(*chosen))), key=str)


def counts(plan: Plan) -> dict[str, tuple[int, int, int]]:
    """New, changed, unchanged by kind."""
    return {kind.kind.value: (kind.new, kind.changed, kind.unchanged) for kind in plan.kinds}
