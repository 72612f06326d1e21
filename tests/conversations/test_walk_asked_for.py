"""A walk is asked for by the name of its playbook, and taken to a customer of one's own."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.practising import practised
from tests.support.trading import ordered


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
    before = practised(office)
    assert says in chat.taps(tap)
    assert chat.says(line).startswith("✓ ")
    assert tap not in chat.labels
    assert not {"That’s wrong", "评错了"} & set(chat.labels)
    assert practised(office) == before


def test_a_playbook_with_a_customer_of_its_own_is_played_at_that_one(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods card")
    assert "Alpha Foods" not in chat.says("practise collection")
