"""Asking Telegram for what happened, and keeping it before Telegram hears that we have it.

Asking for the updates after N tells the server to forget N and all before: so a batch is committed
first. A long poll can die without a word while the process lives; whoever hears nothing for three
times its length begins anew, with connections of its own.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram import NAME, failures
from bot.channels.telegram.fetching import Fetched
from bot.channels.telegram.reading import ALLOWED, read_update
from bot.messages import Attachment
from bot.post import bots, inbox
from bot.post.faults import reach
from bot.post.inbox import Arrived
from bot.post.writer import Writer
from crm.errors import BadSettings, Problem, StoreUnavailable
from crm.store.database import Session

log = logging.getLogger(__name__)

LONGEST_REST = 30.0
NOTES_HEARD_EVERY = 10.0
PRESSES_AT_ONCE = 50
"""Presses answered at the same time; one more just goes on showing its little clock."""

ANOTHER_PROCESS = (
    "Another process asks Telegram for the updates of this bot, so each gets only some of them. "
    "Stop the other one (is it still running on another machine?)."
)
NO_SUCH_TOKEN = Problem(
    "TIERCOACH_TELEGRAM_TOKEN",
    "Telegram does not know this token.",
    "Copy it again from BotFather; /token shows it there.",
)


class Polling:
    """Asks for updates, one request after the other."""

    def __init__(
        self,
        bot: Bot,
        asking: BaseRequest,
        writer: Writer,
        *,
        clock: Callable[[], datetime],
        came_in: Callable[[], None],
        seconds: int = 25,
        patience: float = 75.0,
        fetch: Callable[[Sequence[Update]], Awaitable[Fetched]] | None = None,
    ) -> None:
        self._bot, self._asking, self._writer = bot, asking, writer
        self._clock, self._came_in = clock, came_in
        self._seconds, self._patience = seconds, patience
        self._fetch = fetch
        self._offset = 0
        self._rest = 0.0
        self._noted_at = -NOTES_HEARD_EVERY
        self._stopped = asyncio.Event()
        self._presses: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Ask no more; what was not kept yet stays with Telegram."""
        self._stopped.set()

    async def run(self) -> None:
        """Ask until it is stopped.

        Raises BadSettings when Telegram does not know the token at the start.
        """
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            while not self._stopped.is_set() and not await self._begin():
                continue
            while not self._stopped.is_set():
                await self._turn(stopped)
        finally:
            stopped.cancel()
            if self._presses:
                await asyncio.wait(self._presses, timeout=1.0)

    async def _begin(self) -> bool:
        """Learn the bot's name and be the one who is told; False when it has to be tried again."""
        try:
            async with asyncio.timeout(self._patience):
                me = await self._bot.get_me()
                await self._bot.delete_webhook(drop_pending_updates=False)
            name = me.username
            if name:
                await self._writer.do(lambda session: bots.record_name(session, NAME, name))
        except InvalidToken as error:
            raise BadSettings([NO_SUCH_TOKEN]) from error
        except (TelegramError, TimeoutError, StoreUnavailable) as error:
            await self._rest_after(error)
            return False
        self._rest = 0.0
        log.info("Listening as @%s.", name or me.first_name)
        return True

    async def _turn(self, stopped: "asyncio.Task[bool]") -> None:
        """Ask once, and keep what came."""
        try:
            updates = await self._ask(stopped)
            if updates is None:
                return
            await self._keep(updates)
        except (TelegramError, StoreUnavailable) as error:
            await self._rest_after(error)
            return
        if self._rest:
            self._rest = 0.0
            log.info("Telegram is reached again.")

    async def _ask(self, stopped: "asyncio.Task[bool]") -> Sequence[Update] | None:
        """Ask once; None when it was stopped, or nothing was heard for too long."""
        asking = asyncio.create_task(
            self._bot.get_updates(self._offset, 100, self._seconds, ALLOWED)
        )
        await asyncio.wait(
            {asking, stopped}, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED
        )
        if asking.done():
            return asking.result()
        asking.cancel()
        await asyncio.wait({asking})
        if not self._stopped.is_set():
            log.warning("Nothing was heard from Telegram for %.0f s: asking anew.", self._patience)
            await self._asking.shutdown()
            await self._asking.initialize()
        return None

    async def _keep(self, updates: Sequence[Update]) -> None:
        """Commit what came; only then does the next asking acknowledge it."""
        heard = time.monotonic() - self._noted_at > NOTES_HEARD_EVERY
        files = await self._fetch(updates) if self._fetch else {}
        read = (_read(each, files.get(each.update_id)) for each in updates)
        arrived = [found for found in read if found is not None]
        if arrived or heard:
            await self._writer.do(lambda session: self._take_in(session, arrived, heard=heard))
        if heard:
            self._noted_at = time.monotonic()
        if not updates:
            return
        self._offset = updates[-1].update_id + 1
        if arrived:
            reach("inbox.after_commit")
            self._came_in()
        for each in updates:
            if each.callback_query is not None:
                self._answer_press(each.callback_query.id)

    def _take_in(self, session: Session, arrived: Sequence[Arrived], *, heard: bool) -> None:
        now = self._clock()
        inbox.take_in(session, arrived, now)
        if heard:
            bots.record_heard(session, NAME, now)
        if arrived:
            reach("inbox.before_commit")

    def _answer_press(self, query_id: str) -> None:
        """Let the phone stop its little clock: the answer itself comes as a message."""
        if len(self._presses) < PRESSES_AT_ONCE:
            task = asyncio.create_task(self._stop_clock(query_id))
            self._presses.add(task)
            task.add_done_callback(self._presses.discard)

    async def _stop_clock(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.debug("A press was not answered: %s", failures.told(error))

    async def _rest_after(self, error: Exception) -> None:
        """Leave the server alone for a while, and say why."""
        self._rest = min(max(1.0, 2 * self._rest), LONGEST_REST)
        if isinstance(error, RetryAfter):
            self._rest = max(self._rest, failures.seconds_of(error))
        log.warning("%s Trying again in %.0f s.", _sentence(error), self._rest)
        try:
            await asyncio.wait_for(self._stopped.wait(), self._rest)
        except TimeoutError:
            return


def _read(update: Update, fetched: Attachment | None) -> Arrived | None:
    """Read an update; one that cannot be read must not keep all that follow it from coming in."""
    try:
        return read_update(update, fetched)
    except (ValueError, TypeError, AttributeError) as error:
        log.error("Update %d cannot be read: %s", update.update_id, type(error).__name__)  # noqa: TRY400 - its text may quote the message
        return None


def _sentence(error: Exception) -> str:
    if isinstance(error, Conflict):
        return ANOTHER_PROCESS
    if isinstance(error, StoreUnavailable):
        return str(error)
    why = failures.told(error) if isinstance(error, TelegramError) else "no answer"
    return f"Telegram cannot be reached ({why})."
