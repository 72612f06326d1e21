"""The one thread that writes: together, committed once, each job for itself."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from bot.post.tables import bots
from bot.post.writer import Writer
from crm.errors import NotFound, StoreUnavailable
from crm.store.database import Database, Session, open_database
from tests.support.posting import NOW, closing_writer


def write(name: str) -> Callable[[Session], str]:
    def job(session: Session) -> str:
        session.execute(insert(bots).values(channel=name, name=name, heard_at=NOW))
        return name

    return job


def written(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(bots.c.channel).order_by(bots.c.channel)))


async def all_of(writer: Writer, *jobs: Callable[[Session], Any]) -> list[Any]:
    """Do jobs that wait for each other's end: the first holds the thread until all are queued."""
    queued = threading.Event()

    def first(_session: Session) -> None:
        queued.wait()

    waiting = [asyncio.ensure_future(writer.do(job)) for job in (first, *jobs)]
    await asyncio.sleep(0)
    queued.set()
    return (await asyncio.gather(*waiting, return_exceptions=True))[1:]


def test_a_job_is_heard_of_once_it_is_committed(database: Database) -> None:
    async def run(writer: Writer) -> None:
        assert await writer.do(write("a")) == "a"
        assert written(database) == ["a"]

    with closing_writer(database) as writer:
        asyncio.run(run(writer))


def test_jobs_that_wait_share_a_commit(database: Database) -> None:
    commits: list[int] = []
    event.listen(database.engine, "commit", lambda _connection: commits.append(1))
    names = [f"{number:02}" for number in range(20)]
    with closing_writer(database) as writer:
        assert asyncio.run(all_of(writer, *map(write, names))) == names
    assert written(database) == names
    assert 1 <= len(commits) <= 2


def test_a_job_that_fails_undoes_itself_only(database: Database) -> None:
    def write_and_fail(session: Session) -> None:
        write("lost")(session)
        raise NotFound("no such thing")

    def write_twice(session: Session) -> None:
        write("twice")(session)
        write("twice")(session)

    with closing_writer(database) as writer:
        found = asyncio.run(all_of(writer, write("a"), write_and_fail, write_twice, write("b")))
    assert [type(each).__name__ for each in found] == ["str", "NotFound", "IntegrityError", "str"]
    assert written(database) == ["a", "b"]


def test_a_commit_that_fails_fails_for_everybody_in_it(database: Database) -> None:
    failed: list[int] = []

    def fail_once(_connection: Any) -> None:
        if not failed:
            failed.append(1)
            raise OperationalError("COMMIT", None, Exception("the disk is full"))

    event.listen(database.engine, "commit", fail_once)
    with closing_writer(database) as writer:
        found = asyncio.run(all_of(writer, write("a"), write("b")))
        assert [type(each) for each in found] == [StoreUnavailable] * 2
        assert written(database) == []
        assert asyncio.run(all_of(writer, write("a"))) == ["a"]
    assert written(database) == ["a"]


def test_what_a_database_cannot_do_now_is_done_for_nobody(database: Database) -> None:
    def meet_a_full_disk(session: Session) -> None:
        write("lost")(session)
        raise OperationalError("INSERT", None, Exception("the disk is full"))

    with closing_writer(database) as writer:
        found = asyncio.run(all_of(writer, write("a"), meet_a_full_disk))
        assert [type(each) for each in found] == [StoreUnavailable] * 2
        assert written(database) == []


def test_nobody_waits_for_a_job_given_up_but_it_is_done(database: Database) -> None:
    async def run(writer: Writer) -> list[Any]:
        given_up = asyncio.ensure_future(writer.do(write("a")))
        await asyncio.sleep(0)
        given_up.cancel()
        return await all_of(writer, write("b"))

    with closing_writer(database) as writer:
        assert asyncio.run(run(writer)) == ["b"]
    assert written(database) == ["a", "b"]


def test_closing_finishes_what_waits(database: Database) -> None:
    async def run(writer: Writer) -> list[str]:
        waiting = [asyncio.ensure_future(writer.do(write(f"{each}"))) for each in range(5)]
        await asyncio.sleep(0)
        await writer.close()
        with pytest.raises(RuntimeError, match="closed"):
            await writer.do(write("late"))
        return await asyncio.gather(*waiting)

    assert asyncio.run(run(Writer(database))) == ["0", "1", "2", "3", "4"]
    assert written(database) == ["0", "1", "2", "3", "4"]


def test_on_postgresql_a_job_that_takes_a_shared_lock_is_the_last_of_its_commit(
    database: Database,
) -> None:
    seen: list[list[str]] = []

    async def run(writer: Writer) -> None:
        queued = threading.Event()

        def look(session: Session) -> None:
            write("c")(session)
            seen.append(written(database))

        jobs = [
            asyncio.ensure_future(writer.do(lambda _session: queued.wait())),
            asyncio.ensure_future(writer.do(write("a"))),
            asyncio.ensure_future(writer.do(write("b"), last=True)),
            asyncio.ensure_future(writer.do(look)),
        ]
        await asyncio.sleep(0)
        queued.set()
        await asyncio.gather(*jobs)

    with closing_writer(database) as writer:
        asyncio.run(run(writer))
    if database.engine.dialect.name == "postgresql":
        assert seen == [["a", "b"]]
    assert written(database) == ["a", "b", "c"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_process_that_is_frozen_amid_a_transaction_loses_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = sql("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")

    def freeze(session: Session) -> None:
        write("lost")(session)
        pid = session.scalar(sql("SELECT pg_backend_pid()"))
        with database.engine.connect() as other:
            while other.scalar(others, {"pid": pid}):
                other.rollback()

    async def run(writer: Writer) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("bot.post.writer.FROZEN_MILLISECONDS", 1)
            with pytest.raises(StoreUnavailable):
                await writer.do(freeze)
        await writer.do(write("a"))

    with closing_writer(database) as writer:
        asyncio.run(run(writer))
    assert written(database) == ["a"]


def test_a_database_that_is_locked_says_so_and_the_writer_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.store.database.WAIT_MILLISECONDS", 1)
    database = open_database(str(tmp_path / "tiercoach.db"), create=True)

    async def run(writer: Writer) -> None:
        with database.writing() as session:
            write("first")(session)
            with pytest.raises(StoreUnavailable, match="locked"):
                await writer.do(write("a"))
        assert await writer.do(write("a")) == "a"

    with closing_writer(database) as writer:
        asyncio.run(run(writer))
    assert written(database) == ["a", "first"]
    database.close()
