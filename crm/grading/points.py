"""A figure → 0 to 100 points, by standing among those that have the figure.

Payment credit is better the lower it is: its figures are turned around (negated) first, so that
everywhere below more is better.
"""

import numpy as np

from crm.grading.figures import Floats
from crm.policy import Method


def points(figures: Floats, method: Method, *, lower_is_better: bool) -> Floats:
    """Return the points of each figure; NaN stays NaN and takes no part.

    ``percentile`` is 100 × (average ascending rank − 1) / (n − 1), and 100 where n is 1;
    ``range`` is 100 × (x − min) / (max − min), and 50 for all where max is min.

    >>> points(np.array([3.0, 9.0, np.nan, 3.0]), "percentile", lower_is_better=False).tolist()
    [25.0, 100.0, nan, 25.0]
    """
    given = np.isfinite(figures)
    better = -figures[given] if lower_is_better else figures[given]
    result = np.full(len(figures), np.nan)
    if len(better):
        ranked = percentile(average_ranks(better), len(better))
        result[given] = (
            ranked if method == "percentile" else spread(better, better.min(), better.max())
        )
    return result


def average_ranks(figures: Floats) -> Floats:
    """Return ascending ranks from 1; equal figures share the mean of theirs.

    >>> average_ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    order = np.argsort(figures, kind="stable")
    ordered = figures[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[begins[1:], len(figures)]
    ranks = np.empty(len(figures))
    ranks[order] = np.repeat((begins + ends + 1) / 2, ends - begins)
    return ranks


def percentile(ranks: Floats, n: int) -> Floats:
    """Return the points of average ascending ranks among n."""
    return np.full(len(ranks), 100.0) if n == 1 else 100 * (ranks - 1) / (n - 1)


def spread(figures: Floats, lowest: float, highest: float) -> Floats:
    """Return how far each figure lies between the lowest (0) and the highest (100)."""
    if highest == lowest:
        return np.full(len(figures), 50.0)
    return 100 * (figures - lowest) / (highest - lowest)
