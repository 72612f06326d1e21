"""Dates and periods in a message: 上周二, next wed, 半个月前, last month, Dec 5, 月底.

Conventions: a week runs from Monday to Sunday, and 下周三 or next Wednesday is the one of the week
after this; a bare weekday or day lies ahead or behind as the question looks; half a month is 15
days; periods are whole calendar periods. The caller says what day it is.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.normalise import Normal

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
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()

_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_EN = r"(\d{1,3}|an?|one|two|three|four|five|six)"
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_WEEK = r"(?:周|星期|礼拜|週)"
_UNIT = r"(天|日|周|星期|礼拜|个?月|年)"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``from_on`` to ``to_on``, both included; ``label`` names the common ones."""

    from_on: date
    to_on: date
    label: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _When:
    today: date
    ahead: bool


Days = tuple[date, date, str | None]
Reader = Callable[[re.Match[str], _When], Days | None]


def find_period(normal: Normal, today: date, *, ahead: bool) -> Period | None:
    """Return the longest date or period in a message, or None.

    ``ahead`` is how a bare weekday or day of the month is read: the coming one, or the past one.
    """
    text = "".join(
        plain if plain != " " else original
        for plain, original in zip(normal.plain, normal.original, strict=True)
    )
    found = sorted(_list_periods(text, _When(today, ahead)), key=_length, reverse=True)
    return found[0] if found else None


def _length(period: Period) -> int:
    return period.span[1] - period.span[0]


def _list_periods(text: str, when: _When) -> Iterator[Period]:
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(text):
            try:
                days = read(match, when)
            except (ValueError, OverflowError):
                continue
            if days is not None:
                yield Period(*days, match.span())


def number(text: str) -> int:
    """Read a small number in digits, Chinese or English.

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
    return _DIGITS[text]


def _one(day: date, label: str | None = None) -> Days:
    return day, day, label


def _week_of(day: date, label: str | None = None) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6), label


def _month_of(year: int, month: int, label: str | None = None) -> Days:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (
        date(year, month, 1),
        date(year, month, calendar.monthrange(year, month)[1]),
        label,
    )


def _shift_months(day: date, months: int) -> date:
    first, last, _ = _month_of(day.year, day.month + months)
    return first.replace(day=min(day.day, last.day))


def _ymd(m: re.Match[str], _: _When) -> Days:
    return _one(date(int(m[1]), int(m[2]), int(m[3])))


def _near_day(month: int, day: int, when: _When) -> Days:
    """The day of a month in the year that lies on the right side of today."""
    found = date(when.today.year, month, day)
    if when.ahead and found < when.today:
        found = date(when.today.year + 1, month, day)
    if not when.ahead and found > when.today:
        found = date(when.today.year - 1, month, day)
    return _one(found)


def _near_month_day(day: int, when: _When) -> Days:
    for step in range(4):
        first, last, _ = _month_of(
            when.today.year, when.today.month + (step if when.ahead else -step)
        )
        if day <= last.day:
            found = first.replace(day=day)
            if (found >= when.today) if when.ahead else (found <= when.today):
                return _one(found)
    raise ValueError(day)


def _whole_month(month: int, when: _When) -> Days:
    year = when.today.year
    if not when.ahead and month > when.today.month:
        year -= 1
    if when.ahead and month < when.today.month:
        year += 1
    return _month_of(year, month)


_WEEKS = {
    "上上": -2, "上": -1, "last": -1, "previous": -1, "这": 0, "本": 0, "this": 0, "今": 0,
    "下": 1, "next": 1, "下下": 2, "coming": 0,
}  # fmt: skip


def _weekday(which: str | None, day: int, when: _When) -> Days:
    step = _WEEKS.get((which or "").removesuffix("一").removesuffix("个"))
    if step is not None:
        monday = _week_of(when.today + timedelta(weeks=step))[0]
        return _one(monday + timedelta(days=day))
    distance = (day - when.today.weekday()) % 7 or 7
    return _one(when.today + timedelta(days=distance if when.ahead else distance - 7 or -7))


_ZH_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


def _read_zh_weekday(m: re.Match[str], when: _When) -> Days:
    day = int(m[2]) - 1 if m[2].isdecimal() else _ZH_DAYS[m[2]]
    return _weekday(m[1], day, when)


def _read_en_weekday(m: re.Match[str], when: _When) -> Days:
    return _weekday(m[1], _DAYS.index(m[2][:3]), when)


def _calendar_period(which: int, unit: str, when: _When) -> Days | None:
    side = {-1: "last", 0: "this", 1: "next"}.get(which)
    today = when.today
    if unit in {"week", "周", "星期", "礼拜", "週"}:
        return _week_of(today + timedelta(weeks=which), side and f"{side}_week")
    if unit in {"month", "月"}:
        return _month_of(today.year, today.month + which, side and f"{side}_month")
    if unit in {"quarter", "季度", "季"}:
        first = 3 * ((today.month - 1) // 3) + 1 + 3 * which
        return _month_of(today.year, first)[0], _month_of(today.year, first + 2)[1], None
    year = today.year + which
    return date(year, 1, 1), date(year, 12, 31), side and f"{side}_year"


def _which_period(m: re.Match[str], when: _When) -> Days | None:
    return _calendar_period(_WEEKS[m[1].removesuffix("一").removesuffix("个")], m[2], when)


def _away(count: int, unit: str, when: _When, *, later: bool) -> Days:
    sign = 1 if later else -1
    if unit[:1] in {"天", "日", "d"}:
        return _one(when.today + timedelta(days=sign * count))
    if unit[:1] in {"周", "星", "礼", "w"}:
        return _one(when.today + timedelta(weeks=sign * count))
    months = count * (12 if unit[:1] in {"年", "y"} else 1)
    return _one(_shift_months(when.today, sign * months))


def _span_back(count: int, unit: str, when: _When) -> Days:
    start = _away(count, unit, when, later=False)[0] + timedelta(days=1)
    return start, when.today, None


def _day_from(days: int, label: str | None = None) -> Reader:
    return lambda _, when: _one(when.today + timedelta(days=days), label)


def _month_end(m: re.Match[str], when: _When) -> Days:
    step = _WEEKS.get(m[1] or "", 0)
    return _one(_month_of(when.today.year, when.today.month + step)[1])


def _month_start(m: re.Match[str], when: _When) -> Days:
    step = _WEEKS[m[1]] if m[1] else int(when.ahead and when.today.day > 1)
    return _one(_month_of(when.today.year, when.today.month + step)[0])


def _weekend(m: re.Match[str], when: _When) -> Days:
    monday = _week_of(when.today + timedelta(weeks=_WEEKS.get(m[1] or "", 0)))[0]
    return monday + timedelta(days=5), monday + timedelta(days=6), None


_B, _E = r"(?<![a-z0-9])", r"(?![a-z0-9])"

_RULES: tuple[tuple[str, Reader], ...] = (
    (r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", _ymd),
    (_N + r"月" + _N + r"[日号]?", lambda m, w: _near_day(number(m[1]), number(m[2]), w)),
    (_N + r"(?:号|日)(?!店|楼)", lambda m, w: _near_month_day(number(m[1]), w)),
    (_N + r"月份?(?!\d)", lambda m, w: _whole_month(number(m[1]), w)),
    (r"(\d{4})年", lambda m, _: (date(int(m[1]), 1, 1), date(int(m[1]), 12, 31), None)),
    (
        _B + _MONTH + r"\.? (\d{1,2})(?:st|nd|rd|th)?" + _E,
        lambda m, w: _near_day(_MONTHS.index(m[1][:3]) + 1, int(m[2]), w),
    ),
    (
        _B + r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?" + _MONTH + _E,
        lambda m, w: _near_day(_MONTHS.index(m[2][:3]) + 1, int(m[1]), w),
    ),
    (
        _B + r"(?:in|since|during|of|for) " + _MONTH + _E,
        lambda m, w: _whole_month(_MONTHS.index(m[1][:3]) + 1, w),
    ),
    (r"大前天", _day_from(-3)),
    (r"前天|前日", _day_from(-2)),
    (r"昨天|昨日|昨晚|琴日|寻日|噚日", _day_from(-1, "yesterday")),
    (r"今天|今日|今晚|今早|当天|jintian", _day_from(0, "today")),
    (r"明天|明日|明早|听日|mingtian", _day_from(1, "tomorrow")),
    (r"后天|后日", _day_from(2)),
    (r"大后天", _day_from(3)),
    (_B + r"day before yesterday" + _E, _day_from(-2)),
    (_B + r"(?:yesterday|yday|ystd)" + _E, _day_from(-1, "yesterday")),
    (_B + r"(?:today|tdy|2day|tonight|this morning|this afternoon)" + _E, _day_from(0, "today")),
    (_B + r"(?:tomorrow|tmrw|tmr|2moro|tomorow)" + _E, _day_from(1, "tomorrow")),
    (_B + r"day after tomorrow" + _E, _day_from(2)),
    (
        r"(上上个?|上一?个?|这个?|本|今|下下个?|下一?个?)?"
        + _WEEK
        + r"([一二三四五六日天1-7])(?!\d)",
        _read_zh_weekday,
    ),
    (_B + r"(?:(last|next|this|coming) )?" + _DAY + _E, _read_en_weekday),
    (r"(上上个?|上一?个?|这个?|本|下下个?|下一?个?)" + r"(周|星期|礼拜|月|季度|季)", _which_period),
    (
        _B + r"(last|previous|this|next|coming) (week|month|quarter|year)" + _E,
        _which_period,
    ),
    (r"今年", lambda _, w: _calendar_period(0, "year", w)),
    (r"去年|上年|旧年", lambda _, w: _calendar_period(-1, "year", w)),
    (r"前年", lambda _, w: _calendar_period(-2, "year", w)),
    (r"明年|来年", lambda _, w: _calendar_period(1, "year", w)),
    (
        _N + r"个?" + _UNIT + r"(?:之|以)?后",
        lambda m, w: _away(number(m[1]), m[2].lstrip("个"), w, later=True),
    ),
    (
        _N + r"个?" + _UNIT + r"(?:之|以)?前",
        lambda m, w: _away(number(m[1]), m[2].lstrip("个"), w, later=False),
    ),
    (r"半个月(?:之|以)?后", _day_from(15)),
    (r"半个月(?:之|以)?前", _day_from(-15)),
    (
        r"(?:最近|近|过去)" + _N + r"个?" + _UNIT,
        lambda m, w: _span_back(number(m[1]), m[2].lstrip("个"), w),
    ),
    (r"(?:最近|近|过去)半个?月", lambda _, w: _span_back(15, "天", w)),
    (r"(?:最近|近|过去)半年", lambda _, w: _span_back(6, "月", w)),
    (
        _B + r"(?:in|by) " + _EN + r" (days?|weeks?|months?|years?)" + _E,
        lambda m, w: _away(number(m[1]), m[2], w, later=True),
    ),
    (
        _B + _EN + r" (days?|weeks?|months?|years?) (?:later|from now)" + _E,
        lambda m, w: _away(number(m[1]), m[2], w, later=True),
    ),
    (
        _B + _EN + r" (days?|weeks?|months?|years?) (?:ago|back)" + _E,
        lambda m, w: _away(number(m[1]), m[2], w, later=False),
    ),
    (
        _B + r"(?:last|past) " + _EN + r" (days?|weeks?|months?|years?)" + _E,
        lambda m, w: _span_back(number(m[1]), m[2], w),
    ),
    (r"(上|本|这|下)?个?月(?:底|末)", _month_end),
    (_B + r"(?:(this|next|last) )?(?:month end|end of (?:the )?month|eom)" + _E, _month_end),
    (r"(上|本|这|下)?个?月初", _month_start),
    (r"(上|本|这|下)?个?周末", _weekend),
    (_B + r"(?:(this|next|last) )?weekend" + _E, _weekend),
    (r"年底|年末", lambda _, w: _one(date(w.today.year, 12, 31))),
)

_GRAMMAR: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read) for pattern, read in _RULES
)
