"""A walk through the suit shop, played in the chat as a rep would: typed, or with the hint."""

import re
from datetime import timedelta
from typing import Literal

import pytest

from bot.app import App
from bot.coaching import log
from bot.coaching.log import Entry
from bot.coaching.playbook import GoodLine, Playbook
from bot.coaching.reading import shipped_playbooks
from bot.voice.rendering import Language
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office
from tests.support.trading import ordered

SHOP = shipped_playbooks()["suit_shop"]

GIVES_AWAY = {"en": "Shall I give you ten percent off?", "zh": "那给您打八折吧"}
TOO_EARLY = {"en": "Congratulations, a wise choice.", "zh": "您是刷卡还是现金？"}
"""Right later on; at the door nobody can say what it is."""


def picks(chat: Chat, verdict: Literal["good", "bad"], playbook: Playbook = SHOP) -> str:
    """Show the choices if they aren't, and tap the first that is right, or wrong."""
    if "①" not in chat.last[-1].text:
        chat.taps(hint(chat))
    shown = dict(re.findall(r"^([①②③]) (.+)$", chat.last[-1].text, re.MULTILINE))
    for line in playbook.lines():
        for mark, text in shown.items():
            said = {line.say.zh, line.say.en, line.say.en.replace("{{ rep }}", chat.person.name)}
            said.add(line.say.zh.replace("{{ rep }}", chat.person.name))
            if text in said and isinstance(line, GoodLine) == (verdict == "good"):
                return chat.taps(mark)
    raise AssertionError(f"no {verdict} line in {shown}")


def hint(chat: Chat) -> str:
    return "Hint" if "Hint" in chat.labels else "提示"


def says_right(chat: Chat, language: Language, playbook: Playbook = SHOP) -> str:
    """Type the first right line of the scene the walk is at."""
    walk = chat.dialog.walk
    scene = playbook.find_scene(walk.scene if walk else None)
    assert scene is not None
    return chat.says(scene.good[0].say.written(language).replace("{{ rep }}", chat.person.name))


def practised(office: Office, chat: Chat) -> list[Entry]:
    with office.database.reading() as session:
        return log.list_entries(session, chat.person.id)


def test_practise_shows_the_first_scene_and_asks_for_a_line(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("practise")
    assert reply.startswith("The suit shop · Assume the sale from the first sentence")
    assert "1. A man comes in and strolls along the racks. “Just looking.”" in reply
    assert "What do you say?" in reply
    assert "①" not in reply
    assert chat.labels == ["Hint", "Stop", "Other practice"]


@pytest.mark.parametrize(
    ("typed", "starts"),
    [
        ("练习", "西装店 · 假定成交"),
        ("练习西装店", "西装店 · 假定成交"),
        ("practice closing", "Closing: one visit · "),
        ("开始练习 价格异议", "嫌贵 · "),
        ("i want to practice first visit", "The first visit · "),
        ("i want to practice a product demo", "I have no practice called “product demo”."),
        ("我想练习挖掘需求", "没有叫“挖掘需求”的练习。"),
    ],
)
def test_a_walk_is_asked_for_in_either_language(office: Office, typed: str, starts: str) -> None:
    assert office.chat("ana").says(typed).startswith(starts)


@pytest.mark.parametrize(
    ("typed", "playbook"),
    [
        ("practise collection", "collection"),
        ("练习催款", "collection"),
        ("practice handling complaints", "complaint_handling"),
        ("陪我练投诉处理", "complaint_handling"),
        ("train upselling", "upsell"),
        ("练习加购", "upsell"),
        ("practise contract renewal", "renewal"),
        ("练习续约", "renewal"),
        ("practise against a competitor", "competitor"),
        ("练习竞争对手", "competitor"),
        ("practise has a supplier", "competitor"),
        ("练习过前台", "gatekeeper"),
        ("practise the front desk", "gatekeeper"),
        ("练习陌拜", "cold_call"),
        ("practise cold calls", "cold_call"),
        ("练习成交之后", "after_close"),
        ("practise after the sale", "after_close"),
        ("练习初次拜访", "first_visit"),
        ("practise haggling", "price_objection"),
        ("练习要单", "closing"),
        ("practise the suit shop", "suit_shop"),
    ],
)
def test_every_playbook_is_found_by_name(office: Office, typed: str, playbook: str) -> None:
    chat = office.chat("ana")
    chat.says(typed)
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.playbook == playbook


@pytest.mark.parametrize(("start", "language"), [("practise", "en"), ("练习", "zh")])
def test_a_walk_of_right_lines_rests_after_seven_scenes_and_goes_to_its_end(
    office: Office, start: str, language: Language
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    rests = 0
    scenes = 0
    while True:
        reply = says_right(chat, language)
        scenes += 1
        assert reply.startswith("✓ ")
        assert len(reply.split("\n")) <= 7
        walk = chat.dialog.walk
        assert walk is not None
        if not walk.is_running:
            break
        if walk.paused:
            rests += 1
            rested = (
                "Two minutes: 7 scenes, 7 right" if language == "en" else "两分钟：7个场景，7个"
            )
            assert rested in reply
            chat.taps("Go on" if language == "en" else "接着练")
    assert rests == (scenes - 1) // 7
    if language == "en":
        assert f"The end of the walk. {scenes} of {scenes} scenes right at the first try." in reply
        assert "Nothing to look at again." in reply
        assert "Once more" in chat.labels
    else:
        assert f"走完了。{scenes}个场景，{scenes}个一次说对。" in reply
    assert {each.rating for each in practised(office, chat)} == {"good"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_wrong_line_of_ones_own_is_told_why_with_its_words_and_has_one_retry(
    office: Office, language: Language
) -> None:
    chat = office.chat("ana")
    chat.says("practise" if language == "en" else "练习")
    reply = chat.says(GIVES_AWAY[language])
    words = "give you ten percent off" if language == "en" else "打八折"
    assert re.match(rf"✗ .*{words}.*", reply)
    assert re.findall("^[①②③]", reply, re.MULTILINE)
    assert "不如说" not in reply
    assert "Better" not in reply
    reply = chat.says(GIVES_AWAY[language])
    assert ("Better: “" if language == "en" else "不如说：“") in reply
    assert "2. " in reply
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.right == ()
    entries = practised(office, chat)
    assert [(each.verdict, each.fault, each.rating) for each in entries] == [
        ("bad", "concede", "again"),
        ("bad", "concede", None),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_judged_is_said_plainly_and_counts_nothing(
    office: Office, language: Language
) -> None:
    chat = office.chat("ana")
    chat.says("practise" if language == "en" else "练习")
    before = chat.dialog.walk
    reply = chat.says(TOO_EARLY[language])
    assert ("I can’t tell" if language == "en" else "我判断不了") in reply
    assert reply.count("\n· ") == 2
    after = chat.dialog.walk
    assert before is not None
    assert after is not None
    assert (after.scene, after.wrong, after.right) == (before.scene, (), ())
    assert [each.rating for each in practised(office, chat)] == [None]
    assert "1. " in chat.taps("Try again" if language == "en" else "再试一次")
    chat.says(TOO_EARLY[language])
    assert "2. " in chat.taps("Next" if language == "en" else "下一个")


def test_what_was_judged_is_kept_for_who_calls_it_wrong(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.says("Shall I give you ten percent off?")
    judged = chat.dialog.judged
    assert judged is not None
    assert (judged.playbook, judged.verdict, judged.fault) == ("suit_shop", "bad", "concede")
    assert judged.text == "Shall I give you ten percent off?"
    assert judged.language == "en"
    wrongly = next(b for m in chat.last for b in m.buttons if b.label == "That’s wrong")
    assert wrongly.action == f"wrongly:{judged.step}"


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
    assert [(each.verdict, each.rating) for each in practised(office, chat)] == [
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


def test_marking_goods_not_agreed_shows_what_follows(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    for _ in range(20):
        walk = chat.dialog.walk
        assert walk is not None
        scene = SHOP.find_scene(walk.scene)
        assert scene is not None
        if "tape and chalk" in scene.customer.en:
            break
        says_right(chat, "en")
        if "Enough" in chat.labels:
            chat.taps("Go on")
    reply = chat.says("Go ahead and chalk it, the gentleman is taking it")
    assert "Never mark goods he hasn’t agreed to buy." in reply
    assert "Better: “Once you agree, Mr Chen marks it here.”" in reply
    assert "“I haven’t said I’m taking it.”" in reply


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


@pytest.mark.parametrize(
    ("start", "typed", "starts"),
    [
        ("practise", "who are my A customers?", "Your A customers: 2"),
        ("practise", "show my coaching progress", "Nothing practised yet."),
        ("practise", "visited Alpha Foods yesterday", "Tuesday"),
        ("practise", "help", ""),
        ("练习", "我的A类客户", "你的A类客户：2家"),
        ("练习", "华兴电子什么时候去过", ""),
        ("练习", "提醒我周五打电话", ""),
        ("practise", "gave Alpha Foods 10% off at today's visit", ""),
        ("practise", "what do I say when they want to think it over", ""),
        ("练习", "客户说太贵了怎么回", ""),
        ("practise", "thanks", ""),
    ],
)
def test_a_question_of_ones_own_is_answered_in_the_middle_of_a_walk(
    office: Office, start: str, typed: str, starts: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    before = chat.dialog.walk
    reply = chat.says(typed)
    assert not reply.startswith(("✓", "✗", "I can’t tell", "这一句我判断不了"))
    assert not starts or starts in reply or typed.startswith("visited")
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
    says_right(chat, "en")
    chat.says("who are my A customers?")
    reply = chat.taps("Go on")
    assert reply.startswith("The suit shop, where you left off:")
    assert "2. “Dark, for work.”" in reply
    assert chat.labels[-1] == "Start over"


def test_after_a_rest_what_is_typed_is_no_line_until_it_is_gone_on_with(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    for _ in range(7):
        says_right(chat, "en")
    assert chat.labels[:2] == ["Go on", "Enough"]
    before = chat.dialog.walk
    chat.says("shall we say Wednesday?")
    assert chat.dialog.walk == before
    assert "8. " in chat.says("practise")


def test_enough_ends_it_kindly_and_keeps_the_place(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("练习")
    for _ in range(7):
        says_right(chat, "zh")
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
    says_right(chat, "en")
    chat.says("practise")
    assert "1. A man comes in" in chat.taps("Start over")


def test_after_a_restart_the_walk_is_where_it_was(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.says("Shall I give you ten percent off?")
    says_right(chat, "en")
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
    assert "2. " in says_right(a_minute_later(chat, 1), "en")
    assert "Two minutes: 2 scenes, 2 right" in says_right(a_minute_later(chat, 2), "en")


def a_minute_later(chat: Chat, minutes: int) -> Chat:
    """The same chat after a restart so many minutes later."""
    now = MORNING + timedelta(minutes=minutes)
    restarted = App(chat.app.database, chat.app.settings, clock=lambda: now)
    return Chat(restarted, chat.person, key=chat.key)


def test_a_playbook_that_is_not_there_is_said_in_the_middle_of_a_walk_too(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    says_right(chat, "en")
    reply = chat.says("practice a product demo")
    assert reply.startswith("I have no practice called “product demo”.")
    assert "2. “Dark, for work.”" in chat.says("go on")


def test_everybody_may_practise(office: Office) -> None:
    for name in ("boris", "fay", "gus"):
        assert "1. " in office.chat(name).says("练习")


def test_another_playbook_is_two_taps_away(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("practise")
    chat.taps("Other practice")
    assert "The suit shop" in chat.labels
    reply = chat.taps("Closing")
    assert "filling line" in reply
    assert "filling line" not in chat.presses("practise:no_such")


@pytest.mark.parametrize("start", ["practise closing", "练习成交"])
def test_no_customer_of_the_books_is_named_above_a_story_of_others(
    office: Office, start: str
) -> None:
    ordered(office, who.ALPHA, "2026-03-03", Valves="500")
    chat = office.chat("ana")
    chat.says("Alpha Foods card")
    reply = chat.says(start)
    assert "Alpha Foods" not in reply
    assert "Valves" not in reply


@pytest.mark.parametrize(
    ("start", "tap", "says", "line"),
    [
        (
            "practise too expensive",
            "At my own customer",
            "Now at Alpha Foods: Valves as a rule, last in March.",
            "Shall the valves come on Thursday or on Friday?",
        ),
        (
            "练嫌贵",
            "换到我的客户",
            "现在到了Alpha Foods：常订Valves，上次是3月。",
            "阀门周四送还是周五送？",
        ),
    ],
)
def test_after_the_story_comes_a_customer_of_ones_own(
    office: Office, start: str, tap: str, says: str, line: str
) -> None:
    ordered(office, who.ALPHA, "2026-03-03", Valves="500")
    chat = office.chat("ana")
    chat.says("Alpha Foods card")
    chat.says(start)
    while tap not in chat.labels:
        chat.says("go on" if "Go on" in chat.labels or "接着练" in chat.labels else "next")
    before = practised(office, chat)
    assert says in chat.taps(tap)
    assert chat.says(line).startswith("✓ ")
    assert tap not in chat.labels
    assert not {"That’s wrong", "评错了"} & set(chat.labels)
    assert practised(office, chat) == before


@pytest.mark.parametrize(
    ("start", "typed", "never"),
    [
        ("practise too expensive", "i can do 4.10", "Seventy"),
        ("practise complaints", "calm down madam", "Get back when"),
        ("练客户发火", "您先别激动", "反映"),
        ("练客户发火", "我们公司规定不能退", "反映"),
        ("练收逾期款", "要不要我再宽限你几天", "宽裕"),
    ],
)
def test_a_reason_of_another_line_is_never_given(
    office: Office, start: str, typed: str, never: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    for _ in range(4):
        assert never not in chat.says(typed).split("\n")[0]
        chat.says("next")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_end_tells_of_faults_that_no_authored_line_has(
    office: Office, language: Language
) -> None:
    chat = office.chat("ana")
    reply = chat.says("practise" if language == "en" else "练习")
    line = "Knock ten percent off for a friend" if language == "en" else "朋友一场，给您打八折"
    for number in range(80):
        reply = chat.says(line if number < 2 else "go on" if "Go on" in chat.labels else "next")
        if "The end of the walk" in reply or "走完了" in reply:
            break
        if "接着练" in chat.labels:
            reply = chat.taps("接着练")
    assert ("Again: giving the price away (2 times)" in reply) or "白白让价（2次）" in reply


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("Shall I give you ten percent off, or which colour suits?", "ten percent off"),
        ("您喜欢的话，给您打个八折，周四来拿行不行", "“给您打个八折”"),
        ("今天天气好，我给您便宜一百块", "“我给您便宜一百块”"),
    ],
)
def test_words_are_quoted_as_whole_phrases(office: Office, typed: str, quoted: str) -> None:
    chat = office.chat("ana")
    chat.says("practise" if typed.isascii() else "练习")
    reply = chat.says(typed)
    assert reply.startswith("✗ ")
    found = re.match("✗ “(.+?)”", reply)
    assert found is None or found[1] in re.split("[,，] ?", typed)
    assert quoted in reply


def test_a_playbook_with_a_customer_of_its_own_is_played_at_that_one(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods card")
    assert "Alpha Foods" not in chat.says("practise collection")
