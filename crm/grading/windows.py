"""How far back an indicator looks: calendar months, counted from the grading date."""

import calendar
from datetime import date


def window_start(as_of: date, months: int) -> date:
    """Return the day after which a window of that many calendar months begins.

    The window is ``window_start < day ≤ as_of``. A day that the earlier month doesn't have
    becomes its last one.

    >>> window_start(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    if year < 1:
        return date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(as_of.day, last))
