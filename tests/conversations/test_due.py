"""Whom to visit: today, this week, and what waits for its day."""

from datetime import date

import pytest

from crm.entities import VisitKind
from crm.store import reminders
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING, Office
from tests.support.trading import planned

TODAY = ("what's due today", "今天要拜访谁")


@pytest.fixture
def visited(office: Office) -> Office:
    """Ana's customers: Alpha 12 days late, Huaxin due, Bravo and Huaxing seen the other day."""
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.HUAXIN, "2026-10-20")
    office.visited(who.BRAVO, "2026-11-20")
    office.visited(who.HUAXING, "2026-11-20")
    return office


def remind(office: Office, cast: Cast, on: str, text: str, customer_id: int | None = None) -> None:
    with office.database.writing() as session:
        reminders.record(
            session,
            cast.ana,
            due_on=date.fromisoformat(on),
            text=text,
            customer_id=customer_id,
            now=MORNING,
        )


def test_a_few_due_today_stand_in_one_line_the_overdue_marked(visited: Office) -> None:
    chat = visited.chat("ana")
    assert chat.says(TODAY[0]) == (
        "2 today: 🔴Alpha Foods A, 12 days late | 深圳市华兴电子有限公司 A"
    )
    assert chat.labels == ["Alpha Foods", "深圳市华兴电子有限公司"]
    assert chat.says(TODAY[1]) == "今天2家：🔴Alpha Foods A 超期12天｜深圳市华兴电子有限公司 A"


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("today", "2 today: "),
        ("what's on today?", "2 today: "),
        ("where should I go today", "2 today: "),
        ("tomorrow", "2 tomorrow: "),
        ("this week", "2 this week: "),
        ("who is due by 30 Dec", "2 by Wed 30 Dec: "),
        ("今天", "今天2家："),
        ("今天去哪", "今天2家："),
        ("明天去哪几家", "明天2家："),
        ("本周要拜访谁", "本周2家："),
        ("overdue A's", "Your overdue A customers: 1"),
        ("超期的A类", "你超期未访的A类客户：1家"),
    ],
)
def test_the_day_is_asked_for_in_few_words(visited: Office, asked: str, begins: str) -> None:
    assert visited.chat("ana").says(asked).startswith(begins)


def test_another_day_is_asked_for_after_the_first(visited: Office) -> None:
    chat = visited.chat("ana")
    chat.says("今天要拜访谁")
    assert chat.says("明天呢").startswith("明天2家：")
    chat.says("which A customers are due today?")
    assert chat.says("and this week?").startswith("2 this week (A): ")


def test_a_day_that_has_passed_asks_for_the_visits_made(visited: Office) -> None:
    assert visited.chat("ana").says("yesterday") == "Yesterday: no visit recorded"


def test_a_name_of_the_days_list_opens_its_card(visited: Office) -> None:
    chat = visited.chat("ana")
    chat.says(TODAY[0])
    assert chat.taps("Alpha Foods").startswith("Alpha Foods (K1) · A")


def test_a_customer_with_a_day_agreed_waits_for_it_and_stays_overdue(visited: Office) -> None:
    planned(visited, who.ALPHA, "2026-12-04", made="2026-11-24")
    chat = visited.chat("ana")
    assert "Alpha" not in chat.says(TODAY[0])
    assert "12 days late, planned Fri 4 Dec" in chat.says("who is overdue?")
    assert "planned Fri 4 Dec" in chat.says("Alpha Foods")
    assert "超期12天，约在12月4日周五" in chat.says("谁超期了")


def test_a_customer_tried_yesterday_waits_for_the_next_try(visited: Office) -> None:
    visited.visited(who.ALPHA, "2026-11-23", VisitKind.ATTEMPT)
    chat = visited.chat("ana")
    assert "Alpha" not in chat.says(TODAY[0])
    assert "12 days late, again Thu 26 Nov" in chat.says("who is overdue?")


def test_a_visit_since_settles_what_was_agreed_and_one_before_does_not(visited: Office) -> None:
    planned(visited, who.ALPHA, "2026-12-04", made="2026-11-20")
    planned(visited, who.BRAVO, "2026-12-04", made="2026-11-21")
    visited.visited(who.ALPHA, "2026-11-20")
    chat = visited.chat("ana")
    assert "planned" not in chat.says("Alpha Foods")
    assert "planned Fri 4 Dec" in chat.says("Bravo Tools")


def test_a_day_agreed_for_today_comes_before_the_overdue(visited: Office) -> None:
    planned(visited, who.HUAXING, "2026-11-24", made="2026-11-21")
    reply = visited.chat("ana").says(TODAY[0])
    assert reply.startswith("3 today: 东莞华兴五金厂 C, planned Tue 24 Nov | 🔴Alpha Foods")


def test_further_ahead_there_are_more_and_none_is_lost(visited: Office) -> None:
    planned(visited, who.BRAVO, "2026-11-27", made="2026-11-21")
    chat = visited.chat("ana")
    assert chat.says("which visits are due this week").startswith("3 this week: Bravo Tools B")
    assert chat.says("本周要拜访谁").startswith("本周3家：Bravo Tools B")
    assert chat.says("which visits are due tomorrow").startswith("2 tomorrow: ")


def test_where_nobody_is_due_the_next_one_is_named(office: Office) -> None:
    for customer in (who.ALPHA, who.BRAVO, who.HUAXIN, who.HUAXING):
        office.visited(customer, "2026-11-20")
    chat = office.chat("ana")
    assert chat.says(TODAY[0]) == "Nobody is due today. Next: Alpha Foods A, Sun 20 Dec."
    assert chat.says(TODAY[1]) == "今天没有该拜访的客户。下一家：Alpha Foods A，12月20日周日。"
    assert chat.labels == ["Alpha Foods"]


def test_reminders_come_with_the_days_list(visited: Office, cast: Cast) -> None:
    remind(visited, cast, "2026-11-24", "send samples", who.BRAVO)
    remind(visited, cast, "2026-11-27", "the tender")
    chat = visited.chat("ana")
    today = chat.says(TODAY[0])
    assert "⏰ Bravo Tools: send samples" in today
    assert "tender" not in today
    assert "⏰ 27 Nov: the tender" in chat.says("which visits are due this week")
    assert "samples" not in visited.chat("boris").says(TODAY[0])


def test_a_reminder_is_ticked_off_in_the_days_list(visited: Office, cast: Cast) -> None:
    remind(visited, cast, "2026-11-24", "send samples", who.BRAVO)
    chat = visited.chat("ana")
    chat.says(TODAY[0])
    chat.taps(next(label for label in chat.labels if "send samples" in label))
    assert "samples" not in chat.says(TODAY[0])


def test_nobody_in_is_one_tap_on_the_card(visited: Office) -> None:
    chat = visited.chat("ana")
    chat.says(TODAY[0])
    chat.taps("Alpha Foods")
    assert "Fri 27 Nov" in chat.taps("Nobody in")
    assert "Alpha" not in chat.says(TODAY[0])


def test_only_some_customers_asked_for_bring_no_reminders(visited: Office, cast: Cast) -> None:
    remind(visited, cast, "2026-11-24", "send samples")
    reply = visited.chat("ana").says("which A customers are due today")
    assert reply.startswith("2 today (A): ")
    assert "samples" not in reply


def test_a_message_has_seven_rows_and_goes_on(office: Office, cast: Cast) -> None:
    remind(office, cast, "2026-11-24", "send samples")
    chat = office.chat("gus")
    reply = chat.says(TODAY[0])
    assert reply.startswith("8 today")
    assert "… 1 more" in reply
    assert len(reply.splitlines()) == 1 + 7 + 1
    rest = chat.taps("More")
    assert len(rest.splitlines()) == 2
    assert rest.splitlines()[1] not in reply


def test_a_manager_sees_whose_they_are_and_groups_them_by_rep(office: Office) -> None:
    chat = office.chat("gus")
    assert "Cedar Paper · A · never visited · Carla Cruz" in chat.says(TODAY[0])
    assert "Ana Alba · 4" in chat.taps("By rep")


def test_nobody_is_told_of_another_teams_day(visited: Office) -> None:
    assert "Alpha" not in visited.chat("carla").says(TODAY[0])
    assert "Cedar" not in visited.chat("boris").says(TODAY[0])


def test_not_visited_for_long_is_measured_at_the_last_visit(visited: Office) -> None:
    chat = visited.chat("ana")
    reply = chat.says("who haven't I visited since October?")
    assert reply.startswith("Your customers not visited since 1 Oct: 1, 1 overdue")
    assert "Alpha Foods" in reply
    assert "没有" in chat.says("半年没去的客户")
