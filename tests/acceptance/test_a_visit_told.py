"""A visit told in one sentence and taken back, in a pipe, in both languages."""

import shutil
from pathlib import Path

import pytest

from tests.support.process import NORTHWIND, tiercoach


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Northwind's database, graded on its last day."""
    folder = tmp_path_factory.mktemp("northwind")
    assert tiercoach("import", *sorted(NORTHWIND.glob("*.csv")), folder=folder).code == 0
    assert tiercoach("grade", "--as-of", "1998-05-06", "--apply", folder=folder).code == 0
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of it, to do anything with."""
    shutil.copy(graded / "tiercoach.db", tmp_path / "tiercoach.db")
    return tmp_path


def chat(folder: Path, typed: str) -> list[str]:
    """Pipe these lines in on 7 May 1998; return the replies, without the words to begin with."""
    said = tiercoach("chat", "--now", "1998-05-07T09:00", folder=folder, typed=typed)
    assert (said.code, said.err) == (0, "")
    return said.out.strip("\n").split("\n\n")[1:]


def visits(folder: Path) -> str:
    """Every visit there is, as exported."""
    to = folder / "visits.csv"
    assert tiercoach("export", "visits", "--to", str(to), folder=folder).code == 0
    return to.read_text("utf-8")


DIALOGUES = [
    (
        "/as Nancy Davolio\nvisited Save-a-lot yesterday, wants more cheese\nundo\n",
        ("Wed 6 May", "Save-a-lot Markets", "more cheese", "5 Jun", "Edit", "Undo"),
        "Taken back",
    ),
    (
        "/as Nancy Davolio\n昨天去了Save-a-lot，要加芝士\n撤销\n",
        ("5月6日周三", "Save-a-lot Markets", "加芝士", "6月5日", "改", "撤销"),
        "已撤销",
    ),
]


@pytest.mark.parametrize(("typed", "echoed", "taken_back"), DIALOGUES)
def test_a_visit_is_echoed_with_its_day_and_its_need_and_taken_back(
    folder: Path, typed: str, echoed: tuple[str, ...], taken_back: str
) -> None:
    before = visits(folder)
    told, undone = chat(folder, typed)
    for part in echoed:
        assert part in told
    assert taken_back in undone
    assert visits(folder) == before


def test_what_was_told_is_kept_and_can_be_taken_back_by_the_next_process(folder: Path) -> None:
    before = visits(folder)
    chat(folder, "/as Nancy Davolio\nvisited Save-a-lot yesterday, wants more cheese\n")
    kept = visits(folder)
    assert "1998-05-06" in kept
    assert "Nancy Davolio" in kept
    (undone,) = chat(folder, "/as Nancy Davolio\nundo\n")
    assert "Save-a-lot Markets" in undone
    assert visits(folder) == before


def test_another_reps_customer_is_as_unknown_as_one_that_is_not_there(folder: Path) -> None:
    before = visits(folder)
    foreign, _, nobody = chat(
        folder,
        "/as Nancy Davolio\n"
        "visited Ernst Handel yesterday\ncancel\nvisited Zorro Halls yesterday\n",
    )
    assert foreign.replace("Ernst Handel", "X") == nobody.replace("Zorro Halls", "X")
    assert visits(folder) == before
