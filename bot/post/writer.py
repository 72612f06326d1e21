"""The one thread that writes: what waits is done together and committed once.

A durable commit costs as much as several answers, so everything that waits goes into one
transaction. Whoever waits for a job hears of it only once it is committed.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from crm.store.database import CANNOT_NOW, Database, Session, savepoint

T = TypeVar("T")

MOST_JOBS = 32
WORK_SECONDS = 0.05
"""A commit takes no further job after so long: those that are done want to be heard of."""

FROZEN_MILLISECONDS = 5_000
"""A process that is stopped amid a transaction holds locks that others wait for. After so long
PostgreSQL takes them away."""


@dataclass(slots=True)
class _Waiting:
    """A job and whoever waits for it."""

    job: Callable[[Session], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    last: bool
    result: Any = None
    error: BaseException | None = None

    def run(self, session: Session) -> None:
        """Do the job in a savepoint of its own; its error undoes this job only.

        When the database cannot (locked, full, gone), everybody hears of it: nobody knows then
        what became of the transaction.
        """
        try:
            with savepoint(session):
                self.result = self.job(session)
        except CANNOT_NOW:
            raise
        except Exception as error:  # noqa: BLE001 - it is raised where the job is waited for
            self.error = error

    def tell(self) -> None:
        """Wake up whoever waits, in their own thread."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Does jobs one after the other, many to a commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._alone = database.engine.dialect.name == "sqlite"
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def do(self, job: Callable[[Session], T], *, last: bool = False) -> T:
        """Do a job in a transaction; return what it returned once that is committed.

        Raises what the job raised, or StoreUnavailable when nothing could be committed. A job
        that is ``last`` is committed at once where others wait for a lock it takes.
        """
        if self._closed:
            raise RuntimeError("the writer is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_Waiting(job, future, loop, last and not self._alone))
        return await future

    async def close(self) -> None:
        """Finish what waits and end the thread."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        going = True
        while going:
            first = self._waiting.get()
            if first is None:
                return
            going = self._commit(first)

    def _commit(self, first: _Waiting) -> bool:
        """Do a job and those that wait behind it; return False when the writer is to end."""
        done = [first]
        following: _Waiting | None = first
        try:
            with self._database.writing() as session:
                if not self._alone:
                    limit = f"SET LOCAL idle_in_transaction_session_timeout = {FROZEN_MILLISECONDS}"
                    session.connection().exec_driver_sql(limit)
                until = time.monotonic() + WORK_SECONDS
                first.run(session)
                while not done[-1].last and len(done) < MOST_JOBS and time.monotonic() < until:
                    try:
                        following = self._waiting.get_nowait()
                    except queue.Empty:
                        break
                    if following is None:
                        break
                    done.append(following)
                    following.run(session)
        except Exception as error:  # noqa: BLE001 - it is raised where the jobs are waited for
            for each in done:
                each.error = each.error or error
        _tell(done)
        return following is not None


def _tell(done: list[_Waiting]) -> None:
    """Tell everybody, with one call into each of their loops."""

    def tell_all(theirs: list[_Waiting]) -> None:
        for each in theirs:
            each.tell()

    for loop in {each.loop for each in done}:
        theirs = [each for each in done if each.loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell_all, theirs)
