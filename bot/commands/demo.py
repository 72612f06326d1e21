"""``tiercoach demo``: a day at the sample company, from its books to its people, then your turn.

Every line of it is typed into the terminal channel as a person would, and answered for real.
"""

import sys
from dataclasses import dataclass

import click

from bot.app import App, ticking_from
from bot.channels.terminal import Terminal, Write
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
    """A part of the day: what it is about, who speaks, and what they type."""

    title: str
    person: str
    lines: tuple[str, ...]


SCENES = (
    Scene(
        "Half past eight: her morning, a tap on a name, and how it went there",
        REP,
        ("my morning", "#1", "#1", "they want a quote for 20 pumps", "早报"),
    ),
    Scene(
        "Her manager’s morning: who slipped, and one tap that asks for a visit",
        MANAGER,
        ("早报", "#2"),
    ),
    Scene(
        "Nine o’clock: who is due, and what to know at the door",
        REP,
        (
            "who should I visit today?",
            "#1",
            "call",
            "我的A类客户有哪些",
            "玉河",
            "#1",
            "why is Fortune Harbour a B?",
            "and how does it become an A?",
            "樱药业最近的订单",
        ),
    ),
    Scene(
        "Three minutes on the tram: practising",
        REP,
        (
            "practise",
            "It’s all Italian wool, half canvassed, the lapels sewn by hand. Let me explain.",
            "Please do. Is it for work, or for an occasion?",
            "stop",
        ),
    ),
    Scene(
        "At the door: what to say to an objection",
        REP,
        ("Silverstream says it’s too expensive", "#1", "客户说要考虑考虑怎么回"),
    ),
    Scene(
        "After lunch: visits told in a sentence, put right, taken back",
        REP,
        (
            "visited Silverstream yesterday, wants 200 more valves",
            "asked twice, too expensive",
            "edit",
            "#1",
            "the day before yesterday",
            "昨天去了太丰，要加30个止回阀",
            "nobody in at Golden Reed",
            "undo",
            "remind me on Friday to call Sakura",
        ),
    ),
    Scene(
        "A new customer with promise",
        REP,
        ("I propose A for Blue Kite: second plant opens in spring", "yes"),
    ),
    Scene(
        "Her manager: the team, a question, a decision",
        MANAGER,
        ("谁超期了？", "为什么福港是B", "有哪些提议", "#1", "确认A类"),
    ),
)
"""The day. Any of it can be said in other words; try it afterwards."""


@click.command("demo")
@click.pass_obj
def demo_command(settings: Settings) -> None:
    """Play the sample company's day in a throw-away database, then chat."""
    morning = this_morning(settings)
    with empty_database() as database:
        _heading("The company’s own spreadsheets, imported", click.echo)
        _show_counts(import_sample(database, morning))
        _heading("Every customer graded, and the tiers applied", click.echo)
        graded = grade_sample(database, morning)
        with database.reading() as session:
            last_day = books.find_last_day(session)
        show_table(graded, Voice("en", morning.date()), last_day, shortened=True)
        app = App(database, settings, ticking_from(morning))
        play_day(app, click.echo)
        _heading("Your turn", click.echo)
        if not sys.stdin.isatty():
            click.echo("Nobody is at the keyboard, so the day ends here. Talk to it: make chat")
            return
        click.echo("Ask what you like; /as NAME speaks as somebody else, /quit ends.\n")
        converse(_terminal(app, click.echo), REP)


def play_day(app: App, write: Write) -> None:
    """Type the day's lines, each as the person of its scene, and write what is answered."""
    terminals: dict[str, Terminal] = {}
    for scene in SCENES:
        _heading(scene.title, write)
        if scene.person not in terminals:
            terminals[scene.person] = _terminal(app, write)
            terminals[scene.person].speak_as(scene.person)
        for line in scene.lines:
            write(click.style(f"{scene.person.split()[0]}> {line}", fg="cyan"))
            terminals[scene.person].take(line)


def _show_counts(plan: Plan) -> None:
    for file, kind in zip(plan.files, plan.kinds, strict=True):
        rows = f" from {file.rows:,} rows" if file.rows != kind.new else ""
        click.echo(f"{file.name}: {kind.new:,} {kind.kind}{rows}")
    for note in plan.notes:
        click.echo(f"note: {note}")


def _terminal(app: App, write: Write) -> Terminal:
    return Terminal(app, write=write, bold=sys.stdout.isatty())


def _heading(text: str, write: Write) -> None:
    write(click.style(f"\n{text}\n{'─' * len(text)}", bold=True))
