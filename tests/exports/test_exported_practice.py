"""What is exported of practice: sums over five people and more, never a person."""

from pathlib import Path

import pytest

from bot.coaching.log import Rating
from crm.errors import Refused
from crm.store.database import Database
from tests.support.exporting import exported
from tests.support.practising import has_practised


def practised(database: Database, people: int, line: str, rating: Rating) -> None:
    """Let so many people have practised a line."""
    for person_id in range(1, people + 1):
        has_practised(database, person_id, line, rating, days=0)


@pytest.fixture
def wrong_line() -> str:
    """A wrong line that the suit shop has, and whose fault is asking permission."""
    return "looking_can_i_help"


@pytest.mark.parametrize(
    ("language", "what", "fault", "people"),
    [("en", "What", "asking permission", "People"), ("zh", "类别", "请求批准", "人数")],
)
def test_faults_and_lines_are_exported_with_how_many_tried_them(
    database: Database,
    tmp_path: Path,
    wrong_line: str,
    language: str,
    what: str,
    fault: str,
    people: str,
) -> None:
    practised(database, 5, wrong_line, "again")
    practised(database, 3, wrong_line, "good")
    rows = exported(database, "practice", tmp_path, "en" if language == "en" else "zh")
    assert [row[people] for row in rows] == ["5", "5"]
    assert fault in rows[0].values()
    assert wrong_line in rows[1].values()
    assert {row[what] for row in rows} == (
        {"fault", "line"} if language == "en" else {"毛病", "话"}
    )
    assert not any("Ana" in value for row in rows for value in row.values())


def test_what_fewer_than_five_have_tried_is_left_out(
    database: Database, tmp_path: Path, wrong_line: str
) -> None:
    practised(database, 5, wrong_line, "again")
    practised(database, 4, "looking_call_me", "again")
    rows = exported(database, "practice", tmp_path)
    assert all("looking_call_me" not in row.values() for row in rows)


def test_nothing_is_exported_before_five_people_have_practised(
    database: Database, tmp_path: Path, wrong_line: str
) -> None:
    practised(database, 4, wrong_line, "again")
    with pytest.raises(Refused, match=r"once 5 people have practised.*so far: 4"):
        exported(database, "practice", tmp_path)
