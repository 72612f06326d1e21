"""What grading is given and what it says, as values: columns for all, a Grade for one.

Money and quantities are counted in ten-thousandths, as the store keeps them, so that sums and
ties are exact. A figure that a customer lacks is NaN in a column and None in a Grade.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crm.policy import Indicator, Policy

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

PLACES = 4


def to_decimal(units: float) -> Decimal:
    """Return the amount that is so many ten-thousandths.

    >>> to_decimal(125000)
    Decimal('12.5000')
    """
    return Decimal(int(units)).scaleb(-PLACES)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Every customer of the population: the same place in each column is the same customer.

    ``costed`` is the part of the value (in the profit's window) whose cost is known; ``credit``
    is in days; ``code_order`` numbers the customers by code, which is the last word in a tie.
    """

    ids: Counts
    value: Counts
    all_time: Counts
    costed: Floats
    profit: Floats
    credit: Floats
    code_order: Counts

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, customer_id: int) -> int | None:
        """Return this customer's place in the columns, or None."""
        places = np.flatnonzero(self.ids == customer_id)
        return int(places[0]) if len(places) else None


@dataclass(frozen=True, slots=True)
class Totals:
    """What the books add up to, so that a grading can be held against them.

    Orders, lines and value are those of the value's window (where there are only invoices, each
    is a line); lines without a cost those of the profit's; invoices those issued in the credit's
    window. Each of these is one thing: paid and counted, open and counted, or left out because it
    isn't due yet, its delay is ours, it has no due date, or its amount isn't positive.
    """

    orders: int = 0
    lines: int = 0
    value: Decimal = Decimal(0)
    all_time_value: Decimal = Decimal(0)
    profit: Decimal = Decimal(0)
    costed_value: Decimal = Decimal(0)
    lines_without_cost: int = 0
    lines_without_quantity: int = 0
    invoices_counted: int = 0
    invoices_open: int = 0
    invoices_not_due: int = 0
    invoices_ours: int = 0
    invoices_without_due_date: int = 0
    invoices_without_amount: int = 0


HeldBy = Literal["hand", "potential", "hold"]
"""What keeps a customer in another tier than its figures give it."""


class Kept(NamedTuple):
    """A customer's tier that a person decided, whatever its figures say."""

    tier: str
    by: HeldBy


class NewCustomer(NamedTuple):
    """A customer without any order up to the grading date: it gets no grade."""

    id: int
    code: str | None
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the books say on the grading date about everybody who ever ordered."""

    as_of_on: date
    figures: Figures
    codes: tuple[str | None, ...]
    names: tuple[str, ...]
    new: tuple[NewCustomer, ...]
    totals: Totals
    from_invoices: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator of one customer: its figure, its points, its weight in the score (per cent).

    All three are None when the customer has nothing to measure; a weight is that of the
    indicators it has.
    """

    name: Indicator
    raw: Decimal | float | None
    points: float | None
    weight: float | None

    @property
    def share(self) -> float | None:
        """What it adds to the score."""
        if self.points is None or self.weight is None:
            return None
        return self.points * self.weight / 100


@dataclass(frozen=True, slots=True)
class Grade:
    """What one grading says about one customer.

    ``suggested`` is before any cap, ``ruled`` after; ``tier`` is what is applied. ``held_by`` says
    why that isn't ``ruled``, and is set too where a person decided what the rules say anyway.
    """

    customer_id: int
    code: str | None
    name: str
    value: Decimal
    all_time_value: Decimal
    costed_value: Decimal | None
    profit: Decimal | None
    credit: float | None
    indicators: tuple[Measured, ...]
    score: float
    rank: int
    suggested: str
    ruled: str
    tier: str
    capped: bool
    held_by: HeldBy | None = None

    @property
    def margin(self) -> float | None:
        """Profit per unit of the value whose cost is known; None without any."""
        if self.profit is None or not self.costed_value or self.costed_value < 0:
            return None
        return float(self.profit / self.costed_value)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a tier ends: the rank, score and value of the last customer that the cut put in it.

    ``last`` counts the customers in this tier and all better ones before any cap; ``customers``
    those in this tier as applied. Score and value are None as long as nobody is that far up.
    """

    tier: str
    last: int
    score: float | None
    value: Decimal | None
    customers: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A grading as a whole: what it followed, what it was made of, where its lines are.

    ``held`` counts the customers, new ones included, that a hand, a potential or the hold keeps.
    """

    as_of_on: date
    policy: Policy
    population: int
    new: int
    capped: int
    dropped: tuple[Indicator, ...]
    lines: tuple[Line, ...]
    totals: Totals = field(default_factory=Totals)
    from_invoices: bool = False
    held: Mapping[HeldBy, int] = field(default_factory=dict)

    @property
    def tier_counts(self) -> Mapping[str, int]:
        """How many customers are in each tier, best first."""
        return {line.tier: line.customers for line in self.lines}
