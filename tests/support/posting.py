"""The post as a test sees it: rows queued, claimed and settled on the spot."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.post import claiming, outbox, outcomes
from bot.post.claiming import Claims
from bot.post.outbox import Claimed, Outgoing
from bot.post.outcomes import Outcome, State
from bot.post.tables import outbox as rows
from bot.post.writer import Writer
from crm.store.database import Database

CHANNEL = "test"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

UNPACED = 1e9
"""Calls a second at which neither the gate nor a chat's pace ever makes anybody wait."""


@dataclass
class Post:
    """An outbox, worked by hand."""

    database: Database

    def queue(self, chat: str, text: str = "", **more: Any) -> int | None:
        """Queue a call."""
        with self.database.writing() as session:
            return outbox.enqueue(session, Outgoing(CHANNEL, chat, text or chat, **more), NOW)

    def look(self, owner: str = "one", rate: float = UNPACED, **more: Any) -> Claims:
        """Claim, and return all that the claim says."""
        terms = {"owner": owner, "rate": rate, "now": NOW, **more}
        with self.database.writing() as session:
            return claiming.claim(session, CHANNEL, **terms)

    def claim(self, owner: str = "one", **more: Any) -> list[Claimed]:
        """Claim, and return the rows."""
        return list(self.look(owner, **more).rows)

    def settle(self, claimed: Claimed, outcome: Outcome | None = None) -> bool:
        """Settle a row, as sent if nothing is said."""
        with self.database.writing() as session:
            return outbox.settle(session, claimed, outcome or outcomes.sent(1), NOW)

    def reap(self) -> int:
        """Look for leases that have run out."""
        with self.database.writing() as session:
            return outbox.reap(session, CHANNEL, NOW)

    def send_all(self, **more: Any) -> list[str]:
        """Claim and settle one after the other until nothing is left; return what was sent."""
        sent = []
        while claimed := self.claim(**more):
            for each in claimed:
                self.settle(each)
                sent.append(each.payload)
        return sent

    def states(self) -> dict[str, State]:
        """Return the state of each text."""
        with self.database.reading() as session:
            found = session.execute(select(rows.c.payload, rows.c.state))
            return {row.payload: row.state for row in found}


@dataclass
class Ledger:
    """A channel that writes down what it is sent: the one thing that is no part of the bot."""

    name: str = CHANNEL
    answer: Callable[[str], Outcome] = lambda _text: outcomes.sent(1)
    takes: float = 0.0
    sent: list[tuple[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def send(self, chat: str, payload: str) -> Outcome:
        """Write it down."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.takes)
        self.sent.append((chat, payload))
        self.at_once -= 1
        return self.answer(payload)

    @property
    def texts(self) -> list[str]:
        """What was sent, in its order."""
        return [text for _, text in self.sent]


@contextmanager
def closing_writer(database: Database) -> Iterator[Writer]:
    """Give a writer, and make sure that its thread ends."""
    writer = Writer(database)
    try:
        yield writer
    finally:
        asyncio.run(writer.close())
