"""Which customers practice is about: the one spoken of last, and those of the days ahead."""

from collections.abc import Mapping
from datetime import date
from typing import get_args

from bot.coaching.drill import Wish
from bot.coaching.playbook import Objection, Situation
from bot.conversations import marks
from bot.conversations.desk import Desk
from bot.conversations.marks import Marked
from crm.cadence import Because
from crm.calendar import next_working_day
from crm.store import asked, complaints, customers, debts
from crm.store.customers import Filter

AHEAD = 3
"""So many customers a session is picked for."""


def find_customer(desk: Desk) -> int | None:
    """Return the customer spoken of last, else the first to visit today or tomorrow; else None."""
    last = desk.dialog.last
    about = last.customer.customer_id if last is not None and last.customer is not None else None
    if about is not None and customers.list_by_id(desk.session, desk.viewer, [about]):
        return about
    return next((row.customer.id for row in list_tomorrows(desk)), None)


def list_tomorrows(desk: Desk) -> list[Marked]:
    """Return whom one visits on the next working day: days agreed first, then the most urgent."""
    on = next_working_day(desk.hours, desk.today)
    found = [row for row in _list_own(desk) if row.next.is_for(on)]
    urgent = {row.customer.id: place for place, row in enumerate(marks.by_urgency(desk, found))}
    return sorted(found, key=lambda row: (not _is_agreed_for(row, on), urgent[row.customer.id]))


def list_wishes(desk: Desk) -> list[Wish]:
    """Return what is worth practising for the customers of the next working day.

    Who owes something overdue has to be asked for it, who complains wants an answer, and who
    objected the last time may do so again.
    """
    ahead = [row.customer.id for row in list_tomorrows(desk)[:AHEAD]]
    if not ahead:
        return []
    owing = {each.customer_id for each in debts.list_debtors(desk.session, desk.viewer, desk.today)}
    return [_wish(desk, customer_id, owes=customer_id in owing) for customer_id in ahead]


def _wish(desk: Desk, customer_id: int, *, owes: bool) -> Wish:
    if owes:
        return Wish(customer_id, "collection")
    if complaints.list_open_texts(desk.session, customer_id):
        return Wish(customer_id, "complaint_handling")
    told = asked.find_last(desk.session, customer_id)
    objection = next(
        (each for each in get_args(Objection) if told and each == told.objection), None
    )
    fit = _FITTING.get(objection) if objection else None
    return Wish(customer_id, *fit) if fit else Wish(customer_id, "closing")


_FITTING: Mapping[Objection, tuple[str, Situation | None]] = {
    "too_expensive": ("price_objection", None),
    "competitor_cheaper": ("competitor", None),
    "has_supplier": ("competitor", None),
    "think_it_over": ("closing", "think_it_over"),
    "not_decision_maker": ("closing", "decision_maker"),
    "no_budget": ("price_objection", "price_deadlock"),
    "longer_terms": ("price_objection", "price_deadlock"),
    "no_time": ("cold_call", "second_ask"),
    "send_information": ("cold_call", "second_ask"),
    "not_interested": ("cold_call", None),
    "quality_doubt": ("closing", "nitpicking"),
}
"""The playbook, and the moment in it, that an objection is met at."""


def _list_own(desk: Desk) -> list[Marked]:
    return [
        Marked(listed.customer, desk.next_visit(listed.customer.tier, listed.contacts))
        for listed in customers.list_customers(
            desk.session, desk.viewer, Filter(rep_id=desk.viewer.person_id)
        )
    ]


def _is_agreed_for(row: Marked, on: date) -> bool:
    return row.next.because is Because.PLAN and row.next.on == on
