"""Lanes: what came in is answered, the messages of one chat in their order, chats side by side.

An answer, all its effects and the mark that it is given are one transaction: a crash leaves the
message waiting as if nobody had read it. The heads kept in memory are a hint only; whoever marks
a row first answers it.
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.post import inbox
from bot.post.faults import reach
from bot.post.inbox import Head
from bot.post.writer import Writer
from crm.errors import StoreUnavailable
from crm.store.database import CANNOT_NOW, Session, savepoint

log = logging.getLogger(__name__)

ROUND = 32
"""Lanes looked at together: each is served once before any is served again."""

SLICE_SECONDS = 0.02
"""A transaction takes no further message after so long, since what is to be sent waits for it. A
commit costs a slow disk as much: with few answers to each, everybody would wait longer."""

LOOKS_EVERY = 1.0
"""Seconds after which it looks by itself: another process may have left something."""

FORGETS_EVERY = 3600.0
KEPT = timedelta(days=3)
"""How long it stays known that an update is answered: servers tell one again for a day."""

LONGEST_REST = 30.0
PATIENCE = 6
"""How often a message is tried at which the database fails, before it is given up."""


class Answerer(Protocol):
    """One channel's way of answering."""

    name: str

    def answer(self, session: Session, head: Head) -> None:
        """Answer a message, replies enqueued, in the transaction given."""

    def apologise(self, session: Session, head: Head) -> None:
        """Enqueue the words for a message that could not be answered."""


class _Unanswered(Exception):
    """Answering a message raised what nobody foresaw. Its text is not told: it may quote it."""

    def __init__(self, head: Head) -> None:
        super().__init__(head.id)
        self.head = head


class Lanes:
    """Answers what waits for one channel."""

    def __init__(
        self,
        writer: Writer,
        answerer: Answerer,
        *,
        clock: Callable[[], datetime],
        answered: Callable[[], None],
    ) -> None:
        self._writer, self._answerer, self._clock = writer, answerer, clock
        self._answered = answered
        self._heads: Sequence[Head] = ()
        self._serving: Head | None = None
        self._tries: dict[int, int] = {}
        self._woken = asyncio.Event()
        self._stopping = False
        self._rest = 0.0
        self._forgot_at = -FORGETS_EVERY

    def wake(self) -> None:
        """Say that something came in."""
        self._woken.set()

    def stop(self) -> None:
        """Begin no further answer; ``run`` returns once those begun are committed."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Answer until it is stopped."""
        while not self._stopping:
            self._woken.clear()
            try:
                idle = await self._turn()
            except StoreUnavailable as error:
                await self._rest_after(error)
            except _Unanswered as unanswered:
                await self._give_up(unanswered.head, unanswered.__cause__)
            else:
                self._rest = 0.0
                if idle:
                    await self._pause(LOOKS_EVERY)

    async def _turn(self) -> bool:
        """Answer some; return whether nothing is left."""
        served, self._heads = await self._writer.do(self._serve)
        if served:
            self._tries.clear()
            reach("answer.after_commit")
            self._answered()
        return not served and not self._heads

    def _serve(self, session: Session) -> tuple[int, Sequence[Head]]:
        """Answer the heads of lanes for a while; return how many, and those that are left."""
        heads = self._heads or inbox.list_heads(session, self._answerer.name, ROUND)
        until = time.monotonic() + SLICE_SECONDS
        served = 0
        for head in heads:
            self._serving = head
            self._answer(session, head)
            served += 1
            if time.monotonic() > until:
                break
        self._serving = None
        if time.monotonic() - self._forgot_at > FORGETS_EVERY:
            inbox.forget(session, self._answerer.name, self._clock() - KEPT)
            self._forgot_at = time.monotonic()
        if served:
            reach("answer.before_commit")
        return served, heads[served:]

    def _answer(self, session: Session, head: Head) -> None:
        if not inbox.settle_answered(session, head.id, self._clock()):
            return
        try:
            self._answerer.answer(session, head)
        except CANNOT_NOW:
            raise
        except Exception as error:
            raise _Unanswered(head) from error

    async def _rest_after(self, error: StoreUnavailable) -> None:
        """Leave the database alone for a while; a message that it fails at is given up one day."""
        failing, self._serving, self._heads = self._serving, None, ()
        if failing is not None:
            tries = self._tries[failing.id] = self._tries.get(failing.id, 0) + 1
            if tries >= PATIENCE:
                await self._give_up(failing, error)
        self._rest = min(max(0.5, 2 * self._rest), LONGEST_REST)
        log.warning("Nothing is answered for %.1f s: %s", self._rest, error)
        await self._pause(self._rest, whatever_comes=True)

    async def _pause(self, seconds: float, *, whatever_comes: bool = False) -> None:
        """Wait until something comes in, or only until it is stopped."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._stopping:
            try:
                await asyncio.wait_for(self._woken.wait(), left)
            except TimeoutError:
                return
            if not whatever_comes:
                return
            self._woken.clear()

    async def _give_up(self, head: Head, error: BaseException | None) -> None:
        """Mark a message as failed and say so to whoever wrote it, once."""
        why = type(error).__name__
        where = "".join(traceback.format_tb(error.__traceback__)) if error else ""
        log.error("Message %d could not be answered: %s\n%s", head.id, why, where)
        self._heads = ()

        def fail(session: Session) -> None:
            if not inbox.settle_failed(session, head.id, why, self._clock()):
                return
            try:
                with savepoint(session):
                    self._answerer.apologise(session, head)
            except Exception:
                log.exception("Nobody was told that message %d failed", head.id)

        try:
            await self._writer.do(fail)
        except StoreUnavailable as unavailable:
            log.warning("Message %d stays for later: %s", head.id, unavailable)
            await self._pause(1.0, whatever_comes=True)
        self._answered()
