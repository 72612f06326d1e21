"""When somebody may be spoken to: working days, public holidays, quiet time, the morning.

All of it is local: a time of day is the one on the wall where the person is. On the night when the
clocks go forward a time that does not exist is the first minute that does; on the night when they
go back a time that comes twice is its first one. Two moments of one zone must not be compared or
subtracted as they are, since Python then looks at the wall clock alone: here it is done in UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from crm.countries import find_country, find_zone
from crm.entities import Person

EVERY_DAY = frozenset(range(1, 8))
WEEKDAYS = frozenset(range(1, 6))
_WEEKEND = EVERY_DAY - WEEKDAYS
_DAY = timedelta(days=1)
_LONGEST = 400
"""Days looked ahead: no run of holidays is longer than a year of one working day a week."""

_USUAL_PARTS = {"GB": "ENG"}
"""Where a country alone would leave out days that nearly all of it has off."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody may be spoken to, where they are.

    ``days`` are ISO weekdays, 1 is Monday; at least one. Quiet time may pass midnight, and there
    is none where it ends when it begins. ``country`` gives the public holidays; None has none.
    """

    zone: ZoneInfo
    days: frozenset[int]
    quiet_from: time
    quiet_until: time
    digest_at: time
    country: str | None = None

    def __post_init__(self) -> None:
        """Refuse a week without a working day: there would be no next one."""
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError(f"no working days: {sorted(self.days)}")


def hours_of(person: Person, company: Hours) -> Hours:
    """Return a person's hours: their own settings, the company's where they have none.

    Public holidays are those of their country in the books. The zone is their own, else that of
    their country if it is another than the company's and has only one, else the company's.
    """
    country = (find_country(person.country) if person.country else None) or company.country
    abroad = find_zone(country) if country and country != company.country else None
    return Hours(
        zone=ZoneInfo(person.timezone) if person.timezone else abroad or company.zone,
        days=read_days(person.working_days) if person.working_days else company.days,
        quiet_from=_read_time(person.quiet_from, company.quiet_from),
        quiet_until=_read_time(person.quiet_until, company.quiet_until),
        digest_at=_read_time(person.digest_time, company.digest_at),
        country=country,
    )


def read_days(digits: str) -> frozenset[int]:
    """Return the weekdays kept as digits.

    >>> sorted(read_days("135"))
    [1, 3, 5]
    """
    return frozenset(int(digit) for digit in digits)


def _read_time(kept: str | None, usual: time) -> time:
    return time.fromisoformat(kept) if kept else usual


def is_working_day(hours: Hours, day: date) -> bool:
    """Say whether somebody works on a day.

    On their weekdays, unless it is a public holiday; and on a day that their country works to make
    up for a holiday, whatever weekday it is.
    """
    off, worked = _public(hours.country, day.year) if hours.country else _NONE
    return day in worked or (day.isoweekday() in hours.days and day not in off)


def is_quiet(hours: Hours, at: time) -> bool:
    """Say whether a time of day is in somebody's quiet time.

    It begins with the first of its minutes and is over at the last: 20:00 is quiet, 08:00 is not.
    """
    begins, ends = hours.quiet_from, hours.quiet_until
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def is_open(hours: Hours, moment: datetime) -> bool:
    """Say whether somebody may be spoken to: a working day, and not their quiet time."""
    local = moment.astimezone(hours.zone)
    return is_working_day(hours, local.date()) and not is_quiet(hours, local.time())


def next_open(hours: Hours, moment: datetime) -> datetime:
    """Return the first moment from ``moment`` on that is open, in the person's zone."""
    local = _on_the_wall(moment, hours.zone)
    if is_open(hours, local):
        return local
    for day in _days_from(local.date()):
        for start in _openings(hours, day):
            if start.astimezone(UTC) > moment.astimezone(UTC) and is_open(hours, start):
                return start
    raise AssertionError("a year without an open minute")


def _openings(hours: Hours, day: date) -> list[datetime]:
    """The moments of a day when quiet time may end: where clocks go back there may be two."""
    if not is_working_day(hours, day):
        return []
    starts = [moment_of(day, at, hours.zone) for at in (time.min, hours.quiet_until)]
    starts += [start.replace(fold=1) for start in starts if _comes_twice(start)]
    return sorted(starts, key=lambda start: start.astimezone(UTC))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment when it is that time on that day.

    A time that the clocks leave out is the first minute after the gap; one that comes twice is
    the first of the two.

    >>> str(moment_of(date(2026, 3, 29), time(1, 30), ZoneInfo("Europe/London")))
    '2026-03-29 02:00:00+01:00'
    """
    wanted = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    if _on_the_wall(wanted, zone).replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return wanted
    # In a gap fold 1 is reckoned by the clock after it, and so comes before the change.
    before, after = wanted.replace(fold=1).astimezone(UTC), wanted.astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0).astimezone(zone)


def next_morning(hours: Hours, after: datetime) -> datetime:
    """Return the first morning strictly after a moment: when the day's one message is said.

    It is at ``digest_at`` on each working day, or when quiet time ends if that is in it: one
    morning a day, never in quiet time.
    """
    at = hours.quiet_until if is_quiet(hours, hours.digest_at) else hours.digest_at
    for day in _days_from(after.astimezone(hours.zone).date()):
        if not is_working_day(hours, day):
            continue
        morning = next_open(hours, moment_of(day, at, hours.zone))
        if morning.date() == day and morning.astimezone(UTC) > after.astimezone(UTC):
            return morning
    raise AssertionError("a year without a morning")


def next_working_day(hours: Hours, day: date) -> date:
    """Return the first working day after a day."""
    return next(later for later in _days_from(day + _DAY) if is_working_day(hours, later))


def _days_from(day: date) -> Iterator[date]:
    return (day + n * _DAY for n in range(_LONGEST))


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(UTC).astimezone(zone)


def _comes_twice(moment: datetime) -> bool:
    """Say whether the clocks go back over a time, which is given as its first one."""
    again = moment.replace(fold=1)
    return again.astimezone(UTC) > moment.astimezone(UTC)


_NONE: tuple[frozenset[date], frozenset[date]] = (frozenset(), frozenset())


@lru_cache(maxsize=512)
def _public(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days a country has off in a year, and those it works to make up for them.

    Where days are made up for, a holiday is one run with the weekend it touches, for who works at
    weekends too: so China's government announces it, though the library leaves most of them out.
    """
    years = (year - 1, year, year + 1)
    known = country_holidays(country, years=years, subdiv=_USUAL_PARTS.get(country))
    off = frozenset(known)
    worked = frozenset(day for day in known.weekend_workdays if day.year == year)
    if worked:
        off |= frozenset(day for day in _weekends(year) if _touches(day, off)) - worked
    return frozenset(day for day in off if day.year == year), worked


def _weekends(year: int) -> Iterator[date]:
    days = _days_from(date(year, 1, 1))
    return (day for day in days if day.year == year and day.isoweekday() in _WEEKEND)


def _touches(day: date, off: frozenset[date]) -> bool:
    """Say whether anything from the Friday to the Monday around a weekend day is off."""
    friday = day - (day.isoweekday() - 5) * _DAY
    return any(friday + n * _DAY in off for n in range(4))
