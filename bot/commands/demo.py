"""``tiercoach demo``: a day at the sample company, from its books to its people, then your turn.

Every line of it is typed into the terminal channel as a person would, and answered for real.
"""

import sys
from dataclasses import dataclass

import click

from bot.app import App, ticking_from
from bot.channels.terminal import Terminal
from bot.commands.chat import converse
from bot.commands.grade import show_table
from bot.commands.sample import empty_database, grade_sample, import_sample, this_morning
from bot.settings import Settings
from bot.voice.rendering import Voice
from crm.imports.planning import Plan
from crm.store import books

REP, MANAGER = "Emily Kwok", "Linda Wang"


@dataclass(frozen=True, slots=True)
class Scene:
    """Who says what, and what it shows."""

    title: str
    person: str
    lines: tuple[str, ...]


SCENES = (
    Scene(
        "A rep’s morning: what is due, and what to know at the door",
        REP,
        (
            "who is due for a visit?",
            "#1",
            "我的A类客户有哪些",
            "how many customers do I have in Hong Kong?",
            "玉河",
            "#1",
            "why is Fortune Harbour a B?",
            "樱药业怎么升级",
            "order a taxi for me",
        ),
    ),
    Scene(
        "A new customer with promise: the rep proposes",
        REP,
        ("Blue Kite should be an A: second plant opens in spring, 400 valves in the plans",),
    ),
    Scene(
        "Her manager’s view: the whole team, and the last word",
        MANAGER,
        ("我的客户按业务员", "who is overdue?", "which proposals are there?", "#1"),
    ),
)
"""The day. Any of it can be said in other words; try it afterwards."""


@click.command("demo")
@click.pass_obj
def demo_command(settings: Settings) -> None:
    """Play the sample company's day in a throw-away database, then chat."""
    morning = this_morning(settings)
    with empty_database() as database:
        _heading("The company’s own spreadsheets, imported")
        _show_counts(import_sample(database, morning))
        _heading("Every customer graded, and the tiers applied")
        graded = grade_sample(database, morning)
        with database.reading() as session:
            last_day = books.find_last_day(session)
        show_table(graded, Voice("en", morning.date()), last_day, shortened=True)
        app = App(database, settings, ticking_from(morning))
        for scene in SCENES:
            _play(scene, app)
        _heading("Your turn")
        if not sys.stdin.isatty():
            click.echo("Nobody is at the keyboard, so the day ends here. Talk to it: make chat")
            return
        click.echo("Ask what you like; /as NAME speaks as somebody else, /quit ends.\n")
        converse(_terminal(app), REP)


def _play(scene: Scene, app: App) -> None:
    _heading(scene.title)
    terminal = _terminal(app)
    terminal.speak_as(scene.person)
    for line in scene.lines:
        click.secho(f"{scene.person.split()[0]}> {line}", fg="cyan")
        terminal.take(line)


def _show_counts(plan: Plan) -> None:
    for file, kind in zip(plan.files, plan.kinds, strict=True):
        rows = f" from {file.rows:,} rows" if file.rows != kind.new else ""
        click.echo(f"{file.name}: {kind.new:,} {kind.kind}{rows}")
    for note in plan.notes:
        click.echo(f"note: {note}")


def _terminal(app: App) -> Terminal:
    return Terminal(app, write=click.echo, bold=sys.stdout.isatty())


def _heading(text: str) -> None:
    click.secho(f"\n{text}\n{'─' * len(text)}", bold=True)
