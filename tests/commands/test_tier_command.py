"""``tiercoach tier``: set, listed, marked in the report, released."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands.main import main
from tests.support.process import NORTHWIND, Finished

Run = Callable[..., Finished]

GRADE = ("grade", "--as-of", "1998-05-06")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line in a folder with Northwind in its database, graded."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str) -> Finished:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Finished(code, out, err)

    run("import", *map(str, sorted(NORTHWIND.glob("*.csv"))))
    run(*GRADE, "--apply")
    return run


def rows(done: Finished) -> dict[str, dict[str, str]]:
    return {row["customer"]: row for row in csv.DictReader(io.StringIO(done.out))}


def test_what_is_set_is_listed_marked_and_counted(run: Run) -> None:
    done = run("tier", "set", "SAVEA", "c", "--reason", "moving away", "--until", "2999-06-30")
    assert done.out == "Save-a-lot Markets: A → C, until 2999-06-30\n"
    assert "moving away" in run("tier", "list").out
    report = run(*GRADE).out
    assert "✎ Set by hand: 1 customer" in report
    assert "C (A) ✎" in report
    row = rows(run(*GRADE, "--format", "csv"))["SAVEA"]
    assert (row["suggested"], row["tier"]) == ("A", "C")
    assert row["why"].startswith("set by hand, by the rules it would be A;")


def test_a_grading_applied_leaves_it_and_release_gives_it_back(run: Run) -> None:
    run("tier", "set", "SAVEA", "C", "--reason", "moving away")
    assert "No customer changed tier" in run(*GRADE, "--apply").out
    assert run("tier", "release", "SAVEA").out == "Save-a-lot Markets: C → A\n"
    assert run("tier", "list").out == "No tier is set by hand and none is proposed.\n"
    assert run("tier", "release", "SAVEA").code == 2


def test_a_new_customer_set_by_hand_has_that_tier_in_the_report(run: Run) -> None:
    run("tier", "set", "PARIS", "A", "--reason", "strategic")
    row = rows(run(*GRADE, "--format", "csv"))["PARIS"]
    assert (row["score"], row["suggested"], row["tier"]) == ("", "", "A")


def test_whoever_is_named_is_held_to_their_own(run: Run) -> None:
    assert run("tier", "set", "ERNSH", "B", "--reason", "x", "--by", "Fuller").code == 0
    as_rep = run("tier", "set", "ERNSH", "C", "--reason", "x", "--by", "Peacock")
    assert (as_rep.code, as_rep.err) == (2, "A manager or an admin decides that.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("SAVEA", "Z", "--reason", "x"), "There is no tier 'Z'. There are: A, B, C."),
        (("NOSUCHCODE", "A", "--reason", "x"), "There is no customer 'NOSUCHCODE'."),
        (("SAVEA", "A", "--reason", " "), "A reason is needed."),
        (("SAVEA", "A", "--reason", "x", "--until", "soon"), "'soon' is no date."),
        (("SAVEA", "A", "--reason", "x", "--until", "1998-05-06"), "has passed"),
        (("SAVEA", "A", "--reason", "x", "--by", "Nobody"), "Nobody is called 'Nobody' here."),
        (("SAVEA", "A"), "--reason"),
    ],
)
def test_what_cannot_be_set_is_said_in_a_line(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    done = run("tier", "set", *arguments)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.splitlines()) == 1
    assert run("tier", "list").out == "No tier is set by hand and none is proposed.\n"
