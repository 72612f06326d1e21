"""What the names in a playbook's lines stand for at a customer's: product, quantity, days.

So a rep reads "200 first, or 100?" with the customer's own numbers in it. What the books don't
know is what the playbook itself says in its ``vars``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bot.coaching.playbook import Playbook
from bot.conversations.desk import Desk
from bot.voice.rendering import Language, shortened
from crm.calendar import next_working_day
from crm.store import customers, habits

LOOKED_BACK = timedelta(days=365)

LEAST = 2
"""Of single pieces there are no fewer to offer."""

LONGEST_NAME = 40

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer that lines may speak of; None is not known.

    ``day`` and ``later_day`` are the working days to choose between; the next
    one is too soon.
    """

    rep: str
    day: date
    later_day: date
    customer: str | None = None
    last_on: date | None = None
    product: str | None = None
    quantity: int | None = None

    def written(self, language: Language, today: date) -> dict[str, str]:
        """Return the names that are known, as lines in a language speak of them."""
        named: dict[str, str | None] = {
            "rep": self.rep,
            "day": _weekday(self.day, language, today),
            "later_day": _weekday(self.later_day, language, today),
            "customer": self.customer,
            "product": shortened(self.product, LONGEST_NAME) if self.product else None,
            "last_month": _month(self.last_on, language, today) if self.last_on else None,
        }
        if self.quantity is not None:
            named["quantity"] = str(self.quantity)
            named["fewer"] = str(rounded_nicely(Decimal(self.quantity) / 2))
            named["more"] = str(rounded_nicely(Decimal(self.quantity) * Decimal("1.5")))
        return {name: value for name, value in named.items() if value is not None}


def facts_for(
    desk: Desk, customer_id: int | None, playbook: Playbook, language: Language | None = None
) -> dict[str, str]:
    """Return what every name in a playbook's texts stands for, in the desk's or another language.

    Of a customer that is not in sight nothing is known.
    """
    return written_for(desk, find_facts(desk, customer_id), playbook, language)


def written_for(
    desk: Desk, facts: Facts, playbook: Playbook, language: Language | None = None
) -> dict[str, str]:
    """Return what every name stands for, of facts looked up already."""
    spoken = language or desk.voice.language
    usual = {name: text.written(spoken) for name, text in playbook.vars.items()}
    return {**usual, **facts.written(spoken, desk.today)}


def find_facts(desk: Desk, customer_id: int | None) -> Facts:
    """Look up what is known of a customer in sight; of None, and of others, only the days are."""
    day = next_working_day(desk.hours, next_working_day(desk.hours, desk.today))
    later_day = next_working_day(desk.hours, day)
    facts = Facts(desk.viewer.name, day, later_day)
    found = [customer_id] if customer_id is not None else []
    for customer in customers.list_by_id(desk.session, desk.viewer, found) if found else []:
        since = desk.today - LOOKED_BACK
        habit = habits.find_habit(desk.session, customer.id, since, desk.today)
        quantity = habit.quantity
        known = quantity is not None and quantity >= LEAST
        return Facts(
            desk.viewer.name,
            day,
            later_day,
            customer.name,
            habit.last_on,
            habit.product,
            _rounded(quantity) if known and quantity is not None else None,
        )
    return facts


def rounded_nicely(value: Decimal) -> int:
    """Round to a number that people say: a whole one up to ten, then by fives, fifties and so on.

    >>> [rounded_nicely(Decimal(each)) for each in (3, 12, 120, 300, 1260)]
    [3, 10, 100, 300, 1500]
    """
    step = 1 if value < 10 else 5 * 10 ** (len(str(int(value))) - 2)
    return max(1, _rounded(value / step)) * step


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _weekday(day: date, language: Language, today: date) -> str:
    if language == "en":
        return _WEEKDAYS[day.weekday()]
    other_week = day.isocalendar()[:2] != today.isocalendar()[:2]
    return f"{'下' if other_week else ''}周{_WEEKDAYS_ZH[day.weekday()]}"


def _month(day: date, language: Language, today: date) -> str:
    if language == "zh":
        return f"{'' if day.year == today.year else '去年'}{day.month}月"
    return _MONTHS[day.month - 1]
