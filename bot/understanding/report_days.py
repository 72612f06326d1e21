"""The days of a report: when the visit was, whether a day has surely passed, when the next one is.

A bare weekday is the past one for a visit and the coming one for the next visit.
"""

import re
from datetime import date, timedelta

from bot.understanding.dates import Period, list_periods
from bot.understanding.normalise import Normal
from bot.understanding.report_words import Token

_FAR = timedelta(days=60)
"""A day of the year that comes again only after so long is the one that has passed."""

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_BARE = re.compile(r"[a-z]+|(?:周|星期|礼拜|週).", re.IGNORECASE)
_SATURDAY = 5


class Days:
    """Reads the dates of one message both ways: as having passed, and as lying ahead."""

    def __init__(self, normal: Normal, today: date) -> None:
        self.today = today
        ahead = list_periods(normal, today, ahead=True)
        self._ahead = {period.span: period for period in ahead}

    def is_ahead(self, period: Period) -> bool:
        """Whether a date lies ahead however it is read."""
        return period.from_on > self.today

    def is_past(self, period: Period) -> bool:
        """Whether a date has passed however it is read: yesterday, not Friday."""
        if period.to_on >= self.today:
            return False
        other = self._ahead.get(period.span, period)
        return other.to_on < self.today or other.from_on - self.today > _FAR

    def find_coming(self, token: Token) -> date | None:
        """Return the day ahead that a date means, the first of several; None if it has passed."""
        if token.period is None:
            return None
        period = self._ahead.get(token.period.span, token.period)
        if period.to_on <= self.today:
            return None
        return max(period.from_on, self.today + _DAY)

    def choose(self, period: Period | None) -> date:
        """Return the day of the visit: of several days the last working day up to today."""
        if period is None or self.is_ahead(period):
            return self.today
        day = last = min(period.to_on, self.today)
        while day.weekday() >= _SATURDAY and day > period.from_on:
            day -= _DAY
        return day if day.weekday() < _SATURDAY else last

    def is_vague(self, period: Period, typed: str) -> bool:
        """Whether it has to be asked which day is meant: "last month", and Tuesday on a Tuesday."""
        if period.to_on - period.from_on > _WEEK:
            return True
        return self.today - period.to_on == _WEEK and _BARE.fullmatch(typed.strip()) is not None
