"""What the documents say is what the program does, both ways."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from bot.app import App, ticking_from
from bot.commands.main import commands
from bot.commands.sample import sample_company
from bot.settings import PREFIX, Settings
from tests.support.chatting import Chat, Office

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TURN = re.compile(r"^(\w+)> (.+)\n((?:(?!```).+\n)+)", re.MULTILINE)
README_MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


def options_of(command: click.Command) -> set[str]:
    return {name for p in command.params for name in p.opts} | {"--help", "--version"}


def named_commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every ``tiercoach COMMAND …`` that stands as code in a text, with its options."""
    for code in re.findall(r"```\w*\n.+?```|`[^`\n]+`", text, re.DOTALL):
        for found in re.finditer(r"^`?tiercoach ([a-z]+)([^\n`]*)", code, re.MULTILINE):
            yield found[1], re.findall(r"(?<![\w-])--[a-z-]+", found[2].split("#")[0])


def test_the_dialogue_in_the_readme_is_a_real_one() -> None:
    turns = TURN.findall(README)
    assert len(turns) >= 3
    with sample_company(README_MORNING) as database:
        settings = Settings(_env_file=None, timezone="UTC")
        office = Office(database, App(database, settings, ticking_from(README_MORNING)))
        chats: dict[str, Chat] = {}
        for name, typed, told in turns:
            if name not in chats:
                chats[name] = office.chat(name)
            assert chats[name].says(typed) == told.rstrip("\n")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_and_option_named_exists(document: Path) -> None:
    for name, options in named_commands(document.read_text("utf-8")):
        assert name in commands.commands
        command = commands.commands[name]
        known = options_of(command)
        if isinstance(command, click.Group):
            known |= {o for sub in command.commands.values() for o in options_of(sub)}
        assert set(options) <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"^(?:make|`make) ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"tiercoach {name}" in README or f"make {name}" in README


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", README))
    assert named == {PREFIX + field.upper() for field in Settings.model_fields}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_linked_to_is_there(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
        assert (document.parent / target).exists()
