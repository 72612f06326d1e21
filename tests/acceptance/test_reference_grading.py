"""The numbers of grading against answers that others computed by the same rule.

The reference rounds to nine decimals; here figures agree to a millionth, ranks and tiers exactly.
N in the reference is a customer that is new.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crm.grading.figures import Facts
from crm.grading.grade import Grading, grade
from crm.policy import Cut, Method, default_policy
from crm.store import facts
from crm.store.database import Database, open_database
from tests.support.importing import CHINOOK, NORTHWIND, Importer
from tests.support.postgres import Server

CLOSE = 1e-6
REFERENCE = Path(__file__).parents[1] / "data" / "reference"

SETS = [
    ("northwind_12m", date(1998, 5, 6), 12),
    ("northwind_24m", date(1998, 5, 6), 24),
    ("northwind_1997_12m", date(1997, 12, 31), 12),
    ("northwind_1997_24m", date(1997, 12, 31), 24),
    ("chinook_12m", date(2025, 12, 22), 12),
    ("chinook_24m", date(2025, 12, 22), 24),
]
COLUMNS: list[tuple[Method, str]] = [("range", "v1_seed"), ("percentile", "v2_seed")]

every_set = pytest.mark.parametrize(
    ("name", "as_of", "months"), SETS, ids=[name for name, *_ in SETS]
)
Companies = Callable[[str], Database]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def companies(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Companies]:
    """Northwind and Chinook as the importer takes them in, each in a database of its own."""
    folder = tmp_path_factory.mktemp("companies")
    opened: dict[str, Database] = {}
    with ExitStack() as stack:

        def company(name: str) -> Database:
            if name not in opened:
                url = str(folder / f"{name}.db")
                if request.param == "postgresql":
                    server: Server = request.getfixturevalue("postgres")
                    url = stack.enter_context(server.database())
                opened[name] = open_database(url, create=True)
                stack.callback(opened[name].close)
                files = {"northwind": NORTHWIND, "chinook": CHINOOK}[name]
                Importer(opened[name], folder).take_in(*files)
            return opened[name]

        yield company


def reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def graded(
    companies: Companies,
    name: str,
    as_of: date,
    months: int,
    method: Method = "percentile",
    cut: Cut = "ratio",
) -> Grading:
    policy = default_policy().with_grading(months=months, method=method, cut=cut)
    with companies(name.split("_", maxsplit=1)[0]).reading() as session:
        return grade(facts.gather(session, policy, as_of), policy)


def new_codes(found: Facts) -> set[str | None]:
    return {customer.code for customer in found.new}


@every_set
@pytest.mark.parametrize(("method", "column"), COLUMNS)
def test_every_score_rank_and_tier_agrees(
    companies: Companies,
    name: str,
    as_of: date,
    months: int,
    method: Method,
    column: str,
) -> None:
    grading = graded(companies, name, as_of, months, method)
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
def test_every_figure_agrees(companies: Companies, name: str, as_of: date, months: int) -> None:
    found = {row.code: row for row in graded(companies, name, as_of, months).rows()}
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
    companies: Companies, name: str, as_of: date, months: int
) -> None:
    grading = graded(companies, name, as_of, months, cut="pareto")
    expected = {row["customer"]: row["pareto_incl"] for row in reference(name)}
    new = {str(code): "N" for code in new_codes(grading.facts)}
    assert {str(row.code): row.tier for row in grading.rows()} | new == expected


def test_the_totals_of_northwind_are_those_of_its_books(companies: Companies) -> None:
    totals = graded(companies, "northwind", date(1997, 12, 31), 12).overview.totals
    lines = next(path for path in NORTHWIND if path.name == "order_lines.csv")
    with lines.open(encoding="utf-8-sig", newline="") as file:
        in_1997 = [row for row in csv.DictReader(file) if row["OrderDate"].startswith("1997")]
    value = sum(
        Decimal(row["UnitPrice"]) * Decimal(row["Quantity"]) * (1 - Decimal(row["Discount"]))
        for row in in_1997
    )
    assert totals.value == value
    assert totals.lines == len(in_1997)
    assert totals.orders == len({row["OrderID"] for row in in_1997})
