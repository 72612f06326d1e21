"""Days and periods reckoned from today: a weekday, a day of the month, so many weeks ago.

A week runs from Monday to Sunday. Half a month is 15 days. Periods are whole calendar periods. A
day that could lie on both sides of today lies where the question looks: ahead, or behind.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass(frozen=True, slots=True)
class When:
    today: date
    ahead: bool


Days = tuple[date, date, str | None]
Reader = Callable[[re.Match[str], When], Days | None]


def number(text: str) -> int:
    """Read a small number in digits, Chinese or English; raises ValueError for 一一.

    >>> number("十二"), number("两"), number("three"), number("15")
    (12, 2, 3, 15)
    """
    if text.isdecimal():
        return int(text)
    if text in _WORDS:
        return _WORDS[text]
    tens, ten, ones = text.rpartition("十")
    if ten:
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    if text not in _DIGITS:
        raise ValueError(text)
    return _DIGITS[text]


def one(day: date, label: str | None = None) -> Days:
    return day, day, label


def week_of(day: date, label: str | None = None) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6), label


def month_of(year: int, month: int, label: str | None = None) -> Days:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (
        date(year, month, 1),
        date(year, month, calendar.monthrange(year, month)[1]),
        label,
    )


def _shift_months(day: date, months: int) -> date:
    first, last, _ = month_of(day.year, day.month + months)
    return first.replace(day=min(day.day, last.day))


class NoSuchDay(ValueError):
    """A day was named in full that is in no calendar."""


def full_day(year: int, month: int, of_month: int) -> Days:
    """A day named in full; raises NoSuchDay for one that is in no calendar."""
    try:
        return one(date(year, month, of_month))
    except ValueError as error:
        raise NoSuchDay from error


_NO_YEAR = "0000"


def read_ymd(m: re.Match[str], _: When) -> Days | None:
    """Read 2026-11-24; four other digits, as in a telephone number, are no year."""
    if m[1] != _NO_YEAR and m[1][:2] not in {"19", "20"}:
        return None
    return full_day(int(m[1]), int(m[2]), int(m[3]))


_JUST_PASSED = timedelta(days=60)


def near_day(month: int, of_month: int, when: When) -> Days:
    """The day of a month in the year that lies on the right side of today.

    Where it looks ahead, a day that passed within two months is still that day: nobody means the
    20th of last week a year from now.
    """
    found = full_day(when.today.year, month, of_month)[0]
    if when.ahead and when.today - found > _JUST_PASSED:
        found = full_day(when.today.year + 1, month, of_month)[0]
    if not when.ahead and found > when.today:
        found = full_day(when.today.year - 1, month, of_month)[0]
    return one(found)


def read_slashed(m: re.Match[str], when: When) -> Days | None:
    """Read 11/20 and 20/11, of which one number can only be a day; 24/7 and 3/4 are no dates."""
    low, high = sorted((int(m[1]), int(m[2])))
    if high <= _MONTHS or low > _MONTHS or m[0] == "24/7":
        return None
    try:
        return near_day(low, high, when)
    except NoSuchDay:
        return None


_MONTHS = 12


def read_dotted(m: re.Match[str], when: When) -> Days | None:
    """Read 11.18, which is a day only where a visit is spoken of right behind it."""
    try:
        return near_day(int(m[1]), int(m[2]), when)
    except NoSuchDay:
        return None


def near_month_day(day: int, when: When) -> Days:
    for step in range(4):
        first, last, _ = month_of(
            when.today.year, when.today.month + (step if when.ahead else -step)
        )
        if day <= last.day:
            found = first.replace(day=day)
            if (found >= when.today) if when.ahead else (found <= when.today):
                return one(found)
    raise ValueError(day)


def whole_month(month: int, when: When) -> Days:
    year = when.today.year
    if not when.ahead and month > when.today.month:
        year -= 1
    if when.ahead and month < when.today.month:
        year += 1
    return month_of(year, month)


_WEEKS = {
    "上上": -2, "上": -1, "last": -1, "previous": -1, "这": 0, "本": 0, "this": 0, "今": 0,
    "下": 1, "next": 1, "下下": 2, "coming": 0,
}  # fmt: skip


def weekday(which: str | None, day: int, when: When) -> Days:
    step = _WEEKS.get((which or "").rstrip("一个"))
    if step is not None:
        monday = week_of(when.today + timedelta(weeks=step))[0]
        return one(monday + timedelta(days=day))
    distance = (day - when.today.weekday()) % 7 or 7
    return one(when.today + timedelta(days=distance if when.ahead else distance - 7 or -7))


def day_of_month(which: str, of_month: int, when: When) -> Days:
    """The 5th of last, this or next month."""
    step = _WEEKS[which.rstrip("一个")]
    first, _, _ = month_of(when.today.year, when.today.month + step)
    return full_day(first.year, first.month, of_month)


def read_day_of_month(m: re.Match[str], when: When) -> Days:
    return day_of_month(m[1], number(m[2]), when)


def read_day_of_year(m: re.Match[str], when: When) -> Days:
    year = when.today.year + {"前": -2, "去": -1, "今": 0, "明": 1}[m[1]]
    return full_day(year, number(m[2]), number(m[3]))


_ZH_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


def read_zh_weekday(m: re.Match[str], when: When) -> Days:
    day = int(m[2]) - 1 if m[2].isdecimal() else _ZH_DAYS[m[2]]
    return weekday(m[1], day, when)


def read_en_weekday(m: re.Match[str], when: When) -> Days:
    return weekday(m[1], WEEKDAYS.index(m[2][:3]), when)


def calendar_period(which: int, unit: str, when: When) -> Days | None:
    side = {-1: "last", 0: "this", 1: "next"}.get(which)
    today = when.today
    if unit in {"week", "周", "星期", "礼拜", "週"}:
        return week_of(today + timedelta(weeks=which), side and f"{side}_week")
    if unit in {"month", "月"}:
        return month_of(today.year, today.month + which, side and f"{side}_month")
    if unit in {"quarter", "季度", "季"}:
        first = 3 * ((today.month - 1) // 3) + 1 + 3 * which
        return month_of(today.year, first)[0], month_of(today.year, first + 2)[1], None
    year = today.year + which
    return date(year, 1, 1), date(year, 12, 31), side and f"{side}_year"


def read_period(m: re.Match[str], when: When) -> Days | None:
    return calendar_period(_WEEKS[m[1].rstrip("一个")], m[2], when)


def away(count: int, unit: str, when: When, *, later: bool) -> Days:
    sign = 1 if later else -1
    if unit[:1] in {"天", "日", "d"}:
        return one(when.today + timedelta(days=sign * count))
    if unit[:1] in {"周", "星", "礼", "w"}:
        return one(when.today + timedelta(weeks=sign * count))
    months = count * (12 if unit[:1] in {"年", "y"} else 1)
    return one(_shift_months(when.today, sign * months))


def span_back(count: int, unit: str, when: When) -> Days:
    start = away(count, unit, when, later=False)[0] + timedelta(days=1)
    return start, when.today, None


def day_from(days: int, label: str | None = None) -> Reader:
    return lambda _, when: one(when.today + timedelta(days=days), label)


def within_month(month: int, part: str, when: When) -> Days:
    """The day a part of a month begins on, and its last day for the end: 12月中旬 is the 15th."""
    first, last, _ = whole_month(month, when)
    if part in {"底", "末"}:
        return one(last)
    return one(first.replace(day={"初": 1, "上": 1, "中": 15, "下": 21}[part[0]]))


def quarter(which: int, year: int | None, when: When) -> Days:
    """A quarter of a year; without a year the one that lies on the right side of today."""
    chosen = year or when.today.year
    first = date(chosen, 3 * which - 2, 1)
    if year is None and not when.ahead and first > when.today:
        chosen -= 1
    return month_of(chosen, 3 * which - 2)[0], month_of(chosen, 3 * which)[1], None


def read_quarter(m: re.Match[str], when: When) -> Days:
    return quarter(int(m[1]), int(m[2]) if m[2] else None, when)


def read_quarter_zh(m: re.Match[str], when: When) -> Days:
    return quarter(_DIGITS[m[2]], int(m[1]) if m[1] else None, when)


def read_half_year(m: re.Match[str], when: When) -> Days:
    year = when.today.year + {"去": -1, "明": 1}.get(m[1] or "", 0)
    first = 1 if m[2] == "上" else 7
    return month_of(year, first)[0], month_of(year, first + 5)[1], None


def read_month_end(m: re.Match[str], when: When) -> Days:
    step = _WEEKS.get(m[1] or "", 0)
    return one(month_of(when.today.year, when.today.month + step)[1])


def read_month_start(m: re.Match[str], when: When) -> Days:
    step = _WEEKS[m[1]] if m[1] else int(when.ahead and when.today.day > 1)
    return one(month_of(when.today.year, when.today.month + step)[0])


def read_weekend(m: re.Match[str], when: When) -> Days:
    monday = week_of(when.today + timedelta(weeks=_WEEKS.get(m[1] or "", 0)))[0]
    return monday + timedelta(days=5), monday + timedelta(days=6), None
