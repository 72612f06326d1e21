"""“That’s wrong”: a line goes to whoever leads, and the judge learns what they say of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.coaching.walk import Judged
from bot.conversations.dialog import as_kept
from bot.messages import Errand
from bot.post import dialogs, links
from bot.post.tables import outbox
from bot.voice.rendering import Language
from crm.store.tables import people
from tests.conversations.test_away import run
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office

LINE = "Can you order today?"


def sent(office: Office, text: str = LINE, name: str = "ana", playbook: str = "closing") -> Chat:
    """Somebody practises, types a line, and says that it was judged wrongly."""
    chat = office.chat(name)
    chat.says(f"practise {playbook}")
    chat.says(text)
    chat.taps("That’s wrong")
    return chat


def test_a_line_called_wrong_goes_to_the_manager_once(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise closing")
    assert chat.says(LINE).startswith("✗")
    wrongly = next(b.action for b in chat.last[0].buttons if b.action.startswith("wrongly:"))
    assert chat.taps("That’s wrong") == "Thanks: the line goes to your manager."
    assert chat.presses(wrongly) == "Your manager has that line already."
    assert office.chat("boris").says("lines to judge").startswith("1 line waits to be judged")


def test_a_manager_sees_the_scene_the_line_and_the_verdict(office: Office) -> None:
    sent(office)
    boris = office.chat("boris")
    reply = boris.says("待审话术")
    assert reply.startswith("待审话术1句 · ")
    assert f"“{LINE}”" in reply
    assert "Ana" not in reply
    assert boris.labels == ["对，加进去", "判得对", "丢掉"]


def test_right_with_one_tap_and_the_judge_knows_it(office: Office) -> None:
    sent(office)
    boris = office.chat("boris")
    boris.says("lines to judge")
    assert boris.taps("Right").startswith("Added: the judge knows it from now on.\nNo lines wait")
    ana = office.chat("ana")
    ana.says("practise closing")
    assert ana.says(LINE).startswith("✓")


def test_as_judged_stands_and_a_drop_is_a_drop(office: Office) -> None:
    sent(office)
    sent(office, "Will you buy it?")
    boris = office.chat("boris")
    boris.says("lines to judge")
    assert boris.taps("Wrong as judged").startswith("The verdict stands.\n1 line waits")
    assert boris.taps("Drop").startswith("Dropped.\nNo lines wait")
    ana = office.chat("ana")
    ana.says("practise closing")
    assert ana.says(LINE).startswith("✗")


def test_what_was_added_can_be_put_back_with_a_tap(office: Office) -> None:
    sent(office)
    boris = office.chat("boris")
    boris.says("lines to judge")
    boris.taps("Right")
    assert boris.labels == ["Put back"]
    boris.taps("Put back")
    ana = office.chat("ana")
    ana.says("practise closing")
    assert ana.says(LINE).startswith("✗")


def test_who_asks_why_it_is_wrong_can_go_back(office: Office) -> None:
    sent(office)
    boris = office.chat("boris")
    boris.says("lines to judge")
    boris.presses("heardfault:1")
    assert LINE in boris.taps("Back")


@pytest.mark.parametrize(
    ("language", "right", "stands"),
    [("en", "it is right", "the verdict stands"), ("zh", "这句对", "维持原判")],
)
def test_whose_line_it_was_is_told_the_day_after_what_became_of_it(
    office: Office, language: Language, right: str, stands: str
) -> None:
    with office.database.writing() as session:
        session.execute(update(people).where(people.c.id == who.ANA).values(language=language))
        links.put_in(session, "test", who.ANA, "chat", who.ANA, confirmed=True, now=MORNING)
    sent(office)
    sent(office, "Will you buy it?")
    boris = office.chat("boris")
    boris.says("lines to judge")
    boris.taps("Right")
    boris.taps("Wrong as judged")
    with office.database.reading() as session:
        (due_at,) = session.scalars(select(outbox.c.due_at).where(outbox.c.key.like("heard:%")))
    tomorrow = MORNING.replace(hour=0) + timedelta(days=1)
    assert due_at == tomorrow.timestamp()
    told = run(office, who.ANA, Errand("heard", "2026-11-24"), MORNING)
    assert f"“{LINE}”" in told.splitlines()[0]
    assert right in told.splitlines()[0]
    assert stands in told.splitlines()[1]
    assert run(office, who.BORIS, Errand("heard", "2026-11-24"), MORNING) == "(nothing was settled)"


def test_what_passed_as_right_may_be_wrong(office: Office) -> None:
    ana = office.chat("ana")
    with office.database.writing() as session:
        dialog = ana.dialog
        scene = office.app.shelves.get(session).playbooks["closing"].scenes[0]
        dialog.judged = Judged(
            "closing", scene.id, "Bolt or nut?", "en", "good", "either_or", step=9
        )
        now = office.app.clock()
        dialogs.keep(session, ana.key, ana.person.id, as_kept(dialog), now)
    ana.presses("wrongly:9")
    boris = office.chat("boris")
    boris.says("lines to judge")
    assert boris.labels[0].startswith("Wrong")
    assert "what is wrong with it?" in boris.taps("Wrong")
    assert boris.taps("A choice with a way out").startswith("Added")


def test_the_next_line_can_be_looked_at_first(office: Office) -> None:
    sent(office)
    sent(office, "Will you buy it?")
    boris = office.chat("boris")
    boris.says("lines to judge")
    assert "Will you buy it?" in boris.taps("Next")
    assert LINE in boris.taps("Next")


@pytest.mark.parametrize("name", ["emil", "ana", "fay"])
def test_only_who_leads_them_judges_their_lines(office: Office, name: str) -> None:
    sent(office)
    chat = office.chat(name)
    assert LINE not in chat.says("lines to judge")
    for action in ("heardok:1", "heardbad:1:money", "heardfault:1", "hearddrop:1"):
        assert LINE not in chat.presses(action)
    assert "1 line waits" in office.chat("boris").says("lines to judge")


def test_nobody_judges_their_own(office: Office) -> None:
    sent(office, name="boris")
    assert office.chat("boris").says("lines to judge") == "No lines wait to be judged."
    assert "1 line waits" in office.chat("dora").says("lines to judge")


def test_a_line_is_judged_once(office: Office) -> None:
    sent(office)
    boris, gus = office.chat("boris"), office.chat("gus")
    boris.says("lines to judge")
    gus.says("lines to judge")
    boris.taps("Right")
    assert "no longer" in gus.taps("Right")


def test_the_managers_morning_says_that_lines_wait(office: Office) -> None:
    sent(office)
    boris = office.chat("boris")
    assert "1 line waits to be judged" in boris.says("my morning")
    assert boris.taps("Judge lines").startswith("1 line waits")


def test_a_forged_press_sends_nothing(office: Office) -> None:
    assert "no longer" in office.chat("ana").presses("wrongly:1")
