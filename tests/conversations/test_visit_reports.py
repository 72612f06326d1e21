"""Visits told in the chat: recorded at once, said again, put right, taken back."""

from typing import Any

import pytest
from sqlalchemy import select

from crm.store import history
from crm.store.tables import notes, planned_visits, visits
from tests.support import cast as who
from tests.support.chatting import Chat, Office

# Today is Tuesday 24 November 2026.


def recorded(office: Office) -> list[tuple[Any, ...]]:
    """Customer, kind, day and note of every visit, in the order they were told."""
    query = select(visits.c.customer_id, visits.c.kind, visits.c.visited_on, visits.c.note)
    with office.database.reading() as session:
        return [
            (row[0], row[1], row[2].isoformat(), row[3])
            for row in session.execute(query.order_by(visits.c.id))
        ]


def needs(office: Office) -> list[tuple[int, str]]:
    query = select(notes.c.customer_id, notes.c.text).where(notes.c.kind == "need")
    with office.database.reading() as session:
        return [(row[0], row[1]) for row in session.execute(query.order_by(notes.c.id))]


def everything(office: Office) -> list[Any]:
    with office.database.reading() as session:
        return [
            [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in (visits, notes, planned_visits)
        ]


def told(office: Office, text: str, name: str = "ana") -> Chat:
    chat = office.chat(name)
    chat.says(text)
    return chat


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


def test_undo_leaves_everything_as_it_was(office: Office) -> None:
    office.visited(who.ALPHA, "2026-10-01")
    before = everything(office)
    chat = told(office, "saw Alpha Foods and Bravo Tools on Friday, next time on Thursday")
    assert everything(office) != before
    assert chat.taps("Undo").startswith("Taken back: Alpha Foods, Bravo Tools")
    assert everything(office) == before
    assert "already" in chat.presses("undo:1")
    with office.database.reading() as session:
        assert sum(1 for _ in history.list_changes(session)) > 0


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
    chat = told(office, "visited Alpha Foods yesterday", name)
    assert "Alpha Foods · K1" not in "".join(chat.labels)
    assert recorded(office) == []


@pytest.mark.parametrize(("name", "person_id"), [("boris", who.BORIS), ("gus", who.GUS)])
def test_who_reports_is_who_went(office: Office, name: str, person_id: int) -> None:
    told(office, "visited Alpha Foods yesterday", name)
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
    chat = told(office, "visited today")
    assert recorded(office) == []
    assert chat.says("bravo").startswith("Tue 24 Nov: Bravo Tools")
    assert recorded(office) == [(who.BRAVO, "visit", "2026-11-24", None)]


def test_without_a_customer_those_whose_turn_it_is_are_offered(office: Office) -> None:
    office.visited(who.ALPHA, "2026-09-01")
    office.visited(who.BRAVO, "2026-11-20")
    chat = told(office, "log a visit")
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
    chat = told(office, "visited Bravo Toolz yesterday")
    assert chat.taps("Another").startswith("Which customer?")
    assert chat.says("Alpha Foods").startswith("Mon 23 Nov: Alpha Foods")


def test_a_question_called_off_writes_nothing(office: Office) -> None:
    for cancel in ("cancel", "算了"):
        chat = told(office, "visited Bravo Toolz yesterday")
        chat.says(cancel)
        assert "no longer" in chat.says("yes") or recorded(office) == []
    chat = told(office, "visited Bravo Toolz yesterday")
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
    chat = told(office, "visited Alpha Foods yesterday")
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
        ("no, it was last Thursday", "2026-11-19"),
        ("不对，是周五", "2026-11-20"),
        ("on Friday", "2026-11-20"),
        ("it was 20 November", "2026-11-20"),
    ],
)
def test_the_date_is_put_right_in_a_word(office: Office, text: str, day: str) -> None:
    chat = told(office, "visited Alpha Foods yesterday")
    before = recorded(office)
    chat.says(text)
    assert recorded(office) == [(who.ALPHA, "visit", day, None)]
    chat.says("undo")
    assert recorded(office) == before


@pytest.mark.parametrize(
    "text",
    [
        "no, it was Bravo Tools",
        "不对，是Bravo Tools",
        "不是Alpha Foods，是Bravo Tools",
        "not Alpha Foods but Bravo Tools",
    ],
)
def test_the_customer_is_put_right_in_a_word(office: Office, text: str) -> None:
    chat = told(office, "visited Alpha Foods yesterday")
    chat.says(text)
    assert recorded(office) == [(who.BRAVO, "visit", "2026-11-23", None)]


def test_edit_puts_date_note_customer_and_kind_right(office: Office) -> None:
    chat = told(office, "visited Alpha Foods yesterday, wants 200 valves")
    chat.taps("Edit")
    assert chat.labels[:4] == ["Date", "Note", "Need", "Customer"]
    chat.taps("Date")
    assert "Corrected" in chat.says("last Friday")
    chat.taps("Edit")
    chat.taps("Note")
    chat.says("met Li, all well")
    chat.taps("Edit")
    chat.taps("Need")
    assert "Needs: 300 valves" in chat.says("300 valves")
    chat.taps("Edit")
    chat.taps("Customer")
    chat.says("Bravo Tools")
    chat.taps("Edit")
    chat.taps("Nobody was in")
    assert recorded(office) == [(who.BRAVO, "attempt", "2026-11-20", "met Li, all well")]
    assert needs(office) == [(who.BRAVO, "300 valves")]
    for _ in range(6):
        chat.says("undo")
    assert recorded(office) == []


def test_of_several_the_one_that_is_wrong_is_chosen(office: Office) -> None:
    chat = told(office, "saw Alpha Foods and Bravo Tools yesterday")
    chat.taps("Edit")
    assert chat.labels == ["Date", "Alpha Foods", "Bravo Tools"]
    chat.taps("Bravo Tools")
    chat.taps("By phone or chat")
    assert [row[:2] for row in recorded(office)] == [(who.ALPHA, "visit"), (who.BRAVO, "touch")]


def test_a_date_ahead_is_no_correction(office: Office) -> None:
    chat = told(office, "visited Alpha Foods yesterday")
    chat.taps("Edit")
    chat.taps("Date")
    assert "lies ahead" in chat.says("24 December 2026")
    chat.says("20 November")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-20", None)]


def test_nobody_edits_what_another_reported(office: Office) -> None:
    chat = told(office, "visited Alpha Foods yesterday")
    edit = chat.last[0].buttons[0].action
    before = everything(office)
    for name in ("boris", "carla", "gus"):
        other = office.chat(name)
        other.presses(edit)
        assert "Date" not in other.labels
        other.presses("fix:date:visit:1")
        other.says("last Friday")
        other.presses("kind:1:1:attempt")
    assert everything(office) == before


def test_one_tap_is_one_visit(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    buttons = chat.last[0].buttons
    met = next(b.action for b in buttons if b.label == "Met")
    out = next(b.action for b in buttons if b.label == "Nobody in")
    assert chat.presses(met).startswith("Tue 24 Nov: Alpha Foods")
    assert "A word about it?" in "".join(message.text for message in chat.last)
    assert "noted already" in chat.presses(met)
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", None)]
    for once_more in (out, out):
        chat.presses(once_more)
        assert recorded(office) == [(who.ALPHA, "attempt", "2026-11-24", None)]


@pytest.mark.parametrize("name", ["carla", "emil", "fay"])
@pytest.mark.parametrize("verb", ["met", "out", "tel"])
def test_a_forged_tap_records_nothing(office: Office, name: str, verb: str) -> None:
    chat = office.chat(name)
    chat.says("hello")
    for number in range(4):
        chat.presses(f"{verb}:{number}:{who.ALPHA}")
    assert recorded(office) == []


@pytest.mark.parametrize(
    ("word", "note"),
    [
        ("good mood, new buyer starts in spring", "good mood, new buyer starts in spring"),
        ("谈得不错，老板下月回来", "谈得不错，老板下月回来"),
    ],
)
def test_what_is_typed_after_met_is_the_note_of_that_visit(
    office: Office, word: str, note: str
) -> None:
    chat = told(office, "Alpha Foods")
    chat.taps("Met")
    chat.says(word)
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", note)]
    chat.says("undo")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", None)]


def test_a_need_typed_after_met_is_kept_as_a_need(office: Office) -> None:
    chat = told(office, "Alpha Foods")
    chat.taps("Met")
    chat.says("wants 20 more boxes")
    assert [customer for customer, _ in needs(office)] == [who.ALPHA]


@pytest.mark.parametrize("other", ["who are my A customers", "Bravo Tools", "谁超期没去", "ok"])
def test_a_question_after_met_is_answered_and_is_no_note(office: Office, other: str) -> None:
    chat = told(office, "Alpha Foods")
    chat.taps("Met")
    chat.says(other)
    chat.says("qwzx vbnm")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24", None)]


def test_leaving_it_leaves_the_visit(office: Office) -> None:
    chat = told(office, "Alpha Foods")
    chat.taps("Met")
    assert chat.says("cancel").startswith("All right, it stays")
    assert len(recorded(office)) == 1


def test_a_note_of_any_length_is_kept_up_to_its_limit_and_never_markup(office: Office) -> None:
    chat = told(office, "Alpha Foods")
    chat.taps("Met")
    chat.says("<b>&{{ c }} " + "长" * 9_000)
    assert "4,000" in "".join(message.text for message in chat.last)
    assert "<b>&{{" not in chat.last[0].text
    (row,) = recorded(office)
    assert row[3].startswith("<b>&{{ c }} 长")
    assert len(row[3]) == 4_000


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
    chat = told(office, text)
    assert recorded(office) == []
    for button in [b for m in chat.last for b in m.buttons if b.action.startswith("plan")]:
        chat.presses(button.action)
    with office.database.reading() as session:
        planned = session.execute(select(planned_visits.c.customer_id, planned_visits.c.planned_on))
        assert [(row[0], row[1].isoformat()) for row in planned] == [(who.ALPHA, day)]
    assert recorded(office) == []
