"""The inbox: kept once, in order, and no lane before another that was served longer ago."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.post import inbox
from bot.post.inbox import Arrived
from bot.post.tables import inbox as rows
from crm.store.database import Database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def take_in(database: Database, said: Iterable[tuple[int, str]]) -> None:
    """Let messages come in, each a number and a chat."""
    arrived = [Arrived("telegram", number, chat, f"{chat}{number}") for number, chat in said]
    with database.writing() as session:
        inbox.take_in(session, arrived, NOW)


def heads(database: Database, limit: int = 10) -> list[str]:
    with database.writing() as session:
        return [head.payload for head in inbox.list_heads(session, "telegram", limit)]


def answer_first(database: Database, now: datetime) -> str:
    """Answer whatever is next, and return it."""
    with database.writing() as session:
        (head,) = inbox.list_heads(session, "telegram", 1)
        assert inbox.settle_answered(session, head.id, now)
        return head.payload


def test_a_repeated_update_is_kept_once(database: Database) -> None:
    take_in(database, [(1, "a"), (2, "a")])
    take_in(database, [(2, "a"), (3, "a"), (3, "a")])
    with database.reading() as session:
        assert list(session.scalars(select(rows.c.update_id).order_by(rows.c.id))) == [1, 2, 3]


def test_an_answered_update_that_comes_again_is_not_answered_again(database: Database) -> None:
    take_in(database, [(1, "a")])
    answer_first(database, NOW)
    take_in(database, [(1, "a")])
    assert heads(database) == []


def test_only_the_first_message_of_each_chat_is_next(database: Database) -> None:
    take_in(database, [(1, "a"), (2, "a"), (3, "b"), (4, "b")])
    assert heads(database) == ["a1", "b3"]


def test_a_busy_chat_makes_nobody_wait(database: Database) -> None:
    take_in(database, [(number, "a") for number in range(1, 100)])
    answer_first(database, NOW)
    take_in(database, [(100, "b"), (101, "c"), (102, "b")])
    moments = (NOW + timedelta(seconds=second) for second in range(1, 9))
    answered = [answer_first(database, moment) for moment in moments]
    assert answered == ["b100", "c101", "a2", "b102", "a3", "a4", "a5", "a6"]


def test_what_was_said_is_forgotten_once_it_is_answered(database: Database) -> None:
    take_in(database, [(1, "a")])
    answer_first(database, NOW)
    with database.reading() as session:
        (row,) = session.execute(select(rows)).all()
    assert (row.state, row.payload, row.answered_at) == ("answered", "", NOW)


def test_a_message_is_settled_once(database: Database) -> None:
    take_in(database, [(1, "a")])
    with database.writing() as session:
        (head,) = inbox.list_heads(session, "telegram", 1)
        assert inbox.settle_failed(session, head.id, "ValueError", NOW)
        assert not inbox.settle_answered(session, head.id, NOW)
    assert heads(database) == []


def test_a_number_is_free_again_once_no_server_tells_of_it_any_more(database: Database) -> None:
    take_in(database, [(1, "a"), (2, "a")])
    answer_first(database, NOW)
    with database.writing() as session:
        inbox.forget(session, "telegram", NOW)
    take_in(database, [(1, "b")])
    assert heads(database) == ["a2"]
    with database.writing() as session:
        inbox.forget(session, "telegram", NOW + timedelta(seconds=1))
    take_in(database, [(1, "b")])
    assert heads(database) == ["a2", "b1"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lane_that_another_process_answers_is_left_to_it(database: Database) -> None:
    take_in(database, [(1, "a"), (2, "a"), (3, "b")])
    with database.writing() as session:
        (head,) = inbox.list_heads(session, "telegram", 1)
        assert head.payload == "a1"
        assert heads(database) == ["b3"]
