"""A bot that is killed and stopped again and again while reps write to it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram.process import IN_FLIGHT
from tests.support.forking import KILLED, Forked, Starter
from tests.support.reckoning import Reckoning, Reps
from tests.support.running import settings_for, states, wait_until_quiet

RATE = 28 * IN_FLIGHT
"""Calls a second: the most at which the bot makes no more at a time than it always may."""


@dataclass
class Crashes:
    """The reps, and the bot on their database; ``kills`` are those so far."""

    starter: Starter
    reps: Reps
    url: str
    folder: Path
    kills: int = 0

    def die_at(self, point: str, nth: int) -> None:
        """Run the bot until it kills itself at that place."""
        with self._running(TIERCOACH_FAULT=f"{point}:{nth}") as bot:
            assert bot.ends() == KILLED, f"never came to {point} for the {nth}. time"
        self._count_kill()

    def die_when(self, moment: Callable[[], object]) -> None:
        """Run the bot and kill it once ``moment`` returns."""
        with self._running() as bot:
            moment()
            assert bot.kill() == KILLED
        self._count_kill()

    def stop_when(self, moment: Callable[[], object]) -> None:
        """Run the bot and ask it to stop once ``moment`` returns."""
        with self._running() as bot:
            moment()
            assert bot.stops() == 0
        assert not self._being_sent()

    def wait_for(self, heard: int) -> None:
        """Wait until the server has been sent so many messages in all."""
        self.reps.emulator.wait_until(lambda: len(self.reps.emulator.said) >= heard)

    def finish(self) -> Reckoning:
        """Run the bot until all is settled, and reckon."""
        with self._running():
            wait_until_quiet(self.reps.emulator, self.reps.database, self.reps.messages)
        reckoning = self.reps.reckon()
        assert reckoning.unknown <= IN_FLIGHT * self.kills
        return reckoning

    def _count_kill(self) -> None:
        """A kill leaves no more open than there were calls in flight."""
        assert self._being_sent() <= IN_FLIGHT
        self.kills += 1

    def _being_sent(self) -> int:
        return states(self.reps.database).get("outbox sending", 0)

    def _running(self, **settings: str) -> AbstractContextManager[Forked]:
        known = settings_for(self.reps.emulator, self.url) | {"TIERCOACH_SEND_RATE": str(RATE)}
        return self.starter.running(self.folder, **known, **settings)
