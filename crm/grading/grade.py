"""Grade a company: facts and a policy in, every customer's score, rank and tier out.

All customers at once, in columns; a Grade of one customer is made only when somebody looks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from crm.grading import cuts, points, ranking
from crm.grading.figures import (
    Counts,
    Facts,
    Figures,
    Flags,
    Floats,
    Grade,
    HeldBy,
    Kept,
    Line,
    Measured,
    Overview,
    to_decimal,
)
from crm.policy import INDICATORS, Indicator, Policy


@dataclass(frozen=True, slots=True, eq=False)
class Grading:
    """One run: columns in the order of ``facts``, and ``order``, the places by rank.

    Points and weights are NaN where a customer lacks the indicator; a weight is per cent of that
    customer's score. ``suggested`` is what the arithmetic says, ``ruled`` that after the caps,
    ``tier`` what is applied; ``held`` says by what, for the places where the two last may differ.
    ``kept_new`` are the tiers of new customers, by id (see ``holds``).
    """

    facts: Facts
    overview: Overview
    points: Mapping[Indicator, Floats]
    weights: Mapping[Indicator, Floats]
    score: Floats
    order: Counts
    rank: Counts
    suggested: Counts
    ruled: Counts
    tier: Counts
    held: Mapping[int, HeldBy] = field(default_factory=dict)
    kept_new: Mapping[int, Kept] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """What it followed."""
        return self.overview.policy

    @property
    def capped(self) -> Flags:
        """Whom a cap holds below the tier of its score."""
        return np.not_equal(self.suggested, self.ruled)

    def rows(self) -> Iterator[Grade]:
        """Yield every customer's grade, the best first."""
        for place in self.order.tolist():
            yield self.row(place)

    def find(self, customer_id: int) -> Grade | None:
        """Return one customer's grade, or None when it is not in the population."""
        place = self.facts.figures.find(customer_id)
        return None if place is None else self.row(place)

    def row(self, place: int) -> Grade:
        """Return the grade of the customer at that place in the columns."""
        figures, names = self.facts.figures, self.policy.tier_names
        value = to_decimal(figures.value[place])
        profit = _known(figures.profit[place])
        credit = _known(figures.credit[place])
        costed = _known(figures.costed[place])
        raw: dict[Indicator, float | None] = {
            "value": figures.value[place],
            "profit": profit,
            "credit": credit,
        }
        return Grade(
            customer_id=int(figures.ids[place]),
            code=self.facts.codes[place],
            name=self.facts.names[place],
            value=value,
            all_time_value=to_decimal(figures.all_time[place]),
            costed_value=None if costed is None else to_decimal(costed),
            profit=None if profit is None else to_decimal(profit),
            credit=credit,
            indicators=tuple(
                measured(
                    name,
                    raw[name],
                    _known(self.points[name][place]),
                    _known(self.weights[name][place]),
                )
                for name in self.points
            ),
            score=float(self.score[place]),
            rank=int(self.rank[place]),
            suggested=names[self.suggested[place]],
            ruled=names[self.ruled[place]],
            tier=names[self.tier[place]],
            capped=bool(self.suggested[place] != self.ruled[place]),
            held_by=self.held.get(place),
        )


def grade(facts: Facts, policy: Policy) -> Grading:
    """Score, rank and cut everybody.

    A customer's score is the mean of its indicators' points, weighted by the policy; what it
    lacks drops out. The rank is by score under every cut; caps come after the cut.
    """
    figures, rules = facts.figures, policy.grading
    columns = points_of(figures, policy)
    score, total = ranking.weigh(
        list(columns.values()), [rules.indicators[name].weight for name in columns]
    )
    order = ranking.order_by_score(score, figures.value, figures.all_time, figures.code_order)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    by_value = ranking.order_by_value(figures.value, figures.all_time, figures.code_order)
    suggested = cuts.cut(policy, score, order, figures.value, by_value)
    tier = np.maximum(suggested, cuts.cap_limits(policy, figures.credit))
    ends = by_value if rules.cut == "pareto" else order
    return Grading(
        facts=facts,
        overview=Overview(
            as_of_on=facts.as_of_on,
            policy=policy,
            population=len(figures),
            new=len(facts.new),
            capped=int((suggested != tier).sum()),
            dropped=tuple(name for name in columns if np.isnan(columns[name]).all()),
            lines=_lines(policy, figures, score, suggested, tier, ends),
            totals=facts.totals,
            from_invoices=facts.from_invoices,
        ),
        points=columns,
        weights={name: _weights(columns[name], policy, name, total) for name in columns},
        score=score,
        order=order,
        rank=rank,
        suggested=suggested,
        ruled=tier,
        tier=tier,
    )


def points_of(figures: Figures, policy: Policy) -> dict[Indicator, Floats]:
    """Return everybody's points in each indicator of the policy, in the order of INDICATORS."""
    raw: dict[Indicator, Floats] = {
        "credit": figures.credit,
        "value": figures.value.astype(float),
        "profit": figures.profit,
    }
    return {
        name: points.points(raw[name], policy.grading.method, lower_is_better=name == "credit")
        for name in INDICATORS
        if name in policy.grading.indicators
    }


def measured(
    name: Indicator, raw: float | None, points: float | None, weight: float | None
) -> Measured:
    """Return an indicator of one customer as it is shown: money as Decimal, days as they are."""
    shown = raw if raw is None or name == "credit" else to_decimal(raw)
    return Measured(name, shown, points, weight)


def _weights(column: Floats, policy: Policy, name: Indicator, total: Floats) -> Floats:
    weighed = ~np.isnan(column) & (total > 0)
    share = 100 * policy.grading.indicators[name].weight
    result = np.full(len(column), np.nan)
    result[weighed] = share / total[weighed]
    return result


def _lines(
    policy: Policy, figures: Figures, score: Floats, suggested: Counts, tier: Counts, ends: Counts
) -> tuple[Line, ...]:
    result = []
    for number, name in enumerate(policy.tier_names):
        last = int((suggested <= number).sum())
        place = ends[last - 1] if last else None
        result.append(
            Line(
                tier=name,
                last=last,
                score=None if place is None else float(score[place]),
                value=None if place is None else to_decimal(figures.value[place]),
                customers=int((tier == number).sum()),
            )
        )
    return tuple(result)


def _known(figure: float) -> float | None:
    return None if np.isnan(figure) else float(figure)
