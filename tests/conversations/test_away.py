"""Days away in the chat: noted at once, who stands in asked with a tap, told to whoever it is."""

from datetime import datetime, timedelta

import pytest

from bot.app import App
from bot.conversations.saying import Said
from bot.messages import Errand
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.voice.plain import as_plain
from crm.store import absences
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING, Office
from tests.support.waking import Town

TODAY = MORNING.date()


def is_away(office: Office, days: int, person_id: int = who.ANA) -> bool:
    with office.database.reading() as session:
        return absences.is_away(session, person_id, TODAY + timedelta(days=days))


def run(office: Office, person_id: int, errand: Errand, at: datetime) -> str:
    """Return what an errand says to a person at a moment, or why it says nothing."""
    app = App(office.database, office.app.settings, clock=lambda: at)
    row = Claimed(1, "telegram", "telegram:1", person_id, None, 1, "", None, "me", 1, 0.0, 1.0)
    with app.database.writing() as session:
        said = app.run_errand(session, row, errand)
    if isinstance(said, Outcome):
        return f"({said.why})"
    assert isinstance(said, Said)
    return as_plain(said.message.text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("I'm away 1–5 Dec", 7, 11),
        ("我下周一到周三请假", 6, 8),
        ("on leave tomorrow", 1, 1),
        ("从下周一起请三天假", 6, 8),
        ("I'm taking 3 days off from Friday", 3, 7),
        ("I'm on vacation, back on Friday", 0, 2),
    ],
)
def test_days_are_kept_as_they_are_said(office: Office, text: str, first: int, last: int) -> None:
    ana = office.chat("ana")
    ana.says(text)
    days = [n for n in range(-1, 15) if is_away(office, n)]
    assert days == list(range(first, last + 1))
    assert ana.labels[-1] in {"Undo", "撤销"}


def test_it_says_what_is_due_by_then(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-02")
    office.visited(who.BRAVO, "2026-11-20")
    office.visited(who.HUAXIN, "2026-11-20")
    office.visited(who.HUAXING, "2026-11-20")
    ana = office.chat("ana")
    assert "1 visit due by then: Alpha Foods A" in ana.says("I'm away 1–5 Dec")


def test_nothing_is_asked_of_who_has_no_customers(office: Office) -> None:
    fay = office.chat("fay")
    assert "Who stands in" not in fay.says("I'm away tomorrow")
    assert fay.labels == ["Undo"]


def test_the_days_are_asked_for(office: Office) -> None:
    ana = office.chat("ana")
    assert "哪几天请假" in ana.says("请假")
    assert "11月25日周三" in ana.taps("明天")
    assert is_away(office, 1)
    ana.says("undo")
    ana.says("I'm on leave")
    ana.says("1-5 Dec")
    assert is_away(office, 7)


def test_an_end_that_is_missing_is_asked_for(office: Office) -> None:
    ana = office.chat("ana")
    assert "From Mon 30 Nov until when?" in ana.says("I'm away from Monday")
    assert "Mon 30 Nov – Fri 4 Dec" in ana.says("until Friday")


def test_half_a_day_is_no_day(office: Office) -> None:
    ana = office.chat("ana")
    assert "Only whole days" in ana.says("I'm off tomorrow afternoon")
    assert not is_away(office, 1)
    ana.taps("The whole day")
    assert is_away(office, 1)


def test_a_question_that_is_left_open_leaves_the_days_kept(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("on leave tomorrow")
    boris = next(b.action for b in ana.last[0].buttons if b.label == "Boris Banks")
    assert "Your A customers" in ana.says("who are my A customers?")
    assert is_away(office, 1)
    assert "Boris Banks stands in" in ana.presses(boris)
    assert "no longer" in ana.presses(boris)


def test_a_cover_is_typed_or_said_at_once(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("on leave tomorrow")
    assert "Boris Banks stands in Wed 25 Nov" in ana.says("Boris")
    ana.says("I'm back")
    assert "Boris Banks stands in" in ana.says("I'm away tomorrow, Boris covers")
    ana.says("我回来了")
    assert "Carla Cruz can’t stand in then" in ana.says("I'm away tomorrow, Carla covers")


def test_days_twice_are_told(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("on leave tomorrow")
    assert "You are away Wed 25 Nov already" in ana.says("I'm away 24-27 Nov")


def test_undo_takes_the_cover_back_and_then_the_days(office: Office) -> None:
    ana = office.chat("ana")
    ana.says("on leave tomorrow")
    ana.taps("Boris")
    assert "The days away are as before" in ana.says("undo")
    assert is_away(office, 1)
    ana.says("undo")
    assert not is_away(office, 1)


def test_a_manager_notes_it_for_their_people_only(office: Office) -> None:
    boris, carla = office.chat("boris"), office.chat("carla")
    assert "Ana Alba is away Wed 25 Nov" in boris.says("Ana is on leave tomorrow")
    assert "Ana Alba Wed 25 Nov" in boris.says("who is away?")
    assert "Nobody is away" in carla.says("who is away?")
    assert "their manager does" in carla.says("Ana is on leave on Friday")
    assert "their manager does" in carla.says("Ana is back")
    assert is_away(office, 1)
    assert "struck out" in boris.says("Ana is back")
    assert not is_away(office, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Alpha Foods buyer is on leave until Friday",
        "Alpha Foods王总请假了下周再去",
        "老板不在",
        "is Ana away?",
        "10% off",
        "call me back",
    ],
)
def test_what_is_said_of_others_keeps_no_days(office: Office, text: str) -> None:
    ana = office.chat("ana")
    ana.says(text)
    assert not any(is_away(office, n) for n in range(14))


def test_the_cover_is_told_and_sees_the_customers_from_the_first_day(office: Office) -> None:
    town = Town(office)
    dora, carla = town.phone(who.DORA), town.phone(who.CARLA)
    dora.says("Ana is away tomorrow, Carla covers")
    assert carla.read(max(carla.messages)) == (
        "Ana Alba is away Wed 25 Nov; you stand in.\nYou see their customers from Wed 25 Nov on."
    )
    assert "Alpha Foods" not in carla.says("my customers")
    first, after = MORNING + timedelta(days=1), MORNING + timedelta(days=2)
    begins = run(office, who.CARLA, Errand("cover", "1:begins"), first)
    assert "in your lists until Wed 25 Nov: 4 (2 A, 1 B, 1 C)" in begins
    assert run(office, who.CARLA, Errand("cover", "1:begins"), first) == "(told already)"
    assert run(office, who.CARLA, Errand("cover", "1:begins"), after) == "(they are back)"
    assert run(office, who.EMIL, Errand("cover", "1"), first).startswith("(somebody else")


def test_a_notice_that_is_no_longer_true_is_not_sent(office: Office) -> None:
    dora = office.chat("dora")
    dora.says("Ana is away tomorrow, Carla covers")
    dora.says("undo")
    dora.says("Emil is away tomorrow")
    at = MORNING + timedelta(days=1)
    assert (
        run(office, who.CARLA, Errand("cover", "1"), at) == "(somebody else stands in, or nobody)"
    )
    assert run(office, who.CARLA, Errand("cover", "99"), at).startswith("(")


def test_who_is_back_reads_what_the_cover_did(office: Office) -> None:
    dora = office.chat("dora")
    dora.says("Ana is away today, Carla covers")
    carla = office.chat("carla")
    carla.says("visited Alpha Foods today, closed on Mondays")
    carla.says("note on Bravo Tools: wants a new quote")
    back = run(office, who.ANA, Errand("back", "1:2026-11-24"), MORNING + timedelta(days=1))
    assert "Carla Cruz stood in:\n· Alpha Foods: met, 24 Nov\n1 note written" in back
    early = run(office, who.ANA, Errand("back", "1:2026-11-27"), MORNING + timedelta(days=4))
    assert early == "(they came back on another day)"


def test_back_early_says_so_at_once(office: Office, cast: Cast) -> None:
    boris = office.chat("boris")
    with office.database.writing() as session:
        yesterday = MORNING - timedelta(days=1)
        days = (yesterday.date(), TODAY + timedelta(days=3))
        absences.plan_away(session, cast.boris, who.ANA, *days, who.BORIS, now=yesterday)
    boris.says("visited Alpha Foods today")
    ana = office.chat("ana")
    assert "Boris Banks代班期间：\n· Alpha Foods：见到了，11月24日" in ana.says("我回来了")
    assert not is_away(office, 0)
    ana.says("撤销")
    assert is_away(office, 0)


@pytest.mark.parametrize(
    "said",
    [
        "carla has left",
        "carla is off sick tomorrow",
        "carla is back",
        "Carla明天请假",
        "Carla离职了",
    ],
)
def test_a_colleague_of_another_team_is_not_named(office: Office, said: str) -> None:
    boris = office.chat("boris")
    reply = boris.says(said)
    assert "Carla Cruz" not in reply
    assert "customer" not in reply
    assert "in your team" in reply or "你的团队里没有" in reply
    assert not is_away(office, 1, who.CARLA)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("whos covering me", "Boris Banks stands in"),
        ("谁替我", "Boris Banks代班"),
        ("when am i away", "Boris Banks stands in"),
        ("我的请假", "Boris Banks代班"),
    ],
)
def test_who_is_away_finds_out_who_stands_in(office: Office, asked: str, told: str) -> None:
    ana = office.chat("ana")
    ana.says("I'm away tomorrow, Boris covers")
    assert told in ana.says(asked)


@pytest.mark.parametrize("asked", ["who am i covering for", "我替谁"])
def test_who_stands_in_finds_out_for_whom(office: Office, asked: str) -> None:
    office.chat("ana").says("I'm away tomorrow, Boris covers")
    assert "Ana Alba" in office.chat("boris").says(asked)
    assert "Ana Alba" not in office.chat("carla").says(asked)


@pytest.mark.parametrize(
    "said", ["让Boris替Ana", "boris covers ana", "change ana's cover to boris"]
)
def test_a_manager_says_who_stands_in(office: Office, said: str) -> None:
    dora = office.chat("dora")
    dora.says("Ana is away tomorrow")
    assert "Boris Banks" in dora.says(said)
    assert "Boris Banks" in office.chat("ana").says("who covers me")
    assert "Boris Banks" not in office.chat("carla").says(said)


def test_a_question_is_no_answer_to_who_stands_in(office: Office) -> None:
    dora = office.chat("dora")
    assert "Who stands in?" in dora.says("Ana is away today")
    assert "nobody stands in" in dora.says("who covers Ana")
    dora.says("Ana is back")
    assert not is_away(office, 0)


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("ana", "who is my manager", "Your manager: Boris Banks"),
        ("ana", "谁是我的经理", "你的经理：Boris Banks"),
        ("boris", "公司有哪些人", "你的团队：Ana Alba"),
        ("gus", "who works here", "Emil Eide (manager): Carla Cruz"),
    ],
)
def test_it_says_who_works_here(office: Office, name: str, asked: str, told: str) -> None:
    assert told in office.chat(name).says(asked)


@pytest.mark.parametrize("said", ["I'm off from 26 nov to 30 nov", "我26号到30号请假"])
def test_longer_days_away_are_kept(office: Office, said: str) -> None:
    ana = office.chat("ana")
    ana.says("I'm away 25-27 nov, Boris covers")
    assert "Boris Banks" in ana.says(said)
    assert [n for n in range(10) if is_away(office, n)] == [1, 2, 3, 4, 5, 6]
    ana.taps(ana.labels[-1])
    assert [n for n in range(10) if is_away(office, n)] == [1, 2, 3]
