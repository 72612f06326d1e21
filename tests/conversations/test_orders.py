"""What a customer bought, what it owes, and how to reach it."""

import pytest
from sqlalchemy import insert, update

from crm.store.tables import contacts, customers
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.trading import invoiced, ordered


@pytest.fixture
def trading(office: Office) -> Office:
    """Alpha ordered this year and last, and owes two invoices; Cedar of another team owes too."""
    ordered(office, who.ALPHA, "2026-11-03", Valves="800", Pipes="400.50")
    ordered(office, who.ALPHA, "2026-10-05", Valves="100")
    ordered(office, who.ALPHA, "2025-10-31", Pipes="50")
    ordered(office, who.ALPHA, "2025-06-01", Pipes="950")
    invoiced(office, who.ALPHA, "2026-10-01", "800")
    invoiced(office, who.ALPHA, "2026-11-20", "500", reason="late delivery")
    invoiced(office, who.ALPHA, "2026-12-20", "99")
    invoiced(office, who.ALPHA, "2026-08-01", "7", paid="2026-09-01")
    invoiced(office, who.BRAVO, "2026-11-01", "2500")
    invoiced(office, who.CEDAR, "2026-11-01", "4000")
    return office


def test_the_last_orders_stand_below_a_years_total_and_the_year_before(trading: Office) -> None:
    chat = trading.chat("ana")
    assert chat.says("show order history for Alpha Foods").splitlines() == [
        "Alpha Foods, last 12 months: 1,300.50 in 2 orders (the 12 before: 1,000, +30%)",
        "3 Nov: 1,200.50 · N-2026-11-03",
        "5 Oct: 100 · N-2026-10-05",
        "31 Oct 2025: 50 · N-2025-10-31",
        "1 Jun 2025: 950 · N-2025-06-01",
        "Mostly: Valves 900; Pipes 400.50",
    ]


def test_a_month_is_compared_with_the_same_month_a_year_before(trading: Office) -> None:
    chat = trading.chat("ana")
    assert chat.says("orders from Alpha Foods last month").splitlines() == [
        "Alpha Foods, last month: 100 in 1 order (a year before: 50, +100%)",
        "5 Oct: 100 · N-2026-10-05",
        "Mostly: Valves 100",
    ]
    assert chat.says("Alpha Foods今年买了多少").startswith(
        "Alpha Foods，今年：1,300.50，2张订单（上年同期：1,000，+30%）"
    )


def test_a_customer_that_bought_nothing_is_said_so(trading: Office) -> None:
    reply = trading.chat("ana").says("Bravo Tools orders")
    assert reply == "Bravo Tools, last 12 months: no order (the 12 before: none)"


def test_where_there_are_only_invoices_they_stand_for_orders(office: Office) -> None:
    invoiced(office, who.ALPHA, "2026-10-01", "800")
    reply = office.chat("ana").says("Alpha Foods orders")
    assert reply.startswith("Alpha Foods, last 12 months: 800 in 1 invoice")


def test_the_month_asked_for_holds_for_the_customer_tapped(trading: Office) -> None:
    chat = trading.chat("ana")
    chat.says("华兴上个月的订单")
    assert chat.taps("东莞华兴五金厂").startswith("东莞华兴五金厂，上个月：没有订单")


def test_a_name_typed_after_which_customer_answers_the_question_asked(trading: Office) -> None:
    chat = trading.chat("ana")
    assert chat.says("orders last month") == "Which customer? Type its name."
    assert chat.says("Alpha Foods").startswith("Alpha Foods, last month: 100 in 1 order")
    assert chat.says("Bravo Tools").startswith("Bravo Tools (K2)")


def test_what_a_customer_owes_is_told_invoice_by_invoice(trading: Office) -> None:
    chat = trading.chat("ana")
    assert chat.presses(f"owes:{who.ALPHA}").splitlines() == [
        "Alpha Foods owes 1,300 overdue, 2 invoices; not due yet: 99",
        "800 · R-2026-10-01 · due 1 Oct, 54 days late",
        "500 · R-2026-11-20 · due 20 Nov, 4 days late (late delivery)",
    ]
    assert chat.presses(f"owes:{who.HUAXIN}").startswith("No invoice of 深圳市华兴电子有限公司")


def test_who_owes_is_listed_by_amount_and_only_in_sight(trading: Office) -> None:
    chat = trading.chat("ana")
    assert chat.says("who owes us money?").splitlines() == [
        "2 customers owe 3,800 overdue",
        "Bravo Tools B: 2,500, 23 days late",
        "Alpha Foods A: 1,300, 54 days late",
    ]
    assert "逾期23天" in chat.says("谁欠款")
    assert chat.taps("Bravo Tools").startswith("Bravo Tools逾期未付2,500")
    manager = trading.chat("dora").says("who owes us money?")
    assert manager.splitlines()[1] == "Cedar Paper A: 4,000, 23 days late · Carla Cruz"


def test_nobody_owing_and_no_invoices_are_told_apart(office: Office) -> None:
    chat = office.chat("ana")
    assert chat.says("谁欠款") == "没有发票记录，看不出谁欠款。"
    invoiced(office, who.ALPHA, "2026-10-01", "800", paid="2026-11-02")
    assert chat.says("谁欠款") == "没有逾期欠款。"


def test_numbers_and_people_are_told_when_asked_for_only(office: Office) -> None:
    with office.database.writing() as session:
        session.execute(
            insert(contacts).values(
                customer_id=who.ALPHA, name="Lee Wu", title="buyer", phone="+1 555-0100"
            )
        )
        session.execute(
            update(customers).where(customers.c.id == who.ALPHA).values(address="1 Mill Lane")
        )
    chat = office.chat("ana")
    assert "555" not in chat.says("Alpha Foods")
    assert chat.taps("Call").splitlines() == [
        "Alpha Foods",
        "Lee Wu, buyer: +1 555-0100",
        "1 Mill Lane, London, UK",
    ]
    assert "555-0100" in chat.says("what is the phone number of Alpha Foods")


def test_a_number_that_is_not_there_is_said_with_the_way_to_add_it(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("Bravo Tools的电话是多少")
    assert "没有记录电话" in reply
    assert "Bravo Tools加个联系人" in reply


def test_a_card_has_at_most_four_rows_of_buttons(trading: Office) -> None:
    chat = trading.chat("ana")
    chat.says("Alpha Foods")
    assert {"Met", "Nobody in", "Call", "Orders", "Payments"} <= set(chat.labels)
    assert len(chat.last[-1].rows) <= 4


@pytest.mark.parametrize(
    ("text", "owing"),
    [
        ("who owes us money in London?", ["Cedar Paper", "Alpha Foods"]),
        ("伦敦哪些客户欠钱", ["Cedar Paper", "Alpha Foods"]),
        ("which B customers owe us money", ["Bravo Tools"]),
        ("B类客户谁欠款", ["Bravo Tools"]),
        ("who owes in Berlin", ["Bravo Tools"]),
    ],
)
def test_who_owes_is_asked_of_a_place_or_a_tier(
    trading: Office, text: str, owing: list[str]
) -> None:
    chat = trading.chat("gus")
    chat.says(text)
    assert chat.labels == owing
