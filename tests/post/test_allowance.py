"""The guest on the phone: three messages a day that nobody asked for, none outside hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.preparing import Preparing
from bot.post import allowance, claiming, outbox, outcomes
from bot.post.mornings import digest_key
from bot.post.outbox import REMINDER, Claimed, Outgoing
from bot.post.outcomes import Outcome
from crm.calendar import WEEKDAYS, Hours, is_open
from crm.store.database import Database, Session
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import Office
from tests.support.mornings import BEFORE, COMPANY, TUESDAY, Clockwork
from tests.support.posting import CHANNEL, UNPACED

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WEDNESDAY_MORNING = TUESDAY + timedelta(days=1)
NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MONDAY_OPENS = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def claimed(
    *, unasked: bool = True, key: str | None = None, expires: datetime | None = None
) -> Claimed:
    return Claimed(
        id=0,
        channel=CHANNEL,
        chat="chat",
        person_id=who.ANA,
        key=key,
        priority=REMINDER,
        payload="x",
        expires_at=expires,
        owner="me",
        attempts=1,
        leaves_at=0.0,
        between=1.0,
        unasked=unasked,
    )


def tell(session: Session, at: datetime, *, unasked: bool = True, key: str | None = None) -> None:
    """Send something to Ana."""
    outgoing = Outgoing(CHANNEL, "chat", "x", who.ANA, REMINDER, key, unasked=unasked)
    outbox.enqueue(session, outgoing, at)
    (row,) = claiming.claim(session, CHANNEL, owner="me", rate=UNPACED, now=at).rows
    assert outbox.settle(session, row, outcomes.sent(1), at)


def check(session: Session, row: Claimed, now: datetime) -> Outcome | None:
    return allowance.check(session, row, COMPANY, now)


def test_three_a_day_are_said_and_the_fourth_waits_for_the_next_morning(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        for _ in range(3):
            assert check(session, claimed(), NOON) is None
            tell(session, NOON)
        waits = check(session, claimed(), NOON)
        assert waits is not None
        assert (waits.state, waits.until) == ("queued", WEDNESDAY_MORNING)
        assert check(session, claimed(), WEDNESDAY_MORNING) is None


def test_what_was_asked_for_is_said_whenever_and_does_not_count(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        for _ in range(5):
            tell(session, NOON, unasked=False)
        assert check(session, claimed(), NOON) is None
        for _ in range(3):
            tell(session, NOON)
        for moment in (NOON, NIGHT, SATURDAY):
            assert check(session, claimed(unasked=False), moment) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [(NIGHT, datetime(2026, 11, 25, 8, 0, tzinfo=UTC)), (SATURDAY, MONDAY_OPENS)],
)
def test_outside_working_hours_it_waits_until_they_begin(
    database: Database, cast: Cast, now: datetime, until: datetime
) -> None:
    with database.writing() as session:
        waits = check(session, claimed(), now)
    assert waits is not None
    assert (waits.state, waits.until) == ("queued", until)


def test_what_would_be_over_by_then_expires(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        over = check(session, claimed(expires=NIGHT + timedelta(hours=1)), NIGHT)
    assert over is not None
    assert over.state == "expired"


def test_the_digest_has_its_place_among_the_three(database: Database, cast: Cast) -> None:
    clockwork = Clockwork(database)
    early = TUESDAY - timedelta(minutes=20)
    clockwork.let_in(who.ANA, at=early)
    key = digest_key(who.ANA, date(2026, 11, 24))
    with database.writing() as session:
        tell(session, early)
        tell(session, early)
        waits = check(session, claimed(), early)
        assert waits is not None
        assert waits.until == WEDNESDAY_MORNING
        assert check(session, claimed(key=key), BEFORE) is None
    clockwork.tick(TUESDAY)
    with database.writing() as session:
        assert check(session, claimed(), TUESDAY) is not None
        (digest,) = claiming.claim(session, CHANNEL, owner="me", rate=UNPACED, now=TUESDAY).rows
        assert outbox.settle(session, digest, outcomes.cancelled("nothing to say"), TUESDAY)
        assert check(session, claimed(), TUESDAY) is None


def test_a_day_is_the_persons_own(database: Database, cast: Cast) -> None:
    shanghai = Hours(ZoneInfo("Asia/Shanghai"), WEEKDAYS, time(20), time(8), time(8, 30))
    evening = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    with database.writing() as session:
        for _ in range(3):
            tell(session, evening)
        assert allowance.check(session, claimed(), shanghai, evening) is not None
        midnight_passed = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
        assert allowance.check(session, claimed(), shanghai, midnight_passed) is None


def test_it_is_asked_before_anything_leaves(office: Office) -> None:
    Clockwork(office.database).let_in(who.ANA, at=BEFORE)
    row = replace(claimed(), channel="test", chat=f"chat {who.ANA}")
    office.app.clock = lambda: NIGHT
    with office.database.writing() as session:
        waits = Preparing(office.app)(session, row)
        assert isinstance(waits, Outcome)
        assert waits.until == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
        assert Preparing(office.app)(session, replace(row, unasked=False)) == row.payload


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Europe/London", "Asia/Shanghai", "America/New_York"]),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    quiet=st.tuples(st.times(), st.times()),
)
def test_it_waits_only_for_a_moment_that_is_open(
    now: datetime, zone: str, days: frozenset[int], quiet: tuple[time, time]
) -> None:
    hours = Hours(ZoneInfo(zone), days, quiet[0], quiet[1], time(8, 30))
    if is_open(hours, now):
        return
    nobody_is_asked = None
    waits = allowance.check(nobody_is_asked, claimed(), hours, now)  # type: ignore[arg-type]
    assert waits is not None
    assert waits.until is not None
    assert waits.until > now
    assert is_open(hours, waits.until)
