"""What a visit report tells: which customers, met or not, when, what was said, when next.

Values only: ``reports`` reads them from a message.
"""

from dataclasses import dataclass
from datetime import date

from crm.entities import VisitKind
from crm.names import Match


@dataclass(frozen=True, slots=True)
class Told:
    """One customer of a report, and what was said of this one.

    ``customer`` is sure, to be confirmed, a few to choose from, or nobody: then ``typed_name`` is
    how it was called. ``need`` is what they want, as it was typed. ``on`` is None for the day of
    the report. ``answered`` is False for a call that nobody took: no visit, and no attempt at one.
    ``only_said``: something was said of it beside the visits told, and no visit to it.
    """

    customer: Match
    kind: VisitKind
    need: str | None = None
    typed_name: str = ""
    on: date | None = None
    note: str | None = None
    next_on: date | None = None
    answered: bool = True
    only_said: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Visits as somebody tells them. ``told`` is empty if no customer was named.

    ``on`` is today if no date was said (``dated``). ``note`` is what was said besides customers
    and date, as it was typed, of all customers together; ``next_on`` a next visit that was agreed
    or announced. ``impossible`` is a day that was said and that no calendar has, as it was typed;
    ``left_out`` what was said of visits that were not made; ``vague`` a day, as it was typed, that
    may be several: "last month"; ``unclear`` words, as they were typed, that may mean any of the
    customers told: 一家没人.
    """

    told: tuple[Told, ...]
    on: date
    dated: bool
    note: str | None = None
    next_on: date | None = None
    impossible: str | None = None
    left_out: str | None = None
    vague: str | None = None
    unclear: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit agreed for a day."""

    customer: Match
    on: date | None
