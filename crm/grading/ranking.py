"""Points → score → the order of all customers.

A score is rounded to nine decimals before anything is compared, so that two customers which are
equal by the rules don't differ by the noise of adding up. Nothing is left to chance: the last
words in a tie are the code, the name and the id.
"""

from collections.abc import Sequence

import numpy as np

from crm.grading.figures import Counts, Floats

DECIMALS = 9


def weigh(points: Sequence[Floats], weights: Sequence[float]) -> tuple[Floats, Floats]:
    """Return each customer's score and the sum of the weights of the indicators it has.

    An indicator that a customer lacks (NaN points) drops out, and the others' weights count
    against each other only. Without any weighted indicator at all the score is 0.
    """
    total = np.zeros(len(points[0]))
    summed = np.zeros(len(points[0]))
    for column, weight in zip(points, weights, strict=True):
        has = ~np.isnan(column)
        total += np.where(has, weight, 0.0)
        summed += np.where(has, column * weight, 0.0)
    score: Floats = np.divide(summed, total, out=np.zeros_like(summed), where=total > 0)
    return rounded(score), total


def rounded(score: Floats) -> Floats:
    """Return scores as they are compared and kept."""
    return np.asarray(np.round(score, DECIMALS), dtype=np.float64)


def order_by_score(score: Floats, value: Counts, all_time: Counts, code_order: Counts) -> Counts:
    """Return the places of all customers, the first first.

    By score, then value, then all-time value, each descending, then by code.
    """
    return np.lexsort((code_order, -all_time, -value, -score))


def order_by_value(value: Counts, all_time: Counts, code_order: Counts) -> Counts:
    """Return the places of all customers by value, then all-time value, then code."""
    return np.lexsort((code_order, -all_time, -value))


def order_of_codes(codes: Sequence[str | None], names: Sequence[str], ids: Counts) -> Counts:
    """Return for each customer its number in the order of codes.

    Codes of digits only come first, as numbers (99 before 100, 07 beside 7); other codes follow
    as text, letter by letter; customers without a code come last, by name. What is still equal
    is told apart by code as text, name and id.
    """
    keys = [_code_key(code) for code in codes]
    numbers = [int(i) for i in ids]
    order = sorted(range(len(keys)), key=lambda i: (keys[i], names[i], numbers[i]))
    result = np.empty(len(keys), dtype=np.int64)
    result[order] = np.arange(len(keys))
    return result


def _code_key(code: str | None) -> tuple[int, int, str]:
    if not code:
        return (2, 0, "")
    if code.isascii() and code.isdigit():
        return (0, int(code), code)
    return (1, 0, code)
