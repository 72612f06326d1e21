"""``make faults``: 200 notes of 20 reps, and the bot killed and stopped wherever it may be.

Not among the tests, since it takes minutes. What it prints are the figures of docs/operations.md:
how many answers became unknown, and how many of those had arrived.
"""

import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.channels.telegram.process import IN_FLIGHT
from bot.post.faults import POINTS
from crm.store.database import Database
from tests.support.crashing import Crashes
from tests.support.emulator import Emulator, running_emulator
from tests.support.forking import Starter, starter
from tests.support.reckoning import Reckoning, Reps

CHATS, NOTES = 20, 200
ONE_IN = 5
"""One update in so many is told twice."""
DEEP, BATCHES = 6, 2
"""How deep in the work it kills at a place; updates come in so many batches."""
LONGEST_LIFE = 0.8
"""Seconds that a process lives from its first question to Telegram, where chance decides."""
LIVES = 12


@pytest.fixture(scope="module")
def starts() -> Iterator[Starter]:
    """What starts the bot."""
    with starter() as ready:
        yield ready


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A Bot API server of this test's own."""
    with running_emulator() as running:
        yield running


@pytest.fixture
def crashes(
    starts: Starter, emulator: Emulator, database: Database, database_url: str, tmp_path: Path
) -> Crashes:
    """Twenty reps who have written ten notes each, and nobody has read them yet."""
    reps = Reps(emulator, database, CHATS)
    reps.write(NOTES, every_nth_twice=ONE_IN)
    return Crashes(starts, reps, database_url, tmp_path)


@pytest.mark.parametrize("nth", [1, DEEP])
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_one_place(crashes: Crashes, point: str, nth: int) -> None:
    nth = min(nth, BATCHES) if point.startswith("inbox") else nth
    crashes.die_at(point, nth)
    tell(crashes, crashes.finish(), f"{point}:{nth}")


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_moments(crashes: Crashes, seed: int) -> None:
    """The server rests for so many seconds first, and every chat has a queue."""
    chance = random.Random(seed)
    crashes.reps.emulator.fail("sendMessage", 429, "flood", parameters={"retry_after": seed})
    for _ in range(LIVES):
        crashes.die_when(partial(live, crashes, chance.uniform(0, LONGEST_LIFE)))
    tell(crashes, crashes.finish(), f"random moments, seed {seed}")


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_places(crashes: Crashes, seed: int) -> None:
    chance = random.Random(seed)
    for point in chance.sample(POINTS[2:], len(POINTS) - 2):
        crashes.die_at(point, chance.randint(1, DEEP))
    tell(crashes, crashes.finish(), f"random places, seed {seed}")


@pytest.mark.parametrize("seed", range(2))
def test_stopped_at_random_moments(crashes: Crashes, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(LIVES):
        crashes.stop_when(partial(live, crashes, chance.uniform(0, LONGEST_LIFE)))
    reckoning = crashes.finish()
    assert reckoning == Reckoning(sent=NOTES, unknown=0, arrived=0)
    tell(crashes, reckoning, f"SIGTERM, seed {seed}")


def live(crashes: Crashes, seconds: float) -> None:
    """Let the bot live so long after its first question to Telegram."""
    emulator = crashes.reps.emulator
    asked = emulator.server.calls.count("getUpdates")
    emulator.wait_until(lambda: emulator.server.calls.count("getUpdates") > asked)
    time.sleep(seconds)


def tell(crashes: Crashes, reckoning: Reckoning, how: str) -> None:
    """Print one line of figures."""
    kind = crashes.reps.database.engine.dialect.name
    most = IN_FLIGHT * crashes.kills
    ended = f"{reckoning.sent} sent, {reckoning.unknown} unknown of at most {most}"
    print(f"\n{kind:10} {how:26} {crashes.kills:2} kills: {ended}; {reckoning.arrived}", end=" ")
    print("of them had arrived", end=" ")
