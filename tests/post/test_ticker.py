"""The clock: it strikes each minute, and whatever becomes of a tick, the next one follows."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger

from bot.post import links
from bot.post.mornings import HoursOf
from bot.post.ticker import Ticker, each_minute
from bot.post.writer import Writer
from crm.calendar import Hours
from crm.entities import Person
from crm.store.database import Database
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.mornings import AFTER, BEFORE, Clockwork, company_hours

NEVER = DateTrigger(datetime(2100, 1, 1, tzinfo=UTC))
SOON = 10.0
"""Seconds after which a test that waits in vain fails."""


@pytest.fixture
def clockwork(database: Database, cast: Cast) -> Clockwork:
    """The cast, none of them let in yet."""
    return Clockwork(database)


def tick_along(
    clockwork: Clockwork,
    then: Callable[[Ticker, asyncio.Event], Awaitable[None]],
    *moments: datetime,
    every: BaseTrigger = NEVER,
    hours_of: HoursOf = company_hours,
) -> None:
    """Run a ticker whose clock shows these moments, the last one for ever, while ``then`` lasts."""
    shown = itertools.chain(moments, itertools.repeat(moments[-1]))

    async def run() -> None:
        rang = asyncio.Event()
        writer = Writer(clockwork.database)
        ticker = Ticker(
            writer, clock=lambda: next(shown), hours_of=hours_of, ticked=rang.set, every=every
        )
        running = asyncio.create_task(ticker.run())
        try:
            await asyncio.wait_for(then(ticker, rang), SOON)
        finally:
            ticker.stop()
            await running
            await writer.close()

    asyncio.run(run())


async def until_it_rings(_ticker: Ticker, rang: asyncio.Event) -> None:
    await rang.wait()


def test_it_strikes_as_each_minute_begins() -> None:
    late = datetime(2026, 11, 24, 8, 29, 31, tzinfo=UTC)
    first = each_minute().get_next_fire_time(None, late)
    second = each_minute().get_next_fire_time(first, first)
    assert (first, second) == (late.replace(minute=30, second=0), late.replace(minute=31, second=0))


def test_it_ticks_at_the_start(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA, who.BORIS)
    tick_along(clockwork, until_it_rings, AFTER)
    assert len(clockwork.rung()) == 2


def test_a_strike_of_the_clock_is_a_tick(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    now = datetime.now(UTC)
    tick_along(clockwork, until_it_rings, BEFORE, BEFORE, AFTER, every=DateTrigger(now))
    assert len(clockwork.rung()) == 1


def test_a_strike_that_comes_late_is_a_tick_as_well(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    an_hour_ago = DateTrigger(datetime.now(UTC) - timedelta(hours=1))
    tick_along(clockwork, until_it_rings, BEFORE, BEFORE, AFTER, every=an_hour_ago)
    assert len(clockwork.rung()) == 1


def test_a_tick_that_fails_is_told_and_the_next_one_does_its_work(
    clockwork: Clockwork, caplog: pytest.LogCaptureFixture
) -> None:
    clockwork.let_in(who.ANA, who.BORIS)
    asked: list[int] = []

    def hours_of(person: Person) -> Hours:
        asked.append(person.id)
        if len(asked) == 2:
            raise ValueError("no hours")
        return company_hours(person)

    async def strike_again(ticker: Ticker, rang: asyncio.Event) -> None:
        while len(asked) < 2:
            await asyncio.sleep(0)
        assert not rang.is_set()
        await ticker.strike()
        await rang.wait()

    with caplog.at_level(logging.ERROR):
        tick_along(clockwork, strike_again, AFTER, hours_of=hours_of)
    assert "A tick has failed" in caplog.text
    assert len(clockwork.rung()) == 2


def test_whoever_was_let_in_before_there_was_a_clock_is_planned_for_at_the_start(
    clockwork: Clockwork,
) -> None:
    with clockwork.database.writing() as session:
        links.put_in(session, "test", 1, "chat", who.ANA, confirmed=True, now=BEFORE)
    tick_along(clockwork, until_it_rings, AFTER)
    assert clockwork.rung() == []
    rings_at = clockwork.rings_at(who.ANA)
    assert rings_at is not None
    assert rings_at > AFTER


def test_it_stops_when_it_is_told_to_and_leaves_nothing_running(clockwork: Clockwork) -> None:
    left: list[int] = []

    async def run() -> None:
        writer = Writer(clockwork.database)
        ticker = Ticker(writer, clock=lambda: AFTER, hours_of=company_hours, ticked=lambda: None)
        running = asyncio.create_task(ticker.run())
        await ticker.strike()
        ticker.stop()
        await asyncio.wait_for(running, SOON)
        await writer.close()
        left.append(len(asyncio.all_tasks()))

    asyncio.run(run())
    assert left == [1]
