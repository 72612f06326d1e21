"""The clock of the process: once a minute, whoever's moment has come is rung.

APScheduler strikes, and that is all it does: what is to be done is in the database, so that a tick
which fails, comes late or comes twice changes nothing. The first tick is at the start, since
nobody knows how long the process was away.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from bot.post import mornings
from bot.post.mornings import HoursOf
from bot.post.writer import Writer
from crm.errors import StoreUnavailable
from crm.store.database import Session

log = logging.getLogger(__name__)


def each_minute() -> BaseTrigger:
    """Return what strikes as each minute begins."""
    return CronTrigger(second=0, timezone=UTC)


class Ticker:
    """Rings, minute by minute, until it is stopped; ``ticked`` is told when something rang."""

    def __init__(
        self,
        writer: Writer,
        *,
        clock: Callable[[], datetime],
        hours_of: HoursOf,
        ticked: Callable[[], None],
        every: BaseTrigger | None = None,
    ) -> None:
        self._writer, self._clock = writer, clock
        self._hours_of, self._ticked = hours_of, ticked
        self._every = every or each_minute()
        self._struck = asyncio.Event()
        self._stopping = False

    async def strike(self) -> None:
        """Have it tick now; while a tick is under way, once more after it."""
        self._struck.set()

    def stop(self) -> None:
        """Strike no more; ``run`` returns once a tick that is under way is committed."""
        self._stopping = True
        self._struck.set()

    async def run(self) -> None:
        """Tick at once and then each minute, whatever becomes of a tick."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self.strike, self._every, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        scheduler.start()
        try:
            await self._all(self._plan_missing)
            while not self._stopping:
                await self._all(self._tick)
                await self._struck.wait()
                self._struck.clear()
        finally:
            scheduler.shutdown(wait=False)

    async def _all(self, work: Callable[[Session], int]) -> None:
        """Do a piece of work slice by slice until nothing is left of it.

        When it fails, the next strike finds all that is left.
        """
        try:
            while not self._stopping and await self._writer.do(work) > 0:
                self._ticked()
        except StoreUnavailable as error:
            log.warning("Nothing rings until the next minute: %s", error)
        except Exception:
            log.exception("A tick has failed; the next one does what it left")

    def _tick(self, session: Session) -> int:
        return mornings.tick_some(session, self._clock(), self._hours_of)

    def _plan_missing(self, session: Session) -> int:
        return mornings.plan_missing(session, self._clock(), self._hours_of)
