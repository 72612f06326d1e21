"""How a column writes its numbers, found from its cells."""

import pytest

from crm.imports.formats import find_number_format


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1,000.00", "2,327.50", "850.00"], "."),
        (["1,000.00", "12,345,678.90"], "."),
        (["1.000,00", "2.327,50", "850,00"], ","),
        (["1 000,50"], ","),
        (["419", "12"], "."),
    ],
)
def test_grouped_thousands_beside_decimals_raise_no_doubt(cells: list[str], decimal: str) -> None:
    found = find_number_format(cells)
    assert (found.decimal, found.note) == (decimal, None)


def test_decimals_written_both_ways_are_noted() -> None:
    assert find_number_format(["1,5", "2.5", "3,25"]).note
