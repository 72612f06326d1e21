"""Exports made in a test, and what is in them."""

import csv
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from bot.commands.export import export
from bot.voice.rendering import Language, Voice
from crm.store.database import Database, Session
from tests.support.importing import TODAY

SHANGHAI = ZoneInfo("Asia/Shanghai")


def export_to(
    session: Session, kind: str, path: Path, language: Language = "en", today: date = TODAY
) -> Path:
    """Export everything of a kind, seen from Shanghai."""
    export(session, kind, path, Voice(language, today), SHANGHAI)
    return path


def exported(
    database: Database, kind: str, folder: Path, language: Language = "en"
) -> list[dict[str, str]]:
    """Export a kind as CSV and return its rows by caption."""
    with database.reading() as session:
        path = export_to(session, kind, folder / f"{kind}.csv", language)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet_rows(path: Path) -> list[tuple[Any, ...]]:
    """Return the values of a workbook's only sheet."""
    return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
