"""A drill of two minutes as a rep plays it, and how it is offered at the time they chose."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.app import App
from bot.coaching import drill, log
from bot.coaching.log import Entry, Rating
from bot.coaching.playbook import Line, Scene
from bot.coaching.reading import shipped_playbooks
from bot.messages import Errand
from bot.post import outbox
from bot.post.errands import write_errand
from bot.post.tables import drill_bells
from bot.voice.rendering import Language
from crm.entities import Role
from crm.store.tables import people
from crm.store.tables import visits as visit_rows
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office
from tests.support.trading import invoiced, planned
from tests.support.waking import Town

BOOKS = shipped_playbooks()

START = {"en": "drill", "zh": "每日一练"}
GIVES_AWAY = {"en": "Shall I give you ten percent off?", "zh": "那给您打八折吧"}


def at_hand(chat: Chat) -> tuple[Scene, Line]:
    """The scene and the line that the drill asks for."""
    state = chat.dialog.drill
    assert state is not None
    assert state.picked is not None
    place = drill.find_place(BOOKS, state.picked)
    assert place is not None
    return place[1], place[2]


def says_right(chat: Chat, language: Language) -> str:
    scene, _ = at_hand(chat)
    state = chat.dialog.drill
    assert state is not None
    assert state.picked is not None
    line = next(each for each in scene.good if "{{" not in each.say.written(language))
    return chat.says(line.say.written(language))


def practised(office: Office, person_id: int = who.ANA) -> list[Entry]:
    with office.database.reading() as session:
        return log.list_entries(session, person_id)


def has_practised(
    office: Office,
    person_id: int,
    line: str = "looking_can_i_help",
    rating: Rating = "again",
    days: int = 1,
) -> None:
    entry = Entry(
        MORNING - timedelta(days=days),
        "drill",
        "suit_shop",
        "just_looking",
        line,
        "good" if rating == "good" else "bad",
        rating=rating,
    )
    with office.database.writing() as session:
        log.write(session, person_id, entry)


SHOP = BOOKS["suit_shop"]
WRONG = [scene.bad[0].id for scene in SHOP.scenes]


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
    has_practised(office, who.ANA, SHOP.scenes[0].bad[0].id, days=3)
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
    has_practised(office, who.ANA, WRONG[4], days=2)
    has_practised(office, who.ANA, WRONG[2], days=5)
    chat = office.chat("ana")
    chat.says("drill")
    state = chat.dialog.drill
    assert state is not None
    assert [each.line for each in state.lines[:2]] == [WRONG[2], WRONG[4]]


def told_at(office: Office, customer_id: int, objection: str) -> None:
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


# The time that somebody chose.


@pytest.mark.parametrize(
    ("typed", "at", "says"),
    [
        ("drill me every day at 8:15", "08:15", "Two minutes of practice at 08:15"),
        ("每天8点15练两分钟", "08:15", "08:15叫你练两分钟"),
        ("change practice time to 9", "09:00", "at 09:00"),
        ("练习时间改到下午5点半", "17:30", "17:30叫你练两分钟"),
    ],
)
def test_the_time_of_the_drill_is_set_in_words(
    office: Office, typed: str, at: str, says: str
) -> None:
    chat = office.chat("ana")
    assert says in chat.says(typed)
    with office.database.reading() as session:
        query = select(people.c.practice_time).where(people.c.id == who.ANA)
        assert session.scalar(query) == at


def test_the_time_is_a_setting_that_can_be_tapped_and_taken_back(office: Office) -> None:
    chat = office.chat("ana")
    assert "Practice: off" in chat.says("settings")
    chat.taps("Practice")
    assert "✓ Off" in chat.labels
    assert "at 12:30" in chat.taps("12:30")
    assert "Practice: 12:30" in chat.says("settings")
    assert "Practice: off." in chat.says("undo")


@pytest.mark.parametrize("typed", ["no more drills", "关闭每日练习"])
def test_the_drill_can_be_switched_off(office: Office, typed: str) -> None:
    chat = office.chat("ana")
    chat.says("drill me every day at 8:15")
    assert chat.says(typed).startswith(("No daily practice any more", "不再每天叫你练"))


def test_no_bell_is_set_into_quiet_time(office: Office) -> None:
    chat = office.chat("ana")
    assert chat.says("drill me every day at 23:00").startswith("That is in your quiet time")
    assert chat.says("每天23点练两分钟").startswith("这个时间在免打扰里")


def test_setting_the_time_plans_the_bell_and_undo_takes_it_away(office: Office) -> None:
    phone = Town(office).phone(who.ANA)

    def bell() -> datetime | None:
        query = select(drill_bells.c.rings_at).where(drill_bells.c.person_id == who.ANA)
        with office.database.reading() as session:
            moment: datetime | None = session.scalar(query)
            return moment

    phone.says("drill me every day at 12:30")
    assert bell() == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    phone.says("undo")
    assert bell() is None


def rings(town: Town, person_id: int = who.ANA, on: str = "2026-11-24") -> str:
    """Ring the bell; return what is said then, or nothing."""
    phone = town.phone(person_id)
    errand = write_errand(Errand("drill", on))
    with town.office.database.writing() as session:
        outgoing = outbox.Outgoing("telegram", phone.chat, errand, person_id, outbox.REMINDER)
        outbox.enqueue(session, outgoing, MORNING)
    town.deliver()
    return phone.read(max(phone.messages)) if phone.messages else ""


def wants(office: Office, **values: str | None) -> None:
    with office.database.writing() as session:
        session.execute(people.update().where(people.c.id == who.ANA).values(**values))


@pytest.mark.parametrize(
    ("language", "says", "start"),
    [
        ("en", "Two minutes? 7 lines, for tomorrow’s Alpha Foods", "Start"),
        ("zh", "练两分钟？7句，为明天的Alpha Foods", "开始"),
    ],
)
def test_the_bell_names_tomorrows_customers_and_starts_with_a_tap(
    office: Office, language: str, says: str, start: str
) -> None:
    planned(office, who.ALPHA, "2026-11-25", made="2026-11-20")
    wants(office, practice_time="08:15", language=language)
    town = Town(office)
    assert rings(town).startswith(says)
    phone = town.phones[next(iter(town.phones))]
    assert "1/7 " in phone.taps(start) + phone.read(max(phone.messages))


def test_not_today_is_one_tap(office: Office) -> None:
    wants(office, practice_time="08:15", language="en")
    town = Town(office)
    rings(town)
    phone = town.phones[next(iter(town.phones))]
    assert phone.taps("Not today").startswith("All right, not today. I’ll ask again at 08:15")


def test_nothing_is_offered_to_who_has_drilled_today(office: Office) -> None:
    wants(office, practice_time="08:15")
    has_practised(office, who.ANA, days=0)
    town = Town(office)
    assert rings(town) == ""
    assert town.why_not() == ["practised already"]


@pytest.mark.parametrize(
    ("at", "on", "why"),
    [(None, "2026-11-24", "not wanted any more"), ("08:15", "2026-11-23", "another day")],
)
def test_a_bell_that_is_no_longer_true_says_nothing(
    office: Office, at: str | None, on: str, why: str
) -> None:
    wants(office, practice_time=at)
    town = Town(office)
    assert rings(town, on=on) == ""
    assert town.why_not() == [why]


# Progress.


@pytest.mark.parametrize(
    ("typed", "says"),
    [("show my coaching progress", "Nothing practised yet"), ("我的训练进度", "还没练过")],
)
def test_before_any_practice_there_is_no_progress_to_show(
    office: Office, typed: str, says: str
) -> None:
    chat = office.chat("ana")
    assert chat.says(typed).startswith(says)
    assert chat.labels


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (
            "show my coaching progress",
            (
                "last 14 days: 3 lines, 2 right",
                "Not asking permission: 2 of 3",
                "To repeat today: 1",
            ),
        ),
        ("我的训练进度", ("近14天：3句，2句说对", "不问“可不可以”：3次说对2次", "今天该练：1句")),
    ],
)
def test_a_reps_progress_is_by_fault_and_short(
    office: Office, typed: str, parts: tuple[str, ...]
) -> None:
    line = next(
        line.id for scene in SHOP.scenes for line in scene.bad if line.fault == "permission"
    )
    has_practised(office, who.ANA, line, "again", days=3)
    has_practised(office, who.ANA, line, "good", days=2)
    has_practised(office, who.ANA, line, "good", days=1)
    reply = office.chat("ana").says(typed)
    assert all(part in reply for part in parts[:2]), reply
    assert len(reply.split("\n")) <= 7


@pytest.mark.parametrize(
    ("start", "show", "asks", "says"),
    [
        ("drill", "Show me", "my progress", "0 lines; 2 looked up."),
        ("每日一练", "看答案", "我的训练进度", "0句，看了答案2句。"),
    ],
)
def test_what_was_looked_up_or_skipped_is_no_mistake(
    office: Office, start: str, show: str, asks: str, says: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.taps(show)
    chat.taps(show)
    chat.says("next")
    reply = chat.says(asks)
    assert says in reply
    assert "· " not in reply


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


def hires(office: Office, count: int) -> list[int]:
    with office.database.writing() as session:
        for number in range(count):
            session.execute(
                insert(people).values(
                    id=100 + number,
                    name=f"Rep Number{number}",
                    name_key=f"rep number{number}",
                    role=Role.REP,
                    manager_id=who.BORIS,
                )
            )
    return [100 + number for number in range(count)]


def test_a_manager_sees_sums_of_five_people_and_no_name(office: Office) -> None:
    for person_id in [who.ANA, *hires(office, 4)]:
        has_practised(office, person_id, WRONG[0])
    chat = office.chat("boris")
    reply = chat.says("show my coaching progress")
    assert re.search(r"5 of \d people, 5 lines, 0 right", reply)
    assert "(5 people)" in reply
    assert "Rep" not in reply
    assert "Ana" not in reply
    assert "人里5人，5句，说对0句" in office.chat("boris").says("我的训练进度")


def test_of_fewer_than_five_a_manager_is_told_only_how_many_practised(office: Office) -> None:
    for person_id in [who.ANA, *hires(office, 3)]:
        has_practised(office, person_id, WRONG[0])
    has_practised(office, who.CARLA, WRONG[0])
    reply = office.chat("boris").says("show my coaching progress")
    assert re.fullmatch(
        r"4 of your \d people have practised in the last 14 days. From five on I show what lines "
        r"need work, in sums and never by name.",
        reply,
    )
    assert "个人里有4个练过" in office.chat("boris").says("我的训练进度")
    assert office.chat("boris").says("how does Ana practise") == reply


def test_a_rep_sees_nobody_elses_practice(office: Office) -> None:
    for person_id in hires(office, 6):
        has_practised(office, person_id, WRONG[0])
    assert office.chat("ana").says("show my coaching progress").startswith("Nothing practised yet")
