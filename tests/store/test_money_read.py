"""What is told of orders and debts agrees with what gradings and cards count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.grading.windows import window_start
from crm.policy import default_policy
from crm.store import books, debts, facts, purchases
from crm.store.customers import Filter
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import Office
from tests.support.trading import invoiced, ordered

TODAY = date(2026, 11, 24)
SINCE = window_start(TODAY, 12) + timedelta(days=1)


@pytest.fixture
def trading(office: Office) -> Office:
    """Orders on both sides of the window's edge, and invoices of every kind."""
    for day, amount in (
        ("2025-11-24", "1000"),
        ("2025-11-25", "200.0001"),
        ("2026-11-24", "30"),
        ("2026-11-25", "4"),
    ):
        ordered(office, who.ALPHA, day, Valves=amount, Returned="-0.5")
    invoiced(office, who.ALPHA, "2026-11-23", "80.0001")
    invoiced(office, who.ALPHA, "2026-11-22", "-30")
    invoiced(office, who.ALPHA, "2026-11-24", "7")
    invoiced(office, who.BRAVO, "2026-10-01", "90", paid="2026-11-24")
    invoiced(office, who.HUAXIN, "2026-10-01", "90", paid="2026-11-25")
    invoiced(office, who.HUAXING, "2026-10-01", "-90")
    invoiced(office, who.CEDAR, "2026-10-01", "5000")
    return office


def test_a_years_total_is_the_order_value_that_a_grading_counts(trading: Office) -> None:
    with trading.database.reading() as session:
        told = purchases.add_up(session, who.ALPHA, SINCE, TODAY)
        counted = facts.gather(session, default_policy(), TODAY)
    assert told == purchases.Bought(2, Decimal("229.0001"))
    assert told.amount == counted.totals.value


def test_products_that_came_back_are_not_among_the_most_bought(trading: Office) -> None:
    with trading.database.reading() as session:
        products = purchases.list_products(session, who.ALPHA, SINCE, TODAY, 3)
    assert [product.name for product in products] == ["Valves"]


def test_what_is_owed_is_what_the_card_says(trading: Office, cast: Cast) -> None:
    with trading.database.reading() as session:
        owing = {
            one.customer_id: one.amount for one in debts.list_debtors(session, cast.gus, TODAY)
        }
        for customer_id in range(who.ALPHA, who.BORIS_OWN + 1):
            on_card = books.sum_overdue(session, customer_id, TODAY)
            balance = debts.get_balance(session, customer_id, TODAY)
            assert balance.amount == on_card
            assert owing.get(customer_id, Decimal(0)) == max(on_card, Decimal(0))
    assert owing == {
        who.CEDAR: Decimal(5000),
        who.HUAXIN: Decimal(90),
        who.ALPHA: Decimal("50.0001"),
    }


def test_debts_are_seen_as_far_as_customers_are(trading: Office, cast: Cast) -> None:
    with trading.database.reading() as session:
        seen = {
            name: [one.customer_id for one in debts.list_debtors(session, eyes, TODAY)]
            for name, eyes in (("ana", cast.ana), ("carla", cast.carla), ("fay", cast.fay))
        }
        assert debts.list_debtors(session, cast.fay, TODAY, Filter(rep_id=who.CARLA))
        assert not debts.list_debtors(session, cast.ana, TODAY, Filter(rep_id=who.CARLA))
    assert seen["ana"] == [who.HUAXIN, who.ALPHA]
    assert seen["carla"] == [who.CEDAR]
    assert set(seen["fay"]) == {who.CEDAR, who.HUAXIN, who.ALPHA}
