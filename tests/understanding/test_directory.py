"""What is known for a viewer is built once, and again when names have changed."""

import pytest

from bot.understanding.directory import Directory, Known, know
from bot.understanding.language import language_of
from crm.entities import Naming


class _Builder:
    """Counts how often it was asked to build."""

    def __init__(self) -> None:
        self.built = 0

    def __call__(self) -> Known:
        self.built += 1
        return know([Naming(1, f"Alpha {self.built}")])


def test_a_second_question_builds_nothing() -> None:
    directory, build = Directory(), _Builder()
    assert directory.get("ana", 1, build) is directory.get("ana", 1, build)
    assert build.built == 1


def test_changed_names_are_built_again() -> None:
    directory, build = Directory(), _Builder()
    directory.get("ana", 1, build)
    assert directory.get("ana", 2, build).names.namings[1].name == "Alpha 2"


def test_two_viewers_share_nothing() -> None:
    directory, build = Directory(), _Builder()
    assert directory.get("ana", 1, build) is not directory.get("carla", 1, build)


def test_only_the_last_viewers_are_kept() -> None:
    directory, build = Directory(kept=2), _Builder()
    for viewer in ("ana", "boris", "carla", "ana"):
        directory.get(viewer, 1, build)
    assert build.built == 4


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的A类", "zh"),
        ("Save-a-lot 怎么样", "zh"),
        ("hi", "en"),
        ("Können", "en"),
        ("12 👍", None),
        ("", None),
    ],
)
def test_the_answer_is_in_the_language_of_the_question(text: str, language: str | None) -> None:
    assert language_of(text) == language
