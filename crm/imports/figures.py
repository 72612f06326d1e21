"""What a line of an order comes to, exactly.

Cells are integers of 10⁻¹²; the store keeps amounts in ten-thousandths and what is multiplied in
millionths. amount = price × quantity × (1 − discount), cost = unit cost × quantity, both worked
out from what the file says and rounded once, half to even.
"""

from collections.abc import Callable, Sequence
from typing import Any

from crm.imports.cells import PLACES, UNIT, round_half_even
from crm.imports.parsing import REMEMBERED

AMOUNT_PLACES = 4
FACTOR_PLACES = 6
MAX_AMOUNT = 10**12 * 10**AMOUNT_PLACES
TOLERANCE = 10**AMOUNT_PLACES // 100

Number = int | None


class Rounded(dict[Number, Number]):
    """A column's numbers in the unit they are stored in."""

    def __init__(self, places: int) -> None:
        super().__init__()
        self[None] = None
        self._drop = places - PLACES

    def __missing__(self, value: Number) -> Number:
        assert value is not None
        if len(self) >= REMEMBERED:
            self.clear()
            self[None] = None
        rounded = self[value] = round_half_even(value, self._drop)
        return rounded


def multiply(
    prices: Sequence[Number], quantities: Sequence[Number], discounts: Sequence[Number] | None
) -> list[Number]:
    """Return price × quantity × (1 − discount) in ten-thousandths; None where one is missing.

    >>> multiply([UNIT // 4], [2 * UNIT], [UNIT // 10])
    [4500]
    """
    if discounts is None:
        divisor = 10 ** (2 * PLACES - AMOUNT_PLACES)
        half = divisor // 2
        return [
            None if p is None or q is None else _rounded(p * q, divisor, half)
            for p, q in zip(prices, quantities, strict=True)
        ]
    divisor = 10 ** (3 * PLACES - AMOUNT_PLACES)
    half = divisor // 2
    return [
        None if p is None or q is None else _rounded(p * q * (UNIT - (d or 0)), divisor, half)
        for p, q, d in zip(prices, quantities, discounts, strict=True)
    ]


def _rounded(value: int, divisor: int, half: int) -> int:
    quotient, rest = divmod(value, divisor)
    if rest > half or (rest == half and quotient & 1):
        return quotient + 1
    return quotient


def disagreements(given: Sequence[Number], computed: Sequence[Number]) -> int:
    """Count amounts that differ from price × quantity by more than a hundredth."""
    return sum(
        a is not None and b is not None and abs(a - b) > TOLERANCE
        for a, b in zip(given, computed, strict=True)
    )


def rounded_column(values: Sequence[Any], places: Rounded) -> list[Number]:
    """Return a column of numbers in the unit they are stored in."""
    look_up: Callable[[Any], Number] = places.__getitem__
    return list(map(look_up, values))
