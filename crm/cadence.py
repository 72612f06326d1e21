"""Tier and last visit → when the next one is wished for, when at the latest, and how late it is.

The clock restarts at the last real visit, not every N days. Nobody in moves the next try a little
and leaves the rhythm alone.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm.entities import LastContacts
from crm.policy import Policy


class VisitState(StrEnum):
    """Where a customer stands in its rhythm. Never visited is a state of its own."""

    NEVER = "never"
    OVERDUE = "overdue"
    DUE = "due"
    ON_TIME = "on_time"


@dataclass(frozen=True, slots=True)
class NextVisit:
    """When to go there next, and why: dates are None where the tier has no rhythm."""

    state: VisitState
    on: date | None
    latest_on: date | None
    days_late: int = 0


def next_visit(policy: Policy, tier: str | None, contacts: LastContacts, today: date) -> NextVisit:
    """Decide when a customer is visited next.

    Due once the tier's ideal number of days has passed since the last visit, overdue once the
    latest has passed. An attempt after that visit moves the next try by the policy's days. A
    customer never visited can be visited today; one without a tier has no rhythm yet.
    """
    start = contacts.visited_on
    if policy.visits.touch_restarts and contacts.touched_on:
        start = max(start, contacts.touched_on) if start else contacts.touched_on
    if contacts.visited_on is None and start is None:
        return NextVisit(VisitState.NEVER, _after_attempt(policy, contacts, today), None)
    rule = policy.find_tier(tier)
    if rule is None or start is None:
        return NextVisit(VisitState.ON_TIME, None, None)
    ideal_on = start + timedelta(days=rule.visit.ideal)
    latest_on = start + timedelta(days=rule.visit.latest)
    attempted_on = contacts.attempted_on
    if attempted_on is not None and attempted_on > start:
        ideal_on = max(ideal_on, _after_attempt(policy, contacts, ideal_on))
    if today > latest_on:
        return NextVisit(VisitState.OVERDUE, ideal_on, latest_on, (today - latest_on).days)
    state = VisitState.DUE if today >= ideal_on else VisitState.ON_TIME
    return NextVisit(state, ideal_on, latest_on)


def _after_attempt(policy: Policy, contacts: LastContacts, otherwise: date) -> date:
    if contacts.attempted_on is None:
        return otherwise
    return max(otherwise, contacts.attempted_on + timedelta(days=policy.visits.attempt_moves))
