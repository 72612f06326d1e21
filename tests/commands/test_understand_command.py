"""``tiercoach understand``: messages as JSON lines in, what they mean as JSON lines out."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands.main import main
from tests.support.process import Finished

DATA = Path(__file__).parents[1] / "data"
CUSTOMERS = DATA / "practice_customers.csv"
WAITS_FOR_A_TAP = {"set_tier", "close_complaint", "broadcast"}


Run = Callable[..., Finished]


@pytest.fixture
def understand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """The command in an empty folder, with what is piped into it."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)

    def run(typed: str, customers: Path = CUSTOMERS) -> Finished:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(["understand", "--customers", str(customers), "--today", "2026-11-24"])
        out, err = capsys.readouterr()
        return Finished(code, out, err)

    return run


def said(*texts: str) -> str:
    return "".join(f"{json.dumps({'text': text}, ensure_ascii=False)}\n" for text in texts)


def meanings(done: Finished) -> list[dict[str, Any]]:
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def wanted(row: dict[str, Any]) -> dict[str, Any]:
    """A label as the command tells it: which of several intents is asked beside the slots."""
    slots = dict(row["slots"])
    intents = slots.pop("intent_candidates", None)
    action = "confirm" if row["intent"] in WAITS_FOR_A_TAP else "do"
    if intents or "customer_candidates" in slots:
        action = "ask"
    if row["intent"] == "out_of_scope":
        action = "abstain"
    told = {"intent": row["intent"], "slots": slots, "action": action}
    return told | ({"intents": intents} if intents else {})


def test_the_messages_that_came_with_the_task_mean_what_their_labels_say(understand: Run) -> None:
    typed = (DATA / "dev_queries.jsonl").read_text("utf-8")
    labels = [wanted(json.loads(line)) for line in typed.splitlines()]
    found = meanings(understand(typed))
    wrong = [(label, one) for label, one in zip(labels, found, strict=True) if label != one]
    assert len(wrong) <= 0.02 * len(labels), wrong


def test_other_keys_are_read_past_and_no_role_changes_what_is_meant(understand: Run) -> None:
    line = {"text": "把黄岩模具调成A类", "intent": "help", "slots": 7}
    typed = "\n".join(json.dumps(line | {"role": role}) for role in ("rep", "manager", None, 3))
    found = meanings(understand(typed))
    assert len(found) == 4
    assert found == [found[0]] * 4
    assert found[0] == {
        "intent": "set_tier",
        "slots": {"customer": "台州黄岩模具有限公司", "customer_id": "C044", "tier": "A"},
        "action": "confirm",
    }


@pytest.mark.parametrize(
    "bad", ["{", "[]", '"overdue"', "{}", '{"text": 7}', '{"text": null}', "[" * 100_000]
)
def test_the_first_line_that_is_no_message_is_named_and_ends_it(understand: Run, bad: str) -> None:
    done = understand(f"{said('overdue')}\n{bad}\n{said('帮助')}")
    assert done.code == 2
    assert len(done.out.splitlines()) == 1
    assert done.err.startswith("line 3: ")
    assert len(done.err.splitlines()) == 1


def test_no_message_at_all_is_no_mistake(understand: Run) -> None:
    assert meanings(understand("\n\n")) == []


@pytest.mark.parametrize("text", ["", "   ", "\u0000", "😀" * 50, "x" * 20_000, "\ud800"])
def test_whatever_a_text_holds_it_has_a_meaning(understand: Run, text: str) -> None:
    typed = json.dumps({"text": text}) + "\n"
    found = meanings(understand(typed))
    assert [one["action"] for one in found] == ["abstain"]


def test_customers_that_cannot_be_read_are_told_like_any_other_file(
    understand: Run, tmp_path: Path
) -> None:
    missing = understand(said("overdue"), tmp_path / "nowhere.csv")
    assert missing.code == 2
    assert "nowhere.csv" in missing.err
    (tmp_path / "odd.csv").write_text("colour,size\nred,3\n", "utf-8")
    odd = understand(said("overdue"), tmp_path / "odd.csv")
    assert odd.code == 2
    assert "odd.csv" in odd.err


def test_customers_may_have_any_captions_an_import_knows(understand: Run, tmp_path: Path) -> None:
    own = tmp_path / "kunden.csv"
    own.write_text("客户编号,客户名称,城市,简称\nK7,苏州恒达机械有限公司,苏州,恒达\n", "utf-8")
    found = meanings(understand(said("恒达的电话", "苏州的客户"), own))
    assert found[0]["slots"] == {
        "customer": "苏州恒达机械有限公司", "customer_id": "K7", "which": "phone",
    }  # fmt: skip
    assert found[1]["slots"] == {"city": "苏州"}


def test_a_meaning_is_told_before_the_next_message_is_typed(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIERCOACH_")}
    arguments = ["understand", "--customers", str(CUSTOMERS), "--today", "2026-11-24"]
    with subprocess.Popen(
        [sys.executable, "-m", "bot.commands.main", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[2])},
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for text, intent in (("帮助", "help"), ("who is overdue", "due_visits")):
            running.stdin.write(said(text))
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["intent"] == intent
        running.stdin.close()
        assert running.wait(60) == 0
