"""Who bought last, who has not for a while, and what was sold: of all customers in sight."""

from datetime import date

from bot.conversations import marks
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS
from bot.messages import Button, Message
from bot.understanding.dates import Period
from bot.understanding.understand import Understood
from crm.entities import Role
from crm.store import purchases, sales

SHARES = 5
"""So many customers are named beside a sum."""


def show_last_orders(desk: Desk, understood: Understood) -> list[Message]:
    """Say who ordered last, the newest first; or who has not since a day, the longest first."""
    since = understood.slots.not_ordered_since
    period = understood.slots.period
    if since is not None:
        found = sales.list_silent(desk.session, desk.viewer, since, desk.today)
    else:
        until = min(period.to_on, desk.today) if period else desk.today
        found = sales.list_newest(desk.session, desk.viewer, until)
        found = [each for each in found if period is None or each.last_on >= period.from_on]
    shown = found[:ROWS]
    text = desk.say(
        "buyers",
        shown=shown,
        total=len(found),
        left=len(found) - len(shown),
        since=since,
        p=period,
        team=desk.viewer.role is not Role.REP,
        invoiced=purchases.are_invoices(desk.session),
    )
    cards = [Button(each.name, f"card:{each.customer_id}") for each in shown]
    return [Message(text, marks.in_rows(cards, 2))]


def show_sales(desk: Desk, understood: Understood) -> list[Message]:
    """Say what was sold in some days, this month unless others are named, and to whom most."""
    period = understood.slots.period or _this_month(desk.today)
    until = min(period.to_on, desk.today)
    bought = sales.add_up(desk.session, desk.viewer, period.from_on, until)
    shown = sales.list_best(desk.session, desk.viewer, period.from_on, until, SHARES)
    text = desk.say(
        "sales",
        p=period,
        bought=bought,
        shown=shown,
        team=desk.viewer.role is not Role.REP,
        invoiced=purchases.are_invoices(desk.session),
    )
    cards = [Button(each.name, f"card:{each.customer_id}") for each in shown]
    return [Message(text, marks.in_rows(cards, 2))]


def _this_month(today: date) -> Period:
    return Period(today.replace(day=1), today, "this_month", (0, 0))
