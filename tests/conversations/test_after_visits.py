"""After a visit: how often the order was asked for, and what held the customer back."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.after_visits import LEFT_IN_A_ROW
from crm.store.tables import visits
from tests.support.chatting import Chat, Office

COUNTS = ["0", "1", "2", "3+"]


def told(office: Office) -> list[tuple[Any, ...]]:
    """How often it was asked and what was objected, of every visit in the order they were told."""
    query = select(visits.c.asks, visits.c.objection).order_by(visits.c.id)
    with office.database.reading() as session:
        return [tuple(row) for row in session.execute(query)]


def reported(office: Office, text: str = "visited Alpha Foods today, they like it") -> Chat:
    chat = office.chat("ana")
    chat.says(text)
    return chat


def test_it_is_asked_once_below_a_visit_and_can_be_skipped(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("visited Alpha Foods today, they like it")
    assert reply.splitlines()[-1] == "Asked for the order at Alpha Foods?"
    assert chat.labels == ["Edit", "Undo", *COUNTS, "Skip"]
    assert chat.taps("Skip") == "Skipped."
    assert told(office) == [(None, None)]
    chat.says("visited Alpha Foods today, need 200 valves")
    assert "3+" not in chat.labels


def test_two_taps_tell_how_often_and_what_held_them_back(office: Office) -> None:
    chat = reported(office)
    assert chat.taps("2") == "Alpha Foods, asked twice: noted. What held them back?"
    assert "Too expensive" in chat.labels
    assert len(chat.last[0].rows) <= 5
    assert chat.taps("Too") == "Alpha Foods, asked twice: “Too expensive”. Noted."
    assert told(office) == [(2, "too_expensive")]
    assert chat.taps("What to say").startswith("Alpha Foods: “Too expensive”")


def test_it_is_asked_in_chinese_of_the_first_of_several(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("昨天去了Alpha Foods和Bravo Tools")
    assert reply.splitlines()[-1] == "在Alpha Foods开口要单几次？"
    assert chat.labels == ["改", "撤销", *COUNTS, "跳过"]
    assert chat.taps("0") == "Alpha Foods，没开口要单：记下了。是什么挡住了？"
    assert chat.taps("不知道").startswith("Alpha Foods，没开口要单：还不知道什么挡着")
    assert told(office) == [(0, "unknown"), (None, None)]


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("0", 0),
        ("2", 2),
        ("3", 3),
        ("5", 3),
        ("twice", 2),
        ("I asked once", 1),
        ("never", 0),
        ("两次", 2),
        ("没开口", 0),
        ("问了三次", 3),
        ("开口1次", 1),
        ("3+", 3),
        ("no", 0),
        ("没有", 0),
    ],
)
def test_a_number_typed_answers_it_and_presses_nothing_else(
    office: Office, typed: str, times: int
) -> None:
    chat = reported(office)
    chat.says(typed)
    assert told(office) == [(times, None)]


@pytest.mark.parametrize(
    ("typed", "objection"),
    [
        ("too expensive", "too_expensive"),
        ("they want to think it over", "think_it_over"),
        ("don't know", "unknown"),
        ("nothing", "none"),
        ("客户说要考虑", "think_it_over"),
        ("不知道", "unknown"),
        ("没什么", "none"),
        ("老板不在，做不了主", "not_decision_maker"),
    ],
)
def test_what_held_them_back_can_be_typed(office: Office, typed: str, objection: str) -> None:
    chat = reported(office)
    chat.taps("1")
    chat.says(typed)
    assert told(office) == [(1, objection)]


@pytest.mark.parametrize("text", ["who are my A customers", "我的A类客户", "my reminders"])
def test_it_stands_in_nobodys_way(office: Office, text: str) -> None:
    chat = reported(office)
    plain = office.chat("ana").says(text)
    assert chat.says(text) == plain
    chat = reported(office, "visited Bravo Tools today")
    chat.taps("1")
    assert chat.says(text).splitlines()[0] == plain.splitlines()[0]


def test_a_word_about_the_visit_is_still_taken(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    chat.taps("Met")
    assert "3+" in chat.labels
    chat.says("they close on Mondays")
    assert "3+" not in chat.labels
    with office.database.reading() as session:
        assert session.scalar(select(visits.c.note)) == "they close on Mondays"


@pytest.mark.parametrize(
    "text",
    [
        "Alpha Foods nobody in",
        "called Alpha Foods, they reorder in March",
        "visited Alpha Foods on 1 October",
    ],
)
def test_only_a_visit_of_these_days_is_asked_about(office: Office, text: str) -> None:
    assert "3+" not in reported(office, text).labels


def test_undo_takes_back_the_answer_and_then_the_visit(office: Office) -> None:
    chat = reported(office)
    chat.taps("2")
    assert "asking for the order" in chat.taps("Undo")
    assert told(office) == [(None, None)]
    assert chat.says("undo").startswith("Taken back: Alpha Foods")
    assert told(office) == []


def test_a_visit_told_of_is_taken_back_whole(office: Office) -> None:
    chat = reported(office)
    undo = next(b.action for b in chat.last[0].buttons if b.label == "Undo")
    chat.taps("2")
    chat.taps("Too")
    assert chat.presses(undo).startswith("Taken back: Alpha Foods")
    assert told(office) == []


def test_a_visit_told_of_can_still_be_put_right(office: Office) -> None:
    chat = reported(office)
    chat.taps("2")
    chat.taps("Too")
    chat.says("no, it was yesterday")
    with office.database.reading() as session:
        on = session.scalar(select(visits.c.visited_on))
    assert str(on) == "2026-11-23"
    assert told(office) == [(2, "too_expensive")]


def test_whoever_leaves_it_three_times_is_left_alone_for_a_week(office: Office) -> None:
    shown = []
    for day in ("18", "19", "20", "23", "24"):
        chat = reported(office, f"visited Alpha Foods on {day} November")
        shown.append("3+" in chat.labels)
    assert shown == [True] * LEFT_IN_A_ROW + [False, False]


def test_an_answer_brings_the_question_back(office: Office) -> None:
    for day in ("18", "19", "20"):
        chat = reported(office, f"visited Alpha Foods on {day} November")
        chat.taps("1")
    assert "3+" in reported(office, "visited Alpha Foods on 23 November").labels


def test_a_visit_of_somebody_else_is_nobodys(office: Office) -> None:
    reported(office)
    other = office.chat("carla")
    for action in ("asked:1:2", "held:1:too_expensive"):
        assert other.presses(action) == other.presses(action.replace("1", "98765", 1))
    assert told(office) == [(None, None)]


@pytest.mark.parametrize("action", ["asked:1:7", "asked:1", "held:1:magic", "asked:x:1"])
def test_a_forged_answer_writes_nothing(office: Office, action: str) -> None:
    chat = reported(office)
    assert "no longer" in chat.presses(action)
    assert told(office) == [(None, None)]


def test_what_customers_say_most_is_offered_first(office: Office) -> None:
    for day in ("19", "20"):
        chat = reported(office, f"visited Bravo Tools on {day} November")
        chat.taps("1")
        chat.says("they want longer terms")
    chat = reported(office)
    chat.taps("1")
    assert chat.labels[0] == "Longer terms"


@pytest.mark.parametrize(
    ("typed", "asks", "objection"),
    [
        ("asked twice, too expensive", 2, "too_expensive"),
        ("问了两次，他说贵", 2, "too_expensive"),
        ("asked once, held back by the boss", 1, "not_decision_maker"),
        ("开口一次，老板不在", 1, "not_decision_maker"),
        ("actually asked once", 1, None),
        ("two questions asked", 2, None),
        ("I asked for the order 0 times", 0, None),
        ("其实问了一次", 1, None),
        ("they were held back by price", None, "too_expensive"),
        ("价钱", None, "too_expensive"),
        ("他说贵", None, "too_expensive"),
    ],
)
def test_what_is_typed_may_tell_both_in_one(
    office: Office, typed: str, asks: int | None, objection: str | None
) -> None:
    chat = reported(office)
    chat.says(typed)
    assert told(office) == [(asks, objection)]
    if asks is not None and objection is not None:
        assert len(chat.labels) == 2
        chat.taps(chat.labels[-1])
        assert told(office) == [(None, None)]


@pytest.mark.parametrize("text", ["what do I say when they say too expensive", "客户说太贵了"])
def test_a_question_what_to_say_is_no_answer(office: Office, text: str) -> None:
    chat = reported(office)
    assert chat.says(text).startswith(("Alpha Foods: “Too exp", "Alpha Foods：“太贵了”"))
    assert told(office) == [(None, None)]


@pytest.mark.parametrize(
    ("text", "asks", "objection", "echo"),
    [
        (
            "visited Alpha Foods today, asked 3 times, they said too expensive",
            3,
            "too_expensive",
            "Alpha Foods, asked three times or more: “Too expensive”. Noted.",
        ),
        (
            "visited Alpha Foods today, too expensive they said, I asked twice",
            2,
            "too_expensive",
            "Alpha Foods, asked twice: “Too expensive”. Noted.",
        ),
        (
            "昨天去了Alpha Foods，他们要100个阀门，问了三次，都说太贵",
            3,
            "too_expensive",
            "Alpha Foods，开口要单3次以上：“太贵了”。记下了。",
        ),
        (
            "今天拜访了Alpha Foods，开口两次，要问老板",
            2,
            "not_decision_maker",
            "Alpha Foods，开口要单2次：“做不了主”。记下了。",
        ),
    ],
)
def test_a_report_that_tells_both_is_asked_nothing(
    office: Office, text: str, asks: int, objection: str, echo: str
) -> None:
    chat = reported(office, text)
    assert told(office) == [(asks, objection)]
    assert "3+" not in chat.labels
    assert echo in "".join(message.text for message in chat.last).replace("<b>", "").replace(
        "</b>", ""
    )
    assert chat.labels[-1] in {"What to say", "怎么回"}
    chat.taps(chat.labels[1])
    assert told(office) == []


@pytest.mark.parametrize(
    ("text", "first", "tapped", "then"),
    [
        ("met Alpha Foods, they said no budget", (None, "no_budget"), "2", (2, "no_budget")),
        ("昨天去了Alpha Foods，他们嫌贵", (None, "too_expensive"), "1", (1, "too_expensive")),
        ("met Alpha Foods, asked once", (1, None), "Think", (1, "think_it_over")),
        ("昨天去了Alpha Foods，开口两次", (2, None), "再考虑", (2, "think_it_over")),
    ],
)
def test_a_report_that_tells_one_is_asked_for_the_other(
    office: Office,
    text: str,
    first: tuple[int | None, str | None],
    tapped: str,
    then: tuple[int, str],
) -> None:
    chat = reported(office, text)
    assert told(office) == [first]
    chat.taps(tapped)
    assert told(office) == [then]


@pytest.mark.parametrize(
    "text",
    [
        "met Alpha Foods, they asked twice about the delivery",
        "昨天去了Alpha Foods，他们问了三次什么时候送货",
        "met Alpha Foods, not too expensive for them",
        "昨天去了Alpha Foods，他们说不贵",
    ],
)
def test_what_they_asked_and_what_they_deny_is_not_taken(office: Office, text: str) -> None:
    reported(office, text)
    assert told(office) == [(None, None)]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("visited Alpha Foods today, good talk, order confirmed 30 valves", "Well done. Noted."),
        ("今天去了Alpha Foods，谈得很好，下单了", "漂亮。记下了。"),
        ("昨天拜访了Alpha Foods，签了", "漂亮。记下了。"),
    ],
)
def test_after_an_order_nobody_asks_what_held_them_back(
    office: Office, text: str, end: str
) -> None:
    chat = reported(office, text)
    assert chat.taps("1").endswith(end)
    assert told(office) == [(1, "none")]


@pytest.mark.parametrize("text", ["met Alpha Foods, no order yet", "昨天去了Alpha Foods，下周下单"])
def test_an_order_to_come_is_none(office: Office, text: str) -> None:
    chat = reported(office, text)
    chat.taps("1")
    assert told(office) == [(1, None)]


def test_the_count_can_be_put_right_afterwards(office: Office) -> None:
    chat = reported(office)
    chat.taps("3+")
    chat.taps("Too")
    chat.says("asked 2 times")
    assert told(office) == [(2, "too_expensive")]


def test_skipping_is_said_in_the_language_of_the_conversation(office: Office) -> None:
    chat = reported(office, "今天去了Alpha Foods，谈得很好")
    assert chat.says("skip") == "跳过了。"
    assert chat.says("跳过") == "没有要跳过的了。"


def test_what_is_said_in_a_walk_answers_no_older_question(office: Office) -> None:
    chat = reported(office)
    chat.taps("2")
    chat.says("practise closing")
    chat.says("I don't know")
    assert told(office) == [(2, None)]


@pytest.mark.parametrize(
    "text", ["他们嫌贵，还要20个阀门", "they find it dear, need 20 valves more"]
)
def test_more_than_an_answer_is_told_of_the_visit(office: Office, text: str) -> None:
    chat = reported(office)
    chat.says(text)
    with office.database.reading() as session:
        note = session.scalar(select(visits.c.note))
    assert told(office) == [(None, None)]
    assert "20" in (note or "") or "20" in "".join(message.text for message in chat.last)


@pytest.mark.parametrize(
    "text", ["Bravo Tools说太贵", "Bravo Tools says too expensive", "昨天去了Bravo Tools，问了三次"]
)
def test_what_is_told_of_another_customer_is_not_taken_for_this_one(
    office: Office, text: str
) -> None:
    chat = reported(office)
    chat.says(text)
    assert told(office)[0] == (None, None)
    chat = reported(office, "visited Alpha Foods on 23 November")
    chat.taps("1")
    chat.taps("Too")
    chat.says(text)
    assert told(office)[-1] != (3, "too_expensive")
