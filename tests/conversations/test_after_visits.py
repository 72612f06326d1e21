"""After a visit: how often the order was asked for, and what held the customer back."""

import pytest
from sqlalchemy import select

from bot.conversations.after_visits import LEFT_IN_A_ROW
from crm.store.tables import visits
from tests.support.chatting import Office
from tests.support.visiting import asks_told, reported

COUNTS = ["0", "1", "2", "3+"]


def test_it_is_asked_once_below_a_visit_and_can_be_skipped(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("visited Alpha Foods today, they like it")
    assert reply.splitlines()[-1] == "Asked for the order at Alpha Foods?"
    assert chat.labels == ["Edit", "Undo", *COUNTS, "Skip"]
    assert chat.taps("Skip") == "Skipped."
    assert asks_told(office) == [(None, None)]
    chat.says("visited Alpha Foods today, need 200 valves")
    assert "3+" not in chat.labels


def test_two_taps_tell_how_often_and_what_held_them_back(office: Office) -> None:
    chat = reported(office)
    assert chat.taps("2") == "Alpha Foods, asked twice: noted. What held them back?"
    assert "Too expensive" in chat.labels
    assert len(chat.last[0].rows) <= 5
    assert chat.taps("Too") == "Alpha Foods, asked twice: “Too expensive”. Noted."
    assert asks_told(office) == [(2, "too_expensive")]
    assert chat.taps("What to say").startswith("Alpha Foods: “Too expensive”")


def test_it_is_asked_in_chinese_of_the_first_of_several(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("昨天去了Alpha Foods和Bravo Tools")
    assert reply.splitlines()[-1] == "在Alpha Foods开口要单几次？"
    assert chat.labels == ["改", "撤销", *COUNTS, "跳过"]
    assert chat.taps("0") == "Alpha Foods，没开口要单：记下了。是什么挡住了？"
    assert chat.taps("不知道").startswith("Alpha Foods，没开口要单：还不知道什么挡着")
    assert asks_told(office) == [(0, "unknown"), (None, None)]


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
    assert asks_told(office) == [(times, None)]


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
    assert asks_told(office) == [(1, objection)]


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
    assert asks_told(office) == [(None, None)]


def test_undo_takes_back_the_answer_and_then_the_visit(office: Office) -> None:
    chat = reported(office)
    chat.taps("2")
    assert "asking for the order" in chat.taps("Undo")
    assert asks_told(office) == [(None, None)]
    assert chat.says("undo").startswith("Taken back: Alpha Foods")
    assert asks_told(office) == []


def test_a_visit_told_of_is_taken_back_whole(office: Office) -> None:
    chat = reported(office)
    undo = next(b.action for b in chat.last[0].buttons if b.label == "Undo")
    chat.taps("2")
    chat.taps("Too")
    assert chat.presses(undo).startswith("Taken back: Alpha Foods")
    assert asks_told(office) == []


def test_a_visit_told_of_can_still_be_put_right(office: Office) -> None:
    chat = reported(office)
    chat.taps("2")
    chat.taps("Too")
    chat.says("no, it was yesterday")
    with office.database.reading() as session:
        on = session.scalar(select(visits.c.visited_on))
    assert str(on) == "2026-11-23"
    assert asks_told(office) == [(2, "too_expensive")]


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
    assert asks_told(office) == [(None, None)]


@pytest.mark.parametrize("action", ["asked:1:7", "asked:1", "held:1:magic", "asked:x:1"])
def test_a_forged_answer_writes_nothing(office: Office, action: str) -> None:
    chat = reported(office)
    assert "no longer" in chat.presses(action)
    assert asks_told(office) == [(None, None)]


def test_what_customers_say_most_is_offered_first(office: Office) -> None:
    for day in ("19", "20"):
        chat = reported(office, f"visited Bravo Tools on {day} November")
        chat.taps("1")
        chat.says("they want longer terms")
    chat = reported(office)
    chat.taps("1")
    assert chat.labels[0] == "Longer terms"


def test_the_count_can_be_put_right_afterwards(office: Office) -> None:
    chat = reported(office)
    chat.taps("3+")
    chat.taps("Too")
    chat.says("asked 2 times")
    assert asks_told(office) == [(2, "too_expensive")]


def test_skipping_is_said_in_the_language_of_the_conversation(office: Office) -> None:
    chat = reported(office, "今天去了Alpha Foods，谈得很好")
    assert chat.says("skip") == "跳过了。"
    assert chat.says("跳过") == "没有要跳过的了。"


def test_what_is_said_in_a_walk_answers_no_older_question(office: Office) -> None:
    chat = reported(office)
    chat.taps("2")
    chat.says("practise closing")
    chat.says("I don't know")
    assert asks_told(office) == [(2, None)]
