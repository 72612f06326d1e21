"""Which days somebody is away: 1–5 Dec, 下周一到周三, until Friday, three days from Monday.

The last day is reckoned from the first: "Mon to Wed" said on a Tuesday is next week's Wednesday.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.dates import Period, Span, find_period, list_periods
from bot.understanding.normalise import normalise
from bot.understanding.reckoning import number

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_TH = r"(?:st|nd|rd|th)?"
_TO = r"\s*(?:to|until|till|til|through|thru|到|至)\s*"
_SPREAD: tuple[tuple[str, str], ...] = (
    (r"明后天?|明后两天", "明天 to 后天"),
    (
        rf"(?<!\d)(\d{{1,2}}){_TH}{_TO}(?:the )?(\d{{1,2}}){_TH} (?:of )?({_MONTH})",
        r"\1 \3 to \2 \3",
    ),
    (
        rf"(?<![a-z])({_MONTH})\.? (\d{{1,2}}){_TH}{_TO}(\d{{1,2}}){_TH}(?![\d/月]| ?{_MONTH})",
        r"\1 \2 to \1 \3",
    ),
    (
        rf"(\d{{1,2}})月(\d{{1,2}})[日号]?{_TO}(\d{{1,2}})(?:[日号]|(?![\d月/]))",
        r"\1月\2日 to \1月\3日",
    ),
    (rf"(?<![\d月])(\d{{1,2}}){_TO}(\d{{1,2}})([日号])", r"\1\3 to \2\3"),
    (
        rf"((?:下下?个?|这个?|本)?(?:周|星期|礼拜))([一二三四五六日天]){_TO}([一二三四五六日天])",
        r"\1\2 to \1\3",
    ),
)
_SPREADS = tuple((re.compile(found, re.IGNORECASE), written) for found, written in _SPREAD)
"""How the two ends of some days are written as one, and the same as two days."""

_DASH = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|(?<=\w)\s*[-–—~～]+\s*(?=\w)")
_UNTIL = re.compile(
    r"(?:到|至|(?<![a-z])(?:until|till|til|through|thru|to))(?: the)?[\s了]*$", re.IGNORECASE
)
_BACK_ON = re.compile(
    r"(?:回来|回|上班|(?<![a-z])back(?: (?:at work|in the office))?(?: on)?)\s*$", re.IGNORECASE
)
_BACK_AFTER = re.compile(r"\s*就?(?:再?回来|回公司|回|上班|复工)")
_FROM = re.compile(r"(?:从|自|(?<![a-z])(?:from|since|starting|as of))\s*$", re.IGNORECASE)
_STARTS = re.compile(r"\s*(?:起|开始|onwards?(?![a-z]))")
_N = r"(\d{1,2}|[一二两三四五六七八九十]{1,3}|an?|one|two|three|four|five|six|seven|ten)"
_DAYS = re.compile(rf"(?<![a-z\d月]){_N} ?(?:working |business )?(?:days?(?![a-z])|天(?!后))")
_WEEKS = re.compile(
    rf"(?<![a-z\d下上第]){_N} ?(?:weeks?(?![a-z])|个?(?:周|星期|礼拜)(?![一二三四五六日天后末]))"
)
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """What was said of the days; ``count`` where that many working days are all that is known of
    the last one. ``spans`` are where it was said."""

    from_on: date | None = None
    until_on: date | None = None
    count: int | None = None
    spans: tuple[Span, ...] = ()


def spread(text: str) -> str:
    """Write the days of a text one by one.

    >>> spread("1–5 Dec"), spread("12月1-5号")
    ('1 Dec to 5 Dec', '12月1日 to 12月5日')
    """
    text = _DASH.sub(lambda found: found[0] if found[0][0].isdigit() else " to ", text)
    for pattern, written in _SPREADS:
        text = pattern.sub(written, text)
    return text


def find_days(text: str, today: date) -> Days:
    """Find the days in a text that is spread."""
    normal = normalise(text)
    periods = list_periods(normal, today, ahead=True)
    lasting = [
        (found.span(), _count(found[1]) * each)
        for pattern, each in ((_DAYS, 1), (_WEEKS, _WEEK))
        for found in pattern.finditer(normal.plain)
        if not _overlaps(found.span(), periods)
    ]
    spans = (*(period.span for period in periods), *(span for span, _ in lasting))
    if not periods:
        return _last(today, lasting, spans)
    if len(periods) > 1:
        return _between(text, periods, spans, today)
    return _from_one(text, periods[0], lasting, spans, today)


def _from_one(
    text: str,
    period: Period,
    lasting: Sequence[tuple[Span, int]],
    spans: tuple[Span, ...],
    today: date,
) -> Days:
    before, after = text[: period.span[0]], text[period.span[1] :]
    if _BACK_ON.search(before) or _BACK_AFTER.match(after):
        return Days(today, period.from_on - _DAY, spans=spans)
    if _UNTIL.search(before):
        return Days(today, period.to_on, spans=spans)
    from_on = max(period.from_on, today) if period.to_on >= today else period.from_on
    if lasting:
        return _last(from_on, lasting, spans)
    open_end = _FROM.search(before) or _STARTS.match(after)
    one_day = period.from_on == period.to_on
    return Days(from_on, None if open_end and one_day else period.to_on, spans=spans)


def _between(text: str, periods: Sequence[Period], spans: tuple[Span, ...], today: date) -> Days:
    """The days from the first that is named to the last; without a last one where several single
    days are named that do not follow each other."""
    first, last = periods[0], periods[-1]
    between = text[first.span[1] : last.span[0]]
    until_on = last.to_on
    if until_on < first.from_on:
        again = find_period(normalise(text[slice(*last.span)]), first.from_on, ahead=True)
        until_on = again.to_on if again else until_on
    from_on = max(first.from_on, today)
    if _BACK_ON.search(between) or _BACK_AFTER.match(text[last.span[1] :]):
        until_first = _UNTIL.search(text[: first.span[0]])
        if until_first:
            return Days(today, first.to_on, spans=spans)
        return Days(from_on, until_on - _DAY, spans=spans)
    joined = len(periods) == 2 and _UNTIL.search(between)
    if joined or (last.from_on - first.to_on).days <= 1:
        return Days(from_on, until_on, spans=spans)
    return Days(first.from_on, None, spans=spans)


def _last(from_on: date, lasting: Sequence[tuple[Span, int]], spans: tuple[Span, ...]) -> Days:
    if not lasting:
        return Days(spans=spans)
    days = lasting[0][1]
    if days % _WEEK == 0:
        return Days(from_on, from_on + timedelta(days=days - 1), spans=spans)
    return Days(from_on, None, days, spans)


def _count(said: str) -> int:
    return max(1, number("one" if said in {"a", "an"} else said))


def _overlaps(span: Span, periods: Sequence[Period]) -> bool:
    return any(span[0] < other.span[1] and other.span[0] < span[1] for other in periods)
