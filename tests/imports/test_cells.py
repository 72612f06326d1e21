"""Cells as people write them, and what they mean."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.imports.cells import UNIT, Wrong, parse_date, parse_number, parse_visit_kind
from crm.imports.figures import multiply
from crm.imports.formats import (
    DateFormat,
    NumberFormat,
    find_date_format,
    find_number_format,
)
from crm.imports.parsing import parse_share

LATEST = date(2026, 3, 10)
numbers = st.integers(min_value=-(10**13), max_value=10**13)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05",
        "2024/3/5",
        "2024.03.05",
        "20240305",
        "2024年3月5日",
        "2024-03-05 14:30:00",
        "2024-03-05T14:30:00Z",
        "2024年3月5日 14时30分",
        " ２０２４－０３－０５ ",
        "03/05/2024",
        "3/5/2024 9:15",
    ],
)
def test_a_date_is_read_however_it_is_written(cell: str) -> None:
    assert parse_date(cell, DateFormat(), LATEST) == "2024-03-05"


@pytest.mark.parametrize("cell", ["00:00.0", "2024", "5 March", "2024-03-05x", "31/31/2024"])
def test_what_is_no_date_is_said_so(cell: str) -> None:
    assert isinstance(parse_date(cell, DateFormat(), LATEST), Wrong)


def test_a_column_tells_day_first_by_one_cell() -> None:
    assert find_date_format(["03/04/2024", "13/04/2024"]).day_first
    assert not find_date_format(["03/04/2024", "04/13/2024"]).day_first
    assert find_date_format(["03/04/2024"]).note is not None
    assert find_date_format(["2024-04-03"]).note is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        ("1,234.56", "1234.56"),
        ("$1,234.56", "1234.56"),
        ("¥ 1,234.50 元", "1234.50"),
        ("(12.50)", "-12.50"),
        ("-12.50", "-12.50"),
        ("12.50-", "-12.50"),
        ("１２．５", "12.5"),
        ("1.5万", "15000"),
        ("1e3", "1000"),
        ("15%", "0.15"),
        ("1 234,5", None),
        ("12.5.1", None),
        ("1,23.4", None),
        ("twelve", None),
        ("1e99999", None),
    ],
)
def test_a_number_is_read_however_it_is_written(cell: str, value: str | None) -> None:
    parsed = parse_number(cell, NumberFormat())
    if value is None:
        assert isinstance(parsed, Wrong)
    else:
        assert parsed == int(Decimal(value) * UNIT)


@pytest.mark.parametrize(
    ("cell", "value"), [("1.234,56", "1234.56"), ("7,5", "7.5"), ("1 234,5 €", "1234.5")]
)
def test_a_column_with_decimal_commas_is_read_with_them(cell: str, value: str) -> None:
    form = find_number_format(["7,5", "1.234,56"])
    assert parse_number(cell, form) == int(Decimal(value) * UNIT)


@pytest.mark.parametrize(
    ("column", "cell"), [(["15", "5"], "15"), (["15%", "0%"], "15%"), (["0.15", "0"], "0.15")]
)
def test_a_discount_is_a_share_however_the_column_says_it(column: list[str], cell: str) -> None:
    form = find_number_format(column, is_share=True)
    assert parse_share(cell, form) == UNIT * 15 // 100


def test_commas_that_mean_two_things_are_damage() -> None:
    assert find_number_format(["2,024,994", "5,70", "6,074,982", "34,20"]).damage
    assert find_number_format(["2,024,994", "1,500,000"]).damage is None
    assert find_number_format(["1,234.50", "2,024,994.00"]).damage is None


@given(numbers, numbers, st.integers(min_value=0, max_value=100))
def test_an_amount_is_exact_and_rounded_once(price: int, quantity: int, per_cent: int) -> None:
    units = (abs(price) * 10**8, quantity * 10**8, per_cent * UNIT // 100)
    [amount] = multiply([units[0]], [units[1]], [units[2]])
    exact = Decimal(abs(price)).scaleb(-4) * Decimal(quantity).scaleb(-4) * (100 - per_cent) / 100
    rounded = exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN) if exact else Decimal(0)
    assert amount == int(rounded.scaleb(4))


@given(numbers)
def test_a_number_reads_the_same_under_every_dress(value: int) -> None:
    plain = Decimal(value).scaleb(-2)
    expected = value * UNIT // 100
    assert parse_number(f"{plain:.2f}", NumberFormat()) == expected
    assert parse_number(f"{plain:,.2f}", NumberFormat()) == expected
    european = f"{plain:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse_number(european, NumberFormat(decimal=",")) == expected


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Visit", "visit"),
        ("上门拜访", "visit"),
        ("电话拜访", "touch"),
        ("WeChat", "touch"),
        ("拜访未遇", "attempt"),
        ("nobody in", "attempt"),
    ],
)
def test_a_kind_of_visit_is_told_from_peoples_words(cell: str, kind: str) -> None:
    assert parse_visit_kind(cell) == kind
