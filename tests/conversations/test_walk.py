"""A walk through the suit shop, played in the chat as a rep would."""

import re
from typing import Literal

import pytest

from bot.app import App
from bot.coaching.playbook import GoodLine
from bot.coaching.reading import shipped_playbooks
from bot.voice.rendering import Language
from tests.support.chatting import MORNING, Chat, Office

SHOP = shipped_playbooks()["suit_shop"]


def picks(chat: Chat, verdict: Literal["good", "bad"]) -> str:
    """Tap the first line shown that is right, or wrong; return the reply."""
    shown = dict(re.findall(r"^([①②③]) (.+)$", chat.last[-1].text, re.MULTILINE))
    for line in SHOP.lines():
        for mark, text in shown.items():
            said = {line.say.zh, line.say.en, line.say.en.replace("{{ rep }}", chat.person.name)}
            said.add(line.say.zh.replace("{{ rep }}", chat.person.name))
            if text in said and isinstance(line, GoodLine) == (verdict == "good"):
                return chat.taps(mark)
    raise AssertionError(f"no {verdict} line in {shown}")


def test_practise_shows_the_first_scene_and_three_lines(office: Office) -> None:
    reply = office.chat("ana").says("practise")
    assert reply.startswith("The suit shop · Assume the sale from the first sentence")
    assert "1. A man comes in and strolls along the racks. “Just looking.”" in reply
    assert re.findall("^[①②③]", reply, re.MULTILINE) == ["①", "②", "③"]


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ("练习", "西装店 · 假定成交"),
        ("练习西装店", "西装店 · 假定成交"),
        ("practice closing", "Closing: one visit · "),
        ("开始练习 价格异议", "嫌贵 · "),
        ("i want to practice first visit", "The first visit · "),
        ("我想练习催款", "这个场景的话术还没有，先走这一个：西装店"),
        ("i want to practice a product demo", "There is no playbook for that yet."),
    ],
)
def test_a_walk_is_asked_for_in_either_language(office: Office, typed: str, starts: str) -> None:
    assert office.chat("ana").says(typed).startswith(starts)


@pytest.mark.parametrize(("start", "language"), [("practise", "en"), ("练习", "zh")])
def test_a_walk_with_only_right_lines_goes_to_the_end(
    office: Office, start: str, language: Language
) -> None:
    chat = office.chat("ana")
    reply = chat.says(start)
    scenes = 1
    while "①" in reply:
        reply = picks(chat, "good")
        assert reply.startswith("✓ ")
        assert len(reply.split("\n")) <= 7
        scenes += 1
    scenes -= 1
    if language == "en":
        assert f"The end of the walk. {scenes} of {scenes} scenes right at the first try." in reply
        assert "Nothing to look at again." in reply
        assert chat.labels == ["Once more"]
    else:
        assert f"走完了。{scenes}个场景，{scenes}个一次选对。" in reply
        assert chat.labels == ["再走一遍"]


def test_a_wrong_line_is_told_why_at_once_and_may_be_tried_again(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    reply = picks(chat, "bad")
    assert re.match(r"✗ .+\nOnce more:\n① .+\n② .+$", reply)
    reply = picks(chat, "bad")
    assert re.match(r"✗ .+\nThis is the line:\n① .+$", reply)
    assert chat.labels == ["①", "Stop"]
    assert "2. “Dark, for work.”" in picks(chat, "good")


def test_a_walk_with_every_wrong_line_still_ends_on_right_ones(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("练习")
    for _ in range(100):
        if "①" not in reply:
            break
        wrong = len([mark for mark in chat.labels if mark in "①②③"]) > 1
        reply = picks(chat, "bad" if wrong else "good")
    assert "走完了。" in reply
    assert re.search(r"再看看：施压（\d次）。不如说：“.+”", reply)
    assert "你" not in reply


def test_marking_goods_not_agreed_shows_what_follows(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    while "chalk it" not in chat.last[-1].text:
        if "tape and chalk" in chat.last[-1].text:
            picks(chat, "bad")
        else:
            picks(chat, "good")
    reply = chat.says("Go ahead and chalk it, the gentleman is taking it")
    assert "Never mark goods he hasn’t agreed to buy." in reply
    assert "Better: “Once you agree, Mr Chen marks it here.”" in reply
    assert "“I haven’t said I’m taking it.”" in reply


def test_the_same_tap_twice_does_nothing_twice(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    button = chat.last[-1].buttons[0].action
    chat.presses(button)
    before = chat.dialog.walk
    assert chat.presses(button) == "That one is answered already."
    assert chat.dialog.walk == before
    assert chat.labels == ["Go on"]


@pytest.mark.parametrize(
    "action", ["walk:", "walk:x:y", "walk:1", "walk:-1:0", "walk:999:0", "walk:1:9" * 8, "walk::on"]
)
def test_a_forged_button_changes_nothing(office: Office, action: str) -> None:
    chat = office.chat("ana")
    assert chat.presses(action)
    chat.says("practise")
    before = chat.dialog.walk
    assert before is not None
    assert chat.presses(action)
    after = chat.dialog.walk
    assert after is not None
    assert (after.scene, after.step, after.wrong) == (before.scene, before.step, before.wrong)


def test_a_question_in_the_middle_is_answered_and_the_walk_goes_on(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    picks(chat, "good")
    assert chat.says("who are my A customers?").startswith("Your A customers: 2")
    assert chat.labels[-1] == "Go on"
    reply = chat.taps("Go on")
    assert reply.startswith("The suit shop, where you left off:")
    assert "2. “Dark, for work.”" in reply
    assert chat.labels[-1] == "Start over"


def test_a_line_may_be_typed_and_a_number_too(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    assert "Asking nothing" not in chat.says("Please do. Is it for work or for an occasion")
    assert "2. “Dark, for work.”" in "\n".join(message.text for message in chat.last).replace(
        "<b>2.</b>", "2."
    )
    assert chat.says("1")[0] in "✓✗"


def test_a_line_of_ones_own_is_said_not_to_be_judged_yet(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("练习")
    reply = chat.says("您穿多大码？")
    assert reply.startswith("自己打的话我还不会评，先选一句你会说的。")
    assert "①" in reply


@pytest.mark.parametrize(
    ("start", "stop", "kind"),
    [("practise", "stop", "All right, another"), ("练习", "算了", "好，改天再练")],
)
def test_stop_ends_it_kindly_and_keeps_the_place(
    office: Office, start: str, stop: str, kind: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert chat.says(stop).startswith(kind)
    assert chat.says("qwzx vbnm")
    assert chat.labels[-1] not in {"Go on", "接着练"}
    assert "①" in chat.says(start)


def test_start_over_begins_a_new_walk(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    picks(chat, "good")
    chat.says("practise")
    assert "1. A man comes in" in chat.taps("Start over")


def test_after_a_restart_the_walk_is_where_it_was(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    picks(chat, "bad")
    picks(chat, "good")
    restarted = App(office.database, office.app.settings, clock=lambda: MORNING)
    again = Chat(restarted, chat.person, key=chat.key)
    reply = again.says("practise")
    assert reply.startswith("The suit shop, where you left off:")
    assert "2. “Dark, for work.”" in reply
    walk = again.dialog.walk
    assert walk is not None
    assert (len(walk.wrong), walk.right) == (1, ())


def test_a_playbook_that_is_not_there_is_said_in_the_middle_of_a_walk_too(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    picks(chat, "good")
    reply = chat.says("practice collecting payment")
    assert reply.startswith("There is no playbook for that yet.")
    assert "2. “Dark, for work.”" in reply


def test_everybody_may_practise(office: Office) -> None:
    for name in ("boris", "fay", "gus"):
        assert "①" in office.chat(name).says("练习")


def test_another_playbook_is_two_taps_away(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.taps("Other practice")
    assert "The suit shop" in chat.labels
    reply = chat.taps("Closing")
    assert "filling line" in reply
    assert "filling line" not in chat.presses("practise:no_such")


def test_what_people_call_it_finds_the_playbook(office: Office) -> None:
    assert "supplier" in office.chat("ana").says("practise has a supplier")
    assert "前台" in office.chat("ana").says("练习过前台")
