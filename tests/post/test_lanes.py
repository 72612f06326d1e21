"""Lanes: every message answered once, in its chat's order, whatever else goes wrong."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select, text

from bot.post import inbox, lanes, outbox
from bot.post.inbox import Arrived, Head
from bot.post.lanes import Lanes
from bot.post.outbox import Outgoing
from bot.post.tables import inbox as rows
from bot.post.tables import outbox as replies
from bot.post.writer import Writer
from crm.store.database import Database, Session

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECONDS = count()


def clock() -> datetime:
    """A moment later than the one before."""
    return NOW + timedelta(seconds=next(SECONDS))


class Echo:
    """Answers with what was said; ``breaks`` says at which words it fails, and how."""

    name = "telegram"

    def __init__(self, breaks: dict[str, Callable[[Session], None]] | None = None) -> None:
        self.breaks = breaks or {}

    def answer(self, session: Session, head: Head) -> None:
        outbox.enqueue(session, Outgoing("telegram", head.chat, head.payload), NOW)
        if head.payload in self.breaks:
            self.breaks[head.payload](session)

    def apologise(self, session: Session, head: Head) -> None:
        outbox.enqueue(session, Outgoing("telegram", head.chat, "sorry"), NOW)


def answered(database: Database, said: Sequence[tuple[str, str]], echo: Echo) -> list[str]:
    """Let it all come in at once; return the replies in their order once all are given."""
    arrived = [Arrived("telegram", number, *each) for number, each in enumerate(said)]

    async def run() -> None:
        writer = Writer(database)
        await writer.do(lambda session: inbox.take_in(session, arrived, NOW))
        answering = Lanes(writer, echo, clock=clock, answered=lambda: None)
        running = asyncio.create_task(answering.run())
        while await asyncio.to_thread(_is_waiting, database):
            continue
        answering.stop()
        await running
        await writer.close()

    asyncio.run(run())
    with database.reading() as session:
        return list(session.scalars(select(replies.c.payload).order_by(replies.c.id)))


def _is_waiting(database: Database) -> bool:
    with database.reading() as session:
        return session.execute(select(rows).where(rows.c.state == "waiting")).first() is not None


SECRET = "Alpha Foods"


def broken(_session: Session) -> None:
    raise ValueError(SECRET)


def test_the_messages_of_a_chat_are_answered_in_their_order(database: Database) -> None:
    said = [("a", f"a{number}") for number in range(40)]
    assert answered(database, said, Echo()) == [f"a{number}" for number in range(40)]


def test_a_chat_waits_for_no_other(database: Database) -> None:
    said = [("a", f"a{number}") for number in range(100)] + [("b", "b")]
    assert answered(database, said, Echo()).index("b") <= 1


def test_a_message_nobody_foresaw_gets_one_apology_and_leaves_nothing_behind(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    said = [("a", "a1"), ("a", "bad"), ("a", "a3"), ("b", "b1")]
    with caplog.at_level(logging.ERROR):
        found = answered(database, said, Echo({"bad": broken}))
    assert [each for each in found if each != "b1"] == ["a1", "sorry", "a3"]
    with database.reading() as session:
        failed = session.execute(select(rows).where(rows.c.state == "failed")).one()
    assert (failed.payload, failed.failure) == ("", "ValueError")
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause before what failed is tried again."""
    monkeypatch.setattr(lanes, "LONGEST_REST", 0.0)


FAILURES = {
    "sqlite": "SELECT * FROM nowhere_at_all",
    "postgresql": "SELECT pg_terminate_backend(pg_backend_pid())",
}


def test_a_message_at_which_the_database_fails_now_and_then_is_answered(
    database: Database, impatient: None
) -> None:
    fails = iter([True])

    def once(session: Session) -> None:
        if next(fails, False):
            session.execute(text(FAILURES[session.connection().dialect.name]))

    assert answered(database, [("a", "a1"), ("a", "a2")], Echo({"a1": once})) == ["a1", "a2"]


def test_a_message_at_which_the_database_always_fails_is_given_up(
    database: Database, impatient: None
) -> None:
    def always(session: Session) -> None:
        session.execute(text(FAILURES[session.connection().dialect.name]))

    said = [("a", "bad"), ("a", "a2"), ("b", "b1")]
    found = answered(database, said, Echo({"bad": always}))
    assert sorted(found) == ["a2", "b1", "sorry"]
    assert found.index("sorry") < found.index("a2")
