"""What would lift a customer a tier: how much more value alone, or how many days less late alone.

Both are exact: the smallest addition (in ten-thousandths) and the fewest tenths of a day for
which the customer, everybody ranked again, is over the line. It works on the stored figures of a
grading, never on orders.

More value is not always better. It comes at today's margin, and where that is negative it brings
value points and costs profit points, so that a small addition may lift a customer and a larger
one not. The search therefore halves a stretch of additions only after it has shown that neither
all of it nor nothing of it is over the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import numpy as np

from crm.errors import NotFound
from crm.grading.contest import Contest, Mark
from crm.grading.figures import Figures
from crm.policy import Policy

Lever = Literal["value", "credit"]
Obstacle = Literal["capped", "no_room", "not_enough", "no_invoices", "never_late", "no_weight"]

MOST = 2**52
"""The largest addition tried, in ten-thousandths (450 thousand million): beyond, doubles skip."""

STEPS_A_DAY = 10


@dataclass(frozen=True, slots=True)
class Way:
    """One lever: the smallest change that lifts the customer, or what stands in its way.

    ``change`` is in the measure's unit for value, in days for credit; ``tier`` is the one reached.

    - ``capped``: a cap on late payment holds the customer, whatever it buys
    - ``no_room``: the company is so small that no place is to be had
    - ``not_enough``: not even the largest change would do
    - ``no_invoices``: nothing is known of its payments; ``never_late``: it pays in time already
    - ``no_weight``: days don't count in this policy
    """

    lever: Lever
    change: Decimal | None = None
    tier: str | None = None
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    """The ways up from a tier to ``target``, the next better one; at the top there are none."""

    customer_id: int
    tier: str
    target: str | None = None
    ways: tuple[Way, ...] = ()


def lift(
    figures: Figures, policy: Policy, customer_id: int, tier: str, target: str | None = None
) -> Lift:
    """Return what would lift a customer of that tier to the target, each lever alone.

    The target is the next better tier, or the one given if it is better than the customer's.

    An addition to value adds profit at today's margin: profit ÷ the value whose cost is known,
    rounded to a ten-thousandth; without a known margin profit stays. It counts in the all-time
    value too. At most all of the lateness can go.

    Raises NotFound when the customer is not among the figures.
    """
    place = figures.find(customer_id)
    if place is None:
        raise NotFound("no such customer in this grading")
    names = policy.tier_names
    goal = names.index(tier) - 1
    if target in names and names.index(target) < goal:
        goal = names.index(target)
    if goal < 0:
        return Lift(customer_id, tier)
    contest = Contest(figures, policy, place)
    ways = (_more_value(contest, goal, _costed(figures, place)), _fewer_days(contest, goal))
    return Lift(customer_id, tier, policy.tier_names[goal], ways)


def _more_value(contest: Contest, goal: int, costed: int) -> Way:
    now = contest.mark
    profit = 0 if costed <= 0 or np.isnan(now.profit) else int(now.profit)

    def mark(added: int) -> Mark:
        more = (2 * profit * added + costed) // (2 * costed) if profit else 0
        return now._replace(
            value=now.value + added, all_time=now.all_time + added, profit=now.profit + more
        )

    if contest.is_capped(now, goal):
        return Way("value", obstacle="capped")
    return _way(contest, goal, "value", mark, _most_value(contest, profit, costed), 10_000)


def _fewer_days(contest: Contest, goal: int) -> Way:
    now = contest.mark
    late = -now.credit
    if np.isnan(late):
        return Way("credit", obstacle="no_invoices")
    if late <= 0:
        return Way("credit", obstacle="never_late")

    def mark(steps: int) -> Mark:
        return now._replace(credit=-max(0.0, late - steps / STEPS_A_DAY))

    way = _way(contest, goal, "credit", mark, int(np.ceil(late * STEPS_A_DAY)), STEPS_A_DAY)
    if way.obstacle == "not_enough" and not contest.counts("credit"):
        return Way("credit", obstacle="no_weight")
    return way


def _way(
    contest: Contest, goal: int, lever: Lever, mark: Callable[[int], Mark], most: int, unit: int
) -> Way:
    if not contest.has_room(goal):
        return Way(lever, obstacle="no_room")
    steps = _first_step(contest, goal, mark, most)
    if steps is None:
        return Way(lever, obstacle="not_enough")
    reached = contest.policy.tier_names[contest.tier(mark(steps))]
    return Way(lever, Decimal(steps) / unit, reached)


def _first_step(contest: Contest, goal: int, mark: Callable[[int], Mark], most: int) -> int | None:
    """Return the smallest number of steps, from 1 to ``most``, that reaches the goal, or None."""
    open_stretches = [(low, high, contest.everybody()) for low, high in _stretches(most)]
    while open_stretches:
        low, high, undecided = open_stretches.pop()
        worst, best = mark(low).bounds(mark(high))
        inside, undecided = contest.narrow(worst, best, goal, undecided)
        if inside:
            return low
        if inside is None:
            middle = (low + high) // 2
            open_stretches.append((middle + 1, high, undecided))
            open_stretches.append((low, middle, undecided))
    return None


def _stretches(most: int) -> list[tuple[int, int]]:
    """Return 1 to ``most`` in stretches, each 4,096 times as long as the one before, last first.

    Most answers lie in the nearer ones, where there is less to halve.
    """
    ends = [0]
    while ends[-1] < most:
        ends.append(min(most, max(1, ends[-1]) * 4096))
    return [(low + 1, high) for low, high in pairwise(ends)][::-1]


def _most_value(contest: Contest, profit: int, costed: int) -> int:
    """Return the addition beyond which more changes nothing: it is first then, and above 0.

    Only percentiles have such an end; under range a higher maximum keeps pressing the others
    down, so that the search ends at MOST.
    """
    if contest.policy.grading.cut != "pareto" and contest.policy.grading.method == "range":
        return MOST
    most = max(contest.highest_value, 0) - contest.mark.value + 1
    if profit > 0:
        missing = contest.highest_profit - profit + 1
        most = max(most, -(-costed * (2 * missing - 1) // (2 * profit)))
    return max(1, min(most, MOST))


def _costed(figures: Figures, place: int) -> int:
    costed = figures.costed[place]
    return 0 if np.isnan(costed) else int(costed)
