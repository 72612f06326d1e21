"""Mornings: who rings when, once, and what becomes of those that nobody was there to send."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import Errand
from bot.post import links, mornings
from bot.post.errands import read_errand
from bot.post.mornings import digest_key
from bot.post.outbox import REMINDER
from bot.post.tables import outbox
from crm.store.database import Database
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.mornings import AFTER, BEFORE, TUESDAY, Clockwork, company_hours

DAY = timedelta(days=1)


@pytest.fixture
def clockwork(database: Database, cast: Cast) -> Clockwork:
    """The cast, none of them let in yet."""
    return Clockwork(database)


def digest(person_id: int, day: int) -> str:
    return digest_key(person_id, date(2026, 11, day))


def test_a_morning_rings_once_and_the_next_is_set(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    clockwork.tick(BEFORE)
    assert clockwork.rung() == []
    for _ in range(3):
        clockwork.tick(AFTER)
    assert clockwork.rung() == [digest(who.ANA, 24)]
    assert clockwork.rings_at(who.ANA) == TUESDAY + DAY


def test_what_rings_is_an_errand_that_nobody_asked_for(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    clockwork.tick(AFTER)
    with clockwork.database.reading() as session:
        row = session.execute(select(outbox)).one()
    assert read_errand(row.payload) == Errand("digest", "2026-11-24")
    assert (row.channel, row.chat, row.person_id) == ("test", f"chat {who.ANA}", who.ANA)
    assert (row.priority, row.unasked) == (REMINDER, True)
    assert row.expires_at == TUESDAY + timedelta(hours=4)


def test_nobody_rings_at_a_weekend(clockwork: Clockwork) -> None:
    friday = TUESDAY + 3 * DAY
    clockwork.let_in(who.ANA, at=friday)
    assert clockwork.rings_at(who.ANA) == friday + 3 * DAY
    clockwork.tick(friday + 2 * DAY)
    assert clockwork.rung() == []


def test_everybody_rings_where_they_are(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, timezone="Asia/Shanghai")
    clockwork.set(who.BORIS, timezone="America/New_York", digest_time="07:45", quiet_until="07:00")
    clockwork.let_in(who.ANA, who.BORIS, who.CARLA, at=TUESDAY - DAY)
    assert clockwork.rings_at(who.ANA) == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert clockwork.rings_at(who.CARLA) == TUESDAY
    assert clockwork.rings_at(who.BORIS) == datetime(2026, 11, 23, 12, 45, tzinfo=UTC)


def test_two_clocks_that_strike_at_once_ring_once(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA, who.BORIS, who.CARLA)
    threads = [threading.Thread(target=clockwork.tick, args=(AFTER,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clockwork.tick(AFTER)
    assert sorted(clockwork.rung()) == sorted(
        digest(each, 24) for each in (who.ANA, who.BORIS, who.CARLA)
    )


def test_many_are_rung_a_slice_at_a_time(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA, who.BORIS, who.CARLA)
    assert [clockwork.tick_some(AFTER, 2) for _ in range(3)] == [2, 1, 0]
    assert len(clockwork.rung()) == 3


def test_a_morning_is_told_late_and_no_later_than_four_hours(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    clockwork.tick(TUESDAY + timedelta(hours=1))
    assert clockwork.rung() == [digest(who.ANA, 24)]
    clockwork.let_in(who.BORIS)
    clockwork.tick(TUESDAY + timedelta(hours=4))
    assert clockwork.rung() == [digest(who.ANA, 24)]
    assert clockwork.rung("expired") == [digest(who.BORIS, 24)]


def test_a_late_morning_is_told_no_later_than_quiet_time(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, digest_time="18:30")
    clockwork.let_in(who.ANA)
    clockwork.tick(TUESDAY + timedelta(hours=10))
    with clockwork.database.reading() as session:
        expires_at = session.scalar(select(outbox.c.expires_at))
    assert expires_at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def test_after_days_without_a_clock_the_newest_morning_is_told_and_the_others_counted(
    clockwork: Clockwork,
) -> None:
    clockwork.let_in(who.ANA)
    clockwork.tick(TUESDAY + 6 * DAY)
    assert clockwork.rung() == [digest(who.ANA, 30)]
    assert clockwork.rung("expired") == [digest(who.ANA, day) for day in (24, 25, 26, 27)]
    assert clockwork.rings_at(who.ANA) == TUESDAY + 7 * DAY


def test_whoever_has_left_or_is_shut_out_does_not_ring(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA, who.BORIS, who.CARLA)
    clockwork.set(who.ANA, left_on=date(2026, 11, 24))
    clockwork.set(who.CARLA, left_on=date(2026, 11, 25))
    with clockwork.database.writing() as session:
        links.cut_others(session, "test", who.BORIS)
    clockwork.tick(AFTER)
    assert clockwork.rung() == [digest(who.CARLA, 24)]
    assert clockwork.rings_at(who.ANA) is clockwork.rings_at(who.BORIS) is None
    assert clockwork.plan(who.ANA, AFTER) is None
    clockwork.let_in(who.BORIS, at=AFTER)
    assert clockwork.rings_at(who.BORIS) == TUESDAY + DAY


def test_planning_anew_loses_no_morning_and_tells_none_twice(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    clockwork.plan(who.ANA, AFTER)
    clockwork.tick(AFTER)
    assert clockwork.rung() == [digest(who.ANA, 24)]
    clockwork.set(who.ANA, digest_time="10:00")
    assert clockwork.plan(who.ANA, AFTER) == TUESDAY + timedelta(hours=1, minutes=30)
    clockwork.tick(TUESDAY + timedelta(hours=2))
    assert clockwork.rung() == [digest(who.ANA, 24)]
    assert clockwork.rings_at(who.ANA) == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def test_whose_hours_were_changed_in_the_books_is_not_rung_at_the_old_moment(
    clockwork: Clockwork,
) -> None:
    clockwork.let_in(who.ANA)
    clockwork.set(who.ANA, timezone="America/New_York")
    clockwork.tick(AFTER)
    assert clockwork.rung() == []
    assert clockwork.rings_at(who.ANA) == datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


def test_whoever_was_let_in_before_there_were_mornings_is_planned_for(
    clockwork: Clockwork,
) -> None:
    with clockwork.database.writing() as session:
        for each in (who.ANA, who.BORIS):
            links.put_in(session, "test", each, "chat", each, confirmed=True, now=BEFORE)
    with clockwork.database.writing() as session:
        assert mornings.plan_missing(session, BEFORE, company_hours, most=1) == 1
        assert mornings.plan_missing(session, BEFORE, company_hours) == 1
        assert mornings.plan_missing(session, BEFORE, company_hours) == 0
    clockwork.tick(AFTER)
    assert len(clockwork.rung()) == 2
