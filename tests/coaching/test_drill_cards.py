"""Cards: when a line is met again, as the log alone tells."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import cards
from bot.coaching.log import Entry, Rating

FIRST = datetime(2026, 11, 24, 8, 16, tzinfo=UTC)
KEY = ("tea", "hello_help")


def practised(at: datetime, rating: Rating | None, line: str = "hello_help") -> Entry:
    verdict = {"good": "good", "again": "bad", None: "unsure"}[rating]
    return Entry(at, "drill", "tea", "hello", line, verdict, rating=rating)  # type: ignore[arg-type]


def test_a_wrong_line_is_due_the_same_day() -> None:
    learnt = cards.learn([practised(FIRST, "again")])[KEY]
    assert learnt.missed
    assert learnt.is_due(FIRST)


def test_a_right_line_is_due_the_day_after_even_some_minutes_sooner() -> None:
    learnt = cards.learn([practised(FIRST, "good")])[KEY]
    assert not learnt.is_due(FIRST + timedelta(hours=3))
    assert learnt.is_due(datetime(2026, 11, 25, 8, 15, tzinfo=UTC))


def test_the_day_is_that_of_the_person() -> None:
    learnt = cards.learn([practised(FIRST, "good")])[KEY]
    tokyo = datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert learnt.is_due(tokyo)
    assert not learnt.is_due(tokyo.astimezone(UTC))


def test_what_nobody_could_judge_schedules_nothing() -> None:
    assert cards.learn([practised(FIRST, None)]) == {}
    entries = [practised(FIRST, "good")]
    assert cards.learn([*entries, practised(FIRST, None)]) == cards.learn(entries)


def test_a_line_said_right_again_and_again_becomes_known_and_rests_longer_each_time() -> None:
    entries: list[Entry] = []
    rests: list[timedelta] = []
    at = FIRST
    for _ in range(5):
        entries.append(practised(at, "good"))
        learnt = cards.learn(entries)[KEY]
        rests.append(learnt.due_at - at)
        at = learnt.due_at
    assert rests[1:] == sorted(rests[1:])
    assert learnt.is_known


@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 40), st.sampled_from(["good", "again"]))))
def test_no_line_rests_longer_than_thirty_days(steps: list[tuple[int, Rating]]) -> None:
    at, entries = FIRST, []
    for minutes, rating in steps:
        at += timedelta(minutes=minutes)
        entries.append(practised(at, rating))
    for learnt in cards.learn(entries).values():
        assert timedelta(0) < learnt.due_at - at <= timedelta(days=30)
    assert cards.learn(entries) == cards.learn(entries)


def test_the_next_lines_are_counted_without_todays() -> None:
    entries = [
        practised(FIRST, "again", "hello_push"),
        practised(FIRST, "good", "hello_help"),
        practised(FIRST, "good", "pay_now"),
    ]
    assert cards.count_next(cards.learn(entries), FIRST) == (1, 2)
    assert cards.count_next({}, FIRST) is None
