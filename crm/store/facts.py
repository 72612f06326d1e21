"""What the books say about every customer on a grading date, added up in SQL.

A statement each over orders, order lines and invoices, whatever the number of customers. Sums are
of integers, so they are exact and the same on both databases.
"""

from datetime import date
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy import cast as sql_cast

from crm.errors import Refused
from crm.grading.figures import Counts, Facts, Figures, Floats, NewCustomer, Totals, to_decimal
from crm.grading.ranking import order_of_codes
from crm.grading.windows import window_start
from crm.policy import Indicator, Policy
from crm.store.columns import Columns, read_columns
from crm.store.database import Session
from crm.store.payments import COUNTS, gather_payments
from crm.store.tables import customers, invoices, order_lines, orders


class _Known(NamedTuple):
    """Every customer of the books, by id."""

    ids: Counts
    codes: list[str | None]
    names: list[str]


def gather(session: Session, policy: Policy, as_of: date) -> Facts:
    """Return the figures of every customer with an order up to that day, and what they add up to.

    A company that keeps only invoices is graded by them: whoever was invoiced is the population,
    and the value is what was invoiced. Value is 0 where nothing was bought in the window. Profit
    is 0 there too, but missing where something was bought and no cost of it is known, and missing
    for all where no cost is known at all.

    Raises Refused when quantities are to be measured and there are only invoices.
    """
    from_invoices = not session.scalar(select(exists(select(orders.c.id))))
    if from_invoices and policy.grading.measure == "quantity":
        raise Refused(
            "There are only invoices, and they don't say how much was bought. "
            "Measure by amount, or import the orders as well."
        )
    bought = (_invoiced if from_invoices else _ordered)(session, policy, as_of)
    payments = gather_payments(session, policy.grading, as_of, months(policy, "credit"))
    known = _customers(session)
    places = np.searchsorted(known.ids, bought["customer_id"])
    codes = tuple(known.codes[place] for place in places)
    names = tuple(known.names[place] for place in places)
    costed, profit = _profit(bought)
    return Facts(
        as_of_on=as_of,
        figures=Figures(
            ids=known.ids[places],
            value=bought["value"],
            all_time=bought["all_time"],
            costed=costed,
            profit=profit,
            credit=_credit(payments, known.ids)[places],
            code_order=order_of_codes(codes, names, known.ids[places]),
        ),
        codes=codes,
        names=names,
        new=_absent(known, places),
        totals=_totals(bought, profit, costed, payments),
        from_invoices=from_invoices,
    )


def months(policy: Policy, name: Indicator) -> int:
    """Return how far back an indicator looks; one that the policy leaves out looks furthest."""
    rules = policy.grading.indicators
    return rules[name].months if name in rules else max(rule.months for rule in rules.values())


def _ordered(session: Session, policy: Policy, as_of: date) -> Columns:
    """What everybody with an order up to the day ordered; an order may have no lines."""
    begin = window_start(as_of, months(policy, "value"))
    population = read_columns(
        session,
        select(
            orders.c.customer_id,
            _count(orders.c.ordered_on > begin).label("orders"),
        )
        .where(orders.c.ordered_on <= as_of)
        .group_by(orders.c.customer_id)
        .order_by(orders.c.customer_id),
    )
    lines = read_columns(session, _lines_by_customer(policy, as_of))
    ids = population["customer_id"]
    places = np.searchsorted(ids, lines["customer_id"])
    there = np.isin(lines["customer_id"], ids)
    bought = dict(population)
    for name, column in lines.items():
        if name != "customer_id":
            bought[name] = np.zeros(len(ids), dtype=np.int64)
            bought[name][places[there]] = column[there]
    return bought


def _lines_by_customer(policy: Policy, as_of: date) -> Select[Any]:
    """The sums over order lines, by customer.

    Nearly all lines are needed, so they are read in the order they lie in. An inner join, or a
    condition on the order's date outside the sums, would let SQLite walk through the orders by
    customer and fetch each line from somewhere else: four times slower with two million.
    """
    amount = type_coerce(order_lines.c.amount, BigInteger)
    cost = type_coerce(order_lines.c.cost, BigInteger)
    quantity = func.coalesce(type_coerce(order_lines.c.quantity, BigInteger), 0)
    measured = amount if policy.grading.measure == "amount" else quantity
    day = orders.c.ordered_on
    so_far = day <= as_of
    in_value = and_(so_far, day > window_start(as_of, months(policy, "value")))
    in_profit = and_(so_far, day > window_start(as_of, months(policy, "profit")))
    costed = and_(in_profit, cost.is_not(None))
    return (
        select(
            orders.c.customer_id,
            _total(in_value, measured).label("value"),
            _total(so_far, measured).label("all_time"),
            _total(costed, measured).label("costed"),
            _total(costed, amount - cost).label("profit"),
            _count(in_value).label("lines"),
            _count(and_(in_value, order_lines.c.quantity.is_(None))).label("lines_unmeasured"),
            _count(in_profit).label("profit_lines"),
            _count(costed).label("costed_lines"),
        )
        .select_from(order_lines.outerjoin(orders, orders.c.id == order_lines.c.order_id))
        .group_by(orders.c.customer_id)
    )


def _invoiced(session: Session, policy: Policy, as_of: date) -> Columns:
    amount = type_coerce(invoices.c.amount, BigInteger)
    in_value = invoices.c.issued_on > window_start(as_of, months(policy, "value"))
    statement = (
        select(
            invoices.c.customer_id,
            _total(in_value, amount).label("value"),
            sql_cast(func.sum(amount), BigInteger).label("all_time"),
            _count(in_value).label("lines"),
        )
        .where(invoices.c.issued_on <= as_of)
        .group_by(invoices.c.customer_id)
    )
    found = read_columns(session, statement)
    nothing = np.zeros(len(found["value"]), dtype=np.int64)
    names = ("orders", "costed", "profit", "lines_unmeasured", "profit_lines", "costed_lines")
    return {**found, **dict.fromkeys(names, nothing)}


def _customers(session: Session) -> _Known:
    rows = session.execute(
        select(customers.c.id, customers.c.code, customers.c.name).order_by(customers.c.id)
    ).all()
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    return _Known(ids, [row[1] for row in rows], [row[2] for row in rows])


def _profit(bought: Columns) -> tuple[Floats, Floats]:
    """Return what was bought at a known cost, and the profit of it."""
    known = bought["costed_lines"] > 0
    if not known.any():
        return np.full(len(known), np.nan), np.full(len(known), np.nan)
    idle = bought["profit_lines"] == 0
    costed = np.where(known, bought["costed"], np.nan)
    return costed, np.where(known | idle, bought["profit"], np.nan)


def _credit(payments: Columns, ids: Counts) -> Floats:
    """Return every customer's days late; an exact quotient, so that equal ones tie."""
    credit = np.full(len(ids), np.nan)
    weight, places = payments["weight"], np.searchsorted(ids, payments["customer_id"])
    heard = weight > 0
    credit[places[heard]] = payments["late"][heard] / weight[heard]
    return credit


def _absent(known: _Known, places: Counts) -> tuple[NewCustomer, ...]:
    absent = np.ones(len(known.ids), dtype=bool)
    absent[places] = False
    return tuple(
        NewCustomer(int(known.ids[i]), known.codes[i], known.names[i])
        for i in np.flatnonzero(absent)
    )


def _totals(bought: Columns, profit: Floats, costed: Floats, payments: Columns) -> Totals:
    return Totals(
        orders=int(bought["orders"].sum()),
        lines=int(bought["lines"].sum()),
        value=to_decimal(bought["value"].sum()),
        all_time_value=to_decimal(bought["all_time"].sum()),
        profit=to_decimal(np.nansum(profit)),
        costed_value=to_decimal(np.nansum(costed)),
        lines_without_cost=int((bought["profit_lines"] - bought["costed_lines"]).sum()),
        lines_without_quantity=int(bought["lines_unmeasured"].sum()),
        **{f"invoices_{name}": int(payments[name].sum()) for name in COUNTS},
    )


def _total(condition: ColumnElement[bool], units: ColumnElement[int]) -> ColumnElement[int]:
    return sql_cast(func.sum(case((condition, units), else_=0)), BigInteger)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sql_cast(func.sum(case((condition, 1), else_=0)), BigInteger)
