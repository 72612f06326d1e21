"""``tiercoach playbook``: what reps are taught, checked before it is used, and its ids."""

import json
from pathlib import Path

import click

from bot.coaching.document_schema import describe
from bot.coaching.ids import add_ids, list_lacking
from bot.coaching.playbook import Playbook
from bot.coaching.problems import PlaybookProblem
from bot.coaching.reading import check_yaml, load_written, read_file, shipped_folder
from bot.coaching.self_test import list_doubts, list_forbidden
from crm.errors import BadFile, Problem
from crm.exports import written_whole


@click.group("playbook")
def playbook_command() -> None:
    """What reps are taught: check the files it is written in, give their lines ids."""


@playbook_command.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Count a line that is judged otherwise as a problem.")
@click.option("--notes", is_flag=True, help="Tell smaller doubts about lines as well.")
def check_command(files: tuple[Path, ...], *, strict: bool, notes: bool) -> None:
    """Say what playbook files hold, or all that is wrong in them; without FILES, the shipped ones.

    A problem is one line, FILE:LINE:COLUMN first, as editors jump to it. Every line is judged as a
    rep's would be: where that differs from what the file says of it, a line tells it, and that
    stops nobody, unless a right line presses the customer.
    """
    problems: list[Problem] = []
    for file in files or sorted(shipped_folder().glob("*.yaml")):
        try:
            written = load_written(file)
        except BadFile as error:
            problems += error.problems
            continue
        doubts = [doubt for doubt in list_doubts(written) if notes or not doubt.is_note]
        forbidden = list_forbidden(doubts)
        if forbidden:
            problems += forbidden
            continue
        if strict:
            problems += [doubt for doubt in doubts if not doubt.is_note]
            doubts = [doubt for doubt in doubts if doubt.is_note]
        click.echo(f"{file} is fine. {_tell(written.playbook)}")
        for doubt in doubts:
            click.echo(str(doubt))
    if problems:
        raise BadFile(problems)


@playbook_command.command("ids")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Write the ids into the file; nothing else changes.")
def ids_command(file: Path, *, fix: bool) -> None:
    """Say which scenes, lines, ladders, asks and lines heard of FILE lack an id of their own.

    What people have practised hangs on ids, so one that is there is never changed, but for the
    later of two that are the same.
    """
    text = read_file(file)
    check_yaml(text, str(file))
    lacking = list_lacking(text.replace("\r\n", "\n"))
    if not lacking:
        click.echo(f"{file}: everything has an id of its own.")
        return
    if not fix:
        raise BadFile(
            PlaybookProblem(f"{file}:{one.place[0]}:{one.place[1]}", one.what, "", "missing")
            for one in lacking
        )
    changed = add_ids(text.replace("\r\n", "\n"))
    with written_whole(file) as unfinished:
        content = changed.replace("\n", "\r\n") if "\r\n" in text else changed
        unfinished.write_bytes(content.encode())
        unfinished.chmod(file.stat().st_mode)
    for one in lacking:
        click.echo(f"{one.part}: {one.new_id}")


@playbook_command.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of playbooks, with which an editor helps whoever writes one."""
    click.echo(json.dumps(describe(), ensure_ascii=False, indent=2))


def _tell(playbook: Playbook) -> str:
    good = sum(len(scene.good) for scene in playbook.scenes)
    bad = sum(len(scene.bad) for scene in playbook.scenes)
    asks = sum(len(ladder.asks) for ladder in playbook.ladders)
    ladders = f", ladders {len(playbook.ladders)} with {asks} asks" if asks else ""
    heard = f", lines heard {len(playbook.heard)}" if playbook.heard else ""
    return (
        f"{playbook.title.en} ({playbook.id}): scenes {len(playbook.scenes)}, "
        f"lines right {good} and wrong {bad}{ladders}{heard}."
    )
