"""The process of ``tiercoach telegram``: asking, ticking, answering and delivering in one loop.

On SIGTERM it stops asking and ticking first, finishes what it has begun to answer, and ends the
sends that are under way: nothing is left of which nobody knows whether it arrived.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from telegram import Bot

from bot.app import App
from bot.channels.telegram.answering import TelegramAnswerer
from bot.channels.telegram.connections import Connections
from bot.channels.telegram.fetching import Fetching
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.preparing import Preparing
from bot.channels.telegram.sending import TelegramSender
from bot.post import links
from bot.post.delivery import Delivery
from bot.post.lanes import Lanes
from bot.post.ticker import Ticker
from bot.post.writer import Writer

log = logging.getLogger(__name__)

IN_FLIGHT, MOST_IN_FLIGHT = 4, 8
"""Calls at a time. Telegram's own rate needs no more than the fewest; of those that are under way
when the machine fails nobody knows whether they arrived."""

_MORE_CONNECTIONS = 4
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Part(Protocol):
    """Something that runs until it is stopped, and ends what it has begun."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


async def run(app: App, token: str) -> None:
    """Answer on Telegram until somebody stops the process.

    Raises BadSettings when Telegram does not know the token, StoreUnavailable when the end could
    not be written down.
    """
    settings = app.settings
    in_flight = min(max(IN_FLIGHT, round(settings.send_rate / 28)), MOST_IN_FLIGHT)
    asking, calling = Connections(1), Connections(in_flight + _MORE_CONNECTIONS)
    root = settings.telegram_api
    bot = Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=calling,
        get_updates_request=asking,
    )
    writer = Writer(app.database)
    delivery = Delivery(
        writer,
        TelegramSender(bot),
        rate=settings.send_rate,
        clock=app.clock,
        in_flight=in_flight,
        prepare=Preparing(app),
        settled=links.note_settled,
    )

    def today() -> date:
        return app.clock().astimezone(settings.timezone).date()

    menus = Menus(bot, writer, today=today)

    def answered() -> None:
        delivery.wake()
        menus.wake()

    lanes = Lanes(writer, TelegramAnswerer(app), clock=app.clock, answered=answered)
    fetching = Fetching(bot, writer, today)
    polling = Polling(
        bot, asking, writer, clock=app.clock, came_in=lanes.wake, fetch=fetching.fetch
    )
    ticker = Ticker(writer, clock=app.clock, hours_of=app.hours_of, ticked=delivery.wake)
    try:
        await _run_all(polling, ticker, menus, lanes, delivery)
    finally:
        await writer.close()
        await asking.shutdown()
        await calling.shutdown()


async def _run_all(*parts: Part) -> None:
    """Run the parts until a signal or until one ends; stop them in their order.

    Raises what the first part that failed has raised.
    """
    wanted = asyncio.Event()
    tasks = {asyncio.create_task(part.run()): part for part in parts}
    with _told_by_signal(wanted):
        signalled = asyncio.create_task(wanted.wait())
        await asyncio.wait({*tasks, signalled}, return_when=asyncio.FIRST_COMPLETED)
        log.info("Stopping: what is begun is ended first.")
        for task, part in tasks.items():
            part.stop()
            await asyncio.wait({task})
        signalled.cancel()
    for task in tasks:
        task.result()
    log.info("Stopped.")


@contextlib.contextmanager
def _told_by_signal(wanted: asyncio.Event) -> Iterator[None]:
    """Set the event when the process is asked to end."""
    loop = asyncio.get_running_loop()
    try:
        for each in _SIGNALS:
            loop.add_signal_handler(each, wanted.set)
    except NotImplementedError:  # Windows: Ctrl-C ends the loop at once
        yield
        return
    try:
        yield
    finally:
        for each in _SIGNALS:
            loop.remove_signal_handler(each)
