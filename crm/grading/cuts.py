"""Where one tier ends and the next begins, and what holds a customer down.

A tier is a number here: 0 is the policy's best.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crm.grading.figures import Counts, Floats
from crm.policy import Cap, Policy

Tiers = NDArray[np.int64]


def cut(policy: Policy, score: Floats, order: Counts, value: Counts, by_value: Counts) -> Tiers:
    """Return each customer's tier before caps, under the policy's cut.

    ``order`` and ``by_value`` are the places of all customers by score and by value.
    """
    tiers = policy.tiers
    result = np.empty(len(score), dtype=np.int64)
    if policy.grading.cut == "ratio":
        last = ratio_lines([tier.ratio for tier in tiers], len(score))
        result[order] = np.searchsorted(last, np.arange(len(score)), side="right")
    elif policy.grading.cut == "pareto":
        sold = np.maximum(value[by_value], 0)
        before = np.cumsum(sold) - sold
        lines = pareto_lines([tier.pareto for tier in tiers], int(sold.sum()))
        result[by_value] = np.searchsorted(lines, before, side="right")
        result[value <= 0] = len(tiers) - 1
    else:
        result[:] = tiers_by_points([tier.points for tier in tiers], score)
    return np.minimum(result, len(tiers) - 1)


def ratio_lines(shares: Sequence[float], n: int) -> list[int]:
    """Return how many of n customers are in each tier or a better one: ⌊share × n + 0.5⌋.

    >>> ratio_lines([20, 30, 50], 89)
    [18, 45, 89]
    """
    return [int((share * n + Fraction(1, 2)) // 1) for share in _cumulative(shares)]


def pareto_lines(shares: Sequence[float], total: int) -> list[int]:
    """Return for each tier the value that those ahead of a customer reach when it is below it.

    ``total`` is what all customers with a positive value bought. Whoever stands where less than
    a tier's share has been sold belongs to that tier, so the one that crosses the line does.
    """
    return [-int(-share * total // 1) for share in _cumulative(shares)]


def tiers_by_points(thresholds: Sequence[float], score: Floats) -> Tiers:
    """Return the tier whose threshold each score reaches; the last one takes all the others."""
    rising = np.array(thresholds[::-1], dtype=float)
    reached = np.searchsorted(rising, score, side="right")
    return np.minimum(len(rising) - reached, len(rising) - 1)


def cap_limits(policy: Policy, credit: Floats) -> Tiers:
    """Return the best tier that the caps leave to each customer; without a credit they all do."""
    limits = np.zeros(len(credit), dtype=np.int64)
    for cap in policy.grading.caps:
        late = np.nan_to_num(credit, nan=-1.0) > cap.late_over
        limits[late] = np.maximum(limits[late], _tier_of(cap, policy))
    return limits


def _tier_of(cap: Cap, policy: Policy) -> int:
    return policy.tier_names.index(cap.at_most)


def _cumulative(shares: Sequence[float]) -> list[Fraction]:
    """The shares as written in the policy (0.1 is a tenth), added up, as parts of one."""
    result, sum_so_far = [], Fraction(0)
    for share in shares:
        sum_so_far += Fraction(str(share)) / 100
        result.append(sum_so_far)
    return result
