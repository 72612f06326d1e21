"""Times of day as they are said: 9pm, 晚上9点半, "8:30 in the morning", noon.

An hour that is told without morning or evening is the one before noon; ``in_the_evening`` reads it
the other way where only that makes sense.
"""

import re
from dataclasses import dataclass, replace

from bot.understanding.normalise import Normal
from bot.understanding.reckoning import number

_HOUR = r"\d{1,2}|[零一二两三四五六七八九十]{1,3}"
_CLOCK = re.compile(
    r"(?P<part>早上|上午|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜里|半夜|早|晚)?\s*"
    rf"(?<![\d.])(?P<hour>{_HOUR})(?![\d一二两三四五六七八九十])"
    r"(?P<mark>[:：点.](?P<half>半)?(?P<quarter>[一三]刻)?(?P<minute>\d{1,2}(?!\d))?分?)?\s*"
    r"(?P<ap>am|pm|a\.m\.|p\.m\.|o'clock)?"
    r"(?: (?:in the|at) (?P<time_of_day>morning|afternoon|evening|night))?"
    r"|(?<![a-z])(?P<word>noon|midnight|midday)(?![a-z])"
)
_LATE = {"下午", "傍晚", "晚上", "夜里", "半夜", "晚", "afternoon", "evening", "night"}
_AT_NIGHT = {"晚上", "夜里", "半夜", "晚", "night"}
_PAST_NOON = {"下午", "afternoon", "中午"}
_LED_BY = re.compile(r"(?<![a-z])(?:at|after|past|before|until|till|to|from|between|by|and) *$")
_FOLLOWED_BY = re.compile(r" *(?:$|[-–—~]|(?:to|and|until|till|please)(?![a-z]))")
_WORDS = {"noon": 12, "midday": 12, "midnight": 0}


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day as it was said; ``exact``: whether morning or evening was told as well.

    ``bare``: a number alone, which is a time only by where it stands.
    """

    hour: int
    minute: int
    exact: bool
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}"

    def in_the_evening(self) -> "Time":
        """Return it twelve hours later where that was left open: nobody rests from nine a.m."""
        late = not self.exact and 5 <= self.hour < 12
        return replace(self, hour=self.hour + 12) if late else self


def as_told(normal: Normal) -> str:
    """Return the message in small plain letters, with the signs that stand in times and ranges."""
    signs = ":：-–—~/+.,，、&?？"
    pairs = zip(normal.original, normal.plain, strict=True)
    return "".join(typed if typed in signs else plain for typed, plain in pairs)


def list_sure_times(told: str) -> list[Time]:
    """Return those times that are times in any text; a number alone is one only at its place.

    >>> [str(time) for time in list_sure_times("after 9 on 12 orders, before 10")]
    ['10:00']
    """
    found = ((each, _read_time(each)) for each in _CLOCK.finditer(told))
    return [
        time
        for each, time in found
        if time is not None and not (time.bare and _is_number(told, each))
    ]


def _is_number(told: str, found: re.Match[str]) -> bool:
    led = _LED_BY.search(told[: found.start("hour")])
    return not (led and _FOLLOWED_BY.match(told[found.end() :]))


def list_times(told: str) -> list[Time]:
    """Return the times of day in a text as ``as_told`` gives it, in their order.

    >>> [str(time) for time in list_times("晚上9点半 to 7:15 am")]
    ['21:30', '07:15']
    """
    return [time for found in _CLOCK.finditer(told) if (time := _read_time(found)) is not None]


def _read_time(found: re.Match[str]) -> Time | None:
    if found["word"]:
        return Time(_WORDS[found["word"]], 0, exact=True)
    hour = _hour(found["hour"])
    part = (found["part"] or found["time_of_day"] or "").strip()
    half = (found["ap"] or "").replace(".", "")
    minute = 30 if found["half"] else int(found["minute"] or 0)
    if found["quarter"]:
        minute = 15 if found["quarter"][0] == "一" else 45
    if hour > 24 or minute > 59:
        return None
    later = (half == "pm" and hour < 12) or (part in _LATE and 5 <= hour < 12)
    if later or (part in _PAST_NOON and hour < 5):
        hour += 12
    elif hour == 12 and (half == "am" or part in _AT_NIGHT):
        hour = 0
    mark = found["mark"] or ""
    colon = mark.startswith((":", "：")) and len(found["hour"]) > 1
    exact = bool(part or half in {"am", "pm"} or colon)
    return Time(hour % 24, minute, exact=exact, bare=not (exact or mark or half))


def _hour(said: str) -> int:
    """Read an hour; what is no number is beyond every day."""
    try:
        return 0 if said == "零" else number(said)
    except (KeyError, ValueError):
        return 99
