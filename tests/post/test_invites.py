"""Invites: one code, one person, once; and what is kept of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.post import invites, strangers
from bot.post.invites import Invite
from bot.post.tables import invites as rows
from crm.entities import Role
from crm.store.database import Database, Session
from crm.store.tables import people
from tests.support import cast as who
from tests.support.cast import Cast

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
AT_ONCE = 20


@pytest.fixture
def session(database: Database, cast: Cast) -> Iterator[Session]:
    """A transaction in the cast's company."""
    with database.writing() as session:
        yield session


def test_of_twenty_who_use_a_code_at_once_exactly_one_gets_in(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        code = invites.make(session, who.ANA, Role.REP, now=NOW)
    together = Barrier(AT_ONCE)

    def try_it(_: int) -> Invite | None:
        together.wait()
        with database.writing() as session:
            return invites.redeem(session, code, now=NOW)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [each for each in pool.map(try_it, range(AT_ONCE)) if each is not None]
    assert [(each.person_id, each.role) for each in found] == [(who.ANA, Role.REP)]


def test_of_invites_made_at_once_for_one_person_the_last_is_good(
    database: Database, cast: Cast
) -> None:
    def make(_: int) -> str:
        with database.writing() as session:
            return invites.make(session, who.ANA, Role.REP, now=NOW)

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(make, range(8)))
    with database.writing() as session:
        used = [invites.redeem(session, code, now=NOW) for code in codes]
    assert sum(each is not None for each in used) == 1


def test_a_code_lasts_three_days_less_a_moment(session: Session) -> None:
    code = invites.make(session, who.ANA, Role.REP, now=NOW)
    assert invites.redeem(session, code, now=NOW + timedelta(hours=72)) is None
    last = NOW + timedelta(hours=72) - timedelta(seconds=1)
    assert invites.redeem(session, code, now=last) is not None


def test_a_new_invite_takes_the_older_ones_back_but_nobody_elses(session: Session) -> None:
    old = invites.make(session, who.ANA, Role.REP, now=NOW)
    other = invites.make(session, who.CARLA, Role.REP, now=NOW)
    new = invites.make(session, who.ANA, Role.MANAGER, now=NOW)
    assert invites.redeem(session, old, now=NOW) is None
    carla, ana = (invites.redeem(session, code, now=NOW) for code in (other, new))
    assert carla is not None
    assert ana is not None
    assert (carla.person_id, ana.role) == (who.CARLA, Role.MANAGER)


def test_taking_back_counts_only_what_was_still_good(session: Session) -> None:
    code = invites.make(session, who.ANA, Role.REP, now=NOW)
    assert invites.revoke(session, who.ANA, NOW) == 1
    assert invites.revoke(session, who.ANA, NOW) == 0
    assert invites.redeem(session, code, now=NOW) is None


def test_a_leavers_code_is_good_for_nothing(session: Session) -> None:
    code = invites.make(session, who.ANA, Role.REP, now=NOW)
    gone = update(people).where(people.c.id == who.ANA).values(left_on=NOW.date())
    session.execute(gone)
    assert invites.redeem(session, code, now=NOW) is None


def test_of_a_code_only_its_hash_is_kept(session: Session) -> None:
    code = invites.make(session, who.ANA, Role.REP, now=NOW)
    kept = session.execute(select(rows)).mappings().one()
    assert all(code not in str(value) for value in kept.values())


def test_a_code_fits_into_a_link_and_no_two_are_the_same(session: Session) -> None:
    codes = {invites.make(session, who.ANA, Role.REP, now=NOW) for _ in range(50)}
    assert len(codes) == 50
    assert all(invites.is_code(code) for code in codes)


@given(text=st.text(max_size=40))
def test_what_is_no_code_has_not_the_form_of_one(text: str) -> None:
    assert not invites.is_code(text) or (len(text) == 32 and text.isascii())


def test_wrong_codes_sent_at_once_are_all_counted(database: Database) -> None:
    def fail(_: int) -> None:
        with database.writing() as session:
            strangers.record_wrong_code(session, "telegram:1", NOW)

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(fail, range(5)))
    with database.writing() as session:
        assert strangers.is_shut(session, "telegram:1", NOW)
        assert not strangers.is_shut(session, "telegram:1", NOW + timedelta(hours=1))
        assert not strangers.is_shut(session, "telegram:2", NOW)


def test_a_stranger_who_writes_much_at_once_is_told_once(database: Database) -> None:
    def ask(_: int) -> bool:
        with database.writing() as session:
            return strangers.may_tell(session, "telegram:1", NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 1
