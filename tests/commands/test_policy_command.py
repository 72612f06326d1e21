"""``tiercoach policy``: shown, changed in an editor, checked, applied; everybody follows it."""

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.main import main
from crm.policy import default_text
from tests.support.process import NORTHWIND, Finished, tiercoach

BRONZE = (
    "ratio 50, pareto 5, points 0, ideal days between visits 180, latest days between visits 365"
)
METALS = [("name: A", "name: Gold"), ("name: B", "name: Silver"), ("name: C", "name: Bronze")]


@dataclass(frozen=True, slots=True)
class Shell:
    """A command line in a folder of its own."""

    folder: Path
    captured: pytest.CaptureFixture[str]

    def run(self, *arguments: str | Path) -> Finished:
        """Run a command in this process, which is quicker than starting one."""
        code = main([str(argument) for argument in arguments])
        out, err = self.captured.readouterr()
        return Finished(code, out, err)

    def policy(self, *arguments: str | Path) -> str:
        """Run one of the policy commands, which must succeed, and return what it says."""
        done = self.run("policy", *arguments)
        assert done.code == 0, done.err
        return done.out

    def save(self, *changes: tuple[str, str]) -> Path:
        """Save what ``policy show`` prints, with some of it changed."""
        text = self.policy("show")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = self.folder / "mine.yaml"
        path.write_text(text, "utf-8")
        return path


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)
    return Shell(tmp_path, capsys)


def test_without_a_database_the_default_is_shown_and_none_is_made(shell: Shell) -> None:
    shown = shell.policy("show")
    assert "none was applied yet" in shown.splitlines()[0]
    assert shown.endswith(default_text())
    assert list(shell.folder.iterdir()) == []


def test_check_tells_what_a_file_means_and_needs_no_database(shell: Shell) -> None:
    path = shell.save(
        *METALS,
        ("caps: []", "caps: [{late_over: 30, at_most: Silver}]"),
        ("touch_restarts: false", "touch_restarts: true"),
    )
    said = shell.policy("check", path)
    assert said.startswith(f"{path} is fine. ")
    for part in (
        "credit 10 per cent",
        "The first 20 per cent of customers by score are Gold",
        "the next 30 per cent are Silver",
        "later than 30 days on average is at most Silver",
        "Bronze is visited every 180 days, after 365 days at the latest",
        "A phone call restarts",
    ):
        assert part in said
    assert len(said.splitlines()) == 1
    assert [file.name for file in shell.folder.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        ("pareto", "The first 80 per cent of all order value comes from customers that are A"),
        ("points", "A score of 80 or more is A, a score of 50 or more is B, any other C."),
    ],
)
def test_check_tells_the_cut_in_words(shell: Shell, cut: str, says: str) -> None:
    path = shell.save(("cut: ratio", f"cut: {cut}"))
    assert says in shell.policy("check", path)


def test_check_lists_every_problem_with_its_place(shell: Shell) -> None:
    path = shell.save(("weight: 60", "wieght: 60"), ("ratio: 20", "ratio: 21"))
    done = shell.run("policy", "check", path)
    assert done.code == 2
    assert done.out == ""
    lines = done.err.splitlines()
    assert [line.startswith(f"{path}:") for line in lines] == [True, True]
    assert lines[0].startswith(f"{path}:7:3: the ratio shares")
    assert lines[1].startswith(f"{path}:18:14: wieght")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.yaml", None, "cannot be read"),
        ("empty.yaml", b"", "empty"),
        ("picture.yaml", b"\x89PNG\r\n\x1a\n\x00\xff", "UTF-8"),
        ("binary.yaml", b"\x00\x01\x02", "no place in a text"),
        ("large.yaml", b"# " + b"x" * 300_000, "larger than 256 kB"),
        ("bomb.yaml", b"a: &a [x,x]\nb: &b [*a,*a]\ntiers: [*b,*b]\n", "repeats another part"),
        ("old.yaml", b"A: 20\nB: 30\nC: 50\n", "not known"),
    ],
)
@pytest.mark.parametrize("verb", ["check", "apply"])
def test_what_is_no_policy_is_refused_and_nothing_is_made(
    shell: Shell, verb: str, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (shell.folder / name).write_bytes(content)
    done = shell.run("policy", verb, name)
    assert done.code == 2
    assert says in done.err
    assert all(line.startswith(name) for line in done.err.splitlines())
    assert not (shell.folder / "tiercoach.db").exists()


def test_apply_tells_what_differs_in_words_and_what_follows(shell: Shell) -> None:
    path = shell.save(
        METALS[2],
        ("weight: 60", "weight: 50"),
        ("cut: ratio", "cut: pareto"),
        ("ideal: 90", "ideal: 80"),
        ("    - late delivery\n", ""),
    )
    lines = shell.policy("apply", path).splitlines()
    assert lines == [
        "What differs from the policy that tiercoach comes with:",
        "  ideal days between visits of tier B 90 → 80",
        "  tier C is gone",
        f"  tier Bronze is new: {BRONZE}",
        "  how ranks become tiers (cut) ratio → pareto",
        "  weight of profit 60 → 50",
        "  reasons of ours: − late delivery",
        "Version 1 is in force.",
        "No customer's tier has changed by this; tiercoach grade --apply does that.",
    ]


def test_what_is_shown_can_be_saved_and_applied_again_without_a_change(shell: Shell) -> None:
    shell.policy("apply", shell.save(("weight: 60", "weight: 50")))
    shown = shell.policy("show")
    assert shown.startswith("# Version 1 of the policy, applied 20")
    again = shell.policy("apply", shell.save())
    assert "in force already, as version 1" in again
    assert shell.policy("show") == shown


def test_an_older_version_can_be_shown_and_brought_back(shell: Shell) -> None:
    shell.policy("apply", shell.save(("weight: 60", "weight: 50")))
    shell.policy("apply", shell.save(("weight: 50", "weight: 40")))
    old = shell.policy("show", "--version", "1")
    (shell.folder / "old.yaml").write_text(old, "utf-8")
    assert "weight of profit 40 → 50" in shell.policy("apply", "old.yaml")
    assert "Version 3 of the policy" in shell.policy("show")
    missing = shell.run("policy", "show", "--version", "9")
    assert missing.code == 2
    assert "the newest is 3" in missing.err


def test_everybody_follows_the_policy_in_force(shell: Shell) -> None:
    assert tiercoach("import", *NORTHWIND.glob("*.csv"), folder=shell.folder).code == 0
    grade = ("grade", "--as-of", "1998-05-06", "--apply", "--format", "csv")
    assert shell.run(*grade).code == 0
    applied = shell.policy("apply", shell.save(*METALS))
    assert "18 customers hold tier A, which this policy doesn't have" in applied
    graded = shell.run(*grade)
    tiers = [row["tier"] for row in csv.DictReader(io.StringIO(graded.out))]
    assert set(tiers) == {"Gold", "Silver", "Bronze", "new"}
    assert "hold tier" not in shell.policy("apply", shell.save())
    asked = tiercoach(
        "chat",
        "--as",
        "Nancy Davolio",
        "--now",
        "1998-05-07T09:00",
        folder=shell.folder,
        typed="who are my Gold customers?\n",
    )
    assert "Gold" in asked.out
    assert "Save-a-lot" in asked.out


def test_a_mistyped_command_is_told_what_it_may_have_meant(shell: Shell) -> None:
    done = shell.run("policy", "shwo")
    assert done.code == 2
    assert "show" in done.err
