"""What a visit report tells: which customers, met or not, when, what was said, when next.

Values only: ``reports`` reads them from a message.
"""

from dataclasses import dataclass
from datetime import date

from crm.entities import VisitKind
from crm.names import Match


@dataclass(frozen=True, slots=True)
class Told:
    """One customer of a report.

    ``customer`` is sure, to be confirmed, a few to choose from, or nobody: then ``typed_name`` is
    how it was called. ``need`` is what they want, as it was typed.
    """

    customer: Match
    kind: VisitKind
    need: str | None = None
    typed_name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Visits as somebody tells them. ``told`` is empty if no customer was named.

    ``on`` is today if no date was said (``dated``). ``note`` is what was said besides customers
    and date, as it was typed; ``next_on`` a next visit that was agreed or announced.
    """

    told: tuple[Told, ...]
    on: date
    dated: bool
    note: str | None = None
    next_on: date | None = None
