"""``tiercoach check``: everything that is wrong, at once, and what to do about each.

A problem does not hide the next one: a bad setting is told, and the rest is looked at with its
usual value. The token is never printed.
"""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import click

from bot.channels.telegram import NAME
from bot.channels.telegram.asking import Heard, ask
from bot.coaching import uploads
from bot.coaching.reading import decode_playbook, load_playbook, shipped_folder
from bot.coaching.shelf import read_own
from bot.coaching.tables import metadata as coach_tables
from bot.commands.tier import EVERYTHING
from bot.post import bots, links, outbox
from bot.post.tables import metadata as post_tables
from bot.settings import FILE, PREFIX, Settings, load_settings
from crm.errors import BadSettings, Problem, StoreUnavailable, WithProblems
from crm.store import customers, health, people, policies
from crm.store.database import Session, open_database
from crm.store.tables import metadata as store_tables

FAR_OFF = timedelta(seconds=30)
"""A clock that differs by more makes reminders late and codes last too long."""

LATELY = timedelta(days=7)
"""How far back it counts what became of messages."""

_TOKEN = f"{PREFIX}TELEGRAM_TOKEN"
_WHOLE = re.compile(r"[0-9]{5,}:[A-Za-z0-9_-]{30,}")
_OF_OTHERS = re.compile(r"[0-9]+:\S+")


@dataclass(slots=True)
class Findings:
    """What was looked at: what is fine, and what is not."""

    fine: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def look(self, at: Callable[[], str]) -> None:
        """Note what is fine, or all the problems raised instead."""
        try:
            self.fine.append(at())
        except WithProblems as error:
            self.problems += error.problems
        except StoreUnavailable as error:
            self.problems.append(Problem("", str(error)))


@click.command("check")
@click.option("--online", is_flag=True, help="Ask Telegram too: the token, the bot's name, time.")
def check_command(online: bool) -> None:
    """Say what is wrong with the settings, the database, the playbooks and the token."""
    findings = Findings()
    settings = _read_settings(findings)
    findings.look(lambda: _look_at_playbooks(settings))
    findings.look(lambda: _look_at_database(settings))
    findings.look(lambda: _look_at_telegram(settings, online=online))
    for line in findings.fine:
        click.echo(line)
    if findings.problems:
        raise BadSettings(findings.problems)


def _read_settings(findings: Findings) -> Settings:
    """Read the settings; where they are wrong, go on with what is set right."""
    try:
        settings = load_settings()
    except BadSettings as error:
        findings.problems += error.problems
        return _usable(error)
    guessed = f", this machine's; if that is wrong, set {PREFIX}TIMEZONE"
    whose = "" if "timezone" in settings.model_fields_set else guessed
    findings.fine.append(f"Settings: fine. The time zone is {settings.timezone}{whose}.")
    return settings


def _usable(error: BadSettings) -> Settings:
    """Return the settings with the usual values in place of the wrong ones."""
    wrong = {problem.where.removeprefix(PREFIX).lower() for problem in error.problems}
    usual = {
        name: known.get_default(call_default_factory=True)
        for name, known in Settings.model_fields.items()
        if name in wrong
    }
    readable = not any(problem.where.startswith(FILE) for problem in error.problems)
    return Settings(_env_file=FILE if readable else None, **usual)


def _look_at_playbooks(settings: Settings) -> str:
    """Read the shipped playbooks, and those of the company's own folder if it has one."""
    files = sorted(shipped_folder().glob("*.yaml"))
    own = sorted(settings.playbooks.glob("*.yaml")) if settings.playbooks else []
    problems: list[Problem] = []
    for read, file in (
        *((load_playbook, each) for each in files),
        *((read_own, each) for each in own),
    ):
        try:
            read(file)
        except WithProblems as error:
            problems += error.problems
    if problems:
        raise BadSettings(problems)
    theirs = f", {len(own)} of them in {settings.playbooks}" if settings.playbooks else ""
    return f"Playbooks: {len(files) + len(own)} fine{theirs}."


def _look_at_database(settings: Settings) -> str:
    """Open the database, which brings it up to date, and look at what is in it."""
    today = datetime.now(settings.timezone).date()
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.reading() as session,
    ):
        problems = health.list_problems(session, store_tables, post_tables, coach_tables)
        if any(problem.where == "database" for problem in problems):
            raise BadSettings(problems)
        problems += [
            *_list_policy_problems(session),
            *_list_uploaded_problems(session),
            *_list_waiting(session, today),
        ]
        if problems:
            raise BadSettings(problems)
        staff = len(people.list_people(session))
        sold_to = customers.count_customers(session, EVERYTHING)
        post = _show_outbox(outbox.count_states(session, datetime.now(UTC) - LATELY))
    return f"Database: fine and up to date. People {staff}, customers {sold_to}.\n{post}"


def _show_outbox(counted: Counter[str]) -> str:
    """Say how the post stands: no problem by itself, but a number that grows is worth a look."""
    days = LATELY.days
    return (
        f"Outbox: {counted['queued']} wait, {counted['later']} of them until later; "
        f"{counted['unknown']} unknown. In {days} days {counted['sent']} sent, "
        f"{counted['expired']} expired, {counted['cancelled']} dropped."
    )


def _list_policy_problems(session: Session) -> list[Problem]:
    try:
        policies.get_in_force(session)
    except WithProblems as error:
        return list(error.problems)
    return []


def _list_uploaded_problems(session: Session) -> list[Problem]:
    """Versions in force that an older program took and this one does not."""
    problems: list[Problem] = []
    for upload in uploads.list_in_force(session):
        try:
            decode_playbook(upload.read(session).encode(), f"{upload.playbook} (uploaded)")
        except WithProblems as error:
            problems += error.problems
    return problems


def _list_waiting(session: Session, today: date) -> list[Problem]:
    """People who wait to be let in where there is nobody to let them in."""
    waiting = [link for link in links.list_open(session, NAME, today) if not link.lets_in]
    if not waiting or links.list_admins(session, NAME, today):
        return []
    names = ", ".join(link.person.name for link in waiting)
    what = f"waiting for an admin to let them in, and none is in: {names}."
    return [Problem("people", what, "Let one in: tiercoach invite NAME --role admin.")]


def _look_at_telegram(settings: Settings, *, online: bool) -> str:
    """Look at the form of the token, which a Bot API server of one's own may choose, and ask."""
    token = settings.find_token()
    if not token:
        if not online:
            return f"Telegram: no token, so the bot talks in the terminal only ({_TOKEN})."
        advice = "Make a bot with @BotFather in Telegram and copy its token into .env."
        raise BadSettings([Problem(_TOKEN, "there is no token to ask with.", advice)])
    usual = settings.telegram_api == Settings.model_fields["telegram_api"].default
    if not (_WHOLE if usual else _OF_OTHERS).fullmatch(token):
        what = "this is no whole token: digits, a colon, and 35 letters, digits, - and _."
        raise BadSettings([Problem(_TOKEN, what, "Copy it again from @BotFather (/mybots).")])
    if not online:
        return "Telegram: the token has the right form; --online asks whose it is."
    return _look_online(settings, token, datetime.now(UTC))


def _look_online(settings: Settings, token: str, now: datetime) -> str:
    """Ask Telegram who the bot is, keep its name for the links of invites, compare the clocks."""
    heard = ask(settings.telegram_api, token)
    if heard.name:
        _keep_name(settings, heard.name)
    _compare_clocks(heard, now)
    return f"Telegram: reached; the bot is @{heard.name}." if heard.name else "Telegram: reached."


def _keep_name(settings: Settings, name: str) -> None:
    try:
        database = open_database(settings.database_url, create=False)
    except StoreUnavailable:
        return  # told already
    with closing(database), database.writing() as session:
        bots.record_name(session, NAME, name)


def _compare_clocks(heard: Heard, now: datetime) -> None:
    """Refuse a clock that is far off. ``now`` is when Telegram was asked, so it may be early by
    as long as the answer took."""
    if heard.at is None or abs(heard.at - now) <= FAR_OFF:
        return
    seconds = round((now - heard.at).total_seconds())
    way = "ahead of" if seconds > 0 else "behind"
    what = f"this machine's is {abs(seconds)} seconds {way} Telegram's."
    raise BadSettings([Problem("clock", what, "Let it be set from the network (NTP).")])
