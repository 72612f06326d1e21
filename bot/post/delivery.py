"""Delivery: what is queued leaves, in its turn, and what became of it is noted.

It knows no channel but by its ``Sender``. One transaction settles what has ended and claims what
leaves next, so a message costs one commit; what is settled there counts as in flight until then.
A send that dies with an error may have arrived: it is unknown, never tried again.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.post import claiming, outbox, outcomes
from bot.post.claiming import LEASE, Claims, Prepare
from bot.post.faults import reach
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.post.owners import own_name
from bot.post.writer import Writer
from crm.errors import StoreUnavailable
from crm.store.database import Session

log = logging.getLogger(__name__)

LOOKS_EVERY = 1.0
"""Seconds after which it looks by itself: another process may have queued something."""

APART = 0.97
"""Two calls of this process leave at least this share of a step apart. Where it was held up for a
moment those that waited would leave at once otherwise, and a second would see too many."""

REAPS = 4
"""How often in a lease it looks for rows that another process has left behind."""

LONGEST_REST = 30.0
"""Seconds between two tries while the database cannot be written to."""
GIVES_UP_AFTER = 2.0
"""... and the pause that is too long for one that is to stop: what it sent stays unsettled."""

Settled = Callable[[Session, Claimed, Outcome], None]
"""Told in the same transaction of every send that is settled."""

_Ended = tuple[Claimed, Outcome]


class Sender(Protocol):
    """One channel's way out."""

    name: str

    async def send(self, chat: str, payload: str) -> Outcome:
        """Make the call and say what became of it. It takes less time than a lease."""


class Delivery:
    """Sends what is queued for one channel, ``in_flight`` calls at a time."""

    def __init__(
        self,
        writer: Writer,
        sender: Sender,
        *,
        rate: float,
        clock: Callable[[], datetime],
        in_flight: int = 4,
        lease: float = LEASE,
        owner: str | None = None,
        prepare: Prepare | None = None,
        settled: Settled | None = None,
    ) -> None:
        self._writer, self._sender, self._clock = writer, sender, clock
        self._rate, self._in_flight, self._lease = rate, in_flight, lease
        self._owner = owner or own_name()
        self._prepare, self._settled = prepare, settled
        self._flying: dict[asyncio.Task[None], int] = {}
        self._ended: list[_Ended] = []
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()
        self._door = asyncio.Lock()
        self._left_at = 0.0
        self._reaps_at = 0.0
        self._rest = 0.0

    @property
    def _stopping(self) -> bool:
        return self._stopped.is_set()

    def wake(self) -> None:
        """Say that something was queued."""
        self._woken.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns once every send has ended and is settled."""
        self._stopped.set()
        self._woken.set()

    async def run(self) -> None:
        """Deliver until it is stopped.

        Raises StoreUnavailable when it is stopped and cannot settle what it has sent.
        """
        while True:
            self._woken.clear()
            wait = await self._turn()
            if self._stopping and not self._flying and not self._ended:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait)

    async def _turn(self) -> float:
        """Settle what has ended and begin what may leave; return the seconds until the next."""
        ended, self._ended = self._ended, []
        limit = 0 if self._stopping else self._in_flight - len(self._flying)
        if not ended and not limit:
            return LOOKS_EVERY
        flying = set(self._flying.values())
        try:
            claims, at = await self._writer.do(
                lambda session: self._settle_and_claim(session, ended, flying, limit), last=True
            )
        except StoreUnavailable as error:
            self._ended = ended + self._ended
            await self._rest_after(error)
            return 0.0
        self._rest = 0.0
        if ended:
            reach("settle.after_commit")
        if claims.rows:
            reach("claim.after_commit")
        for row in claims.rows:
            leaves = at + row.leaves_at - claims.seconds
            task = asyncio.create_task(self._send(row, leaves, late=leaves + self._lease))
            self._flying[task] = row.id
            task.add_done_callback(self._flying.pop)
        return LOOKS_EVERY if claims.wait is None else min(claims.wait, LOOKS_EVERY)

    async def _rest_after(self, error: StoreUnavailable) -> None:
        """Leave the database alone for a while; give up when there is no time left for it."""
        self._rest = min(max(0.5, 2 * self._rest), LONGEST_REST)
        if self._stopping and self._rest > GIVES_UP_AFTER:
            raise error
        log.warning("Nothing is sent for %.1f s: %s", self._rest, error)
        if self._stopping:
            await asyncio.sleep(self._rest)
        else:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), self._rest)

    def _settle_and_claim(
        self, session: Session, ended: list[_Ended], flying: set[int], limit: int
    ) -> tuple[Claims, float]:
        """Do what a turn does in the database; return when it claimed, by this process's clock."""
        now = self._clock()
        for claimed, outcome in ended:
            if outbox.settle(session, claimed, outcome, now) and self._settled is not None:
                self._settled(session, claimed, outcome)
        if time.monotonic() >= self._reaps_at:
            outbox.reap_gone(session, now)
            outbox.reap(session, self._sender.name, now, but=flying)
            self._reaps_at = time.monotonic() + self._lease / REAPS
        claims = claiming.claim(
            session,
            self._sender.name,
            owner=self._owner,
            rate=self._rate,
            now=now,
            limit=limit,
            lease=self._lease,
            prepare=self._prepare,
        )
        if claims.rows:
            reach("claim.before_commit")
        return claims, time.monotonic()

    async def _send(self, claimed: Claimed, leaves: float, *, late: float) -> None:
        """Make one call in its turn, and keep what became of it for the next transaction."""
        outcome = outcomes.unknown("stopped while it was being sent")
        try:
            await self._take_turn(leaves)
            if time.monotonic() > late:
                outcome = outcomes.again(0, "its turn was missed")
                return
            reach("send.before")
            outcome = await self._sender.send(claimed.chat, claimed.payload)
            reach("send.after")
        except Exception as error:
            log.exception("Message %d may have been sent or not", claimed.id)
            outcome = outcomes.unknown(type(error).__name__)
        finally:
            self._ended.append((claimed, outcome))
            self._woken.set()

    async def _take_turn(self, leaves: float) -> None:
        """Wait for a turn at the gate, and until the call before has left a while ago."""
        await asyncio.sleep(leaves - time.monotonic())
        async with self._door:
            await asyncio.sleep(self._left_at + APART / self._rate - time.monotonic())
            self._left_at = time.monotonic()
