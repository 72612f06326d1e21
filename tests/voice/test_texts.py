"""Both languages say the same things."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, meta

from bot.voice import rendering
from bot.voice.rendering import Voice

BOT = Path(rendering.__file__).parents[1]
TEXTS = Path(rendering.__file__).parent / "texts"
NAMES = sorted(path.name for path in (TEXTS / "en").glob("*.j2"))


def facts_of(path: Path) -> set[str]:
    environment = Environment(autoescape=True)
    environment.filters.update(
        dict.fromkeys(("number", "rounded_up", "percent", "capitalise", "shortened"), str)
    )
    return meta.find_undeclared_variables(environment.parse(path.read_text("utf-8")))


def test_there_is_the_same_text_in_both_languages() -> None:
    assert sorted(path.name for path in (TEXTS / "zh").glob("*.j2")) == NAMES


def test_every_text_is_said_by_somebody() -> None:
    said = "\n".join(path.read_text("utf-8") for path in BOT.rglob("*.py"))
    texts = [name.removesuffix(".j2") for name in NAMES if not name.startswith("_")]
    assert [text for text in texts if f'"{text}"' not in said] == []


def test_there_are_the_same_labels_in_both_languages() -> None:
    keys = [
        re.findall(
            r"^ *(\w+):", (TEXTS / language / "labels.yaml").read_text("utf-8"), re.MULTILINE
        )
        for language in ("en", "zh")
    ]
    assert keys[0] == keys[1]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("_")])
def test_a_text_never_needs_a_fact_that_its_twin_does_not_know(name: str) -> None:
    known = {"day", "weekday"}
    assert facts_of(TEXTS / "zh" / name) - known <= facts_of(TEXTS / "en" / name) - known


@given(typed=st.text(max_size=60))
def test_what_a_person_typed_is_never_markup(typed: str) -> None:
    said = Voice("en", date(2026, 11, 24)).say("nobody", typed=typed)
    assert "<" not in said
    assert not re.search(r"&(?!amp;|lt;|gt;|#34;|#39;)", said)
