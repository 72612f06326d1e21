"""``tiercoach outbox``: what waits, and what nobody knows whether it arrived."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import get_args

import click
from pydantic import ValidationError

from bot.channels.payloads import read_call
from bot.post import outbox
from bot.post.errands import read_errand
from bot.post.outbox import Row
from bot.post.outcomes import State
from bot.settings import Settings
from bot.voice.plain import as_plain
from crm.errors import NotFound
from crm.store import people
from crm.store.database import Session, open_database

SHOWN = 60
"""Characters of a message that are enough to know it again."""


@click.group("outbox", invoke_without_command=True)
@click.option(
    "--state",
    type=click.Choice(get_args(State)),
    help="Which; without it, what is queued, being sent, or unknown.",
)
@click.pass_context
def outbox_command(ctx: click.Context, state: State | None) -> None:
    """List messages: number, person, state, age and first words, a tab between them.

    A message is unknown when the line was cut or the program died while it was being sent: it may
    have arrived. Nobody sends it again but you: resend it, or drop it.
    """
    if ctx.invoked_subcommand is not None:
        return
    settings: Settings = ctx.obj
    now = datetime.now(UTC)
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.reading() as session,
    ):
        rows = outbox.list_rows(session, state)
        names = {row.person_id: _name(session, row.person_id) for row in rows}
    for row in rows:
        age = show_age(now - row.queued_at)
        click.echo(f"{row.id}\t{names[row.person_id]}\t{row.state}\t{age}\t{show_words(row)}")


@outbox_command.command("resend")
@click.argument("row_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.pass_obj
def resend_command(settings: Settings, row_id: int) -> None:
    """Send a message again, though it may have arrived."""
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.writing() as session,
    ):
        outbox.resend(session, row_id, datetime.now(UTC))
    click.echo(f"Message {row_id} is queued again.")


@outbox_command.command("drop")
@click.argument("row_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.pass_obj
def drop_command(settings: Settings, row_id: int) -> None:
    """Give a message up; it is kept in the list as cancelled."""
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.writing() as session,
    ):
        outbox.drop(session, row_id, datetime.now(UTC))
    click.echo(f"Message {row_id} is dropped.")


def _name(session: Session, person_id: int | None) -> str:
    if person_id is None:
        return "-"
    try:
        return _in_one_line(people.get_person(session, person_id).name)
    except NotFound:
        return "-"


def show_age(age: timedelta) -> str:
    """Say how old something is, in its largest unit.

    >>> show_age(timedelta(seconds=59)), show_age(timedelta(hours=30))
    ('59s', '1d')
    """
    seconds = max(0, int(age.total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def show_words(row: Row) -> str:
    """Return the first words of a message, in one line and without markup; of one that is still
    to be worded, what it is to be about."""
    errand = read_errand(row.payload)
    if errand is not None:
        return f"({errand.kind} {errand.about})"
    try:
        message = read_call(row.payload).message
    except ValidationError:
        return "(cannot be read)"
    words = _in_one_line(as_plain(message.text))
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def _in_one_line(text: str) -> str:
    """Leave out whatever a terminal or a reader of columns would take for more than a letter."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
