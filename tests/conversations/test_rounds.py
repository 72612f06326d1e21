"""Last and next visit, and what somebody did in a while."""

import pytest

from crm.entities import VisitKind
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.trading import planned


def test_the_last_visit_says_when_by_whom_and_what_came_after(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-03")
    office.visited(who.ALPHA, "2026-11-20", VisitKind.ATTEMPT)
    office.visited(who.ALPHA, "2026-11-23", VisitKind.TOUCH, person_id=who.BORIS)
    chat = office.chat("ana")
    assert chat.says("when was my last visit to Alpha Foods?").splitlines() == [
        "Alpha Foods",
        "Last: Tue 3 Nov, met by you",
        "Since then: Fri 20 Nov, nobody in; Mon 23 Nov, phone or chat (Boris Banks)",
        "Next by 3 Dec, 18 Dec at the latest",
    ]
    assert chat.says("上次拜访Alpha Foods是什么时候").splitlines() == [
        "Alpha Foods",
        "上次：11月3日周二，你去的",
        "之后：11月20日周五没人在；11月23日周一电话或微信（Boris Banks）",
        "下次12月3日前，最晚12月18日",
    ]


def test_what_was_tried_before_the_last_visit_is_not_told(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-01", VisitKind.ATTEMPT)
    office.visited(who.ALPHA, "2026-11-03")
    assert "nobody in" not in office.chat("ana").presses(f"last:{who.ALPHA}")


@pytest.mark.parametrize(
    ("seen", "agreed", "said"),
    [
        ("2026-11-10", None, "Next by 10 Dec, 25 Dec at the latest"),
        ("2026-10-20", None, "Next: now, due since 19 Nov"),
        ("2026-09-28", None, "Next: now, 12 days late"),
        ("2026-09-28", "2026-12-04", "Next: planned Fri 4 Dec, 12 days late"),
        ("2026-11-10", "2026-11-27", "Next: planned Fri 27 Nov"),
        (None, None, "Next: as soon as you can"),
    ],
)
def test_the_next_visit_comes_first_when_it_is_asked_for(
    office: Office, seen: str | None, agreed: str | None, said: str
) -> None:
    if seen:
        office.visited(who.ALPHA, seen)
    if agreed:
        planned(office, who.ALPHA, agreed, made="2026-11-20")
    reply = office.chat("ana").says("when do I visit Alpha Foods next?")
    assert reply.splitlines()[1] == said


def test_visits_of_a_week_are_counted_by_kind_and_named(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-23")
    office.visited(who.BRAVO, "2026-11-23", VisitKind.ATTEMPT)
    office.visited(who.HUAXIN, "2026-11-24", VisitKind.TOUCH)
    office.visited(who.ALPHA, "2026-11-20")
    chat = office.chat("ana")
    assert chat.says("how many visits did I make this week?").splitlines() == [
        "This week: 1 visit, 1× nobody in, 1× phone or chat",
        "Tue 24 Nov · 深圳市华兴电子有限公司 · phone or chat",
        "Mon 23 Nov · Bravo Tools · nobody in",
        "Mon 23 Nov · Alpha Foods",
    ]
    assert chat.says("我上周跑了几家").splitlines() == [
        "上周：拜访1次",
        "11月20日周五 · Alpha Foods",
    ]


def test_without_any_visit_it_says_so(office: Office) -> None:
    assert office.chat("ana").says("who did I visit yesterday?") == "Yesterday: no visit recorded"


def test_a_manager_is_told_rep_by_rep_and_who_made_none(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-23")
    chat = office.chat("dora")
    assert chat.says("how many visits did my team make this week?").splitlines() == [
        "This week: 1 visit",
        "Ana Alba: 1 visit",
        "None: Carla Cruz",
    ]
    assert "Alpha" in chat.says("how many visits did Ana make this week?")


def test_a_visit_without_a_name_counts_for_the_rep_of_the_customer(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-23", person_id=None)
    assert office.chat("ana").says("我这周跑了几家").startswith("本周：拜访1次")


def test_a_customer_lost_since_is_counted_and_not_named(office: Office) -> None:
    office.visited(who.CEDAR, "2026-11-23", person_id=who.ANA)
    reply = office.chat("ana").says("how many visits did I make this week?")
    assert reply.splitlines() == ["This week: 1 visit", "Mon 23 Nov · no longer yours"]


def test_nobody_is_told_what_another_team_did(office: Office) -> None:
    office.visited(who.CEDAR, "2026-11-23", person_id=who.CARLA)
    assert "no visit" in office.chat("boris").says("how many visits did my team make this week?")
    refused = office.chat("boris").says("how many visits did Carla make this week?")
    assert refused == "You can only see your team’s customers, not Carla Cruz’s."


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("is Alpha Foods overdue?", "Yes. Alpha Foods"),
        ("Alpha Foods超期了吗", "是的。Alpha Foods"),
        ("is Bravo Tools overdue?", "No. Bravo Tools"),
        ("Bravo Tools超期了吗", "没有。Bravo Tools"),
        ("is Alpha Foods an A?", "Yes. Alpha Foods"),
        ("Bravo Tools是A类吗", "不是。Bravo Tools"),
    ],
)
def test_yes_or_no_comes_first_where_it_is_asked(office: Office, asked: str, answer: str) -> None:
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.BRAVO, "2026-11-20")
    assert office.chat("ana").says(asked).startswith(answer)
