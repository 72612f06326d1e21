"""A time of day in words: "at 3pm", 下午三点半, "in half an hour", 二十分钟后, "tonight".

An hour that may be two (at 8) is both, the likelier first: work is between seven and seven. Which
of them is meant is decided by what lies ahead when it is said.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.understanding.reckoning import number
from crm.names.match import Span

_WIDE = {
    ord(wide): plain for wide, plain in zip("０１２３４５６７８９：", "0123456789:", strict=True)
}
_HOURS = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: place for place, word in enumerate(_HOURS.split(), start=1)}
_EN = "|".join(_WORDS)
_ZH = "[零〇一二两三四五六七八九十]{1,3}"

_IN = re.compile(
    rf"\bin (?:about )?(?P<half>half an?|a quarter of an)? ?(?P<count>\d{{1,3}}(?:\.5)?|an?|{_EN})?"
    r"(?P<more> and a half)? ?(?P<unit>hours?|hrs?|h|minutes?|mins?)\b(?P<later> and a half)?"
    rf"|\b(?P<half2>half an)? ?(?P<count2>\d{{1,3}}|an?|{_EN})? ?(?P<unit2>hours?|minutes?|mins?)"
    r" from now\b"
    r"|(?P<over>再?过 ?)?(?P<zh>\d{1,3}|[一二两三四五六七八九十]{1,3})? ?个?(?P<zhhalf>半)? ?个?"
    r"(?P<zhunit>小时|钟头|分钟|刻钟)(?P<after>[之以]?[后後])?",
    re.IGNORECASE,
)
_OF_DAY = "(?:in the |this )?(?:morning|afternoon|evening|tonight)"
_AT = re.compile(
    rf"(?:\b(?P<lead>{_OF_DAY}),? )?(?:"
    r"(?P<zhpart>凌晨|清晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|[今明]晚|[今明]早|晚|早)? ?"
    rf"(?P<zhhour>\d{{1,2}}|{_ZH})(?:[点點]钟?|时(?![间候]))"
    rf"(?P<zhminute>半|[一三]刻|\d{{1,2}}分?|{_ZH}分?)?整?"
    r"|(?P<before>凌晨|早上|上午|中午|下午|晚上)? ?(?:\b(?:at|around|by|before) )?"
    r"(?<![\d.:/])(?P<clock>\d{1,2})(?::|(?:(?<=at \d)|(?<=at \d\d))\.)(?P<minute>\d{2})(?![\d:%])"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"|(?:\b(?:at|around|by|before) )?(?<![\d.:/])(?P<hour>\d{1,2})(?:\.(?P<dotted>\d{2}))? ?"
    r"(?P<halfof>[ap])\.?m\b\.?"
    rf"|\b(?:at|around) (?P<bare>\d{{1,2}}|{_EN})\b(?![\d.:/%]|\.\d)(?: ?o'?clock)?"
    rf"|(?:\b(?:at|around) )?\b(?P<struck>\d{{1,2}}|{_EN}) ?o'?clock\b"
    rf"|(?:\b(?:at|around) )?\b(?P<past>half past|quarter (?:past|to)) (?P<of>\d{{1,2}}|{_EN})\b"
    rf"|\b(?P<named>\d{{1,2}}|{_EN})(?= {_OF_DAY}\b)"
    rf")(?:,? (?P<tail>{_OF_DAY})\b)?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:in the |this )?(?P<en>morning|afternoon|evening)\b|\b(?P<tonight>tonight)\b"
    r"|\b(?:at )?(?P<noon>noon|midday|lunchtime)\b"
    rf"|(?P<zh>早上|上午|中午|下午|傍晚|晚上|(?<=[今明])晚上?)(?! ?(?:\d{{1,2}}|{_ZH})[点點:])",
    re.IGNORECASE,
)
_MORNING = frozenset(
    {"凌晨", "清晨", "清早", "早上", "早晨", "上午", "今早", "明早", "早", "a", "morning"}
)
_LATER = frozenset(
    {"下午", "傍晚", "晚上", "今晚", "明晚", "晚", "p", "afternoon", "evening", "tonight"}
)
_NOON, _AFTERNOON, _EVENING = ("12:00",), ("14:00", "16:30"), ("19:00", "21:00")
_VAGUE = {
    "中午": _NOON,
    "noon": _NOON,
    "midday": _NOON,
    "lunchtime": _NOON,
    "下午": _AFTERNOON,
    "afternoon": _AFTERNOON,
    "傍晚": ("18:00",),
    "晚上": _EVENING,
    "晚": _EVENING,
    "evening": _EVENING,
    "tonight": _EVENING,
}
"""When it is, if nobody says it better. A morning is when the day's list comes."""

_NIGHT = frozenset({"晚上", "今晚", "明晚", "晚"})
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_LONGEST = 24 * 60


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day: HH:MM, the likeliest first, or so many ``minutes`` from now.

    ``span`` is where it stands, ``words`` what was typed there. ``exact``: it says all of it, so
    that the words can go. ``dated``: a day was said with it.
    """

    span: Span
    at: tuple[str, ...] = ()
    minutes: int | None = None
    exact: bool = True
    dated: bool = False
    words: str = ""


def find_hour(text: str, within: Span) -> Hour | None:
    """Find a time of day in a stretch of a text; a part of the day only where there is no hour."""
    start, end = within
    piece = text.translate(_WIDE)[start:end]
    for pattern, read in ((_IN, _read_minutes), (_AT, _read_clock), (_PART, _read_part)):
        for found in pattern.finditer(piece):
            hour = read(found)
            if hour is not None:
                lead = len(found[0]) - len(found[0].lstrip())
                span = (start + found.start() + lead, start + found.end())
                return Hour(span, hour.at, hour.minutes, hour.exact)
    return None


def choose(hour: Hour, on: date | None, now: datetime) -> tuple[date, str]:
    """Return the day and the time that are meant: without a day, the next time it is that hour.

    >>> now = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
    >>> choose(Hour((0, 0), ("08:00", "20:00")), None, now)[1]
    '20:00'
    """
    if hour.minutes is not None:
        moment = now.astimezone(UTC) + timedelta(minutes=hour.minutes, seconds=59)
        local = moment.astimezone(now.tzinfo)
        return local.date(), f"{local:%H:%M}"
    today, time = now.date(), f"{now:%H:%M}"
    ahead = [at for at in hour.at if at > time]
    if on is None and not ahead:
        return today + timedelta(days=1), hour.at[0]
    if on is None or on == today:
        return today, ahead[0] if ahead else hour.at[-1]
    return on, hour.at[0]


_NOWHERE = (0, 0)


def _read_minutes(found: re.Match[str]) -> Hour | None:
    if found["zhunit"]:
        minutes = _zh_minutes(found)
    else:
        unit = 60 if (found["unit"] or found["unit2"]).lower().startswith("h") else 1
        half = (found["half"] or found["half2"] or "").lower()
        count = _count(found["count"] or found["count2"])
        if half:
            count = 0.25 if half.startswith("a quarter") else 0.5
        if count is None or (half and unit == 1):
            return None
        more = 0.5 if found["more"] or found["later"] else 0
        minutes = round(unit * (count + more))
    return Hour(_NOWHERE, minutes=minutes) if 0 < minutes <= _LONGEST else None


def _zh_minutes(found: re.Match[str]) -> int:
    """Read 两个半小时后 and 过二十分钟; 0 for a mere length of time."""
    if not (found["over"] or found["after"]) or not (found["zh"] or found["zhhalf"]):
        return 0
    unit = {"分钟": 1, "刻钟": 15}.get(found["zhunit"], 60)
    try:
        count = number(found["zh"]) if found["zh"] else 0
    except ValueError:
        return 0
    return unit * count + (unit // 2 if found["zhhalf"] else 0)


def _count(said: str | None) -> float | None:
    if said is None:
        return None
    said = said.lower()
    return 1.0 if said in {"a", "an"} else float(_WORDS.get(said, 0) or said)


def _read_clock(found: re.Match[str]) -> Hour | None:
    part = found["zhpart"] or found["before"] or found["half"] or found["halfof"]
    said = next(
        each
        for name in ("zhhour", "clock", "hour", "bare", "struck", "of", "named")
        if (each := found[name]) is not None
    )
    try:
        hour = _WORDS.get(said.lower()) or number(said.replace("〇", "零"))
        minute = _minute(found)
    except ValueError:
        return None
    if found["past"] and found["past"].lower() == "quarter to":
        hour, minute = hour - 1 or 12, 45
    around = (found["lead"] or found["tail"] or "").split()
    part = around[-1] if around and part is None else part
    exact = said.startswith("0") and len(said) == 2
    hours = (hour,) if exact else _of_day(hour, part.lower() if part else None)
    at = tuple(f"{each:02}:{minute:02}" for each in hours if 0 <= each < 24 and minute < 60)
    return Hour(_NOWHERE, at) if at else None


def _minute(found: re.Match[str]) -> int:
    said = found["zhminute"] or found["minute"] or found["dotted"] or ""
    if found["past"]:
        return 30 if found["past"].lower().startswith("half") else 15
    return _MINUTES.get(said) or (number(said.rstrip("分").replace("〇", "零")) if said else 0)


def _of_day(hour: int, part: str | None) -> tuple[int, ...]:
    """Return the hours of the day that an hour of the clock may be, the likeliest first."""
    twelve = hour % 12
    found: tuple[int, ...] = (hour, hour + 12)
    if hour > 12 or hour == 0:
        found = (hour,)
    elif part in _MORNING:
        found = (twelve,)
    elif part in _NIGHT and twelve < 5:
        found = ()
    elif part in _LATER or (part is None and twelve < 7):
        found = (twelve + 12,)
    elif part == "中午":
        found = (hour,) if hour > 10 else (hour + 12,)
    return found


def _read_part(found: re.Match[str]) -> Hour | None:
    said = next(each for each in found.groupdict().values() if each).lower()
    at = _VAGUE.get(said)
    return Hour(_NOWHERE, at, exact=found["noon"] is not None) if at else None
