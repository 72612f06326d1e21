"""What docs/playbooks.md says is what the program takes."""

import re
from pathlib import Path
from typing import get_args

from bot.coaching.playbook import Act, Fault, Situation
from bot.coaching.problems import Code
from bot.coaching.reading import parse_playbook

DOCUMENT = (Path(__file__).parents[2] / "docs" / "playbooks.md").read_text("utf-8")


def named(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", text))


def test_the_sample_is_a_valid_playbook() -> None:
    sample = re.search(r"```yaml\n(.+?)```", DOCUMENT, re.DOTALL)
    assert sample is not None
    assert parse_playbook(sample[1]).id == "tea_shop"


def test_every_situation_act_fault_and_kind_of_mistake_is_named() -> None:
    for words in (Situation, Act, Fault, Code):
        assert set(get_args(words)) <= named(DOCUMENT)
