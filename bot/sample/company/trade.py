"""What the sample company sold and how it was paid: orders with lines, and their invoices.

Orders are counted back from the day of the books, so the last of a customer that still buys is
always recent. Sizes follow the customer's growth and the seasons; margins come about by discount.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from bot.sample.company.roster import Buyer, Product, products

MONTHS = 24
DAYS_A_MONTH = 30.44
LARGE = 90_000
LONG_TERMS, TERMS = 60, 30
_CENT, _PER_CENT = Decimal("0.01"), Decimal("0.01")
_REASONS = {
    ("ours", "en"): ("late delivery", "quality dispute"),
    ("ours", "zh"): ("交货延迟", "质量争议"),
    ("theirs", "en"): ("cash flow", "invoice not received", "slow approval"),
    ("theirs", "zh"): ("资金紧张", "没收到发票", "审批慢"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One product of an order; returned ones are fewer than none. The cost may be unknown."""

    product: str
    quantity: int
    price: Decimal
    discount: Decimal
    unit_cost: Decimal | None

    @property
    def amount(self) -> Decimal:
        """What it comes to."""
        return self.price * self.quantity * (1 - self.discount)


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer ordered on a day."""

    buyer: Buyer
    ordered_on: date
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        """What it comes to, in whole cents."""
        return sum((line.amount for line in self.lines), Decimal()).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a customer was billed; None: not paid by the day of the books."""

    buyer: Buyer
    issued_on: date
    due_on: date
    paid_on: date | None
    amount: Decimal
    delay_reason: str = ""


def list_orders(buyer: Buyer, today: date) -> Iterator[Order]:
    """Yield what a customer ordered in the last 24 months, the newest first."""
    if not buyer.every:
        return
    dice = buyer.dice("orders")
    first = today - timedelta(days=buyer.since * DAYS_A_MONTH)
    day = today - timedelta(days=buyer.gone * DAYS_A_MONTH + dice.uniform(0.1, 0.9) * buyer.every)
    favourites = dice.sample(products(), 4)
    while day > first:
        ordered_on = workday(day)
        order = Order(buyer, ordered_on, _lines(buyer, ordered_on, today, favourites, dice))
        if dice.random() < 0.015 and ordered_on + timedelta(days=12) < today:
            yield Order(buyer, workday(ordered_on + timedelta(days=12)), _returned(order))
        yield order
        day -= timedelta(days=buyer.every * dice.uniform(0.6, 1.4))


def _lines(
    buyer: Buyer, day: date, today: date, favourites: list[Product], dice: Random
) -> tuple[Line, ...]:
    years = (today - day).days / 365
    size = buyer.buys * buyer.every / 365 * (1 + buyer.trend) ** (0.5 - years)
    size *= season(buyer.season, day) * dice.uniform(0.75, 1.25)
    chosen = dice.sample(favourites, dice.choice((1, 2, 2, 3, 3, 4)))
    return tuple(_line(buyer, product, size / len(chosen), dice) for product in chosen)


def _line(buyer: Buyer, product: Product, size: float, dice: Random) -> Line:
    margin = Decimal(f"{buyer.margin + dice.uniform(-0.03, 0.03):.3f}")
    fair = 1 - product.unit_cost / (product.price * (1 - margin))
    discount = max(Decimal(), fair.quantize(_PER_CENT))
    quantity = max(1, round(size / float(product.price * (1 - discount))))
    if quantity > product.lot:
        quantity = round(quantity / product.lot) * product.lot
    known = dice.random() > 0.02
    cost = product.unit_cost if known else None
    return Line(product.name, quantity, product.price, discount, cost)


def _returned(order: Order) -> tuple[Line, ...]:
    """A tenth of the first line comes back."""
    line = order.lines[0]
    count = -max(1, line.quantity // 10)
    return (Line(line.product, count, line.price, line.discount, line.unit_cost),)


def season(kind: str, day: date) -> float:
    """Return how busy a month is, 1 on average: drinks peak in summer, gifts before the year ends.

    February is short everywhere, and in Asia a holiday.
    """
    if kind == "summer":
        return 1 + 0.4 * math.cos(math.tau * (day.month - 7) / 12)
    if kind == "yearend":
        return 1.7 if day.month in {10, 11} else 0.86
    return 0.78 if day.month == 2 else 1.02


def list_invoices(order: Order, number: int, language: str, today: date) -> Iterator[Invoice]:
    """Yield the invoice of an order, once it is written: with what was known of it by today."""
    buyer = order.buyer
    dice = buyer.dice(f"invoice {number}")
    issued_on = order.ordered_on + timedelta(days=dice.randint(2, 9))
    if issued_on > today:
        return
    terms = LONG_TERMS if buyer.buys >= LARGE else TERMS
    due_on = issued_on + timedelta(days=terms)
    whose = buyer.excuse or ("ours" if dice.random() < 0.2 else "theirs")
    late = buyer.late if buyer.excuse != "ours" or dice.random() < 0.7 else -2
    late += round(dice.gauss(0, 2 + abs(late) / 4))
    reason = ""
    if late > 5 and (buyer.excuse or dice.random() < 0.5):
        reason = dice.choice(_REASONS[whose, language])
    elif buyer.excuse:
        late = min(late, 0)
    paid_on = due_on + timedelta(days=late)
    is_paid = paid_on <= today
    known = reason if is_paid or due_on < today else ""
    yield Invoice(buyer, issued_on, due_on, paid_on if is_paid else None, order.amount, known)


def workday(day: date) -> date:
    """Return that day, or the Friday before it when it is a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
