"""A time of day in words, in both languages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.hours import Hour, choose, find_hour

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


def read(text: str) -> Hour | None:
    return find_hour(text, (0, len(text)))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("at 3pm", "15:00"),
        ("3 p.m.", "15:00"),
        ("at 3", "15:00"),
        ("15:30", "15:30"),
        ("9.30am", "09:30"),
        ("at noon", "12:00"),
        ("half past 3", "15:30"),
        ("quarter to five", "16:45"),
        ("tomorrow morning at 9", "09:00"),
        ("at 9 in the evening", "21:00"),
        ("3 in the afternoon", "15:00"),
        ("8:15 tonight", "20:15"),
        ("three o'clock", "15:00"),
        ("下午3点", "15:00"),
        ("下午三点半", "15:30"),
        ("三点一刻", "15:15"),
        ("三点四十", "15:40"),
        ("今晚八点", "20:00"),
        ("明早9点", "09:00"),
        ("中午12点半", "12:30"),
        ("15点", "15:00"),
        ("下午2:30", "14:30"),
        ("１５：３０", "15:30"),
    ],
)
def test_an_hour_is_read(text: str, at: str) -> None:
    hour = read(text)
    assert hour is not None
    assert hour.at[0] == at
    assert hour.exact


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("in half an hour", 30),
        ("in an hour and a half", 90),
        ("in 20 mins", 20),
        ("in two hours", 120),
        ("half an hour from now", 30),
        ("半小时后", 30),
        ("两个半小时后", 150),
        ("一刻钟后", 15),
        ("过20分钟", 20),
    ],
)
def test_a_while_from_now_is_read(text: str, minutes: int) -> None:
    hour = read(text)
    assert hour is not None
    assert hour.minutes == minutes


@pytest.mark.parametrize(
    "text",
    [
        *("in two weeks", "in 3 days", "at 50 Baker Street", "11.20", "1:1", "at the office"),
        *("开了两个小时", "at 1.5%", "24/7", "200 valves", "晚上12点", "25:00"),
    ],
)
def test_what_is_no_hour_is_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("text", "at"), [("tonight", "19:00"), ("下午", "14:00")])
def test_a_part_of_the_day_is_a_guess(text: str, at: str) -> None:
    hour = read(text)
    assert hour is not None
    assert (hour.at[0], hour.exact) == (at, False)


@pytest.mark.parametrize(
    ("text", "on", "meant"),
    [
        ("at 3", None, (TODAY, "15:00")),
        ("at 8", None, (TODAY, "20:00")),
        ("at 8", TODAY + timedelta(1), (TODAY + timedelta(1), "08:00")),
        ("at 9am", None, (TODAY + timedelta(1), "09:00")),
        ("at 9am", TODAY, (TODAY, "09:00")),
        ("in half an hour", None, (TODAY, "10:30")),
        ("in 15 hours", None, (TODAY + timedelta(1), "01:00")),
    ],
)
def test_the_hour_that_lies_ahead_is_meant(
    text: str, on: date | None, meant: tuple[date, str]
) -> None:
    hour = read(text)
    assert hour is not None
    assert choose(hour, on, NOW) == meant


@given(st.times(), st.times())
def test_without_a_day_what_is_meant_is_ahead_and_within_a_day(said: time, now: time) -> None:
    moment = datetime.combine(TODAY, now, tzinfo=UTC)
    hour = read(f"{said:%H:%M}")
    assert hour is not None
    on, at = choose(hour, None, moment)
    meant = datetime.combine(on, time.fromisoformat(at), tzinfo=UTC)
    assert timedelta(0) < meant - moment.replace(second=0, microsecond=0) <= timedelta(days=1)


@given(
    st.text(alphabet="0123456789点半刻上下午晚早小时分钟后过个 :.apm at in half hour", max_size=40)
)
def test_any_text_is_read_within_itself(text: str) -> None:
    hour = read(text)
    if hour is not None:
        assert 0 <= hour.span[0] < hour.span[1] <= len(text)
        assert hour.minutes or all(time.fromisoformat(at) for at in hour.at)
