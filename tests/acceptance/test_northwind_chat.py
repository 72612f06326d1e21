"""The first day with Northwind: imported, graded, asked in the terminal by its own people."""

import shutil
from pathlib import Path

import pytest

from tests.support.process import NORTHWIND, tiercoach

NANCYS_A = (
    "Rattlesnake Canyon Grocery",
    "Save-a-lot Markets",
    "Frankenversand",
    "LINO-Delicateses",
    "Suprêmes délices",
)
OTHERS_A = ("QUICK-Stop", "Ernst Handel", "White Clover Markets")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Northwind's database, graded on its last day."""
    folder = tmp_path_factory.mktemp("northwind")
    imported = tiercoach("import", *sorted(NORTHWIND.glob("*.csv")), folder=folder)
    assert imported.code == 0, imported.err
    applied = tiercoach("grade", "--as-of", "1998-05-06", "--apply", folder=folder)
    assert applied.code == 0, applied.err
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of it, to do anything with."""
    shutil.copy(graded / "tiercoach.db", tmp_path / "tiercoach.db")
    return tmp_path


def chat(folder: Path, *lines: str) -> list[str]:
    """Type these lines as a pipe would; return the replies, one a line typed."""
    typed = "".join(f"{line}\n" for line in lines)
    said = tiercoach("chat", "--now", "1998-05-07T09:00", folder=folder, typed=typed)
    assert (said.code, said.err) == (0, "")
    replies = said.out.strip("\n").split("\n\n")
    assert len(replies) == len(lines), said.out
    return replies


def test_nancy_is_told_her_a_customers_in_both_languages(folder: Path) -> None:
    _, english, chinese = chat(
        folder, "/as Nancy Davolio", "who are my A customers", "我的A类客户有哪些"
    )
    for name in NANCYS_A:
        assert name in english
        assert name in chinese
    assert not any(name in english + chinese for name in OTHERS_A)
    assert "5" in english.splitlines()[0]
    assert "5家" in chinese.splitlines()[0]


def test_why_and_what_would_lift_tell_the_applied_figures(folder: Path) -> None:
    _, why, lift = chat(
        folder,
        "/as Nancy Davolio",
        "why is Save-a-lot an A",
        "what would make Magazzini an A",
    )
    assert "Save-a-lot Markets is A" in why
    assert "rank 5 of 89" in why
    assert "82,373.51" in why
    assert "18,775.47" in why
    assert "Magazzini Alimentari Riuniti is B" in lift
    assert "more in orders" in lift


def test_a_manager_is_told_of_all_below(folder: Path) -> None:
    _, reply = chat(folder, "/as Steven Buchanan", "who are my A customers")
    for name in ("White Clover Markets", "Bottom-Dollar Markets", "HILARION-Abastos"):
        assert name in reply
    assert not any(name in reply for name in (*NANCYS_A, "QUICK-Stop"))


def test_somebody_elses_customer_reads_like_none_at_all(folder: Path) -> None:
    _, theirs, nobodys = chat(
        folder, "/as Nancy Davolio", "why is QUICK-Stop an A", "why is Zyxwvut Brothers an A"
    )
    assert theirs.replace("QUICK-Stop", "X") == nobodys.replace("Zyxwvut Brothers", "X")


def test_a_button_pressed_shows_the_card(folder: Path) -> None:
    _, _, card = chat(folder, "/as Nancy Davolio", "who are my A customers", "#1")
    assert any(name in card for name in NANCYS_A)
    assert "Rank" in card


def test_a_button_that_is_not_there_says_which_are(folder: Path) -> None:
    _, listed, missing = chat(folder, "/as Nancy Davolio", "my A customers", "#99")
    assert "[1]" in listed
    assert "99" in missing


def test_what_is_not_understood_gets_three_examples_that_work(folder: Path) -> None:
    said = chat(
        folder,
        "/as Nancy Davolio",
        "order a taxi for me",
        "#1",
        "order a taxi",
        "#2",
        "order a taxi",
        "#3",
    )
    _, unknown, *rest = said
    assert unknown.count("[") == 3
    for answer in rest[::2]:
        assert "I didn’t get that" not in answer


@pytest.mark.parametrize(
    "typed",
    ["<b>bold</b>", "'; DROP TABLE customers; --", "🙂🙂🙂", "\x1b[2J\x07", "a" * 10_000, "。？！"],
)
def test_nonsense_is_answered_without_harm(folder: Path, typed: str) -> None:
    _, reply, after = chat(folder, "/as Nancy Davolio", typed, "who are my A customers")
    assert reply
    assert "\x1b" not in reply
    assert "Save-a-lot Markets" in after
