"""Customers marked with where each stands in its rhythm: found, put in order, laid out in rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.conversations.desk import Desk
from bot.conversations.groups import Asked
from bot.messages import Button
from bot.understanding.understand import Understood
from crm.cadence import Because, NextVisit, VisitState, urgency
from crm.entities import Customer, Role
from crm.names import Match
from crm.store import customers
from crm.store.customers import NEW

ROWS = 7
"""At most so many rows a message: what a thumb and four seconds can take in."""

_ORDER = (VisitState.OVERDUE, VisitState.NEVER, VisitState.DUE, VisitState.ON_TIME)


@dataclass(frozen=True, slots=True)
class Marked:
    """A customer and where it stands in its rhythm."""

    customer: Customer
    next: NextVisit


@dataclass(frozen=True, slots=True)
class Unseen(Marked):
    """One of a list in the order in which they were visited last; None: never."""

    last_on: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no to a question about a customer's rhythm, its tier, or its visits."""

    about: Literal["state", "tier", "visits"]
    yes: bool


def find(desk: Desk, asked: Asked) -> list[Marked]:
    """The customers asked for: the most overdue first, then never visited, due, the rest.

    Where it is asked whom to visit, the days agreed come first, then the most urgent of the
    others, tier and lateness together.
    """
    listed = customers.list_customers(desk.session, desk.viewer, asked.which)
    if asked.longest:
        listed.sort(key=lambda row: row.contacts.visited_on or date.min)
    found: list[Marked] = [
        Unseen(
            row.customer,
            desk.next_visit(row.customer.tier, row.contacts),
            row.contacts.visited_on,
        )
        for row in listed
        if asked.unseen_since is None
        or row.contacts.visited_on is None
        or row.contacts.visited_on < asked.unseen_since
    ]
    if asked.state is VisitState.DUE:
        until = max(asked.until or desk.today, desk.today)
        found = [row for row in found if row.next.is_for(until)]
    elif asked.state is not None:
        found = [row for row in found if row.next.state is asked.state]
    if asked.ranked or asked.longest:
        return found
    if asked.state in {VisitState.DUE, VisitState.OVERDUE}:
        return by_urgency(desk, found)
    return sorted(found, key=lambda row: (_ORDER.index(row.next.state), -row.next.days_late))


def by_urgency(desk: Desk, found: Iterable[Marked]) -> list[Marked]:
    """Put customers in the order in which to visit them."""
    return sorted(found, key=lambda row: _urgency(desk, row))


def _urgency(desk: Desk, row: Marked) -> tuple[bool, float]:
    on = row.next.on or date.min
    agreed = row.next.because is Because.PLAN and on >= desk.today
    return not agreed, -urgency(desk.policy, row.customer.tier, row.next, desk.today)


def judge(asked: Understood | None, customer: Customer, visit: NextVisit) -> Verdict | None:
    """Say yes or no where that was asked: is it overdue, was it never visited, is it an A?"""
    if asked is None or not asked.slots.asked:
        return None
    state = asked.slots.visit_state
    if state is VisitState.DUE:
        return Verdict("state", yes=visit.state in {VisitState.DUE, VisitState.OVERDUE})
    if state is not None:
        return Verdict("state", yes=visit.state is state)
    tiers = asked.slots.tiers or ((asked.slots.tier,) if asked.slots.tier else ())
    return Verdict("tier", yes=(customer.tier or NEW) in tiers) if tiers else None


def head(desk: Desk, asked: Asked, marked: Sequence[Marked]) -> dict[str, object]:
    """What the head of a list tells: whose customers, how many, how many overdue or never seen."""
    states = Counter(row.next.state for row in marked)
    subject = name_subject(desk, asked)
    return {
        "subject": desk.say("subject", s=subject),
        "s": subject,
        "total": len(marked),
        "overdue": states[VisitState.OVERDUE],
        "never": states[VisitState.NEVER],
    }


def name_subject(desk: Desk, asked: Asked) -> dict[str, object]:
    """What was asked for, as the texts name it."""
    return {
        "rep": asked.rep,
        "team": desk.viewer.role is not Role.REP and asked.rep is None,
        "state": asked.state,
        "tiers": asked.which.tiers,
        "place": asked.place,
        "industry": asked.industry,
        "one_city": len(asked.which.cities) == 1,
        "unseen_since": asked.unseen_since,
        "longest": asked.longest,
    }


def speak_of_only(desk: Desk, marked: Sequence[Marked]) -> None:
    """Let "and why?" be about the only customer of a list; of several none is spoken of."""
    last = desk.dialog.last
    if last is None:
        return
    only = marked[0].customer.id if len(marked) == 1 else None
    about = None if only is None else Match(only, sure=True, candidates=(only,))
    desk.dialog.last = replace(last, customer=about)


def cards(shown: Sequence[Marked]) -> tuple[tuple[Button, ...], ...]:
    """A button for each customer that opens its card."""
    buttons = [Button(row.customer.name, f"card:{row.customer.id}") for row in shown]
    return in_rows(buttons, 2)


def turns(
    desk: Desk,
    asked: Asked,
    marked: Sequence[Marked],
    number: int,
    start: int,
    going_on_at: int | None,
) -> tuple[tuple[Button, ...], ...]:
    """The row that narrows a list, groups it, or turns the page that begins at ``start``."""
    row = []
    if start > 0:
        row.append(Button(desk.label("buttons.earlier"), f"list:{number}:{max(0, start - ROWS)}"))
    if asked.state is None and any(m.next.state is VisitState.OVERDUE for m in marked):
        row.append(Button(desk.label("buttons.overdue"), f"list:{number}:overdue"))
    if len(marked) > ROWS and asked.state and name_subject(desk, asked)["team"]:
        row.append(Button(desk.label("buttons.by_rep"), f"list:{number}:rep"))
    elif len(marked) > ROWS and not asked.which.cities:
        row.append(Button(desk.label("buttons.by_city"), f"list:{number}:city"))
    if going_on_at is not None:
        row.append(Button(desk.label("buttons.more"), f"list:{number}:{going_on_at}"))
    return (tuple(row),) if row else ()


def in_rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Lay buttons out so many to a row: a company's name needs the width of two."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
