"""Dates and periods in a message: 上周二, next wed, 半个月前, last month, Dec 5, 月底.

The grammar: what is written, and how it is reckoned (see ``reckoning``). The longest date in a
message counts. The caller says what day it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.understanding import english_days, reckoning
from bot.understanding.normalise import Normal
from bot.understanding.reckoning import MONTHS, NoSuchDay, Reader, When, number

_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_EN = r"(\d{1,3}|an?|one|two|three|four|five|six)"
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|saturday|sunday)"
)
_STEP = r"(上上个?|上一?个?|这个?|本|下下个?|下一?个?)"
_WEEK = r"(?:周|星期|礼拜|週)"
_UNIT = r"(天|日|周|星期|礼拜|个?月|年)"


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``from_on`` to ``to_on``, both included; ``label`` names the common ones."""

    from_on: date
    to_on: date
    label: str | None
    span: Span


def find_period(normal: Normal, today: date, *, ahead: bool) -> Period | None:
    """Return the longest date or period in a message, or None.

    ``ahead`` is how a bare weekday or day of the month is read: the coming one, or the past one.
    """
    found, _ = _read_all(_dated(normal), When(today, ahead))
    return found[0] if found else None


def list_periods(normal: Normal, today: date, *, ahead: bool) -> list[Period]:
    """Return every date or period in a message, the longest of those that overlap, in order."""
    kept: list[Period] = []
    for found in _read_all(_dated(normal), When(today, ahead))[0]:
        if not _overlaps(found.span, (other.span for other in kept)):
            kept.append(found)
    return sorted(kept, key=lambda period: period.span)


def list_impossible(normal: Normal, today: date) -> list[Span]:
    """Where days stand that no calendar has: 31 April, 0000-00-00, 13月5号."""
    return list(_read_all(_dated(normal), When(today, ahead=False))[1])


def _dated(normal: Normal) -> str:
    """Letters folded, all else as it was typed: a hyphen parts a date, a comma doesn't join one."""
    return "".join(
        plain if plain != " " else original
        for plain, original in zip(normal.plain, normal.original, strict=True)
    )


@lru_cache(maxsize=64)
def _read_all(text: str, when: When) -> tuple[tuple[Period, ...], tuple[Span, ...]]:
    """The dates of a text, longest first, and where it names impossible days.

    No part of an impossible day is a date. One message is asked by many readers, and read once.
    """
    found: list[Period] = []
    impossible: list[Span] = []
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(text):
            try:
                days = read(match, when)
            except NoSuchDay:
                impossible.append(match.span())
                continue
            except (ValueError, OverflowError):
                continue
            if days is not None:
                found.append(Period(*days, match.span()))
    longest = sorted({*impossible, *(period.span for period in found)}, key=_length, reverse=True)
    outer = [span for n, span in enumerate(longest) if not _overlaps(span, longest[:n])]
    impossible = [span for span in outer if span in impossible]
    kept = [period for period in found if not _overlaps(period.span, impossible)]
    kept.sort(key=lambda period: _length(period.span), reverse=True)
    return tuple(kept), tuple(sorted(impossible))


def _length(span: Span) -> int:
    return span[1] - span[0]


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


_B, _E = r"(?<![a-z0-9])", r"(?![a-z0-9])"

_RULES: tuple[tuple[str, Reader], ...] = (
    (r"(?<![\d-])(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?![\d-])[日号]?", reckoning.read_ymd),
    (r"(今|去|明|前)年" + _N + r"月" + _N + r"[日号]?", reckoning.read_day_of_year),
    (_STEP + "月的?" + _N + r"(?:号|日)(?!店|楼)", reckoning.read_day_of_month),
    (
        _B + r"(last|previous|this|next) month,?(?: on)?(?: the)? (\d{1,2})(?:st|nd|rd|th)" + _E,
        reckoning.read_day_of_month,
    ),
    (
        _B + r"(?:the )?(\d{1,2})(?:st|nd|rd|th)? (?:of )?(last|previous|this|next) month" + _E,
        lambda m, w: reckoning.day_of_month(m[2], number(m[1]), w),
    ),
    (_N + r"月" + _N + r"[日号]?", lambda m, w: reckoning.near_day(number(m[1]), number(m[2]), w)),
    (_N + r"(?:号|日)(?!店|楼)", lambda m, w: reckoning.near_month_day(number(m[1]), w)),
    (
        _N + r"月(初|上旬|中旬?|下旬|底|末)",
        lambda m, w: reckoning.within_month(number(m[1]), m[2], w),
    ),
    (_N + r"月份?(?!\d)", lambda m, w: reckoning.whole_month(number(m[1]), w)),
    (r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/.-])", reckoning.read_slashed),
    (
        r"(?<![\d.-])(1[0-2]|0?[1-9])[.-](\d{1,2})(?=[ 的]?(?:去|拜访|见|跑|上门|约))",
        reckoning.read_dotted,
    ),
    (
        r"(?<![\d.,-])(1[3-9]|2\d|3[01])\.(0?[1-9]|1[0-2])\.?(?![\d.]| ?(?:usd|eur|per|each))",
        english_days.read_european,
    ),
    (r"(?<![\d.,-])(\d{1,2})\.(0?[1-9]|1[0-2])\.(?!\d)", english_days.read_european),
    (
        _B + r"on (?:the )?(\d{1,2})\.?(?= *$|, )",
        lambda m, w: reckoning.near_month_day(int(m[1]), w),
    ),
    (
        _B + r"the (\d{1,2})(?:st|nd|rd|th)" + _E,
        lambda m, w: reckoning.near_month_day(int(m[1]), w),
    ),
    (_B + r"q([1-4])(?: (\d{4}))?" + _E, reckoning.read_quarter),
    (r"(?:(\d{4})年)?第?([一二三四])季度", reckoning.read_quarter_zh),
    (
        _B + r"(?:in|of|during|since) ((?:19|20)\d{2})" + _E,
        lambda m, _: (date(int(m[1]), 1, 1), date(int(m[1]), 12, 31), None),
    ),
    (r"(\d{4})年", lambda m, _: (date(int(m[1]), 1, 1), date(int(m[1]), 12, 31), None)),
    (
        _B + _MONTH + r"\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d{2})" + _E,
        lambda m, _: reckoning.full_day(int(m[3]), MONTHS.index(m[1][:3]) + 1, int(m[2])),
    ),
    (
        _B + r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?" + _MONTH + r",? ((?:19|20)\d{2})" + _E,
        lambda m, _: reckoning.full_day(int(m[3]), MONTHS.index(m[2][:3]) + 1, int(m[1])),
    ),
    (
        _B + _MONTH + r"\.? (\d{1,2})(?:st|nd|rd|th)?" + _E,
        lambda m, w: reckoning.near_day(MONTHS.index(m[1][:3]) + 1, int(m[2]), w),
    ),
    (
        _B + r"(\d{1,2})(?:st|nd|rd|th)? (?:of )?" + _MONTH + _E,
        lambda m, w: reckoning.near_day(MONTHS.index(m[2][:3]) + 1, int(m[1]), w),
    ),
    (
        _B + r"(?:in|since|during|of|for) " + _MONTH + _E,
        lambda m, w: reckoning.whole_month(MONTHS.index(m[1][:3]) + 1, w),
    ),
    (r"大前天", reckoning.day_from(-3)),
    (r"前天|前日|前儿|qiantian", reckoning.day_from(-2)),
    (r"昨天|昨日|昨儿|昨晚|琴日|寻日|噚日|zuotian", reckoning.day_from(-1, "yesterday")),
    (r"今天|今日|今儿|今晚|今早|当天|jintian", reckoning.day_from(0, "today")),
    (r"明天|明日|明儿|明早|听日|mingtian", reckoning.day_from(1, "tomorrow")),
    (r"后天|后日|后儿|houtian", reckoning.day_from(2)),
    (r"大后天", reckoning.day_from(3)),
    (_B + r"day before yesterday" + _E, reckoning.day_from(-2)),
    (
        _B + r"(?:yesterday|yest|yday|ystd|ystdy|ysday|last night)" + _E,
        reckoning.day_from(-1, "yesterday"),
    ),
    (
        _B + r"(?:today|tdy|2day|tonight|this morning|this afternoon)" + _E,
        reckoning.day_from(0, "today"),
    ),
    (_B + r"ytd" + _E, english_days.read_ytd),
    (
        _B + r"(?:tomorrow|tmrw|tmr|tmw|tmmrw|tomoz|2moro|2mrw|tomorow)" + _E,
        reckoning.day_from(1, "tomorrow"),
    ),
    (
        _B + r"(?:(last|next|this|coming) )?([a-z]{5,11})" + _E,
        lambda m, w: english_days.read_day_word(m[1], english_days.find_day_word(m[2]), w),
    ),
    (_B + r"day after tomorrow" + _E, reckoning.day_from(2)),
    (
        r"(上上个?|上一?个?|这个?|本|今|下下个?|下一?个?)?"
        + _WEEK
        + r"([一二三四五六日天1-7])(?!\d)(?!(?<=一)[家趟次])",
        reckoning.read_zh_weekday,
    ),
    (_B + r"(?:(last|next|this|coming) )?" + _DAY + _E, reckoning.read_en_weekday),
    (
        _B + _DAY + r" (?:of )?(last|next|this|coming) week" + _E,
        lambda m, w: english_days.read_day_word(m[2], m[1], w),
    ),
    (
        _B + r"(last|next|this|coming) week(?:,? on)?,? " + _DAY + _E,
        reckoning.read_en_weekday,
    ),
    (
        _B + r"(?:(last|next|this|coming)|on|by|until|till) (sat|sun)" + _E,
        reckoning.read_en_weekday,
    ),
    (
        _STEP + r"(周|星期|礼拜|月|季度|季)",
        reckoning.read_period,
    ),
    (
        _B + r"(last|previous|this|next|coming) (week|month|quarter|year)" + _E,
        reckoning.read_period,
    ),
    (r"今年", lambda _, w: reckoning.calendar_period(0, "year", w)),
    (r"去年|上年|旧年", lambda _, w: reckoning.calendar_period(-1, "year", w)),
    (r"前年", lambda _, w: reckoning.calendar_period(-2, "year", w)),
    (r"明年|来年", lambda _, w: reckoning.calendar_period(1, "year", w)),
    (
        _N + r"个?" + _UNIT + r"(?:之|以)?后",
        lambda m, w: reckoning.away(number(m[1]), m[2].lstrip("个"), w, later=True),
    ),
    (
        _N + r"个?" + _UNIT + r"(?:之|以)?前",
        lambda m, w: reckoning.away(number(m[1]), m[2].lstrip("个"), w, later=False),
    ),
    (
        r"(?:再?过|隔|晚)" + _N + r"个?" + _UNIT + r"(?:之?后)?",
        lambda m, w: reckoning.away(number(m[1]), m[2].lstrip("个"), w, later=True),
    ),
    (r"半个月(?:之|以)?后", reckoning.day_from(15)),
    (r"半个月(?:之|以)?前", reckoning.day_from(-15)),
    (
        r"(?:最近|近|过去)" + _N + r"个?" + _UNIT,
        lambda m, w: reckoning.span_back(number(m[1]), m[2].lstrip("个"), w),
    ),
    (r"(?:最近|近|过去)半个?月", lambda _, w: reckoning.span_back(15, "天", w)),
    (r"(?:最近|近|过去)半年", lambda _, w: reckoning.span_back(6, "月", w)),
    (
        _B + r"(?:in|by) " + _EN + r" (days?|weeks?|months?|years?)" + _E,
        lambda m, w: reckoning.away(number(m[1]), m[2], w, later=True),
    ),
    (
        _B + _EN + r" (days?|weeks?|months?|years?) (?:later|from now)" + _E,
        lambda m, w: reckoning.away(number(m[1]), m[2], w, later=True),
    ),
    (
        _B + _EN + r" (days?|weeks?|months?|years?) (?:ago|back)" + _E,
        lambda m, w: reckoning.away(number(m[1]), m[2], w, later=False),
    ),
    (
        _B + r"(?:last|past) " + _EN + r" (days?|weeks?|months?|years?)" + _E,
        lambda m, w: reckoning.span_back(number(m[1]), m[2], w),
    ),
    (r"(上|本|这|下)?个?月(?:底|末)", reckoning.read_month_end),
    (
        _B + r"(?:(this|next|last) )?(?:month end|end of (?:the )?month|eom)" + _E,
        reckoning.read_month_end,
    ),
    (r"(上|本|这|下)?个?月初", reckoning.read_month_start),
    (r"(上|本|这|下)?个?周末", reckoning.read_weekend),
    (_B + r"(?:(this|next|last) )?weekend" + _E, reckoning.read_weekend),
    (r"(?:(今|去|明)年)?(上|下)半年", reckoning.read_half_year),
    (r"年底|年末", lambda _, w: reckoning.one(date(w.today.year, 12, 31))),
)

_GRAMMAR: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read) for pattern, read in _RULES
)
