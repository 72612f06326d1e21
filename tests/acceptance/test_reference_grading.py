"""The numbers of grading against answers that others computed by the same rule.

The reference rounds to nine decimals; here figures agree to a millionth, ranks and tiers exactly.
N in the reference is a customer that is new.
"""

from datetime import date

import pytest

from crm.grading.figures import Facts
from crm.grading.grade import Grading, grade
from crm.policy import Cut, Method, default_policy
from crm.store import facts
from crm.store.database import Database
from tests.support.companies import Company, chinook, northwind, reference, write_company

CLOSE = 1e-6

SETS = [
    ("northwind_12m", northwind(), date(1998, 5, 6), 12),
    ("northwind_24m", northwind(), date(1998, 5, 6), 24),
    ("northwind_1997_12m", northwind(), date(1997, 12, 31), 12),
    ("northwind_1997_24m", northwind(), date(1997, 12, 31), 24),
    ("chinook_12m", chinook(), date(2025, 12, 22), 12),
    ("chinook_24m", chinook(), date(2025, 12, 22), 24),
]
COLUMNS: list[tuple[Method, str]] = [("range", "v1_seed"), ("percentile", "v2_seed")]

every_set = pytest.mark.parametrize(
    ("name", "company", "as_of", "months"), SETS, ids=[name for name, *_ in SETS]
)


def graded(
    database: Database,
    company: Company,
    as_of: date,
    months: int,
    method: Method = "percentile",
    cut: Cut = "ratio",
) -> Grading:
    policy = default_policy().with_grading(months=months, method=method, cut=cut)
    with database.writing() as session:
        write_company(session, company)
        return grade(facts.gather(session, policy, as_of), policy)


def new_codes(found: Facts) -> set[str | None]:
    return {customer.code for customer in found.new}


@every_set
@pytest.mark.parametrize(("method", "column"), COLUMNS)
def test_every_score_rank_and_tier_agrees(
    database: Database,
    name: str,
    company: Company,
    as_of: date,
    months: int,
    method: Method,
    column: str,
) -> None:
    grading = graded(database, company, as_of, months, method)
    found = {row.code: row for row in grading.rows()}
    for expected in reference(name):
        if expected[f"ratio_{column}"] == "N":
            continue
        row = found.pop(expected["customer"])
        assert row.score == pytest.approx(float(expected[column]), abs=CLOSE)
        assert row.rank == int(float(expected[f"rank_{column}"]))
        assert row.tier == expected[f"ratio_{column}"]
    assert not found


@every_set
def test_every_figure_agrees(
    database: Database, name: str, company: Company, as_of: date, months: int
) -> None:
    found = {row.code: row for row in graded(database, company, as_of, months).rows()}
    for expected in reference(name):
        row = found.get(expected["customer"])
        assert (row is None) == (expected["value"] == "")
        if row is None:
            continue
        assert float(row.value) == pytest.approx(float(expected["value"]), abs=CLOSE)
        for figure, text in ((row.profit, "profit"), (row.credit, "credit")):
            wanted = expected.get(text, "")
            assert (figure is None) == (wanted == "")
            if figure is not None:
                assert float(figure) == pytest.approx(float(wanted), abs=CLOSE)


@every_set
def test_every_tier_by_share_of_value_agrees(
    database: Database, name: str, company: Company, as_of: date, months: int
) -> None:
    grading = graded(database, company, as_of, months, cut="pareto")
    expected = {row["customer"]: row["pareto_incl"] for row in reference(name)}
    new = {str(code): "N" for code in new_codes(grading.facts)}
    assert {str(row.code): row.tier for row in grading.rows()} | new == expected


def test_the_totals_of_northwind_are_those_of_its_books(database: Database) -> None:
    grading = graded(database, northwind(), date(1997, 12, 31), 12)
    totals, lines = grading.overview.totals, northwind().lines
    in_1997 = [line for line in lines if line.ordered_on.year == 1997]
    assert totals.value == sum(line.amount for line in in_1997)
    assert totals.lines == len(in_1997)
    assert totals.orders == len({line.order for line in in_1997})
    assert totals.lines_without_cost == 0
    issued = [invoice for invoice in northwind().invoices if invoice.issued_on.year == 1997]
    assert totals.invoices_open == 1
    assert totals.invoices_counted + totals.invoices_open + totals.invoices_not_due == len(issued)
