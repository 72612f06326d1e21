"""Drill bells: who is offered two minutes of practice when, once, and on working days only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import Errand
from bot.post import links
from bot.post.drill_bells import drill_key
from bot.post.errands import read_errand
from bot.post.tables import drill_bells, outbox
from crm.store.database import Database
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.mornings import TUESDAY, Clockwork

NOON = TUESDAY.replace(hour=12, minute=30)
DAY = timedelta(days=1)


@pytest.fixture
def clockwork(database: Database, cast: Cast) -> Clockwork:
    """The cast, none of them let in yet."""
    return Clockwork(database)


def drill(day: int) -> str:
    return drill_key(who.ANA, date(2026, 11, day))


def bell(clockwork: Clockwork) -> datetime | None:
    query = select(drill_bells.c.rings_at).where(drill_bells.c.person_id == who.ANA)
    with clockwork.database.reading() as session:
        moment: datetime | None = session.scalar(query)
        return moment


def drills(clockwork: Clockwork, state: str = "queued") -> list[str]:
    return [key for key in clockwork.rung(state) if key.startswith("drill:")]


def test_who_chose_no_time_is_offered_none(clockwork: Clockwork) -> None:
    clockwork.let_in(who.ANA)
    clockwork.tick(NOON + timedelta(hours=1))
    assert bell(clockwork) is None
    assert drills(clockwork) == []


def test_a_bell_rings_once_and_the_next_is_set(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    assert bell(clockwork) == NOON
    clockwork.tick(NOON - timedelta(seconds=1))
    assert drills(clockwork) == []
    for _ in range(3):
        clockwork.tick(NOON + timedelta(seconds=20))
    assert drills(clockwork) == [drill(24)]
    assert bell(clockwork) == NOON + DAY


def test_what_rings_is_unasked_and_lasts_two_hours(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    clockwork.tick(NOON)
    with clockwork.database.reading() as session:
        row = session.execute(select(outbox).where(outbox.c.key == drill(24))).one()
    assert read_errand(row.payload) == Errand("drill", "2026-11-24")
    assert row.unasked
    assert row.expires_at == NOON + timedelta(hours=2)


def test_no_bell_rings_at_a_weekend(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA, at=NOON + 3 * DAY)
    assert bell(clockwork) == NOON + 6 * DAY


def test_it_rings_where_the_person_is(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="08:15", timezone="Asia/Shanghai")
    clockwork.let_in(who.ANA)
    assert bell(clockwork) == datetime(2026, 11, 25, 0, 15, tzinfo=UTC)


def test_after_an_outage_only_todays_can_be_said(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    clockwork.tick(NOON + 2 * DAY + timedelta(minutes=30))
    assert drills(clockwork) == [drill(26)]
    assert drills(clockwork, "expired") == [drill(24), drill(25)]


def test_one_that_is_two_hours_late_is_put_down_as_expired(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    clockwork.tick(NOON + timedelta(hours=2))
    assert drills(clockwork) == []
    assert drills(clockwork, "expired") == [drill(24)]


def test_another_time_replaces_the_bell_and_none_takes_it_away(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    clockwork.set(who.ANA, practice_time="17:30")
    clockwork.plan(who.ANA, NOON)
    assert bell(clockwork) == NOON.replace(hour=17)
    clockwork.set(who.ANA, practice_time=None)
    clockwork.plan(who.ANA, NOON)
    assert bell(clockwork) is None


def test_a_bell_that_has_come_and_is_not_rung_yet_stays(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    clockwork.plan(who.ANA, NOON + timedelta(seconds=5))
    assert bell(clockwork) == NOON


def test_who_has_left_or_has_no_chat_any_more_is_offered_none(clockwork: Clockwork) -> None:
    clockwork.set(who.ANA, practice_time="12:30")
    clockwork.let_in(who.ANA)
    clockwork.set(who.ANA, left_on=date(2026, 11, 24))
    clockwork.tick(NOON)
    assert drills(clockwork) == []
    assert bell(clockwork) is None
    clockwork.set(who.ANA, left_on=None)
    clockwork.plan(who.ANA, NOON - timedelta(minutes=1))
    with clockwork.database.writing() as session:
        links.cut_others(session, "test", who.ANA)
    clockwork.tick(NOON)
    assert drills(clockwork) == []
