"""Days as English thumbs write them: "yestrday", "wensday", "ytd", 23.11., "on 5.".

Only what resembles no other word is taken for a day: "sundry" is no Sunday, "money" no Monday. A
number behind a price is no day.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.understanding.reckoning import WEEKDAYS, Days, NoSuchDay, When, near_day, one, weekday

_SHORTEST = 5
_FAR_APART = {"yesterday": 2, "tomorrow": 2, "wednesday": 2, "thursday": 1, "tuesday": 1}
"""How many letters a long word may be off; "tuesdays" are no Tuesday."""

_SWAPPED = ("today", "monday", "friday", "saturday", "sunday")
"""Of these only two letters may have changed places."""


@lru_cache(maxsize=4096)
def find_day_word(word: str) -> str | None:
    """Return the day that a word in small letters is a slip of; None for every other word.

    >>> find_day_word("yestrday"), find_day_word("wensday"), find_day_word("sundry")
    ('yesterday', 'wednesday', None)
    """
    if len(word) < _SHORTEST or word.endswith("days"):
        return None
    for day, most in _FAR_APART.items():
        if word[0] == day[0] and 0 < OSA.distance(word, day, score_cutoff=most) <= most:
            return day
    for day in _SWAPPED:
        if sorted(word) == sorted(day) and OSA.distance(word, day) == 1:
            return day
    return None


_AMOUNTS = re.compile(
    r"(?:[$€£¥]|\b(?:price|prices|quoted|quote|paid|pay|at|cost|costs|usd|eur|hkd|sgd|rm|version|v|to"
    r"|of|by|x)) ?$"
)
"""What stands before a number that is no day: "quoted 23.11"."""


def read_european(m: re.Match[str], when: When) -> Days | None:
    """Read 23.11 and 5.12., the day before the month, unless it is what something costs."""
    if _AMOUNTS.search(m.string, 0, m.start()) and not m[0].endswith("."):
        return None
    try:
        return near_day(int(m[2]), int(m[1]), when)
    except NoSuchDay:
        return None


_SOLD = re.compile(r"\b(?:sales|orders?|turnover|revenue|sold|bought|figures?) ?$")


def read_ytd(m: re.Match[str], when: When) -> Days | None:
    """Read "ytd": behind what was sold it is the year so far, anywhere else yesterday."""
    if _SOLD.search(m.string, 0, m.start()):
        return date(when.today.year, 1, 1), when.today, None
    return one(when.today - timedelta(days=1), "yesterday")


_DAYS_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}


def read_day_word(which: str | None, word: str | None, when: When) -> Days | None:
    """Read a weekday, today or the days beside it, as a word; None for no word at all."""
    if word is None:
        return None
    if word in _DAYS_FROM_TODAY:
        return one(when.today + timedelta(days=_DAYS_FROM_TODAY[word]), word)
    return weekday(which, WEEKDAYS.index(word[:3]), when)
