"""Days as English thumbs write them."""

from datetime import date

import pytest

from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise

TUESDAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)


def read(text: str) -> tuple[date, date] | None:
    period = find_period(normalise(text), TUESDAY, ahead=False)
    return (period.from_on, period.to_on) if period else None


@pytest.mark.parametrize(
    "said", ["yest", "ytd lah", "yestrday", "yesturday", "last night", "hanbit 23.11", "on the 23."]
)
def test_yesterday_is_read_however_it_is_written(said: str) -> None:
    assert read(said) == (YESTERDAY, YESTERDAY)


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("monday last week", date(2026, 11, 16)),
        ("last week friday", date(2026, 11, 20)),
        ("friday next week", date(2026, 12, 4)),
        ("last wensday", date(2026, 11, 18)),
        ("firday", date(2026, 11, 20)),
        ("visited them on 5.", date(2026, 11, 5)),
        ("tommorow", date(2026, 11, 25)),
    ],
)
def test_a_day_is_the_one_that_was_meant(said: str, on: date) -> None:
    assert read(said) == (on, on)


@pytest.mark.parametrize(
    "said",
    ["sundry goods", "money", "closed on tuesdays", "quoted 23.11", "price 23.11", "usd 15.10"],
)
def test_what_only_resembles_a_day_is_none(said: str) -> None:
    assert read(said) is None


def test_sales_ytd_are_those_of_the_year_so_far() -> None:
    assert read("sales ytd") == (date(2026, 1, 1), TUESDAY)
