"""A drill of two minutes as a rep plays it: what is asked, what comes back, what it waits for."""

from datetime import date

import pytest
from sqlalchemy import insert

from bot.app import App
from bot.coaching import drill
from bot.coaching.playbook import Line, Scene
from bot.coaching.reading import shipped_playbooks
from bot.voice.rendering import Language
from crm.store.tables import visits as visit_rows
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office
from tests.support.practising import GIVES_AWAY, SHOP, has_practised, practised
from tests.support.trading import invoiced, planned

BOOKS = shipped_playbooks()

START = {"en": "drill", "zh": "每日一练"}


def at_hand(chat: Chat) -> tuple[Scene, Line]:
    """The scene and the line that the drill asks for."""
    state = chat.dialog.drill
    assert state is not None
    assert state.picked is not None
    place = drill.find_place(BOOKS, state.picked)
    assert place is not None
    return place[1], place[2]


def says_right(chat: Chat, language: Language) -> str:
    """Type a right line of that scene."""
    scene, _ = at_hand(chat)
    line = next(each for each in scene.good if "{{" not in each.say.written(language))
    return chat.says(line.say.written(language))


@pytest.mark.parametrize(
    "typed",
    [
        "drill",
        "start the drill",
        "practise my mistakes",
        "two minutes of practice",
        "每日一练",
        "练两分钟",
        "练我的错题",
        "复习上次说错的",
        "今天的练习",
    ],
)
def test_a_drill_is_asked_for_in_words(office: Office, typed: str) -> None:
    reply = office.chat("ana").says(typed)
    assert reply.startswith(("Two minutes", "练两分钟"))
    assert "1/7" in reply


def test_a_drill_is_below_the_walks(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.taps("Other practice")
    assert chat.taps("Drill").startswith("Two minutes")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_seven_right_lines_are_a_session_with_its_end(office: Office, language: Language) -> None:
    chat = office.chat("ana")
    reply = chat.says(START[language])
    for number in range(1, 8):
        assert f"{number}/7 " in reply
        assert len(reply.split("\n")) <= 7
        reply = says_right(chat, language)
        assert reply.startswith("✓ ")
    if language == "en":
        assert reply.endswith("7 lines, 7 right. Next: tomorrow, 7.")
    else:
        assert reply.endswith("7句，7句说对。下次：明天7句。")
    assert {(each.verdict, each.rating) for each in practised(office)} == {("good", "good")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_wrong_line_has_one_retry_then_the_model_and_comes_back_at_the_end(
    office: Office, language: Language
) -> None:
    chat = office.chat("ana")
    chat.says(START[language])
    _, line = at_hand(chat)
    reply = chat.says(GIVES_AWAY[language])
    assert reply.startswith("✗ ")
    assert ("Once more: how" if language == "en" else "再来一次") in reply
    assert "“" not in reply.split("\n")[1]
    reply = chat.says(GIVES_AWAY[language])
    assert ("Better: “" if language == "en" else "不如说：“") in reply
    assert "2/7 " in reply
    for _ in range(6):
        reply = says_right(chat, language)
    assert ("Again: " if language == "en" else "再来：") in reply
    assert at_hand(chat)[1] == line
    reply = says_right(chat, language)
    assert ("7 lines, 6 right." if language == "en" else "7句，6句说对。") in reply
    of_line = [each.rating for each in practised(office) if each.line == line.id]
    assert of_line == ["again", None, "good"]


def test_a_line_asked_for_counts_as_not_known(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("drill")
    _, line = at_hand(chat)
    reply = chat.taps("Show me")
    assert reply.startswith("One way: “")
    assert "2/7 " in reply
    assert [(each.line, each.rating) for each in practised(office)] == [(line.id, "again")]


def test_what_cannot_be_judged_schedules_nothing_and_may_be_left(office: Office) -> None:
    has_practised(office.database, who.ANA, SHOP.scenes[0].bad[0].id, days=3)
    chat = office.chat("ana")
    chat.says("drill")
    before = len(practised(office))
    reply = chat.says("Congratulations, a wise choice.")
    assert "I can’t tell with that line" in reply
    assert [each.rating for each in practised(office)[before:]] == [None]
    assert "1/7" in chat.taps("Try again")
    chat.says("Congratulations, a wise choice.")
    assert "2/7" in chat.taps("Next")


def test_what_is_due_comes_first(office: Office) -> None:
    wrong = [scene.bad[0].id for scene in SHOP.scenes]
    has_practised(office.database, who.ANA, wrong[4], days=2)
    has_practised(office.database, who.ANA, wrong[2], days=5)
    chat = office.chat("ana")
    chat.says("drill")
    state = chat.dialog.drill
    assert state is not None
    assert [each.line for each in state.lines[:2]] == [wrong[2], wrong[4]]


def told_at(office: Office, customer_id: int, objection: str) -> None:
    """Let a customer have objected so, three weeks ago."""
    with office.database.writing() as session:
        session.execute(
            insert(visit_rows).values(
                customer_id=customer_id,
                person_id=who.ANA,
                kind="visit",
                visited_on=date(2026, 11, 2),
                objection=objection,
            )
        )


def picked_for(chat: Chat) -> dict[int, set[str]]:
    """Of which playbooks lines were picked, by the customer they are for."""
    state = chat.dialog.drill
    assert state is not None
    found: dict[int, set[str]] = {}
    for each in state.lines:
        if each.about is not None:
            found.setdefault(each.about, set()).add(each.playbook)
    return found


def test_lines_are_picked_for_the_customers_of_tomorrow(office: Office) -> None:
    planned(office, who.ALPHA, "2026-11-25", made="2026-11-20")
    planned(office, who.BRAVO, "2026-11-25", made="2026-11-20")
    planned(office, who.HUAXIN, "2026-11-25", made="2026-11-20")
    invoiced(office, who.ALPHA, "2026-10-01", "500")
    told_at(office, who.BRAVO, "too_expensive")
    chat = office.chat("ana")
    reply = chat.says("drill")
    assert "Alpha Foods" in reply.split("\n")[0]
    assert picked_for(chat) == {
        who.ALPHA: {"collection"},
        who.BRAVO: {"price_objection"},
        who.HUAXIN: {"closing"},
    }


def test_whoever_has_no_customers_drills_all_the_same(office: Office) -> None:
    assert office.chat("fay").says("drill").startswith("Two minutes.")


@pytest.mark.parametrize(
    ("language", "question", "answer", "on"),
    [
        ("en", "who are my A customers?", "Your A customers: 2", "Go on"),
        ("zh", "我的A类客户", "你的A类客户：2家", "接着练"),
    ],
)
def test_a_question_in_the_middle_is_answered_and_the_drill_goes_on(
    office: Office, language: Language, question: str, answer: str, on: str
) -> None:
    chat = office.chat("ana")
    chat.says(START[language])
    says_right(chat, language)
    assert chat.says(question).startswith(answer)
    assert chat.labels[-1] == on
    assert "2/7 " in chat.taps(on)


@pytest.mark.parametrize(
    ("language", "stop", "says"), [("en", "stop", "Good, 1 line"), ("zh", "算了", "好，练了1句")]
)
def test_stop_keeps_the_place_for_today(
    office: Office, language: Language, stop: str, says: str
) -> None:
    chat = office.chat("ana")
    chat.says(START[language])
    says_right(chat, language)
    assert chat.says(stop).startswith(says)
    assert "2/7 " in chat.says(START[language])


def test_after_a_restart_the_drill_is_where_it_was(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("drill")
    chat.says("Shall I give you ten percent off?")
    before = chat.dialog.drill
    restarted = App(office.database, office.app.settings, clock=lambda: MORNING)
    again = Chat(restarted, chat.person, key=chat.key)
    assert again.dialog.drill == before
    reply = says_right(again, "en")
    assert reply.startswith("✓ ")
    assert "2/7 " in reply


def test_a_walk_and_a_drill_never_both_take_what_is_typed(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.says("drill")
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.paused
    says_right(chat, "en")
    assert chat.dialog.walk == walk
    chat.says("practise")
    state = chat.dialog.drill
    assert state is not None
    assert state.paused


@pytest.mark.parametrize(
    "action", ["drill:", "drill:x:y", "drill:1", "drill:999:show", "drill:1:9" * 8, "drill::no"]
)
def test_a_forged_button_changes_nothing(office: Office, action: str) -> None:
    chat = office.chat("ana")
    assert chat.presses(action)
    chat.says("drill")
    before = chat.dialog.drill
    assert chat.presses(action)
    assert chat.dialog.drill == before


def test_an_old_button_of_a_drill_does_nothing_twice(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("drill")
    show = chat.last[-1].buttons[0].action
    chat.presses(show)
    before = chat.dialog.drill
    assert chat.presses(show) == "That one is answered already."
    assert chat.dialog.drill == before


@pytest.mark.parametrize(
    ("start", "says"),
    [("drill", "For tomorrow’s Alpha Foods: "), ("每日一练", "明天去Alpha Foods，先练这句：")],
)
def test_a_customers_name_is_why_a_line_was_picked(office: Office, start: str, says: str) -> None:
    planned(office, who.ALPHA, "2026-11-25", made="2026-11-20")
    invoiced(office, who.ALPHA, "2026-10-01", "500")
    chat = office.chat("ana")
    reply = chat.says(start)
    for _ in range(7):
        if says in reply:
            return
        reply = chat.says("next")
    raise AssertionError("no line was picked for Alpha Foods")
