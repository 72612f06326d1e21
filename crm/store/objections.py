"""What the objections told after visits have cost: orders that didn't come, and what hangs on them.

A customer counts for the objection of its last visit only, so that what is at stake adds up.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Select, func, select, type_coerce

from crm.entities import Viewer, VisitKind
from crm.store.asked import NOTHING
from crm.store.database import Session
from crm.store.purchases import are_invoices
from crm.store.scope import visible
from crm.store.tables import customers, invoices, order_lines, orders, visits
from crm.store.types import Fixed

WON_WITHIN = timedelta(days=30)
"""An order that soon after a visit is taken for won at it."""

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Cost:
    """One objection: at how many visits, how many of them led to an order, how often the order was
    asked for on average (None: nobody said), and what customers who have not ordered since bought
    in a year."""

    objection: str
    visits: int
    won: int
    mean_asks: float | None
    at_stake: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """All of them, the costliest first; of how many visits, at how many nobody asked once."""

    by_objection: tuple[Cost, ...]
    visits: int
    never_asked: int


@dataclass(frozen=True, slots=True)
class _Told:
    customer_id: int
    on: date
    asks: int | None
    objection: str


def add_up(
    session: Session, viewer: Viewer, person_ids: Collection[int], since: date, until: date
) -> Costs:
    """Return what was objected at these people's visits of some days, and what it has cost.

    Only customers in the viewer's sight count, and only visits of which an objection was told.
    """
    told = _list_told(session, viewer, person_ids, since, until)
    about = sorted({each.customer_id for each in told})
    bought = _list_days(session, about, since, until)
    worth = _list_worth(session, about, until - A_YEAR, until)
    last = {each.customer_id: each for each in told}
    found = [
        _add_up(objection, told, last, bought, worth)
        for objection in dict.fromkeys(each.objection for each in told)
    ]
    found.sort(key=lambda cost: (-cost.at_stake, -cost.visits, cost.objection))
    return Costs(tuple(found), len(told), sum(each.asks == 0 for each in told))


def _add_up(
    objection: str,
    told: Sequence[_Told],
    last: Mapping[int, _Told],
    bought: Mapping[int, list[date]],
    worth: Mapping[int, Decimal],
) -> Cost:
    here = [each for each in told if each.objection == objection]
    asks = [each.asks for each in here if each.asks is not None]
    return Cost(
        objection,
        len(here),
        sum(
            any(each.on <= day <= each.on + WON_WITHIN for day in bought.get(each.customer_id, ()))
            for each in here
        ),
        sum(asks) / len(asks) if asks else None,
        sum(
            (
                worth.get(customer_id, Decimal(0))
                for customer_id, each in last.items()
                if each.objection == objection
                and not any(day >= each.on for day in bought.get(customer_id, ()))
            ),
            Decimal(0),
        ),
    )


def _list_told(
    session: Session, viewer: Viewer, person_ids: Collection[int], since: date, until: date
) -> list[_Told]:
    query = (
        select(visits.c.customer_id, visits.c.visited_on, visits.c.asks, visits.c.objection)
        .join(customers, customers.c.id == visits.c.customer_id)
        .where(
            visible(viewer),
            visits.c.person_id.in_(person_ids),
            visits.c.kind == VisitKind.VISIT,
            visits.c.visited_on.between(since, until),
            visits.c.objection.is_not(None),
            visits.c.objection != NOTHING,
        )
        .order_by(visits.c.visited_on, visits.c.id)
    )
    return [_Told(*row) for row in session.execute(query)]


def _list_days(
    session: Session, customer_ids: Collection[int], since: date, until: date
) -> dict[int, list[date]]:
    """The days on which each of them bought something."""
    whose, day = (
        (invoices.c.customer_id, invoices.c.issued_on)
        if are_invoices(session)
        else (orders.c.customer_id, orders.c.ordered_on)
    )
    found: dict[int, list[date]] = {}
    query = select(whose, day).where(whose.in_(customer_ids), day.between(since, until))
    for customer_id, on in session.execute(query):
        found.setdefault(customer_id, []).append(on)
    return found


def _list_worth(
    session: Session, customer_ids: Collection[int], since: date, until: date
) -> dict[int, Decimal]:
    query = (_invoiced if are_invoices(session) else _ordered)(customer_ids, since, until)
    return {row.customer_id: row.worth for row in session.execute(query)}


def _ordered(customer_ids: Collection[int], since: date, until: date) -> Select[Any]:
    worth = func.sum(type_coerce(order_lines.c.amount, BigInteger))
    return (
        select(orders.c.customer_id, type_coerce(worth, Fixed(4)).label("worth"))
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(orders.c.customer_id.in_(customer_ids), orders.c.ordered_on.between(since, until))
        .group_by(orders.c.customer_id)
    )


def _invoiced(customer_ids: Collection[int], since: date, until: date) -> Select[Any]:
    worth = func.sum(type_coerce(invoices.c.amount, BigInteger))
    return (
        select(invoices.c.customer_id, type_coerce(worth, Fixed(4)).label("worth"))
        .where(invoices.c.customer_id.in_(customer_ids), invoices.c.issued_on.between(since, until))
        .group_by(invoices.c.customer_id)
    )
