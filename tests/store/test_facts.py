"""What the books are made to say: windows, payments, costs, and companies without orders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.errors import Refused
from crm.grading.figures import Facts
from crm.grading.windows import window_start
from crm.policy import Policy, default_policy
from crm.store import facts
from crm.store.database import Database
from tests.support.companies import Company, Invoice, Line, write_company

DAY = date(2026, 6, 30)
BEFORE = date(2025, 6, 30)
"""The day on which a window of twelve months has not begun yet."""


def gathered(database: Database, company: Company, policy: Policy | None = None) -> Facts:
    with database.writing() as session:
        write_company(session, company)
        return facts.gather(session, policy or default_policy(), DAY)


def line(
    on: date, amount: str, *, cost: str | None = None, order: str = "", customer: str = "A"
) -> Line:
    return Line(
        order or f"{customer}{on}",
        customer,
        on,
        Decimal(amount),
        quantity=Decimal(2),
        cost=None if cost is None else Decimal(cost),
    )


def credit_of(database: Database, *invoices: Invoice, policy: Policy | None = None) -> float:
    company = Company(("A",), (line(DAY, "1"),), invoices)
    return float(gathered(database, company, policy).figures.credit[0])


def invoice(
    due: date | None, paid: date | None, amount: str = "100", *, reason: str | None = None
) -> Invoice:
    return Invoice("A", date(2026, 1, 1), Decimal(amount), due, paid, reason)


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("as_of", "months", "begins"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(1998, 5, 6), 24, date(1996, 5, 6)),
        (date(50, 1, 1), 1200, date.min),
    ],
)
def test_a_window_begins_on_the_same_day_of_an_earlier_month_or_its_last(
    as_of: date, months: int, begins: date
) -> None:
    assert window_start(as_of, months) == begins


def test_a_window_ends_with_its_day_and_begins_after_its_first(database: Database) -> None:
    company = Company(
        ("A",),
        (
            line(BEFORE, "1"),
            line(BEFORE + days(1), "10"),
            line(DAY, "100"),
            line(DAY + days(1), "1000"),
        ),
    )
    found = gathered(database, company)
    assert found.figures.value.tolist() == [1_100_000]
    assert found.figures.all_time.tolist() == [1_110_000]
    assert (found.totals.orders, found.totals.lines) == (2, 2)


def test_who_ordered_only_later_or_never_is_new(database: Database) -> None:
    company = Company(("A", "B", "C"), (line(DAY, "1"), line(DAY + days(1), "5", customer="B")))
    found = gathered(database, company)
    assert found.codes == ("A",)
    assert [customer.code for customer in found.new] == ["B", "C"]


def test_each_indicator_looks_back_as_far_as_the_policy_says(database: Database) -> None:
    rules = default_policy().grading.model_dump()
    rules["indicators"]["profit"]["months"] = 24
    policy = Policy.model_validate(default_policy().model_dump() | {"grading": rules})
    company = Company(("A",), (line(BEFORE, "30", cost="10"), line(DAY, "5", cost="4")))
    found = gathered(database, company, policy)
    assert found.figures.value.tolist() == [50_000]
    assert found.figures.profit.tolist() == [210_000]
    assert found.figures.costed.tolist() == [350_000]


def test_lines_without_a_cost_are_counted_and_left_out_of_the_profit(database: Database) -> None:
    lines = (
        line(DAY, "10", cost="4"),
        line(DAY - days(1), "7"),
        line(DAY, "8", customer="B"),
        line(BEFORE, "9", customer="C"),
    )
    found = gathered(database, Company(("A", "B", "C"), lines))
    assert found.totals.lines_without_cost == 2
    assert [str(profit) for profit in found.figures.profit] == ["60000.0", "nan", "0.0"]


def test_without_any_cost_nobody_has_a_profit(database: Database) -> None:
    lines = (line(DAY, "10"), line(BEFORE, "9", customer="B"))
    found = gathered(database, Company(("A", "B"), lines))
    assert [str(profit) for profit in found.figures.profit] == ["nan", "nan"]


def test_returns_are_subtracted(database: Database) -> None:
    found = gathered(database, Company(("A",), (line(DAY, "10"), line(DAY - days(1), "-2.5"))))
    assert found.figures.value.tolist() == [75_000]


def test_quantities_can_be_measured_instead_of_amounts(database: Database) -> None:
    policy = default_policy().with_grading(measure="quantity")
    company = Company(("A",), (line(DAY, "10", cost="4"), line(DAY - days(1), "90")))
    found = gathered(database, company, policy)
    assert found.figures.value.tolist() == [40_000]
    assert found.figures.costed.tolist() == [20_000]
    assert found.figures.profit.tolist() == [60_000]


@pytest.mark.parametrize(
    ("due", "paid", "late"),
    [
        (DAY - days(30), DAY - days(20), 10),
        (DAY - days(30), DAY - days(40), 0),
        (DAY - days(30), DAY, 30),
        (DAY - days(30), DAY + days(1), 30),
        (DAY - days(30), None, 30),
        (date(2026, 2, 20), date(2026, 3, 20), 28),
    ],
)
def test_lateness_is_what_was_known_on_the_day(
    database: Database, due: date, paid: date | None, late: int
) -> None:
    assert credit_of(database, invoice(due, paid)) == late


@pytest.mark.parametrize(
    "left_out",
    [
        invoice(DAY, None),
        invoice(DAY + days(9), None),
        invoice(DAY, DAY + days(3)),
        invoice(None, DAY),
        invoice(DAY - days(9), DAY, "0"),
        invoice(DAY - days(9), DAY, "-50"),
        Invoice("A", BEFORE, Decimal(9), BEFORE, DAY),
        Invoice("A", DAY + days(1), Decimal(9), DAY + days(1), DAY + days(3)),
    ],
)
def test_what_says_nothing_of_payments_is_left_out(database: Database, left_out: Invoice) -> None:
    assert str(credit_of(database, left_out)) == "nan"


def test_lateness_is_weighted_by_amount(database: Database) -> None:
    paid = invoice(DAY - days(10), DAY - days(10), "300"), invoice(DAY - days(8), DAY, "100")
    assert credit_of(database, *paid) == 2


def test_days_of_grace_are_taken_off_each_invoice(database: Database) -> None:
    rules = default_policy().grading.model_copy(update={"grace": 5})
    policy = default_policy().model_copy(update={"grading": rules})
    paid = invoice(DAY - days(9), DAY), invoice(DAY - days(3), DAY)
    assert credit_of(database, *paid, policy=policy) == 2


def test_a_delay_of_our_own_doing_does_not_count_in_any_spelling(database: Database) -> None:
    company = Company(
        ("A",),
        (line(DAY, "1"),),
        (
            invoice(DAY - days(9), DAY, reason="Late  Delivery"),
            invoice(DAY - days(7), DAY, reason="质量争议"),
            invoice(DAY - days(5), DAY, reason="no money"),
            invoice(DAY, DAY, reason="late delivery"),
        ),
    )
    found = gathered(database, company)
    assert found.figures.credit.tolist() == [2.5]
    assert (found.totals.invoices_ours, found.totals.invoices_counted) == (2, 2)


def test_every_invoice_of_the_window_is_counted_as_one_thing(database: Database) -> None:
    invoices = (
        invoice(DAY - days(9), DAY),
        invoice(DAY - days(9), None),
        invoice(DAY + days(9), None),
        invoice(DAY - days(9), DAY, reason="late delivery"),
        invoice(None, DAY),
        invoice(DAY, DAY, "-1"),
    )
    totals = gathered(database, Company(("A",), (line(DAY, "1"),), invoices)).totals
    assert (totals.invoices_counted, totals.invoices_open, totals.invoices_not_due) == (1, 1, 1)
    assert (totals.invoices_ours, totals.invoices_without_due_date) == (1, 1)
    assert totals.invoices_without_amount == 1


def test_invoices_alone_make_a_company(database: Database) -> None:
    invoices = (
        Invoice("A", DAY, Decimal(70), DAY, None),
        Invoice("A", BEFORE, Decimal(30), BEFORE, BEFORE),
        Invoice("B", DAY + days(1), Decimal(5)),
    )
    found = gathered(database, Company(("A", "B"), (), invoices))
    assert found.from_invoices
    assert found.figures.value.tolist() == [700_000]
    assert found.figures.all_time.tolist() == [1_000_000]
    assert [customer.code for customer in found.new] == ["B"]


def test_invoices_alone_do_not_say_quantities(database: Database) -> None:
    company = Company(("A",), (), (Invoice("A", DAY, Decimal(70)),))
    with pytest.raises(Refused, match="Measure by amount"):
        gathered(database, company, default_policy().with_grading(measure="quantity"))


def test_an_empty_company_has_nobody_to_grade(database: Database) -> None:
    found = gathered(database, Company(()))
    assert (len(found.figures), found.new) == (0, ())
