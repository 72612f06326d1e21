"""Which setting is to be changed, and to what: language, quiet hours, the reminder's time."""

import re
from dataclasses import replace
from datetime import date

from bot.understanding.normalise import Normal, normalise
from bot.understanding.reckoning import number
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood

_CLOCK = re.compile(
    r"(?P<part>早上|上午|凌晨|中午|下午|晚上|夜里)?\s*(?P<hour>\d{1,2}"
    r"|[零一二两三四五六七八九十]{1,3})"
    r"(?:[:：点](?P<half>半)?(?P<minute>\d{1,2})?分?)?\s*(?P<ap>am|pm|a\.m\.|p\.m\.|o'clock)?",
    re.IGNORECASE,
)
_DAILY = re.compile(r"每[天日]|(?<![a-z])(?:daily|every (?:day|morning|evening))(?![a-z])")
_QUIET = re.compile(r"quiet|do not disturb|dnd|打扰|勿扰|安静|别吵|别烦")
_REMINDER = re.compile(r"remind|提醒")
_LANGUAGE = re.compile(r"english|chinese|mandarin|language|英文|英语|中文|汉语|语言|普通话")
_TO_EN = re.compile(r"english|英文|英语|(?<![a-z])en(?![a-z])")
_TO_ZH = re.compile(r"chinese|mandarin|中文|汉语|普通话|(?<![a-z])zh(?![a-z])")


def read_daily(text: str) -> Understood | None:
    """Read when the daily reminder is wanted: 每天早上8点提醒我."""
    normal = normalise(text)
    if not (_DAILY.search(normal.plain) and _REMINDER.search(normal.plain)):
        return None
    times = _list_times(normal.original)
    return (
        Understood("settings", "do", Slots(key="reminder_time", value=times[0])) if times else None
    )


def find_setting(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    """Say which setting a message names, and what it is to be."""
    plain = normal.plain
    times = _list_times(normal.original)
    if _QUIET.search(plain):
        value = f"{times[0]}-{times[1]}" if len(times) > 1 else None
        return replace(slots, key="quiet_hours", value=value)
    if _REMINDER.search(plain):
        return replace(slots, key="reminder_time", value=times[0] if times else None)
    if _LANGUAGE.search(plain):
        value = "en" if _TO_EN.search(plain) else "zh" if _TO_ZH.search(plain) else None
        return replace(slots, key="language", value=value)
    return slots


def _list_times(text: str) -> list[str]:
    times = []
    for found in _CLOCK.finditer(text):
        hour = _hour(found["hour"])
        part, half = (found["part"] or "").strip(), (found["ap"] or "").lower().replace(".", "")
        if (half == "pm" or part in {"下午", "晚上", "夜里"}) and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        minute = 30 if found["half"] else int(found["minute"] or 0)
        if hour < 25 and minute < 60:
            times.append(f"{hour % 24:02d}:{minute:02d}")
    return times


def _hour(said: str) -> int:
    """Read an hour; what is no number is beyond every day."""
    try:
        return 0 if said == "零" else number(said)
    except (KeyError, ValueError):
        return 99
