"""Dates and periods as people type them, told on Tuesday 2026-11-24."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates import Period, find_period, list_impossible
from bot.understanding.normalise import normalise

TUESDAY = date(2026, 11, 24)


def _find(text: str, *, ahead: bool, today: date = TUESDAY) -> Period | None:
    return find_period(normalise(text), today, ahead=ahead)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下周三", "2026-12-02"), ("下星期五", "2026-12-04"), ("next wed", "2026-12-02"),
        ("next monday", "2026-11-30"), ("下下周一", "2026-12-07"), ("周五", "2026-11-27"),
        ("friday", "2026-11-27"), ("on monday", "2026-11-30"), ("明天", "2026-11-25"),
        ("后天", "2026-11-26"), ("大后天", "2026-11-27"), ("三天后", "2026-11-27"),
        ("两周后", "2026-12-08"), ("in two weeks", "2026-12-08"), ("2 weeks later", "2026-12-08"),
        ("半个月后", "2026-12-09"), ("月底", "2026-11-30"), ("下月底", "2026-12-31"),
        ("eom", "2026-11-30"), ("下月初", "2026-12-01"), ("12月5号", "2026-12-05"),
        ("Dec 5", "2026-12-05"), ("5th of december", "2026-12-05"), ("2026-12-05", "2026-12-05"),
        ("2026年12月5日", "2026-12-05"), ("5号", "2026-12-05"), ("3月1号", "2027-03-01"),
        ("tmrw", "2026-11-25"), ("聽日", "2026-11-25"), ("day after tomorrow", "2026-11-26"),
        ("三個月後", "2027-02-24"), ("下禮拜二", "2026-12-01"),
    ],
)  # fmt: skip
def test_a_day_that_lies_ahead(text: str, day: str) -> None:
    found = _find(text, ahead=True)
    assert found is not None
    assert found.from_on == found.to_on == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("上周二", "2026-11-17"), ("last tuesday", "2026-11-17"), ("on monday", "2026-11-23"),
        ("周一", "2026-11-23"), ("周五", "2026-11-20"), ("昨天", "2026-11-23"),
        ("琴日", "2026-11-23"), ("前天", "2026-11-22"), ("三天前", "2026-11-21"),
        ("2 days ago", "2026-11-22"), ("a week ago", "2026-11-17"), ("半个月前", "2026-11-09"),
        ("20号", "2026-11-20"), ("28号", "2026-10-28"), ("12月1号", "2025-12-01"),
        ("Nov 3", "2026-11-03"), ("yesterday", "2026-11-23"), ("两个月前", "2026-09-24"),
    ],
)  # fmt: skip
def test_a_day_that_has_passed(text: str, day: str) -> None:
    found = _find(text, ahead=False)
    assert found is not None
    assert found.from_on == found.to_on == date.fromisoformat(day)


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("上个月25号", "2026-10-25"), ("上月20号", "2026-10-20"), ("下个月5号", "2026-12-05"),
        ("下下个月8号", "2027-01-08"), ("上一个月3日", "2026-10-03"), ("本月30号", "2026-11-30"),
        ("the 5th of next month", "2026-12-05"), ("next month on the 8th", "2026-12-08"),
        ("last month the 25th", "2026-10-25"), ("25th of last month", "2026-10-25"),
        ("feb 29 2028", "2028-02-29"), ("去年12月5号", "2025-12-05"), ("明年3月8日", "2027-03-08"),
        ("11月20日", "2026-11-20"), ("nov 20", "2026-11-20"),
    ],
)  # fmt: skip
def test_a_day_named_with_its_month_is_that_day_wherever_one_looks(
    text: str, day: str, *, ahead: bool
) -> None:
    found = _find(text, ahead=ahead)
    assert found is not None
    assert found.from_on == found.to_on == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["0000-00-00", "2026-02-30", "13月5号", "2月30号", "feb 31", "9月31日", "31 april 2026"]
)
def test_an_impossible_day_is_no_date_and_neither_is_a_part_of_it(text: str) -> None:
    assert _find(text, ahead=True) is None
    assert list_impossible(normalise(text), TUESDAY) == [(0, len(text))]


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_digits_written_like_a_date_are_that_day_or_none(year: int, month: int, day: int) -> None:
    found = _find(f"{year:04}-{month:02}-{day:02}", ahead=False)
    assert found is None or found.from_on == date(year, month, day)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("上个月", "2026-10-01", "2026-10-31", "last_month"),
        ("last month", "2026-10-01", "2026-10-31", "last_month"),
        ("这周", "2026-11-23", "2026-11-29", "this_week"),
        ("next week", "2026-11-30", "2026-12-06", "next_week"),
        ("本月", "2026-11-01", "2026-11-30", "this_month"),
        ("今年", "2026-01-01", "2026-12-31", "this_year"),
        ("去年", "2025-01-01", "2025-12-31", "last_year"),
        ("上季度", "2026-07-01", "2026-09-30", None),
        ("this quarter", "2026-10-01", "2026-12-31", None),
        ("最近30天", "2026-10-26", "2026-11-24", None),
        ("past 7 days", "2026-11-18", "2026-11-24", None),
        ("in march", "2026-03-01", "2026-03-31", None),
        ("9月份", "2026-09-01", "2026-09-30", None),
        ("周末", "2026-11-28", "2026-11-29", None),
        ("今天", "2026-11-24", "2026-11-24", "today"),
    ],
)
def test_a_period_is_a_whole_calendar_period(
    text: str, first: str, last: str, label: str | None
) -> None:
    found = _find(text, ahead=False)
    assert found is not None
    assert (found.from_on, found.to_on) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.label == label


@pytest.mark.parametrize(
    "text",
    [
        "may i see mark sun orders",
        "Save-a-lot",
        "我的A类客户",
        "第二家",
        "B类有多少家",
        "13月45号",
        "2026-02-30",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert _find(text, ahead=False) is None


def test_the_span_is_where_the_date_stands() -> None:
    text = "远达物流推迟到下周五吧"
    found = _find(text, ahead=True)
    assert found is not None
    assert text[slice(*found.span)] == "下周五"


@given(today=st.dates(date(2000, 1, 1), date(2090, 1, 1)), day=st.integers(0, 6))
def test_a_bare_weekday_is_within_a_week_on_the_side_asked_for(today: date, day: int) -> None:
    name = "一二三四五六日"[day]
    ahead, behind = (_find(f"周{name}", ahead=side, today=today) for side in (True, False))
    assert ahead is not None
    assert behind is not None
    assert timedelta(0) < ahead.from_on - today <= timedelta(7)
    assert timedelta(0) < today - behind.from_on <= timedelta(7)
    assert ahead.from_on.weekday() == behind.from_on.weekday() == day


@given(today=st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_months_follow_each_other_without_gap(today: date) -> None:
    last, this, following = (
        _find(text, ahead=False, today=today) for text in ("上个月", "本月", "下个月")
    )
    assert last is not None
    assert this is not None
    assert following is not None
    assert last.to_on + timedelta(1) == this.from_on
    assert this.to_on + timedelta(1) == following.from_on
