"""Asking for updates: nothing is acknowledged that is not kept, and asking never ends by itself."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from telegram import Bot

from bot.channels.telegram import polling
from bot.channels.telegram.connections import Connections
from bot.channels.telegram.polling import Polling
from bot.post import bots, inbox
from bot.post.inbox import Arrived, take_in
from bot.post.tables import inbox as rows
from bot.post.writer import Writer
from crm.errors import BadSettings, StoreUnavailable
from crm.store.database import Database, Session
from tests.support.emulator import BOT_NAME, CUT, HANGING, PATIENCE, TOKEN, Emulator

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause before what failed is tried again."""
    monkeypatch.setattr(polling, "LONGEST_REST", 0.0)


@asynccontextmanager
async def asking(
    emulator: Emulator, database: Database, patience: float = 75.0
) -> AsyncIterator[Polling]:
    """Ask in the background; what that raises is raised at the end."""
    request, calling = Connections(1), Connections(8)
    root = f"{emulator.root}/bot"
    bot = Bot(TOKEN, base_url=root, request=calling, get_updates_request=request)
    writer = Writer(database)
    poller = Polling(
        bot,
        request,
        writer,
        clock=lambda: NOW,
        came_in=lambda: None,
        patience=patience,
    )
    running = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        poller.stop()
        await asyncio.wait({running})
        await writer.close()
        await request.shutdown()
        await calling.shutdown()
    running.result()


def run_until(
    emulator: Emulator, database: Database, is_so: Callable[[], bool], patience: float = 75.0
) -> None:
    async def run() -> None:
        async with asking(emulator, database, patience):
            await asyncio.to_thread(emulator.wait_until, is_so)

    asyncio.run(run())


def kept(database: Database) -> list[int]:
    """The numbers of the updates that are kept."""
    with database.reading() as session:
        return list(session.scalars(select(rows.c.update_id).order_by(rows.c.id)))


def left(emulator: Emulator) -> int:
    """How many updates were not acknowledged."""
    return int(emulator.server._update_queues.info(TOKEN)["pending_update_count"])


def test_what_came_is_kept_then_acknowledged(emulator: Emulator, database: Database) -> None:
    phone = emulator.phone(5)
    numbers = [phone.sends(f"message {number}") for number in range(150)]
    run_until(emulator, database, lambda: left(emulator) == 0)
    assert kept(database) == numbers


def test_the_bots_name_is_remembered(emulator: Emulator, database: Database) -> None:
    run_until(emulator, database, lambda: "getUpdates" in emulator.server.calls)
    with database.reading() as session:
        assert bots.find_name(session, "telegram") == BOT_NAME


def test_a_webhook_left_over_is_taken_away_and_nothing_that_waits_with_it(
    emulator: Emulator, database: Database
) -> None:
    number = emulator.phone(5).sends("hello")
    run_until(emulator, database, lambda: left(emulator) == 0)
    assert emulator.server.calls[:2] == ["getMe", "deleteWebhook"]
    assert kept(database) == [number]


@pytest.mark.parametrize("status", [CUT, 500, 502, 429, 409])
def test_asking_goes_on_after_a_failure(
    emulator: Emulator, database: Database, status: int
) -> None:
    for method in ("getMe", "getUpdates"):
        emulator.fail(method, status, "failed", times=2)
    number = emulator.phone(5).sends("hello")
    run_until(emulator, database, lambda: left(emulator) == 0)
    assert kept(database) == [number]


def test_a_second_process_is_told_of_in_a_sentence(
    emulator: Emulator, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    emulator.phone(5).sends("hello")
    run_until(emulator, database, lambda: left(emulator) == 0)
    assert "Another process asks Telegram" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_token_that_nobody_knows_ends_it_with_a_sentence(
    emulator: Emulator, database: Database
) -> None:
    emulator.fail("getMe", 401, "Unauthorized")
    with pytest.raises(BadSettings, match="does not know this token"):
        run_until(emulator, database, lambda: "getMe" in emulator.server.calls)


def test_an_asking_that_died_silently_is_begun_anew(
    emulator: Emulator, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.fail("getUpdates", HANGING)
    number = emulator.phone(5).sends("hello")
    with caplog.at_level(logging.WARNING):
        run_until(emulator, database, lambda: left(emulator) == 0, patience=0.5)
    assert kept(database) == [number]
    assert "asking anew" in caplog.text


def test_what_cannot_be_kept_is_not_acknowledged(
    emulator: Emulator, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = iter([True, True])

    def taking_in(session: Session, arrived: Sequence[Arrived], now: datetime) -> None:
        take_in(session, arrived, now)
        if next(fails, False):
            raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(inbox, "take_in", taking_in)
    number = emulator.phone(5).sends("hello")
    run_until(emulator, database, lambda: left(emulator) == 0)
    assert kept(database) == [number]


def test_a_press_is_answered_at_once(emulator: Emulator, database: Database) -> None:
    emulator.phone(5).presses("card:1")
    run_until(emulator, database, lambda: "answerCallbackQuery" in emulator.server.calls)


def test_a_press_that_is_too_old_to_answer_disturbs_nothing(
    emulator: Emulator, database: Database
) -> None:
    emulator.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    phone = emulator.phone(5)
    numbers = [phone.presses("card:1"), phone.presses("card:2")]
    run_until(emulator, database, lambda: "answerCallbackQuery" in emulator.server.calls)
    assert kept(database) == numbers


def test_an_update_told_twice_is_kept_once(emulator: Emulator, database: Database) -> None:
    emulator.put_twice(emulator.phone(5).message(text="hello"))
    run_until(emulator, database, lambda: left(emulator) == 0)
    assert len(kept(database)) == 1


def test_it_stops_at_once_while_it_waits_for_something_to_happen(
    emulator: Emulator, database: Database
) -> None:
    async def run() -> None:
        async with asyncio.timeout(PATIENCE / 4), asking(emulator, database):
            await asyncio.to_thread(
                emulator.wait_until, lambda: "getUpdates" in emulator.server.calls
            )

    asyncio.run(run())
