"""What a manager types in English: whose visits, who is late, who gets a customer."""

import pytest
from sqlalchemy import select

from crm.store.tables import customers
from tests.support import cast as who
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


def rep_of(office: Office, customer_id: int) -> int | None:
    with office.database.reading() as session:
        rep_id: int | None = session.execute(
            select(customers.c.rep_id).where(customers.c.id == customer_id)
        ).scalar_one()
        return rep_id


@pytest.mark.parametrize(
    "said",
    ["give Alpha Foods to Carla", "move Alpha Foods to carla", "把Alpha Foods转给Carla Cruz"],
)
def test_a_manager_hands_a_customer_over_with_a_tap(office: Office, said: str) -> None:
    chat = office.chat("dora")
    assert "Carla Cruz" in chat.says(said)
    assert rep_of(office, who.ALPHA) == who.ANA
    chat.taps("Alpha Foods →")
    assert rep_of(office, who.ALPHA) == who.CARLA


def test_an_admin_may_hand_over_as_well(office: Office) -> None:
    chat = office.chat("gus")
    chat.says("assign Alpha Foods to Carla")
    chat.says("yes")
    assert rep_of(office, who.ALPHA) == who.CARLA


def test_a_rep_hands_nothing_over(office: Office) -> None:
    chat = office.chat("ana")
    assert "can’t decide" in chat.says("give Alpha Foods to Carla")
    assert chat.labels == []


def test_nobody_is_handed_to_whom_the_manager_does_not_lead(office: Office) -> None:
    chat = office.chat("boris")
    chat.says("give Alpha Foods to Carla")
    assert not any("Carla" in label for label in chat.labels)


def test_a_customer_stays_with_whom_it_is(office: Office) -> None:
    chat = office.chat("dora")
    assert "already" in chat.says("give Alpha Foods to Ana")


def test_a_wish_for_another_rep_is_no_reason_for_a_tier(office: Office) -> None:
    chat = office.chat("boris")
    assert "Why" in chat.says("set Alpha Foods to C")
    assert "Reason" not in chat.says("assign Bravo Tools to Boris")


@pytest.mark.parametrize("said", ["no", "nope", "不"])
def test_no_is_no_reason(office: Office, said: str) -> None:
    chat = office.chat("boris")
    chat.says("set Alpha Foods to C")
    assert "Reason" not in chat.says(said)
    assert "Yes, set it" not in chat.labels


@pytest.mark.parametrize(
    "said",
    [
        "carlas visits this month",
        "visits of carla this month",
        "carla this month visits",
        "what did carla do this month",
        "how is carla doing",
    ],
)
def test_somebodys_visits_are_those_made(office: Office, said: str) -> None:
    office.visited(who.CEDAR, "2026-11-24", person_id=who.CARLA)
    assert "Cedar Paper" in office.chat("dora").says(said)


@pytest.mark.parametrize("said", ["team this week", "visits by rep this week", "team overview"])
def test_the_teams_visits_are_told_rep_by_rep(office: Office, said: str) -> None:
    office.visited(who.CEDAR, "2026-11-24", person_id=who.CARLA)
    assert "Carla Cruz: 1 visit" in office.chat("dora").says(said)


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("how many visits this month", "1 visit"),
        ("visits last 30 days", "1 visit"),
        ("visits in october", "1 visit"),
    ],
)
def test_visits_counted_or_on_days_gone_are_those_made(
    office: Office, said: str, counted: str
) -> None:
    office.visited(who.ALPHA, "2026-11-10")
    office.visited(who.BRAVO, "2026-10-05")
    said_back = office.chat("ana").says(said)
    assert counted in said_back
    assert "2027" not in said_back


def test_carlas_customers_need_no_apostrophe(office: Office) -> None:
    chat = office.chat("dora")
    assert "Alpha" not in chat.says("show me carlas customers")
    assert "Cedar" in chat.says("show me carlas customers")


def test_who_is_behind_is_told_rep_by_rep(office: Office) -> None:
    office.visited(who.ALPHA, "2026-01-05")
    assert "Ana Alba · 1" in office.chat("dora").says("who is behind in my team")


def test_a_tier_is_set_with_a_reason_in_any_spelling_and_an_end(office: Office) -> None:
    chat = office.chat("boris")
    assert "ceo knows them" in chat.says("make Bravo Tools A bcs ceo knows them")
    assert "24 Feb 2027" in chat.says("set Bravo Tools to A for 3 months, fair coming")
    assert "dont pay" in chat.says("Alpha Foods to C, dont pay")


def test_how_long_they_paid_is_no_end(office: Office) -> None:
    said = office.chat("boris").says("set Bravo Tools to A, they paid on time for 3 months")
    assert "until you release it" in said
    assert "they paid on time for 3 months" in said


def test_tiers_are_set_one_by_one(office: Office) -> None:
    chat = office.chat("boris")
    chat.says("Alpha Foods")
    assert "one customer at a time" in chat.says("set all germany customers to B")


def test_make_it_is_a_wish_of_whoever_decides(office: Office) -> None:
    assert "Why should" in office.chat("boris").says("make Bravo Tools A")
    assert "Why should" not in office.chat("ana").says("make Bravo Tools A")
