"""The bot as it runs, killed at every place where that could hurt.

With many more messages, and at random moments too: ``make faults``.
"""

import random
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
from tests.support.reckoning import Reps

CHATS = 4
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""... and ``make faults`` on PostgreSQL."""


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
    """A few reps, and a bot that does not live long."""
    return Crashes(starts, Reps(emulator, database, CHATS), database_url, tmp_path)


def test_killed_at_every_place_in_turn_it_loses_nothing_and_does_nothing_twice(
    crashes: Crashes,
) -> None:
    chance = random.Random(6)
    for point in POINTS:
        crashes.reps.write(3 * CHATS, every_nth_twice=5)
        crashes.die_at(point, 1 if point.startswith("inbox") else chance.randint(1, 3))
    assert crashes.finish().sent >= crashes.reps.messages - IN_FLIGHT * len(POINTS)


@ON_SQLITE
def test_killed_amid_its_sends_it_loses_nothing_and_does_nothing_twice(crashes: Crashes) -> None:
    """The server rests first, so that every chat has a queue."""
    crashes.reps.emulator.fail("sendMessage", 429, "flood", parameters={"retry_after": 1})
    crashes.reps.write(40)
    for heard in (3, 11, 24):
        crashes.die_when(partial(crashes.wait_for, heard))
    assert crashes.finish().sent >= 40 - 3 * IN_FLIGHT


@ON_SQLITE
def test_stopped_amid_its_sends_it_leaves_nothing_unknown(crashes: Crashes) -> None:
    crashes.reps.write(40)
    for heard in (3, 11, 24):
        crashes.stop_when(partial(crashes.wait_for, heard))
    assert crashes.finish().unknown == 0
