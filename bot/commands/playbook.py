"""``tiercoach playbook``: what reps are taught, checked before it is used."""

from pathlib import Path

import click

from bot.coaching.playbook import Playbook
from bot.coaching.reading import load_playbook, shipped_folder
from crm.errors import BadFile, Problem


@click.group("playbook")
def playbook_command() -> None:
    """What reps are taught: check the files it is written in."""


@playbook_command.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check_command(files: tuple[Path, ...]) -> None:
    """Say what playbook files hold, or all that is wrong in them; without FILES, the shipped ones.

    A problem is one line, FILE:LINE:COLUMN first, as editors jump to it.
    """
    problems: list[Problem] = []
    for file in files or sorted(shipped_folder().glob("*.yaml")):
        try:
            playbook = load_playbook(file)
        except BadFile as error:
            problems += error.problems
        else:
            click.echo(f"{file} is fine. {_tell(playbook)}")
    if problems:
        raise BadFile(problems)


def _tell(playbook: Playbook) -> str:
    good = sum(len(scene.good) for scene in playbook.scenes)
    bad = sum(len(scene.bad) for scene in playbook.scenes)
    return (
        f"{playbook.title.en} ({playbook.id}): scenes {len(playbook.scenes)}, "
        f"lines right {good} and wrong {bad}."
    )
