"""``tiercoach export``: what the store knows as a file for a spreadsheet, CSV or XLSX."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot.commands import practice
from bot.settings import Settings
from bot.voice import sheets
from bot.voice.rendering import Voice
from crm.cadence import NextVisit, next_visit
from crm.errors import Refused
from crm.exports import check_target, write_table
from crm.store import gradings, history, listings, policies
from crm.store.database import Session, open_database

KINDS = ("customers", "grades", "visits", "practice", "changes")


@click.command("export")
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "--to",
    "path",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to: a name that ends in .csv or .xlsx. A file that is there is replaced.",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="en",
    show_default=True,
    help="The language of the captions; an import knows both.",
)
@click.pass_obj
def export_command(settings: Settings, kind: str, path: Path, lang: Any) -> None:
    """Write customers, grades, visits, practice or changes to a file, safe in a spreadsheet.

    Exported customers and visits can be edited and imported again; unchanged rows stay unchanged.
    """
    check_target(path)
    today = datetime.now(settings.timezone).date()
    database = open_database(settings.database_url, create=False)
    try:
        with database.reading() as session:
            voice = Voice(lang, today)
            count = export(session, kind, path, voice, settings.timezone, settings.playbooks)
            namesakes = listings.count_codeless_namesakes(session) if kind == "customers" else 0
    finally:
        database.close()
    click.echo(f"{path}: {kind}, {count:,} rows")
    if namesakes:
        click.echo(
            f"note: {namesakes:,} customers have no code and share their name with others; "
            "when this file is imported again, their rows are refused. Give them codes."
        )


def export(
    session: Session,
    kind: str,
    path: Path,
    voice: Voice,
    zone: ZoneInfo,
    playbooks: Path | None = None,
) -> int:
    """Write everything of one kind to a file and return how many rows that are.

    Raises Refused when the file cannot be written, or nothing has been graded yet.
    """
    if kind == "practice":
        sheet = practice.sheet(session, voice, playbooks)
    else:
        sheet = _sheet(session, kind, voice, zone)
    return write_table(path, sheet.title, sheet.columns, sheet.rows)


def _sheet(session: Session, kind: str, voice: Voice, zone: ZoneInfo) -> sheets.Sheet:
    names = listings.name_people(session)
    if kind == "customers":
        return sheets.customers(_with_next_visits(session, voice.today), names, voice)
    if kind == "visits":
        return sheets.visits(listings.list_visits(session), names, voice)
    if kind == "changes":
        return sheets.changes(history.list_changes(session), zone, voice)
    grading = gradings.find_latest(session)
    if grading is None:
        raise Refused("No grading has been applied yet. Apply one first: tiercoach grade --apply")
    return sheets.grades(
        listings.list_grades(session, grading),
        listings.list_ungraded(session, grading),
        grading.overview,
        voice,
    )


def _with_next_visits(
    session: Session, today: date
) -> Iterator[tuple[listings.WholeCustomer, NextVisit]]:
    policy = policies.get_in_force(session)
    for customer in listings.list_customers(session):
        yield customer, next_visit(policy, customer.tier, customer.last, today)
