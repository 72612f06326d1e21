"""What somebody typed in English on a phone, and what may be written of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import visits
from tests.support import cast as who
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


def list_visits(office: Office) -> Sequence[Any]:
    with office.database.reading() as session:
        return session.execute(
            select(visits.c.customer_id, visits.c.kind, visits.c.visited_on, visits.c.note)
        ).all()


@pytest.mark.parametrize("said", ["last month", "Tuesday", "tues"])
def test_a_day_that_may_be_several_is_asked_for(office: Office, said: str) -> None:
    chat = office.chat("ana")
    assert "Which day" in chat.says(f"visited Alpha Foods {said}")
    assert list_visits(office) == []
    chat.taps("Today")
    assert [(v.customer_id, str(v.visited_on)) for v in list_visits(office)] == [
        (who.ALPHA, "2026-11-24")
    ]


def test_tuesday_on_a_tuesday_offers_that_of_last_week(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods on tues")
    chat.taps("Tue 17 Nov")
    assert [str(v.visited_on) for v in list_visits(office)] == ["2026-11-17"]


@pytest.mark.parametrize(
    "said",
    [
        "done Alpha Foods price list",
        "notes Alpha Foods",
        "Alpha Foods closed",
        "Alpha Foods moved to new address",
        "visited nobody today",
        "visited all",
        "met a new customer today: Star Hotel, Macau",
        "今天见了一家新客户：星辰酒店，澳门",
    ],
)
def test_what_only_sounds_like_a_visit_writes_nothing(office: Office, said: str) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    chat.says(said)
    assert list_visits(office) == []


def test_a_new_customer_that_was_met_is_added_and_the_visit_with_it(office: Office) -> None:
    chat = office.chat("ana")
    assert "Star Hotel" in chat.says("met a new customer today: Star Hotel, Macau")
    chat.taps("Add it")
    assert [v.note for v in list_visits(office)] == ["Macau"]


def test_a_visit_with_a_reminder_behind_it_is_both(office: Office) -> None:
    chat = office.chat("ana")
    said = chat.says("met Alpha Foods, remind me friday to send the catalogue")
    assert "Fri 27 Nov: send the catalogue" in said
    assert [(v.customer_id, str(v.visited_on)) for v in list_visits(office)] == [
        (who.ALPHA, "2026-11-24")
    ]


def test_visits_are_put_off_one_by_one(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    assert "Which customer" in chat.says("postpone all overdue to next week")


@pytest.mark.parametrize("said", ["delete that", "delete it", "remove the last one"])
def test_what_was_noted_goes_when_it_is_to_be_deleted(office: Office, said: str) -> None:
    chat = office.chat("ana")
    chat.says("note for Alpha Foods: closed on Mondays")
    assert "Taken back" in chat.says(said)


@pytest.mark.parametrize("said", ["yes", "ok", "dont note that"])
def test_a_nod_is_no_note(office: Office, said: str) -> None:
    chat = office.chat("ana")
    chat.says("add a note to Alpha Foods")
    chat.says(said)
    assert f"“{said}”" not in chat.says("Alpha Foods")


def test_another_customers_name_is_no_choice_between_two(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("postpone Minghui to monday")
    chat.says("Alpha Foods")
    assert "Alpha" in chat.says("Alpha Foods")


@pytest.mark.parametrize(
    "said", ["one is missing in my list", "missing customer", "i am missing a customer"]
)
def test_what_is_missing_without_a_name_is_asked_for(office: Office, said: str) -> None:
    assert "Which one is missing" in office.chat("ana").says(said)


@pytest.mark.parametrize("said", ["what did i note on Zorro", "what was noted this week"])
def test_notes_asked_for_are_not_those_of_the_customer_before(office: Office, said: str) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    assert "Alpha" not in chat.says(said)


def test_my_sales_are_not_one_customers(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    assert "Alpha" not in chat.says("my sales this month")


@pytest.mark.parametrize("said", ["good morning, what is on today?", "whats up thursday"])
def test_a_greeting_hides_no_question(office: Office, said: str) -> None:
    office.visited(who.ALPHA, "2026-01-05")
    assert "Alpha Foods" in office.chat("ana").says(said)


def test_why_somebody_is_late_is_about_visits(office: Office) -> None:
    office.visited(who.ALPHA, "2026-01-05")
    assert "Last:" in office.chat("ana").says("why is Alpha Foods late")


def test_a_call_on_a_day_ahead_is_a_reminder(office: Office) -> None:
    assert "Wed 25 Nov: call Alpha Foods" in office.chat("ana").says("call Alpha Foods tomorrow")


def test_a_contact_of_a_named_customer_is_added_at_once(office: Office) -> None:
    chat = office.chat("ana")
    assert "Added: Peter Wong" in chat.says("add contact Peter Wong to Bravo Tools 9123 4567")


def test_one_english_verb_beside_a_name_is_answered_in_english(office: Office) -> None:
    chat = office.chat("ana")
    assert "客户" in chat.says("我的客户")
    assert "Tue 24 Nov" in chat.says("visited Bravo Tools")


def test_tell_her_presses_what_was_offered(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods is not mine")
    assert "All right" not in chat.says("ok tell her")
    assert "Tell" not in " ".join(chat.labels)


@pytest.mark.parametrize("said", ["has Alpha Foods paid?", "Alpha Foods付清了吗"])
def test_whether_they_paid_is_not_denied_where_nothing_is_owed(office: Office, said: str) -> None:
    reply = office.chat("ana").says(said)
    assert not reply.startswith(("No.", "没有。"))


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("give Alpha Foods to 王芳", "en"),
        ("when did I last visit 华兴电子", "en"),
        ("Alpha Foods 的 phone number", "zh"),
        ("华兴电子 last visit 什么时候", "zh"),
    ],
)
def test_names_in_chinese_do_not_make_a_sentence_chinese(
    office: Office, said: str, language: str
) -> None:
    chat = office.chat("ana")
    chat.says(said)
    assert chat.dialog.language == language
