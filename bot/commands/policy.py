"""``tiercoach policy``: the policy in force, a file checked, a file put into force."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.settings import Settings
from bot.voice import policy_report
from crm.errors import BadPolicy, NoDatabase, Problem
from crm.policy import (
    LARGEST,
    decode_policy,
    default_policy,
    default_text,
    parse_policy,
    with_heading,
)
from crm.store import policies
from crm.store.database import open_database
from crm.store.policies import Applied, StoredPolicy

LAST_VERSION = 2**31 - 1


@click.group("policy")
def policy_command() -> None:
    """How customers are graded and visited: show it, check a file, apply one."""


@policy_command.command("show")
@click.option("--version", type=click.IntRange(1, LAST_VERSION), help="An older one.")
@click.pass_obj
def show_command(settings: Settings, version: int | None) -> None:
    """Print the policy in force as a file that can be changed and applied again."""
    stored = find_stored(settings, version)
    if stored is None:
        click.echo(with_heading(default_text()), nl=False)
    else:
        click.echo(with_heading(stored.text, stored.version, stored.applied_at), nl=False)


@policy_command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_command(file: Path) -> None:
    """Say what a policy file means, or all that is wrong in it."""
    policy = parse_policy(read_text(file), str(file))
    click.echo(f"{file} is fine. {policy_report.tell(policy)}")


@policy_command.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def apply_command(settings: Settings, file: Path) -> None:
    """Put a policy file into force; tiers change with the next grading that is applied."""
    text = read_text(file)
    parse_policy(text, str(file))
    with (
        closing(open_database(settings.database_url, create=True)) as database,
        database.writing() as session,
    ):
        before = policies.find_current(session)
        applied = policies.apply(session, text, now=datetime.now(UTC), name=str(file))
    show_applied(before, applied)


def find_stored(settings: Settings, version: int | None) -> StoredPolicy | None:
    """Return the version in force or an older one; None where the default is in force.

    Without a database there is no version yet. Raises NotFound for a version that isn't there.
    """
    try:
        database = open_database(settings.database_url, create=False)
    except NoDatabase:
        if version is not None:
            raise
        return None
    with closing(database), database.reading() as session:
        if version is None:
            return policies.find_current(session)
        return policies.get_version(session, version)


def read_text(file: Path) -> str:
    """Read a policy file, and no more of it than a policy can have.

    Raises BadPolicy when it cannot be read or is no text.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadPolicy(
            [Problem(str(file), f"cannot be read: {error.strerror}.", "Check the path.")]
        ) from error
    return decode_policy(content, str(file))


def show_applied(before: StoredPolicy | None, applied: Applied) -> None:
    """Print what differs from the policy before, and what follows for the customers."""
    version = applied.stored.version
    if applied.is_new:
        old = default_policy() if before is None else before.policy
        former = f"version {before.version}" if before else "the policy that tiercoach comes with"
        changes = policy_report.list_changes(old, applied.stored.policy)
        if changes:
            click.echo(f"What differs from {former}:")
            click.echo("".join(f"  {change}\n" for change in changes), nl=False)
        else:
            click.echo(f"No figure differs from {former}.")
        click.echo(f"Version {version} is in force.")
        click.echo("No customer's tier has changed by this; tiercoach grade --apply does that.")
    else:
        click.echo(f"This policy is in force already, as version {version}. Nothing was written.")
    for tier, count in applied.gone.items():
        hold = "customer holds" if count == 1 else "customers hold"
        click.echo(f"{count} {hold} tier {tier}, which this policy doesn't have, until then.")
