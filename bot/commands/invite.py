"""``tiercoach invite``: a code that lets one person in, on their phone.

Standard output is the code alone on its first line, then the link that carries it; what else is to
be known stands on standard error, so that a script need not look for the code.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import click

from bot.channels.telegram import NAME
from bot.post import bots, invites, links
from bot.settings import Settings
from crm.entities import Person, Role
from crm.errors import BadSettings, Problem
from crm.store import people
from crm.store.database import Session, open_database
from crm.text import clean, fold

LONGEST_NAME = 200

_CONFIRMED = "An admin who is in lets them in with a tap."


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    name: str
    role: Role | None
    under: str | None
    new: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What is printed, and what is to be known besides."""

    lines: Sequence[str]
    remarks: Sequence[str] = ()


@click.command("invite")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="What they may see; somebody who is here already keeps theirs without it.",
)
@click.option("--under", metavar="PERSON", help="Who is above them: a name or a code.")
@click.option("--new", is_flag=True, help="Somebody else than who has such a name already.")
@click.option("--revoke", is_flag=True, help="Take their code back and shut their account out.")
@click.pass_obj
def invite_command(
    settings: Settings, name: str, role: str | None, under: str | None, new: bool, revoke: bool
) -> None:
    """Make the code that lets NAME in on Telegram: for one person, once, within three days.

    Somebody who is in your files already is let in as who they are there.
    """
    now = datetime.now(settings.timezone)
    wish = Wish(_parse_name(name), Role(role) if role else None, under, new)
    first = wish.role is not None and wish.under is None and not revoke
    with (
        closing(open_database(settings.database_url, create=first)) as database,
        database.writing() as session,
    ):
        told = _revoke(session, wish.name, now) if revoke else _invite(session, wish, now)
    click.echo("\n".join(told.lines))
    for remark in told.remarks:
        click.echo(remark, err=True)


def _invite(session: Session, wish: Wish, now: datetime) -> Told:
    """Take the person in if they are new, and make the code."""
    above = _get_above(session, wish.under) if wish.under else None
    person = None if wish.new else find_one(session, wish.name)
    is_new = person is None
    if person is None:
        if wish.role is None:
            what = f"there is no {wish.name!r} yet."
            advice = (
                "Say what they may see (rep, manager, desk or admin), or write the name as it is."
            )
            raise BadSettings([Problem("--role", what, advice)])
        above_id = above.id if above else None
        person_id = people.add(session, None, wish.name, wish.role, manager_id=above_id, now=now)
        person = people.get_person(session, person_id)
    elif above is not None and above.id != person.manager_id:
        people.place_under(session, None, person.id, above.id, now=now)
    role = wish.role or person.role
    code = invites.make(session, person.id, role, now=now)
    bot = bots.find_name(session, NAME)
    lines = [code, *([f"https://t.me/{bot}?start={code}"] if bot else [])]
    remarks = [
        _who(person, is_new=is_new, above=above),
        *_what_follows(session, person, role, now),
        f"The code is good once, until {now + invites.LASTS:%Y-%m-%d %H:%M}; earlier ones are not.",
    ]
    if not bot:
        remarks.append(
            "They open the bot in Telegram and send it the code. Once the bot's name is known "
            "there is a link to tap: tiercoach check --online asks for it."
        )
    return Told(lines, remarks)


def _who(person: Person, *, is_new: bool, above: Person | None) -> str:
    code = f" ({person.code})" if person.code else ""
    under = f", under {above.name}" if above else ""
    where = "is new here" if is_new else "is here already"
    return f"{person.name}{code} {where}: {person.role}{under}."


def _what_follows(session: Session, person: Person, role: Role, now: datetime) -> list[str]:
    """Say what becomes of the role, and who has a word in it."""
    remarks = []
    if role is not person.role:
        remarks.append(f"With this code {person.name} becomes {role}; so far: {person.role}.")
    admins = links.list_admins(session, NAME, now.date(), but=person.id)
    if role is Role.ADMIN:
        remarks.append(_CONFIRMED if admins else "As the first admin who gets in: no tap needed.")
    elif role is Role.MANAGER:
        alone = "A manager waits until an admin lets them in, and none is in yet: invite one too."
        remarks.append(_CONFIRMED if admins else alone)
    elif role is Role.REP and person.manager_id is None:
        remarks.append("Nobody is above them, so no manager sees their customers: --under PERSON.")
    return remarks


def _revoke(session: Session, name: str, now: datetime) -> Told:
    person = get_one(session, name)
    codes = invites.revoke(session, person.id, now)
    chats = links.cut_others(session, NAME, person.id)
    return Told([f"{person.name}: codes taken back {codes}, accounts shut out {len(chats)}."])


def find_one(session: Session, name: str) -> Person | None:
    """Return the person of that code, name or part of a name; None when nobody has it.

    Raises BadSettings when it isn't clear who is meant: also when a longer name only begins so,
    since Li Na is not Li Nan.
    """
    near = people.find_people(session, name)
    wanted = fold(name)
    found = [each for each in near if wanted in _names(each)]
    if len(found) == 1:
        return found[0]
    if near:
        what = f"{name!r} may be {_listed(found or near)}."
        advice = "Give the code or the whole name; for somebody else of that name add --new."
        raise BadSettings([Problem("NAME", what, advice)])
    return None


def get_one(session: Session, name: str, option: str = "NAME") -> Person:
    """Return the person of that name; raises BadSettings when there is none, too."""
    person = find_one(session, name)
    if person is None:
        what = f"nobody here is called {name!r}."
        raise BadSettings([Problem(option, what, "Give a code or a whole name.")])
    return person


def _get_above(session: Session, name: str) -> Person:
    above = get_one(session, name, "--under")
    if above.role is Role.REP:
        what = f"{above.name} is a rep, and sees nobody else's customers."
        advice = f"Make them a manager first: tiercoach invite {above.name!r} --role manager."
        raise BadSettings([Problem("--under", what, advice)])
    return above


def _names(person: Person) -> set[str]:
    """All by which somebody is surely meant: code, whole name, first or last name."""
    return {fold(person.name), fold(person.code or ""), *fold(person.name).split()}


def _listed(found: Sequence[Person]) -> str:
    return ", ".join(f"{each.name} ({each.code or 'no code'})" for each in found)


def _parse_name(text: str) -> str:
    name = " ".join(clean(text).split())
    if not name or len(name) > LONGEST_NAME:
        what = "a name has between one character and two hundred."
        raise BadSettings([Problem("NAME", what, "Write it as in your books.")])
    return name
