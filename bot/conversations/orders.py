"""What a customer bought: its last orders, their total beside the year before, and mostly what."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.conversations.choosing import asked_about
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row
from bot.understanding.dates import Period
from crm.grading.windows import window_start
from crm.store import customers, purchases

ORDERS = 5
PRODUCTS = 3

_A_DAY = timedelta(days=1)
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are added up, both included; ``year_back`` is the name of the default."""

    from_on: date
    to_on: date
    label: str | None


def show_orders(desk: Desk, customer_id: int) -> list[Message]:
    """Show the last orders of the time asked for; without one the last of all, and a year's total.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    asked = asked_about(desk, "orders", customer_id)
    period = asked.slots.period if asked else None
    span = _span(period, desk.today)
    before = _a_year_before(span)
    bought, earlier = (
        purchases.add_up(desk.session, customer_id, days.from_on, days.to_on)
        for days in (span, before)
    )
    text = desk.say(
        "orders",
        name=customer.name,
        p=span,
        bought=bought,
        before=earlier,
        growth=_growth(bought.amount, earlier.amount),
        shown=purchases.list_last(
            desk.session,
            customer_id,
            span.to_on,
            ORDERS,
            since=span.from_on if period else date.min,
        ),
        products=purchases.list_products(
            desk.session, customer_id, span.from_on, span.to_on, PRODUCTS
        ),
        invoiced=purchases.are_invoices(desk.session),
    )
    return [Message(text, one_row(Button(desk.label("buttons.card"), f"card:{customer_id}")))]


def _span(period: Period | None, today: date) -> Span:
    """The time asked for, as far as it has passed; without one, twelve months as gradings count."""
    if period is None or period.from_on > today:
        return Span(window_start(today, _YEAR) + _A_DAY, today, "year_back")
    return Span(period.from_on, min(period.to_on, today), period.label)


def _a_year_before(span: Span) -> Span:
    """The same days a year before; a month that ends on its last day still does."""
    until = window_start(span.to_on + _A_DAY, _YEAR) - _A_DAY
    return Span(window_start(span.from_on, _YEAR), until, None)


def _growth(now: Decimal, before: Decimal) -> Decimal | None:
    return now / before - 1 if before > 0 else None
