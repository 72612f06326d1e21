"""``tiercoach judge``: lines as JSON in, verdicts as JSON lines out."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands.main import main
from tests.support.playbooks import PRESSING, changed
from tests.support.process import Finished

Run = Callable[..., Finished]

MIXED = [
    {"text": "Shall I send it on Wednesday or on Friday?", "lang": "en", "situation": "delivery"},
    {"text": "今天能下单吗？", "lang": "zh", "situation": "ready_signal"},
    {"text": "Congratulations, a wise choice.", "lang": "en", "situation": "price_deadlock"},
    {"text": "周三送还是周五送？", "lang": "zh", "situation": "options_choice"},
    {"text": "Can you order today?", "lang": "en", "situation": "ready_signal"},
]


@pytest.fixture
def judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """The command in an empty folder, with what is piped into it."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)

    def run(typed: str, playbook: str = "closing", **given: str) -> Finished:
        for name, value in given.items():
            monkeypatch.setenv(f"TIERCOACH_{name}", value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(["judge", "--playbook", playbook])
        out, err = capsys.readouterr()
        return Finished(code, out, err)

    return run


def lines(*rows: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def verdicts(done: Finished) -> list[dict[str, Any]]:
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_each_line_gets_a_verdict_in_its_order(judge: Run) -> None:
    found = verdicts(judge(lines(*MIXED)))
    assert [each["verdict"] for each in found] == ["good", "bad", "unsure", "good", "bad"]
    assert [each.get("act") for each in found] == ["either_or", None, None, "either_or", None]
    assert [each.get("fault") for each in found] == [None, "permission", None, None, "permission"]


def test_the_span_is_the_words_that_show_it(judge: Run) -> None:
    for row, each in zip(MIXED, verdicts(judge(lines(*MIXED))), strict=True):
        if "span" in each:
            start, end = each["span"]
            assert 0 <= start < end <= len(row["text"])
        else:
            assert each["verdict"] == "unsure" or each["fault"]


def test_why_is_said_in_the_language_of_the_line(judge: Run) -> None:
    for row, each in zip(MIXED, verdicts(judge(lines(*MIXED))), strict=True):
        chinese = any("一" <= character <= "鿿" for character in each["why"])
        assert chinese == (row["lang"] == "zh")
        assert "{{" not in each["why"]


def test_empty_lines_are_skipped_and_other_keys_left_alone(judge: Run) -> None:
    done = judge("\n" + lines({**MIXED[0], "verdict": "bad", "tags": []}) + "\n\n")
    assert [each["verdict"] for each in verdicts(done)] == ["good"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Blue or grey?", "line 2: this is not JSON"),
        ("[1]", 'line 2: a JSON object with a "text" is expected here.'),
        ('{"lang": "en"}', 'line 2: a JSON object with a "text" is expected here.'),
        (lines({**MIXED[0], "lang": "fr"}).strip(), "line 2: \"lang\" is 'fr'"),
        (lines({**MIXED[0], "situation": "deliver"}).strip(), "Did you mean delivery?"),
        (lines({"text": "x", "lang": "en"}).strip(), 'line 2: "situation" is None.'),
    ],
)
def test_what_is_no_line_ends_it_with_its_number(judge: Run, line: str, what: str) -> None:
    done = judge(lines(MIXED[0]) + line + "\n")
    assert done.code == 2
    assert len(done.out.splitlines()) == 1
    assert what in done.err
    assert len(done.err.splitlines()) == 1


def test_a_mistyped_playbook_is_told_what_was_meant(judge: Run) -> None:
    done = judge(lines(MIXED[0]), "closng")
    assert (done.code, done.out) == (2, "")
    assert done.err == "There is no playbook 'closng'. Did you mean closing?\n"


def test_a_companys_own_playbook_judges_as_well(judge: Run, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "playbooks" / "closing.yaml"
    text = shipped.read_text("utf-8").replace("id: closing", "id: our_closing", 1)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "ours.yaml").write_text(text, "utf-8")
    (tmp_path / "own" / "broken.yaml").write_text("id: [", "utf-8")
    done = judge(lines(MIXED[0]), "our_closing", PLAYBOOKS=str(tmp_path / "own"))
    assert [each["verdict"] for each in verdicts(done)] == ["good"]


def test_a_playbook_that_would_press_customers_judges_nothing_as_in_the_chat(
    judge: Run, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "tea.yaml").write_text(changed("Black or green?", PRESSING), "utf-8")
    done = judge(lines(MIXED[0]), "tea", PLAYBOOKS=str(tmp_path / "own"))
    assert (done.code, done.out) == (2, "")
    assert "no playbook 'tea'" in done.err
