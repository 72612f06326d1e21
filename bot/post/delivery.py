"""Delivery: what is queued leaves, in its turn, and what became of it is noted.

It knows no channel but by its ``Sender``. One transaction settles what has ended and claims what
leaves next, so a message costs one commit. A send that dies with an error may have arrived: it is
unknown, never tried again.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.post import claiming, outbox, outcomes
from bot.post.claiming import LEASE, Claims, MaySend
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

REAPS_EVERY = 5.0
LONGEST_REST = 30.0
"""Seconds between two tries while the database cannot be written to."""
GIVES_UP_AFTER = 2.0
"""... and the pause at which one that is to stop stops trying."""

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
        may_send: MaySend | None = None,
        settled: Settled | None = None,
    ) -> None:
        self._writer, self._sender, self._clock = writer, sender, clock
        self._rate, self._in_flight, self._lease = rate, in_flight, lease
        self._owner = owner or own_name()
        self._may_send, self._settled = may_send, settled
        self._flying: set[asyncio.Task[None]] = set()
        self._ended: list[_Ended] = []
        self._woken = asyncio.Event()
        self._stopping = False
        self._reaped_at = -REAPS_EVERY
        self._rest = 0.0

    def wake(self) -> None:
        """Say that something was queued."""
        self._woken.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns once every send has ended and is settled."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until it is stopped."""
        await self._writer.do(lambda session: outbox.reap_gone(session, self._clock()))
        while not self._stopping or self._flying or self._ended:
            self._woken.clear()
            wait = await self._turn()
            try:
                await asyncio.wait_for(self._woken.wait(), wait)
            except TimeoutError:
                continue

    async def _turn(self) -> float:
        """Settle what has ended and begin what may leave; return the seconds until the next."""
        ended, self._ended = self._ended, []
        limit = 0 if self._stopping else self._in_flight - len(self._flying)
        if not ended and not limit:
            return LOOKS_EVERY
        try:
            claims = await self._writer.do(
                lambda session: self._settle_and_claim(session, ended, limit), last=True
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
        self._begin(claims)
        return LOOKS_EVERY if claims.wait is None else min(claims.wait, LOOKS_EVERY)

    async def _rest_after(self, error: StoreUnavailable) -> None:
        """Leave the database alone for a while; give up when there is no time left for it."""
        self._rest = min(max(0.5, 2 * self._rest), LONGEST_REST)
        if self._stopping and self._rest > GIVES_UP_AFTER:
            raise error
        log.warning("Nothing is sent for %.1f s: %s", self._rest, error)
        await asyncio.sleep(self._rest)

    def _settle_and_claim(self, session: Session, ended: list[_Ended], limit: int) -> Claims:
        now = self._clock()
        for claimed, outcome in ended:
            if outbox.settle(session, claimed, outcome, now) and self._settled is not None:
                self._settled(session, claimed, outcome)
        if time.monotonic() - self._reaped_at > REAPS_EVERY:
            outbox.reap(session, self._sender.name, now, but=self._owner)
            self._reaped_at = time.monotonic()
        claims = claiming.claim(
            session,
            self._sender.name,
            owner=self._owner,
            rate=self._rate,
            now=now,
            limit=limit,
            lease=self._lease,
            may_send=self._may_send,
        )
        if claims.rows:
            reach("claim.before_commit")
        return claims

    def _begin(self, claims: Claims) -> None:
        """Begin the sends of what was claimed."""
        for row in claims.rows:
            task = asyncio.create_task(self._send(row, row.leaves_at - claims.seconds))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _send(self, claimed: Claimed, delay: float) -> None:
        """Make one call in its turn, and keep what became of it for the next transaction."""
        late = time.monotonic() + self._lease
        outcome = outcomes.unknown("stopped while it was being sent")
        try:
            await asyncio.sleep(delay)
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
