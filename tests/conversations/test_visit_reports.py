"""Visits told in the chat: recorded at once and said again, or asked about first."""

import pytest
from sqlalchemy import select

from crm.store.tables import planned_visits, visits
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.visiting import needs, recorded, reported


def test_a_visit_is_recorded_and_said_again_with_its_weekday(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("visited Alpha Foods yesterday, wants 200 more valves")
    assert reply.startswith("Mon 23 Nov: Alpha Foods")
    assert "200 more valves" in reply
    assert "Next 23 Dec" in reply
    assert chat.labels == ["Edit", "Undo", "0", "1", "2", "3+", "Skip"]
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-23", None)]
    assert [customer for customer, _ in needs(office)] == [who.ALPHA]


def test_a_visit_is_recorded_in_chinese(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("昨天去了Alpha Foods和Bravo Tools，Alpha Foods加200阀门")
    assert reply.startswith("11月23日周一，两家：Alpha Foods、Bravo Tools")
    assert "Alpha Foods需求：加200阀门" in reply
    assert chat.labels == ["改", "撤销", "0", "1", "2", "3+", "跳过"]
    assert [row[:3] for row in recorded(office)] == [
        (who.ALPHA, "visit", "2026-11-23"),
        (who.BRAVO, "visit", "2026-11-23"),
    ]


def test_nobody_in_is_an_attempt_and_says_when_to_try_again(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-20")
    reply = office.chat("ana").says("Alpha Foods nobody in")
    assert "nobody in" in reply
    assert "Noted as an attempt; again on Fri 27 Nov" in reply
    assert recorded(office)[-1][:3] == (who.ALPHA, "attempt", "2026-11-24")


def test_a_call_says_whether_it_counts(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-20")
    reply = office.chat("ana").says("called Alpha Foods, they'll reorder in March")
    assert "Doesn’t count as a visit" in reply
    assert recorded(office)[-1][1] == "touch"


def test_the_day_agreed_for_next_time_is_kept(office: Office) -> None:
    reply = office.chat("ana").says("visited Alpha Foods today, next time on Friday")
    assert "Next Fri 27 Nov, as agreed" in reply
    assert "planned Fri 27 Nov" in office.chat("ana").says("Alpha Foods")


@pytest.mark.parametrize("name", ["carla", "emil", "fay"])
def test_nobody_reports_at_a_customer_out_of_sight(office: Office, name: str) -> None:
    chat = reported(office, "visited Alpha Foods yesterday", name)
    assert "Alpha Foods · K1" not in "".join(chat.labels)
    assert recorded(office) == []


@pytest.mark.parametrize(("name", "person_id"), [("boris", who.BORIS), ("gus", who.GUS)])
def test_who_reports_is_who_went(office: Office, name: str, person_id: int) -> None:
    reported(office, "visited Alpha Foods yesterday", name)
    with office.database.reading() as session:
        assert session.scalars(select(visits.c.person_id)).all() == [person_id]


def test_of_namesakes_one_is_chosen_and_the_rest_waits_for_it(office: Office) -> None:
    chat = office.chat("ana")
    question = chat.says("昨天去了Alpha Foods和华兴，谈了价格")
    assert "Alpha Foods会一起记下" in question
    assert recorded(office) == []
    reply = chat.taps("东莞华兴五金厂")
    assert "两家" in reply
    assert [row[0] for row in recorded(office)] == [who.ALPHA, who.HUAXING]


def test_a_name_typed_as_the_answer_will_do(office: Office) -> None:
    chat = reported(office, "visited today")
    assert recorded(office) == []
    assert chat.says("bravo").startswith("Tue 24 Nov: Bravo Tools")
    assert recorded(office) == [(who.BRAVO, "visit", "2026-11-24", None)]


def test_without_a_customer_those_whose_turn_it_is_are_offered(office: Office) -> None:
    office.visited(who.ALPHA, "2026-09-01")
    office.visited(who.BRAVO, "2026-11-20")
    chat = reported(office, "log a visit")
    assert any(label.startswith("Alpha Foods") for label in chat.labels)
    assert not any(label.startswith("Bravo Tools") for label in chat.labels)
    assert chat.taps("Alpha Foods").startswith("Tue 24 Nov: Alpha Foods")


def test_a_name_that_only_looks_like_it_is_confirmed_first(office: Office) -> None:
    chat = office.chat("ana")
    assert "Bravo Tools" in chat.says("visited Bravo Toolz yesterday")
    assert recorded(office) == []
    assert chat.labels == ["Yes, note it", "Another", "Cancel"]
    chat.taps("Yes")
    assert [row[0] for row in recorded(office)] == [who.BRAVO]


def test_another_one_is_asked_for(office: Office) -> None:
    chat = reported(office, "visited Bravo Toolz yesterday")
    assert chat.taps("Another").startswith("Which customer?")
    assert chat.says("Alpha Foods").startswith("Mon 23 Nov: Alpha Foods")


def test_a_question_called_off_writes_nothing(office: Office) -> None:
    for cancel in ("cancel", "算了"):
        chat = reported(office, "visited Bravo Toolz yesterday")
        chat.says(cancel)
        chat.says("yes")
        assert recorded(office) == []
    chat = reported(office, "visited Bravo Toolz yesterday")
    yes = chat.last[0].buttons[0].action
    chat.taps("Cancel")
    chat.presses(yes)
    assert recorded(office) == []


def test_whom_nobody_knows_is_named_and_the_others_are_recorded(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("visited Alpha Foods and Zorro Foods today")
    assert reply.startswith("Tue 24 Nov: Alpha Foods")
    assert "I don’t know “Zorro Foods”" in reply
    assert [row[0] for row in recorded(office)] == [who.ALPHA]
    added = chat.taps("Add Zorro Foods")
    assert "Zorro Foods is added as yours" in added
    assert "Tue 24 Nov: Zorro Foods" in added
    assert len(recorded(office)) == 2


def test_a_day_long_ago_is_asked_about(office: Office) -> None:
    chat = office.chat("ana")
    question = chat.says("visited Alpha Foods on 3 March")
    assert question.startswith("Really Tue 3 Mar, 266 days ago")
    assert recorded(office) == []
    chat.taps("Yes")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-03-03", None)]


def test_the_same_visit_told_twice_is_one(office: Office) -> None:
    chat = reported(office, "visited Alpha Foods yesterday")
    assert "noted already" in chat.says("visited Alpha Foods yesterday")
    assert chat.labels == []
    reply = chat.says("visited Alpha Foods yesterday, discussed winter stock")
    assert reply.startswith("Added to what was noted before")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-23", "discussed winter stock")]
    chat.taps("Undo")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-23", None)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("will visit Alpha Foods on Friday", "2026-11-27"),
        ("I’ll see Alpha Foods on Friday", "2026-11-27"),
        ("明天去拜访Alpha Foods", "2026-11-25"),
        ("visited Alpha Foods on 24 December 2026", "2026-12-24"),
    ],
)
def test_a_visit_announced_is_planned_at_once_or_with_a_tap(
    office: Office, text: str, day: str
) -> None:
    chat = reported(office, text)
    assert recorded(office) == []
    for button in [b for m in chat.last for b in m.buttons if b.action.startswith("plan")]:
        chat.presses(button.action)
    with office.database.reading() as session:
        planned = session.execute(select(planned_visits.c.customer_id, planned_visits.c.planned_on))
        assert [(row[0], row[1].isoformat()) for row in planned] == [(who.ALPHA, day)]
    assert recorded(office) == []
