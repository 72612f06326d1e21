"""The day that ``tiercoach demo`` plays: every line of it is answered, whatever day it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import click
import pytest

from bot.app import App, ticking_from
from bot.commands.demo import SCENES, play_day
from bot.commands.sample import sample_company
from bot.settings import Settings
from crm.store import potentials
from tests.support.process import tiercoach

DAYS = (date(2026, 11, 24), date(2027, 2, 28), date(2028, 2, 29))
AT_A_LOSS = (
    "I didn’t get that",
    "这句我没看懂",
    "I can’t do that yet",
    "这个我还不会做",
    "nothing to cancel",
    "There is no button",
    "现在没有可按的按钮",
    "no longer does anything",
    "已经失效",
    "I know no customer",
    "Which customer?",
    "Nothing waits",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was typed, and what was answered."""

    typed: str
    answer: str


def play(day: date) -> list[Turn]:
    """Play the day; at its end the proposal must be in force."""
    morning = datetime.combine(day, time(9), UTC)
    written: list[str] = []
    with sample_company(morning) as database:
        settings = Settings(_env_file=None, timezone="UTC")
        play_day(App(database, settings, ticking_from(morning)), written.append)
        with database.reading() as session:
            assert potentials.list_proposed(session, None) == []
    prompts = {f"{s.person.split()[0]}> {line}" for s in SCENES for line in s.lines}
    turns: list[Turn] = []
    for text in map(click.unstyle, written):
        if text in prompts:
            turns.append(Turn(text.partition("> ")[2], ""))
        elif turns:
            turns[-1] = Turn(turns[-1].typed, f"{turns[-1].answer}{text}\n")
    return turns


@pytest.fixture(scope="module", params=DAYS, ids=str)
def turns(request: pytest.FixtureRequest) -> list[Turn]:
    return play(request.param)


def test_every_line_is_typed_and_understood(turns: list[Turn]) -> None:
    assert [turn.typed for turn in turns] == [line for scene in SCENES for line in scene.lines]
    for turn in turns:
        assert turn.answer.strip()
        for sentence in AT_A_LOSS:
            assert sentence not in turn.answer, turn


def test_the_day_shows_what_its_headings_promise(turns: list[Turn]) -> None:
    told = "".join(turn.answer for turn in turns)
    for shown in ("overdue", "✗", "✓", "Needs: 200 more valves", "Corrected.", "Taken back"):
        assert shown in told
    assert "新客户 → A类" in turns[-1].answer


def test_the_day_speaks_both_languages(turns: list[Turn]) -> None:
    assert any("你的A类客户" in turn.answer for turn in turns)
    assert any("is B: rank" in turn.answer for turn in turns)


def test_the_demo_ends_without_waiting_when_nobody_is_at_the_keyboard(tmp_path: Path) -> None:
    done = tiercoach("demo", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.rstrip().endswith("Talk to it: make chat")
    assert "117 customers graded" in done.out
    assert list(tmp_path.iterdir()) == []


def test_in_a_pipe_the_only_admin_speaks_to_the_same_company(tmp_path: Path) -> None:
    done = tiercoach(
        "chat", "--demo", "--now", "2026-11-24T09:00", folder=tmp_path, typed="how many customers\n"
    )
    assert (done.code, done.err) == (0, "")
    assert "Nora Berg" in done.out
    assert "120" in done.out


def test_a_day_without_books_is_refused(tmp_path: Path) -> None:
    done = tiercoach("chat", "--demo", "--now", "0001-01-02", folder=tmp_path, typed="hi\n")
    assert done.code == 2
    assert "--now" in done.err
