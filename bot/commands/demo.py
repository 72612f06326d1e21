"""``tiercoach demo``: the sample company imported, graded and asked, then yours to ask."""

import sys

import click

from bot.app import App, ticking_from
from bot.channels.terminal import Terminal
from bot.commands.chat import converse
from bot.commands.grade import show_table
from bot.commands.import_ import show_plan
from bot.commands.sample import MORNING, empty_database, grade_sample, import_sample
from bot.settings import Settings
from bot.voice.rendering import Voice
from crm.store import books
from crm.store.database import Database

QUESTIONS = (
    (
        "Nancy Davolio",
        "A rep asks, in English and in Chinese",
        (
            "who are my A customers?",
            "我的A类客户有哪些",
            "how many customers do I have in France?",
            "伦敦有我的客户吗",
            "savealot",
            "why is Save-a-lot an A?",
            "what would make Magazzini an A?",
            "Magazzini怎么才能升A",
            "order a taxi for me",
        ),
    ),
    (
        "Andrew Fuller",
        "Her manager asks about everybody",
        ("who are my A customers?", "我的客户按国家分布", "maison", "#2", "why?"),
    ),
)
"""Who asks what. Any of it can be asked in other words; see for yourself afterwards."""


@click.command("demo")
@click.pass_obj
def demo_command(settings: Settings) -> None:
    """Play the sample company's day in a throw-away database, then chat."""
    with empty_database() as database:
        _heading("1 · Northwind's own spreadsheets, imported")
        show_plan(import_sample(database), (), applied=True, as_json=False)
        _heading("2 · Every customer graded, and the tiers applied")
        graded = grade_sample(database)
        with database.reading() as session:
            last_day = books.find_last_day(session)
        show_table(graded, Voice("en", MORNING.date()), last_day, shortened=True)
        _heading("3 · The morning after, 7 May 1998")
        _play(database, settings)
        _heading("4 · Your turn")
        if not sys.stdin.isatty():
            click.echo("Nobody is at the keyboard, so the day ends here. Talk to it: make chat")
            return
        click.echo("Ask what you like; /as NAME speaks as somebody else, /quit ends.\n")
        converse(_terminal(database, settings), "Nancy Davolio")


def _play(database: Database, settings: Settings) -> None:
    for name, what, questions in QUESTIONS:
        click.secho(f"{what} ({name})\n", italic=True)
        terminal = _terminal(database, settings)
        terminal.speak_as(name)
        for question in questions:
            click.secho(f"{name.split()[0]}> {question}", fg="cyan")
            terminal.take(question)


def _terminal(database: Database, settings: Settings) -> Terminal:
    app = App(database, settings, ticking_from(MORNING))
    return Terminal(app, write=click.echo, bold=sys.stdout.isatty())


def _heading(text: str) -> None:
    click.secho(f"\n{text}\n{'─' * len(text)}", bold=True)
