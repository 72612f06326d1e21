"""What docs/playbooks.md says is what the program takes."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.coaching.playbook import Act, Fault, Objection, Situation
from bot.coaching.problems import Code
from bot.coaching.reading import parse_playbook
from crm.errors import BadFile

DOCUMENT = (Path(__file__).parents[2] / "docs" / "playbooks.md").read_text("utf-8")


def named(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", text))


SAMPLE, MORE = re.findall(r"```yaml\n(.+?)```", DOCUMENT, re.DOTALL)


def test_the_sample_is_a_valid_playbook_and_so_it_is_with_all_the_rest() -> None:
    assert parse_playbook(SAMPLE).id == "tea_shop"
    whole = parse_playbook(SAMPLE + MORE)
    assert (len(whole.ladders), len(whole.heard)) == (1, 1)


def test_the_mistakes_shown_are_told_as_shown() -> None:
    broken = SAMPLE.replace("act: either_or", "act: eitheror").replace("good: end", "good: till")
    with pytest.raises(BadFile) as error:
        parse_playbook(broken, "tea.yaml")
    for problem in error.value.problems:
        assert f"{problem}\n" in DOCUMENT


def test_every_situation_act_fault_and_kind_of_mistake_is_named() -> None:
    for words in (Situation, Act, Fault, Code, Objection):
        assert set(get_args(words)) <= named(DOCUMENT)
