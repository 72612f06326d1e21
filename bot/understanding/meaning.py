"""A meaning as data, with the names that labelled messages use: for the command line and tests.

Only the slots that an intent asks for are told: the tier in "why is X an A" is part of the
question, and in "my A's" it is what is asked for.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.understanding.slots import Slots
from bot.understanding.told import Report
from bot.understanding.understand import Context, Understood
from crm.cadence import VisitState
from crm.names.match import Match

Said = dict[str, Any]


def describe(understood: Understood, context: Context) -> Said:
    """Return intent, slots and action, and ``intents`` where the question is which is meant."""
    slots: Said = {}
    if understood.action != "abstain":
        if understood.customer is not None:
            slots |= _customer(understood.customer, understood.typed_name, context)
        tell = _SLOTS.get(understood.intent)
        if tell is not None:
            slots |= tell(understood.slots)
        if understood.report is not None:
            slots |= _report(understood.report, context)
    told: Said = {
        "intent": understood.intent,
        "slots": {name: _plain(value) for name, value in slots.items() if _is_said(name, value)},
        "action": understood.action,
    }
    if understood.intents:
        told["intents"] = list(understood.intents)
    return told


def _is_said(name: str, value: object) -> bool:
    return name in {"customer", "customer_id"} or value not in (None, (), [], False)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _customer(match: Match, typed: str, context: Context) -> Said:
    if match.customer_id is not None:
        naming = context.names.namings[match.customer_id]
        return {"customer": naming.name, "customer_id": naming.code}
    if match.candidates:
        codes = [context.names.namings[number].code for number in match.candidates]
        return {"customer": None, "customer_candidates": codes}
    return {"customer": typed or None, "customer_id": None}


def _list(slots: Slots) -> Said:
    tiers = slots.tiers if len(slots.tiers) > 1 else ()
    return {
        "tier": slots.tier,
        "tiers": list(tiers),
        "city": _first(slots.cities),
        "country": _first(slots.countries),
        "industry": _first(slots.industries),
        "rep": slots.rep or slots.rep_name,
        "count": slots.count,
        "group_by": slots.group_by,
    }


def _first(values: tuple[str, ...]) -> str | None:
    return next(iter(values), None)


def _customers(slots: Slots) -> Said:
    never = "never" if slots.visit_state is VisitState.NEVER else None
    since = {"not_visited_since": slots.not_visited_since}
    return _list(slots) | {"visit_state": never} | since | _period(slots)


def _due(slots: Slots) -> Said:
    label = slots.period.label if slots.period else None
    if slots.visit_state is VisitState.OVERDUE:
        label = "overdue"
    days = {} if label else _period(slots)
    return _list(slots) | {"period": label} | days


def _period(slots: Slots) -> Said:
    if slots.period is None:
        return {}
    return {"from": slots.period.from_on, "to": slots.period.to_on}


def _of_rep(slots: Slots) -> Said:
    return _period(slots) | {"rep": slots.rep or slots.rep_name}


def _wish(slots: Slots) -> Said:
    return {"tier": slots.tier, "reason": slots.reason, "until": slots.until}


def _named(*names: str) -> Callable[[Slots], Said]:
    return lambda slots: {_ALSO.get(name, name): getattr(slots, name) for name in names}


_ALSO = {"note_kind": "kind", "on": "date"}

_SLOTS: Mapping[str, Callable[[Slots], Said]] = {
    "list_customers": _customers,
    "due_visits": _due,
    "snooze_visit": _named("until"),
    "set_note": _named("note_kind", "text"),
    "remind_me": _named("on", "text"),
    "complaints": lambda slots: {"status": slots.status, "tier": slots.tier} | _period(slots),
    "open_complaint": _named("text"),
    "close_complaint": _named("ref"),
    "orders": _period,
    "tier_changes": _period,
    "visits_made": _of_rep,
    "rep_stats": _of_rep,
    "details": _named("which"),
    "set_tier": _wish,
    "release_tier": _wish,
    "propose_tier": _wish,
    "broadcast": _named("text"),
    "coach_start": _named("scene"),
    "coach_line": _named("objection"),
    "payment_terms": _named("tier"),
    "settings": _named("key", "value"),
    "add_customer": _named("name", "place", "phone", "email"),
    "add_contact": _named("contact_name", "title", "phone", "email"),
    "missing_customer": _named("name"),
    "edit_last": lambda slots: {"date": slots.on, "text": None if slots.on else slots.text},
}


def _report(report: Report, context: Context) -> Said:
    """One customer is told like any other; of several, the codes of those that are known."""
    told = [one.customer.customer_id for one in report.told if one.customer.customer_id is not None]
    codes = [context.names.namings[number].code for number in told]
    said: Said = {"date": report.on, "note": report.note}
    if len(report.told) > 1:
        said["customers"] = codes
    return said
