"""A walk through the suit shop, played in the chat as a rep would: line by line, typed."""

import re

import pytest

from bot.voice.rendering import Language
from tests.support.chatting import Office
from tests.support.practising import GIVES_AWAY, SHOP, practised, walks_on

TOO_EARLY = {"en": "Congratulations, a wise choice.", "zh": "您是刷卡还是现金？"}
"""Right later on; at the door nobody can say what it is."""


def test_practise_shows_the_first_scene_and_asks_for_a_line(office: Office) -> None:
    chat = office.chat("ana")
    reply = chat.says("practise")
    assert reply.startswith("The suit shop · Assume the sale from the first sentence")
    assert "1. A man comes in and strolls along the racks. “Just looking.”" in reply
    assert "What do you say?" in reply
    assert "①" not in reply
    assert chat.labels == ["Hint", "Stop", "Other practice"]


@pytest.mark.parametrize(("start", "language"), [("practise", "en"), ("练习", "zh")])
def test_a_walk_of_right_lines_rests_after_seven_scenes_and_goes_to_its_end(
    office: Office, start: str, language: Language
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    rests = 0
    scenes = 0
    while True:
        reply = walks_on(chat, language)
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
    assert {each.rating for each in practised(office)} == {"good"}


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
    entries = practised(office)
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
    assert [each.rating for each in practised(office)] == [None]
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
        walks_on(chat, "en")
        if "Enough" in chat.labels:
            chat.taps("Go on")
    reply = chat.says("Go ahead and chalk it, the gentleman is taking it")
    assert "Never mark goods he hasn’t agreed to buy." in reply
    assert "Better: “Once you agree, Mr Chen marks it here.”" in reply
    assert "“I haven’t said I’m taking it.”" in reply


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
