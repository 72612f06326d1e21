"""``tiercoach grade``: every customer's tier as it would be, and, with --apply, as it is."""

import csv
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import click
from rich.console import Console

from bot.settings import Settings
from bot.voice import grade_report
from bot.voice.plain import as_plain
from bot.voice.rendering import Voice
from crm.errors import BadSettings, Problem, Refused
from crm.grading.grade import Grading, grade
from crm.store import books, facts, gradings, policies
from crm.store.database import open_database

FULL_TABLE = 500
"""So many customers are listed in full; of more only those that tell most."""

UNBOUNDED = 1000
"""Columns of a terminal nobody has."""


@click.command("grade")
@click.option("--as-of", metavar="DATE", help="Grade as of this day, e.g. 1998-05-06; else today.")
@click.option(
    "--months", type=click.Choice(["12", "24"]), help="How far back every indicator looks."
)
@click.option("--method", type=click.Choice(["percentile", "range"]), help="Figures to points.")
@click.option("--cut", type=click.Choice(["ratio", "pareto", "points"]), help="Ranks to tiers.")
@click.option("--measure", type=click.Choice(["amount", "quantity"]), help="What order value is.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of the report.")
@click.option("--apply", "applying", is_flag=True, help="Put the tiers into force.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
@click.pass_obj
def grade_command(
    settings: Settings,
    as_of: str | None,
    months: str | None,
    method: Any,
    cut: Any,
    measure: Any,
    lang: Any,
    applying: bool,
    form: str,
) -> None:
    """Grade every customer; nothing changes until --apply."""
    today = datetime.now(settings.timezone).date()
    day = parse_day(as_of) if as_of else today
    voice = Voice(lang or settings.language, day)
    database = open_database(settings.database_url, create=False)
    try:
        with database.writing() if applying else database.reading() as session:
            policy = policies.get_in_force(session).with_grading(
                months=int(months) if months else None, method=method, cut=cut, measure=measure
            )
            found = facts.gather(session, policy, day)
            last_order_on = books.find_last_day(session)
            if not len(found.figures) and not found.new:
                raise Refused(
                    "There are no customers yet. Load them first: tiercoach import FILE..."
                )
            grading = gradings.settle(session, grade(found, policy))
            applied = None
            if applying:
                _check_worth_applying(grading, today, last_order_on)
                applied = gradings.apply(session, grading, now=datetime.now(UTC), person_id=None)
    finally:
        database.close()
    show(grading, voice, form, last_order_on)
    note = voice.say("applied", applied=applied, graded=grading.overview.population)
    click.echo(as_plain(note), err=form != "table")


def _check_worth_applying(grading: Grading, today: date, last_order_on: date | None) -> None:
    """Refuse to put tiers into force that rest on nothing, or on days to come."""
    overview = grading.overview
    if overview.as_of_on > today:
        raise Refused(
            f"{overview.as_of_on} is still to come, so nothing was applied. "
            "Grade as of a day that has been."
        )
    if not overview.totals.orders:
        advice = f" The last order is of {last_order_on}: add --as-of {last_order_on}."
        raise Refused(
            f"No order falls into the months before {overview.as_of_on}, so nothing was applied."
            + (advice if last_order_on else "")
        )


def show(grading: Grading, voice: Voice, form: str, last_order_on: date | None) -> None:
    """Print the report: a table to read, or CSV or JSON for a program."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(grade_report.COLUMNS)
        writer.writerows(grade_report.csv_rows(grading, voice))
    elif form == "json":
        json.dump(grade_report.as_data(grading, voice), sys.stdout, ensure_ascii=False, indent=1)
        click.echo()
    else:
        show_table(grading, voice, last_order_on)


def show_table(
    grading: Grading, voice: Voice, last_order_on: date | None, *, shortened: bool = False
) -> None:
    """Print the summary and the table: all of it into a file, what fits onto a screen.

    A table that is too long, or is to be short, shows the first customers, those beside each line
    between two tiers, and the last.
    """
    on_screen = sys.stdout.isatty()
    click.echo(as_plain(grade_report.summary(grading, voice, last_order_on), bold=on_screen))
    click.echo()
    count = len(grading.facts.figures)
    shortened = shortened or count > FULL_TABLE
    ranks = grade_report.telling_ranks(grading) if shortened else None
    wide = grade_report.table(grading, voice, wide=True, ranks=ranks)
    screen = Console(highlight=False)
    needed = screen.measure(wide, options=screen.options.update(width=UNBOUNDED)).maximum
    if not on_screen:
        Console(width=needed, highlight=False).print(wide)
    elif needed <= screen.width:
        screen.print(wide)
    else:
        screen.print(grade_report.table(grading, voice, wide=False, ranks=ranks))
    if shortened:
        click.echo(as_plain(voice.say("shortened", rows=count)))


def parse_day(text: str) -> date:
    """Read ``--as-of``.

    Raises BadSettings when it is no date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadSettings(
            [Problem("--as-of", f"{text!r} is no date.", "Write it like 1998-05-06.")]
        ) from error
