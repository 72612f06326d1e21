"""What a playbook's names stand for at one customer's."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert

from bot.coaching.playbook import Playbook
from bot.coaching.reading import shipped_playbooks
from bot.conversations import field_facts
from bot.voice.rendering import Language
from crm.entities import Viewer
from crm.store.tables import order_lines, orders
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import Office
from tests.support.desks import open_desk

# Today is Tuesday 24 November 2026.


def closing() -> Playbook:
    return shipped_playbooks()["closing"]


def bought(office: Office, customer_id: int, on: str, *lines: tuple[str, str, str]) -> None:
    """Write an order of products, how many of each, and for how much."""
    with office.database.writing() as session:
        values = {"key": f"{customer_id}/{on}", "customer_id": customer_id}
        made = insert(orders).values(**values, ordered_on=date.fromisoformat(on))
        order_id = session.execute(made.returning(orders.c.id)).scalar_one()
        for position, (product, quantity, amount) in enumerate(lines):
            session.execute(
                insert(order_lines).values(
                    order_id=order_id,
                    position=position,
                    product=product,
                    quantity=Decimal(quantity),
                    amount=Decimal(amount),
                )
            )


def facts(
    office: Office, viewer: Viewer, customer_id: int | None, language: Language = "en"
) -> dict[str, str]:
    with office.database.writing() as session:
        desk = open_desk(office.app, session, viewer, language=language)
        return field_facts.facts_for(desk, customer_id, closing())


def test_lines_speak_of_what_the_customer_usually_buys(office: Office, cast: Cast) -> None:
    bought(office, who.ALPHA, "2026-02-03", ("valve", "160", "900"), ("seal", "9000", "20"))
    bought(office, who.ALPHA, "2026-03-05", ("valve", "200", "1000"), ("valve", "600", "3000"))
    found = facts(office, cast.ana, who.ALPHA)
    assert (found["customer"], found["product"]) == ("Alpha Foods", "valve")
    assert (found["quantity"], found["fewer"], found["more"]) == ("200", "100", "300")
    assert (found["last_month"], found["rep"]) == ("March", "Ana Alba")
    assert facts(office, cast.ana, who.ALPHA, "zh")["last_month"] == "3月"


def test_the_days_to_choose_between_are_working_days(office: Office, cast: Cast) -> None:
    english, chinese = (facts(office, cast.ana, None, each) for each in ("en", "zh"))
    assert (english["day"], english["later_day"]) == ("Thursday", "Friday")
    assert (chinese["day"], chinese["later_day"]) == ("周四", "周五")


def test_what_the_books_dont_know_is_what_the_playbook_says(office: Office, cast: Cast) -> None:
    usual = {name: text.en for name, text in closing().vars.items()}
    assert facts(office, cast.ana, who.BRAVO)["quantity"] == usual["quantity"]
    assert facts(office, cast.ana, None)["last_month"] == usual["last_month"]


def test_single_pieces_offer_no_fewer(office: Office, cast: Cast) -> None:
    bought(office, who.ALPHA, "2026-03-05", ("press", "1", "50000"))
    assert facts(office, cast.ana, who.ALPHA)["fewer"] == closing().vars["fewer"].en


def test_old_orders_say_nothing_of_what_is_usual(office: Office, cast: Cast) -> None:
    bought(office, who.ALPHA, "2024-03-05", ("valve", "777", "5000"))
    assert facts(office, cast.ana, who.ALPHA)["quantity"] == closing().vars["quantity"].en


@pytest.mark.parametrize("customer_id", [who.ALPHA, 987_654])
def test_nothing_is_said_of_a_customer_out_of_sight(
    office: Office, cast: Cast, customer_id: int
) -> None:
    bought(office, who.ALPHA, "2026-03-05", ("valve", "777", "5000"))
    found = facts(office, cast.carla, customer_id)
    assert "Alpha Foods" not in found.values()
    assert "777" not in found.values()
