"""A walk is left for a question, a rest or the night, and found again where it was."""

from datetime import timedelta

import pytest

from bot.app import App
from tests.support.chatting import MORNING, Chat, Office
from tests.support.practising import walks_on


@pytest.mark.parametrize(
    ("start", "typed", "starts"),
    [
        ("practise", "who are my A customers?", "Your A customers: 2"),
        ("practise", "show my coaching progress", "Nothing practised yet."),
        ("practise", "visited Alpha Foods yesterday", "Mon 23 Nov: Alpha Foods"),
        ("practise", "help", "Ask me about your customers"),
        ("练习", "我的A类客户", "你的A类客户：2家"),
        ("练习", "华兴电子什么时候去过", "深圳市华兴电子有限公司\n从未拜访"),
        ("练习", "提醒我周五打电话", "11月27日周五：打电话"),
        ("practise", "gave Alpha Foods 10% off at today's visit", "Alpha Foods\n"),
        ("practise", "what do I say when they want to think it over", "“Think it over”\n①"),
        ("练习", "客户说太贵了怎么回", "“太贵了”\n①"),
        ("practise", "thanks", "You’re welcome!"),
    ],
)
def test_a_question_of_ones_own_is_answered_in_the_middle_of_a_walk(
    office: Office, start: str, typed: str, starts: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    before = chat.dialog.walk
    assert chat.says(typed).startswith(starts)
    assert chat.dialog.walk == before
    assert chat.labels[-1] in {"Go on", "接着练"}


@pytest.mark.parametrize(
    ("start", "typed"),
    [
        ("practise", "shall we say Wednesday?"),
        ("practise", "can you order today?"),
        ("practise", "what is your email address?"),
        ("practise", "Hello, thank you for coming in, please look around"),
        ("练习", "周三送还是周五送？"),
        ("练习", "今天能下单吗"),
        ("练习", "您付款走公司转账还是微信？"),
        ("练习", "好的，那您先坐一会儿"),
        ("practise", "The price is what it is, take it or leave it"),
        ("practise", "never mind the price, shall I put the dark one aside for you?"),
        ("练习", "算了算了，给您打九折"),
    ],
)
def test_what_is_said_to_a_customer_is_taken_as_a_line(
    office: Office, start: str, typed: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says(typed)
    judged = chat.dialog.judged
    assert judged is not None
    assert judged.text == typed


@pytest.mark.parametrize(("start", "typed"), [("practise", "undo"), ("练习", "撤销")])
def test_undo_takes_back_the_visit_and_leaves_the_walk(
    office: Office, start: str, typed: str
) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods today")
    chat.says(start)
    before = chat.dialog.walk
    reply = chat.says(typed)
    assert "Alpha Foods" in reply
    assert chat.dialog.walk == before


def test_after_another_topic_the_walk_is_where_it_was(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    walks_on(chat, "en")
    chat.says("who are my A customers?")
    reply = chat.taps("Go on")
    assert reply.startswith("The suit shop, where you left off:")
    assert "2. “Dark, for work.”" in reply
    assert chat.labels[-1] == "Start over"


def test_after_a_rest_what_is_typed_is_no_line_until_it_is_gone_on_with(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    for _ in range(7):
        walks_on(chat, "en")
    assert chat.labels[:2] == ["Go on", "Enough"]
    before = chat.dialog.walk
    chat.says("shall we say Wednesday?")
    assert chat.dialog.walk == before
    assert "8. " in chat.says("practise")


def test_enough_ends_it_kindly_and_keeps_the_place(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("练习")
    for _ in range(7):
        walks_on(chat, "zh")
    assert chat.taps("够了").startswith("好，练了7个场景。")
    assert "8. " in chat.says("练习")


@pytest.mark.parametrize(
    ("start", "stop", "kind"),
    [
        ("practise", "stop", "All right, another"),
        ("练习", "算了", "好，改天再练"),
        ("练习", "取消", "好，改天再练"),
        ("practise", "cancel", "All right, another"),
    ],
)
def test_stop_ends_it_kindly(office: Office, start: str, stop: str, kind: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert chat.says(stop).startswith(kind)
    assert chat.says("qwzx vbnm")
    assert chat.labels[-1] not in {"Go on", "接着练"}
    assert "1. " in chat.says(start)


def test_start_over_begins_a_new_walk(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    walks_on(chat, "en")
    chat.says("practise")
    assert "1. A man comes in" in chat.taps("Start over")


def test_after_a_restart_the_walk_is_where_it_was(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.says("Shall I give you ten percent off?")
    walks_on(chat, "en")
    restarted = App(office.database, office.app.settings, clock=lambda: MORNING)
    again = Chat(restarted, chat.person, key=chat.key)
    reply = again.says("practise")
    assert reply.startswith("The suit shop, where you left off:")
    assert "2. “Dark, for work.”" in reply
    walk = again.dialog.walk
    assert walk is not None
    assert (len(walk.wrong), walk.right) == (1, ())


def test_two_minutes_are_counted_across_a_restart(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    assert "2. " in walks_on(a_minute_later(chat, 1), "en")
    assert "Two minutes: 2 scenes, 2 right" in walks_on(a_minute_later(chat, 2), "en")


def a_minute_later(chat: Chat, minutes: int) -> Chat:
    """The same chat after a restart so many minutes later."""
    now = MORNING + timedelta(minutes=minutes)
    restarted = App(chat.app.database, chat.app.settings, clock=lambda: now)
    return Chat(restarted, chat.person, key=chat.key)


def test_a_playbook_that_is_not_there_is_said_in_the_middle_of_a_walk_too(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    walks_on(chat, "en")
    reply = chat.says("practice a product demo")
    assert reply.startswith("I have no practice called “product demo”.")
    assert "2. “Dark, for work.”" in chat.says("go on")
