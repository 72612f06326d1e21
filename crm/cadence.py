"""Tier and last visit → when the next one is wished for, when at the latest, and how late it is.

The clock restarts at the last real visit, not every N days. Nobody in, and a day agreed with the
customer, move the day to go; the latest day stays where the last visit put it.
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


class Because(StrEnum):
    """What the day to go comes from: the tier's rhythm, a day agreed, or nobody having been in."""

    RHYTHM = "rhythm"
    PLAN = "plan"
    ATTEMPT = "attempt"


@dataclass(frozen=True, slots=True)
class NextVisit:
    """When to go there next, and why: dates are None where the tier has no rhythm.

    ``waits``: the day to go lies ahead, as it may for one that is overdue.
    """

    state: VisitState
    on: date | None
    latest_on: date | None
    days_late: int = 0
    because: Because = Because.RHYTHM
    waits: bool = False

    def is_for(self, day: date) -> bool:
        """Say whether going there is on the list by that day.

        An overdue customer with a day agreed, or tried just now, waits for its day like the others.
        """
        return self.on is not None and self.on <= day


def next_visit(policy: Policy, tier: str | None, contacts: LastContacts, today: date) -> NextVisit:
    """Decide when a customer is visited next.

    Due once the tier's ideal number of days has passed since the last visit, overdue once the
    latest has passed. A planned day replaces the day to go, sooner or later; an attempt since the
    last visit, or on the planned day and after, moves it by the policy's days. Neither moves the
    latest day. A customer never visited can be visited today; one without a tier has no rhythm
    yet, only plans.
    """
    start = contacts.visited_on
    if policy.visits.touch_restarts and contacts.touched_on:
        start = max(start, contacts.touched_on) if start else contacts.touched_on
    rule = policy.find_tier(tier)
    if start is None:
        on, because = _day_to_go(policy, contacts, start, today)
        waits = on is not None and on > today
        return NextVisit(VisitState.NEVER, on, None, because=because, waits=waits)
    ideal_on = start + timedelta(days=rule.visit.ideal) if rule else None
    latest_on = start + timedelta(days=rule.visit.latest) if rule else None
    on, because = _day_to_go(policy, contacts, start, ideal_on)
    waits = on is not None and on > today
    if latest_on is not None and today > latest_on:
        late = (today - latest_on).days
        return NextVisit(VisitState.OVERDUE, on, latest_on, late, because, waits)
    state = VisitState.ON_TIME if on is None or waits else VisitState.DUE
    return NextVisit(state, on, latest_on, because=because, waits=waits)


def _day_to_go(
    policy: Policy, contacts: LastContacts, start: date | None, ideal_on: date | None
) -> tuple[date | None, Because]:
    """The ideal day, unless a day was agreed, or an attempt leads beyond either."""
    on, because = ideal_on, Because.RHYTHM
    if contacts.planned_on is not None:
        on, because = contacts.planned_on, Because.PLAN
    attempted_on = contacts.attempted_on
    if on is None or attempted_on is None:
        return on, because
    since_plan = contacts.planned_on is not None and attempted_on >= contacts.planned_on
    since_visit = contacts.planned_on is None and (start is None or attempted_on > start)
    if not (since_plan or since_visit):
        return on, because
    again_on = attempted_on + timedelta(days=policy.visits.attempt_moves)
    return (again_on, Because.ATTEMPT) if again_on > on else (on, because)


def urgency(policy: Policy, tier: str | None, visit: NextVisit, today: date) -> float:
    """Weigh the tier against how much of its longest wait has passed: the larger goes first.

    With tiers A, B, C the weights are 3, 2, 1, times days since the last visit ÷ the tier's latest
    days: an A just due (30 of 45 days: 2) weighs as much as a B at its latest day, or a C that has
    waited twice as long as it may. Never visited counts as a longest wait just over,
    and a customer without a tier as one of the last.
    """
    names = policy.tier_names
    rule = policy.find_tier(tier)
    if rule is None:
        return 1.0
    weight = len(names) - names.index(rule.name)
    if visit.latest_on is None:
        return float(weight)
    return weight * (1 + (today - visit.latest_on).days / rule.visit.latest)
