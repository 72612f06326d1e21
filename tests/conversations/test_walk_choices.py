"""The choices of a walk, shown when one asks for a hint: tapped, tapped twice, and forged."""

import re
from typing import Literal

import pytest

from bot.coaching.playbook import GoodLine
from tests.support.chatting import Chat, Office
from tests.support.practising import SHOP, practised


def picks(chat: Chat, verdict: Literal["good", "bad"]) -> str:
    """Show the choices if they aren't, and tap the first that is right, or wrong."""
    if "①" not in chat.last[-1].text:
        chat.taps("Hint" if "Hint" in chat.labels else "提示")
    shown = dict(re.findall(r"^([①②③]) (.+)$", chat.last[-1].text, re.MULTILINE))
    for line in SHOP.lines():
        for mark, text in shown.items():
            said = {line.say.zh, line.say.en, line.say.en.replace("{{ rep }}", chat.person.name)}
            said.add(line.say.zh.replace("{{ rep }}", chat.person.name))
            if text in said and isinstance(line, GoodLine) == (verdict == "good"):
                return chat.taps(mark)
    raise AssertionError(f"no {verdict} line in {shown}")


def test_the_hint_shows_one_right_line_and_two_wrong_ones(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    reply = chat.taps("Hint")
    assert re.findall("^[①②③]", reply, re.MULTILINE) == ["①", "②", "③"]
    assert chat.labels == ["①", "②", "③", "Stop"]


def test_a_line_picked_from_the_hint_is_no_line_of_ones_own(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    picks(chat, "bad")
    picks(chat, "good")
    assert [(each.verdict, each.rating) for each in practised(office)] == [
        ("bad", "again"),
        ("good", None),
    ]


def test_a_wrong_line_picked_is_told_why_at_once_and_may_be_tried_again(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    reply = picks(chat, "bad")
    assert re.match(r"✗ .+\nOnce more, in your own words or one of these:\n① .+\n② .+$", reply)
    reply = picks(chat, "bad")
    assert re.match(r"✗ .+\nThis is the line:\n① .+$", reply)
    assert chat.labels == ["①", "Stop"]
    assert "2. “Dark, for work.”" in picks(chat, "good")


def test_a_walk_with_every_wrong_line_still_ends_on_right_ones(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("练习")
    for _ in range(150):
        if "走完了" in reply:
            break
        if "接着练" in chat.labels:
            reply = chat.taps("接着练")
        elif "①" not in reply:
            reply = chat.taps("提示")
        else:
            wrong = len([mark for mark in chat.labels if mark in "①②③"]) > 1
            reply = picks(chat, "bad" if wrong else "good")
    assert "走完了。" in reply
    assert re.search(r"再看看：施压（\d次）。不如说：“.+”", reply)
    assert "你" not in reply
    assert chat.labels[0] == "练没说对的"
    assert chat.taps("练没说对的").startswith("练两分钟")


def test_the_same_tap_twice_does_nothing_twice(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.taps("Hint")
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


def test_a_line_cannot_be_picked_before_the_choices_are_shown(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    before = chat.dialog.walk
    assert before is not None
    chat.presses(f"walk:{before.step}:0")
    assert chat.dialog.walk == before
