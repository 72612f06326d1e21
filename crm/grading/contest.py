"""One customer against all the others: where other figures of its own would put it.

Everybody is ranked again, without grading everybody again: the others' points are kept as they
would be without this customer, and its figures then shift each of them by a known amount.

Between two marks nothing surprising happens: more value, more profit or fewer days late never
cost the customer points and never bring the others any. So whoever is ahead of the better mark is
ahead of everything between the two, whoever is behind the worse one is behind, and only the rest
is looked at again when the marks come closer.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from crm.grading import points as pointing
from crm.grading.cuts import cap_limits, pareto_lines, ratio_lines, tiers_by_points
from crm.grading.figures import Counts, Figures, Flags, Floats
from crm.grading.ranking import rounded, weigh
from crm.policy import INDICATORS, Indicator, Method, Policy


class Mark(NamedTuple):
    """The figures of the one customer, turned so that more is better; NaN is what it lacks.

    Value, all-time value and profit are in ten-thousandths, credit is minus the days late.
    """

    value: int
    all_time: int
    profit: float
    credit: float

    def bounds(self, other: "Mark") -> tuple["Mark", "Mark"]:
        """Return the worst and the best that lies between two marks, each figure by itself."""
        pairs = [sorted(pair) for pair in zip(self, other, strict=True)]
        return Mark._make(low for low, _ in pairs), Mark._make(high for _, high in pairs)


class Undecided(NamedTuple):
    """Those of the others of whom it is open whether they are ahead, and what the others weigh
    that surely are: their number, or where the cut is by value, their value."""

    ahead: int
    who: Counts


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """One indicator among the others, who are ranked without the one customer."""

    weight: float
    method: Method
    figures: Floats
    ranks: Floats
    known: Floats

    def of_others(self, mine: float, who: Counts) -> Floats:
        """Return the points of some of the others when the one customer has this figure."""
        figures = self.figures[who]
        if self.method == "range":
            column = pointing.spread(figures, *self._ends(mine))
        elif np.isnan(mine):
            column = pointing.percentile(self.ranks[who], len(self.known))
        else:
            passed = (mine < figures) + 0.5 * (mine == figures)
            column = pointing.percentile(self.ranks[who] + passed, len(self.known) + 1)
        return np.where(np.isnan(figures), np.nan, column)

    def of_mine(self, mine: float) -> Floats:
        """Return the points of the one customer (a column of one)."""
        column = np.array([mine])
        if np.isnan(mine):
            return column
        if self.method == "range":
            return pointing.spread(column, *self._ends(mine))
        below = np.searchsorted(self.known, column, side="left")
        up_to = np.searchsorted(self.known, column, side="right")
        return pointing.percentile((below + up_to) / 2 + 1, len(self.known) + 1)

    def _ends(self, mine: float) -> tuple[float, float]:
        ends = [*self.known[:1], *self.known[-1:], *([] if np.isnan(mine) else [mine])]
        return (float(min(ends)), float(max(ends))) if ends else (0.0, 0.0)


class Contest:
    """The one customer at ``place`` and all the others, under a policy."""

    def __init__(self, figures: Figures, policy: Policy, place: int) -> None:
        others = np.delete(np.arange(len(figures)), place)
        self.policy = policy
        self.mark = Mark(
            int(figures.value[place]),
            int(figures.all_time[place]),
            float(figures.profit[place]),
            -float(figures.credit[place]),
        )
        self.n = len(figures)
        self.highest_value = int(figures.value[others].max(initial=self.mark.value))
        self.highest_profit = _highest(figures.profit)
        self._value = figures.value[others]
        self._all_time = figures.all_time[others]
        self._first_by_code = figures.code_order[others] < figures.code_order[place]
        sold = np.maximum(self._value, 0)
        self._sold = int(sold.sum())
        self._worth = sold if policy.grading.cut == "pareto" else np.ones_like(sold)
        columns = {
            "credit": -figures.credit,
            "value": figures.value.astype(float),
            "profit": figures.profit,
        }
        rules = policy.grading
        self._fields: dict[Indicator, _Field] = {
            name: _field(columns[name][others], rules.indicators[name].weight, rules.method)
            for name in INDICATORS
            if name in rules.indicators and rules.cut != "pareto"
        }
        self._total = np.zeros(len(others))
        for field in self._fields.values():
            self._total += np.where(np.isnan(field.figures), 0.0, field.weight)

    def counts(self, name: Indicator) -> bool:
        """Say whether this indicator can move anybody across a line."""
        return name in self._fields and self._fields[name].weight > 0

    def has_room(self, goal: int) -> bool:
        """Say whether anybody can be in the goal tier or a better one; few customers leave none."""
        return self.policy.grading.cut != "ratio" or self._room(self.mark, goal) > 0

    def is_capped(self, mark: Mark, goal: int) -> bool:
        """Say whether a cap keeps the mark out of the goal tier."""
        return self._limit(mark) > goal

    def everybody(self) -> Undecided:
        """Return the start: nothing is known of anybody."""
        return Undecided(0, np.arange(self.n - 1))

    def tier(self, mark: Mark) -> int:
        """Return the tier, caps included, that a mark reaches."""
        numbers = range(len(self.policy.tiers))
        return next(t for t in numbers if t == numbers[-1] or self.narrow(mark, mark, t)[0])

    def narrow(
        self, worst: Mark, best: Mark, goal: int, undecided: Undecided | None = None
    ) -> tuple[bool | None, Undecided]:
        """Say whether everything between two marks is in the goal tier or a better one.

        True: all of it; False: nothing; None: it depends, and then the second value says on whom.
        """
        undecided = self.everybody() if undecided is None else undecided
        if self._limit(best) > goal:
            return False, undecided
        if self.policy.grading.cut == "points":
            inside = (self._inside_by_points(worst, goal), self._inside_by_points(best, goal))
        else:
            undecided = self._narrower(worst, best, undecided)
            surely = undecided.ahead
            possibly = surely + int(self._worth[undecided.who].sum())
            inside = (possibly < self._room(worst, goal), surely < self._room(best, goal))
        if inside[0] and self._limit(worst) <= goal:
            return True, undecided
        return (None if inside[1] else False), undecided

    def _limit(self, mark: Mark) -> int:
        return int(cap_limits(self.policy, np.array([-mark.credit]))[0])

    def _narrower(self, worst: Mark, best: Mark, undecided: Undecided) -> Undecided:
        who = undecided.who
        ahead = self._ahead_by_value if self.policy.grading.cut == "pareto" else self._ahead
        surely = ahead(best, who)
        maybe = ahead(worst, who) & ~surely
        return Undecided(undecided.ahead + int(self._worth[who[surely]].sum()), who[maybe])

    def _room(self, mark: Mark, goal: int) -> int:
        """Return what those ahead must stay below: a number of customers, or their value."""
        if self.policy.grading.cut == "ratio":
            return ratio_lines([tier.ratio for tier in self.policy.tiers], self.n)[goal]
        if mark.value <= 0:
            return 0
        shares = [tier.pareto for tier in self.policy.tiers]
        return pareto_lines(shares, mark.value + self._sold)[goal]

    def _ahead(self, mark: Mark, who: Counts) -> Flags:
        """Say who of these is ranked before the mark: score, value, all-time value, code."""
        mine, theirs = self._my_score(mark), self._their_scores(mark, who)
        ahead = theirs > mine
        tied = np.flatnonzero(theirs == mine)
        ahead[tied] = self._ahead_by_value(mark, who[tied])
        return ahead

    def _ahead_by_value(self, mark: Mark, who: Counts) -> Flags:
        value, all_time = self._value[who], self._all_time[who]
        same = (all_time > mark.all_time) | ((all_time == mark.all_time) & self._first_by_code[who])
        return np.asarray((value > mark.value) | ((value == mark.value) & same))

    def _my_score(self, mark: Mark) -> float:
        columns = [field.of_mine(getattr(mark, name)) for name, field in self._fields.items()]
        weights = [field.weight for field in self._fields.values()]
        return float(weigh(columns, weights)[0][0])

    def _their_scores(self, mark: Mark, who: Counts) -> Floats:
        total = self._total[who]
        summed = np.zeros(len(who))
        for name, field in self._fields.items():
            column = field.of_others(getattr(mark, name), who)
            summed += np.where(np.isnan(column), 0.0, column * field.weight)
        return rounded(np.divide(summed, total, out=np.zeros_like(summed), where=total > 0))

    def _inside_by_points(self, mark: Mark, goal: int) -> bool:
        thresholds = [tier.points for tier in self.policy.tiers]
        return int(tiers_by_points(thresholds, np.array([self._my_score(mark)]))[0]) <= goal


def _field(figures: Floats, weight: float, method: Method) -> _Field:
    known = ~np.isnan(figures)
    ranks = np.full(len(figures), np.nan)
    ranks[known] = pointing.average_ranks(figures[known])
    return _Field(weight, method, figures, ranks, np.sort(figures[known]))


def _highest(column: Floats) -> int:
    known = column[~np.isnan(column)]
    return int(known.max()) if len(known) else 0
