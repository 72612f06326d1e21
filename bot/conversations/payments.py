"""Overdue money: what one customer owes, and who owes most."""

from decimal import Decimal

from bot.conversations.choosing import about_one, asked_about
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS, in_rows
from bot.conversations.whose import find_which
from bot.messages import Button, Message, one_row
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from crm.entities import Role
from crm.store import customers, debts, people
from crm.store.customers import Filter

DEBTS = 5


def show_payments(desk: Desk, understood: Understood) -> list[Message]:
    """Answer what one customer owes, or who owes."""
    if understood.customer is not None:
        return about_one("owes", show_owed_by)(desk, understood)
    slots = understood.slots
    if slots.rep_id is not None and not people.is_in_sight(desk.session, desk.viewer, slots.rep_id):
        return [Message(desk.say("not_yours_to_see", rep=slots.rep_name, role=desk.viewer.role))]
    return _show_debtors(desk, find_which(desk, slots), slots)


def show_owed_by(desk: Desk, customer_id: int) -> list[Message]:
    """Show a customer's overdue invoices, the oldest first.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    balance = debts.get_balance(desk.session, customer_id, desk.today)
    asked = asked_about(desk, "payments", customer_id)
    text = desk.say(
        "owed_by",
        name=customer.name,
        balance=balance,
        shown=balance.debts[:DEBTS],
        left=len(balance.debts) - len(balance.debts[:DEBTS]),
        asked=asked is not None and asked.slots.asked,
        today=desk.today,
    )
    return [Message(text, one_row(Button(desk.label("buttons.card"), f"card:{customer_id}")))]


def _show_debtors(desk: Desk, which: Filter, slots: Slots) -> list[Message]:
    """Show who owes; ``over_days``: only whose oldest invoice is late by so many days or more."""
    over_days = slots.over_days
    every = debts.list_debtors(desk.session, desk.viewer, desk.today, which)
    owing = [one for one in every if (desk.today - one.since).days >= (over_days or 0)]
    shown = owing[:ROWS]
    text = desk.say(
        "debtors",
        any_invoices=bool(every) or debts.has_invoices(desk.session, desk.viewer),
        total=len(owing),
        amount=sum((one.amount for one in owing), Decimal(0)),
        shown=shown,
        left=len(owing) - len(shown),
        team=desk.viewer.role is not Role.REP and which.rep_id is None,
        where=slots.place or slots.industry,
        tiers=which.tiers,
        over_days=over_days,
        others=len(every) - len(owing),
        today=desk.today,
    )
    buttons = [Button(one.name, f"owes:{one.customer_id}") for one in shown]
    return [Message(text, in_rows(buttons, 2))]
