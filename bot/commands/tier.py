"""``tiercoach tier``: what people decide about tiers, from the command line."""

from contextlib import closing
from datetime import date, datetime

import click
from rich import box
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from crm.entities import Customer, Role, Viewer
from crm.errors import BadSettings, NotFound, Problem
from crm.names import Index, match
from crm.store import customers, hand_tiers, people, policies, potentials
from crm.store.database import Session, open_database

EVERYTHING = Viewer(0, "", Role.ADMIN)
"""The eyes of the command line, where nobody is named."""

_BY = click.option("--by", metavar="PERSON", help="Who decides; without it, the command line.")


@click.group("tier")
def tier_command() -> None:
    """Set a customer's tier by hand, release it, list what is set."""


@tier_command.command("set")
@click.argument("customer")
@click.argument("tier")
@click.option("--reason", required=True, help="Why; it is told whenever somebody asks.")
@click.option("--until", metavar="DATE", help="Its last day; without it, until it is released.")
@_BY
@click.pass_obj
def set_command(
    settings: Settings, customer: str, tier: str, reason: str, until: str | None, by: str | None
) -> None:
    """Set a customer's tier by hand, at once and through every grading."""
    expires_on = _parse_until(until)
    now = datetime.now(settings.timezone)
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.writing() as session,
    ):
        actor = find_actor(session, by)
        found = get_named(session, actor, customer)
        done = hand_tiers.set_tier(
            session,
            actor,
            found.id,
            tier,
            reason=reason,
            policy=policies.get_in_force(session),
            now=now,
            expires_on=expires_on,
        )
    until_when = f"until {expires_on}" if expires_on else "until it is released"
    click.echo(f"{found.name}: {done.from_tier or 'new'} → {done.to_tier}, {until_when}")


@tier_command.command("release")
@click.argument("customer")
@_BY
@click.pass_obj
def release_command(settings: Settings, customer: str, by: str | None) -> None:
    """Give a customer the tier of the grading applied last again."""
    now = datetime.now(settings.timezone)
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.writing() as session,
    ):
        actor = find_actor(session, by)
        found = get_named(session, actor, customer)
        done = hand_tiers.release(session, actor, found.id, now=now)
    click.echo(f"{found.name}: {done.from_tier or 'new'} → {done.to_tier or 'new'}")


@tier_command.command("list")
@click.pass_obj
def list_command(settings: Settings) -> None:
    """List the tiers set by hand, and the potentials that wait for a manager."""
    today = datetime.now(settings.timezone).date()
    with (
        closing(open_database(settings.database_url, create=False)) as database,
        database.reading() as session,
    ):
        hands = hand_tiers.list_in_force(session, None, today)
        proposed = potentials.list_proposed(session, None)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
    for caption in ("customer", "tier", "by", "until", "reason"):
        table.add_column(caption)
    for hand in hands:
        until = hand.expires_on.isoformat() if hand.expires_on else "–"
        table.add_row(hand.name, hand.tier, hand.set_by or "command line", until, hand.reason)
    for each in proposed:
        tier, by = f"{each.tier} proposed", each.proposed_by or "command line"
        table.add_row(each.name, tier, by, "–", each.evidence)
    if hands or proposed:
        Console(highlight=False, markup=False).print(table)
    else:
        click.echo("No tier is set by hand and none is proposed.")


def find_actor(session: Session, name: str | None) -> Viewer | None:
    """Return the eyes of the person of that name or code, or None where none is given.

    Raises NotFound when nobody or more than one is called so.
    """
    if name is None:
        return None
    found = people.find_people(session, name)
    if len(found) != 1:
        many = "Several people are" if found else "Nobody is"
        raise NotFound(f"{many} called {name!r} here. Give a code or a whole name.")
    return people.viewer_of(found[0])


def get_named(session: Session, actor: Viewer | None, name: str) -> Customer:
    """Return the customer of that name or code, as far as the actor may see.

    Raises NotFound, naming those that come near, when it isn't clear which one is meant.
    """
    viewer = actor or EVERYTHING
    found = match(Index(customers.list_namings(session, viewer)), name)
    near = customers.list_by_id(session, viewer, found.candidates)
    if found.customer_id is None or not found.sure:
        meant = f" Did you mean {' or '.join(each.name for each in near)}?" if near else ""
        raise NotFound(f"There is no customer {name!r}.{meant}")
    return customers.get_customer(session, viewer, found.customer_id)


def _parse_until(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadSettings(
            [Problem("--until", f"{text!r} is no date.", "Write it like 2027-06-30.")]
        ) from error
