"""``tiercoach chat``: the conversation in a terminal, typed by a person or piped in."""

import contextlib
import sys
from datetime import datetime
from typing import Any

import click

from bot.app import App, real_time, ticking_from
from bot.channels.terminal import Terminal
from bot.commands.sample import sample_company, this_morning
from bot.settings import Settings
from crm.errors import BadSettings, Problem
from crm.store.database import open_database


@click.command("chat")
@click.option("--as", "person", metavar="PERSON", help="Speak as this person (name or code).")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Answer in this language only.")
@click.option("--now", "start", metavar="ISO", help="Start the clock here, e.g. 1998-05-07T09:00.")
@click.option("--db", "database_url", metavar="URL", help="Another database than the usual one.")
@click.option("--demo", is_flag=True, help="Talk to the sample company in a throw-away database.")
@click.pass_obj
def chat_command(
    settings: Settings,
    person: str | None,
    lang: Any,
    start: str | None,
    database_url: str | None,
    demo: bool,
) -> None:
    """Ask the bot, in Chinese or English, as on the phone."""
    now = parse_moment(start, settings)
    with contextlib.ExitStack() as stack:
        if demo:
            now = (now or this_morning(settings)).astimezone(settings.timezone)
            database = stack.enter_context(sample_company(now))
        else:
            database = open_database(database_url or settings.database_url, create=False)
            stack.callback(database.close)
        clock = ticking_from(now) if now else real_time
        terminal = Terminal(
            App(database, settings, clock),
            write=click.echo,
            language=lang,
            bold=sys.stdout.isatty(),
        )
        converse(terminal, person)


def converse(terminal: Terminal, person: str | None) -> None:
    """Talk until the lines end: a prompt for a person, line by line for a pipe."""
    if person:
        terminal.speak_as(person)
    elif sys.stdin.isatty():
        terminal.start()
    if not sys.stdin.isatty():
        terminal.take_all(sys.stdin)
        return
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - arrow keys and history, where the machine has it
    while True:
        try:
            line = input("> ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if not terminal.take(line):
            return


def parse_moment(text: str | None, settings: Settings) -> datetime | None:
    """Read ``--now``; the company's time zone counts if none is given.

    Raises BadSettings when it is no moment.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSettings(
            [Problem("--now", f"{text!r} is no date and time.", "Write it like 1998-05-07T09:00.")]
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=settings.timezone)
