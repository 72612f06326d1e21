"""Who are my customers: lists, counts and groups."""

import pytest

from crm.entities import VisitKind
from tests.support import cast as who
from tests.support.chatting import Office


def test_a_rep_is_told_their_customers_of_a_tier(office: Office) -> None:
    reply = office.chat("ana").says("who are my A customers?")
    assert "Alpha Foods" in reply
    assert "深圳市华兴电子有限公司" in reply
    assert not any(name in reply for name in ("Bravo Tools", "Cedar Paper", "Orphan Optics"))


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("how many A customers do I have", "2"),
        ("我有几家A类客户", "2家"),
        ("我的客户一共有多少家", "4家"),
        ("number of my customers in London", "1"),
    ],
)
def test_how_many_is_answered_with_a_number(office: Office, asked: str, count: str) -> None:
    assert count in office.chat("ana").says(asked)


def test_overdue_and_never_visited_are_marked_from_policy_and_last_visit(office: Office) -> None:
    office.visited(who.ALPHA, "2026-09-28")  # 57 days ago; an A may wait 45
    office.visited(who.BRAVO, "2026-11-20")
    reply = office.chat("ana").says("my customers")
    lines = {line.split(" · ")[0]: line for line in reply.splitlines()}
    assert "12 days late" in lines["🔴 Alpha Foods"]
    assert "next by" in lines["🟢 Bravo Tools"]
    assert "never visited" in lines["⚪ 深圳市华兴电子有限公司"]
    assert reply.splitlines()[1].startswith("🔴")


def test_who_is_overdue_lists_only_those(office: Office) -> None:
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.BRAVO, "2026-11-20")
    chat = office.chat("ana")
    for asked in ("who is overdue?", "哪些客户超期了"):
        reply = chat.says(asked)
        assert "Alpha Foods" in reply
        assert "Bravo Tools" not in reply


def test_an_attempt_does_not_count_as_a_visit(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-20", VisitKind.ATTEMPT)
    assert "Alpha Foods" in office.chat("ana").says("which customers have I never visited?")


def test_places_are_found_under_their_names_in_both_languages(office: Office) -> None:
    chat = office.chat("ana")
    for asked in ("my customers in London", "伦敦的客户", "英国有哪些客户"):
        assert "Alpha Foods" in chat.says(asked)
    for asked in ("customers in Shenzhen", "深圳的客户"):
        assert "华兴电子" in chat.says(asked)


def test_a_place_where_nobody_is_says_none(office: Office) -> None:
    reply = office.chat("ana").says("customers in Tokyo")
    assert reply == "No customer of yours is recorded under “Tokyo”."


def test_groups_are_counted_and_a_tap_lists_one(office: Office) -> None:
    chat = office.chat("ana")
    assert "A · 2" in chat.says("how many customers do I have per tier")
    reply = chat.taps("A 2")
    assert "Alpha Foods" in reply
    assert "Bravo Tools" not in reply


def test_a_manager_sees_the_team_and_who_looks_after_whom(office: Office) -> None:
    reply = office.chat("boris").says("my team's A customers")
    assert "Alpha Foods" in reply
    assert "Ana Alba" in reply
    assert "Cedar Paper" not in reply


def test_a_manager_asks_for_one_rep(office: Office) -> None:
    reply = office.chat("dora").says("Carla's customers")
    assert "Cedar Paper" in reply
    assert "Alpha Foods" not in reply


def test_nobody_learns_of_another_teams_customers_by_naming_their_rep(office: Office) -> None:
    reply = office.chat("ana").says("Carla's A customers")
    assert reply == "You can only see your own customers, not Carla Cruz’s."


def test_a_few_are_named_at_once_when_counted(office: Office) -> None:
    assert "Alpha Foods" in office.chat("ana").says("how many A customers do I have")


@pytest.mark.parametrize("typed", ["2", "第二个", "第2家"])
def test_a_number_typed_presses_that_button(office: Office, typed: str) -> None:
    chat = office.chat("ana")
    chat.says("my customers")
    second = chat.labels[1]
    assert chat.says(typed).startswith(second)


def test_a_number_without_buttons_is_not_a_press(office: Office) -> None:
    assert office.chat("ana").says("7")


def test_what_is_not_done_yet_says_so(office: Office) -> None:
    reply = office.chat("ana").says("有哪些未处理的投诉")
    assert "还不会" in reply


def test_a_list_goes_on_page_by_page(office: Office) -> None:
    chat = office.chat("gus")
    first = chat.says("all customers")
    assert "… 1 more" in first
    second = chat.taps("More")
    assert len(second.splitlines()) == 2
    assert not set(first.splitlines()[1:]) & set(second.splitlines()[1:])


def test_a_page_takes_the_place_of_the_one_it_was_turned_from_and_back(office: Office) -> None:
    chat = office.chat("gus")
    first = chat.says("all customers")
    chat.taps("More")
    assert [each.in_place for each in chat.last] == [True]
    assert chat.taps("‹ Back").splitlines() == first.splitlines()
    assert "‹ Back" not in chat.labels


def test_typing_what_a_button_says_presses_it(office: Office) -> None:
    chat = office.chat("gus")
    chat.says("all customers")
    assert chat.says("more").splitlines()[1]


def test_a_list_put_away_says_so(office: Office) -> None:
    assert "Ask again" in office.chat("ana").presses("list:99:0")


def test_a_follow_up_leans_on_the_question_before(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("我的A类客户有哪些")
    reply = chat.says("那B类呢")
    assert "Bravo Tools" in reply
    assert "Alpha Foods" not in reply


def test_more_after_the_last_page_says_that_was_all(office: Office) -> None:
    chat = office.chat("gus")
    assert "1 more" in chat.says("all customers")
    assert len(chat.says("more").splitlines()) == 2
    assert chat.says("more") == "That was all of it."


def test_customers_are_counted_by_rep_and_a_tap_lists_a_reps(office: Office) -> None:
    chat = office.chat("dora")
    chat.says("all customers")
    reply = chat.presses(f"list:{chat.dialog.number}:rep")
    assert "Ana Alba · 4" in reply
    assert "Cedar Paper" in chat.taps("Carla Cruz")
