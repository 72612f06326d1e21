"""A few more words about the report just made put that report right: no second one comes of it."""

from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import notes, visits
from tests.support import cast as who
from tests.support.chatting import Chat, Office

# Today is Tuesday 24 November 2026.


def recorded(office: Office) -> list[tuple[Any, ...]]:
    query = select(visits.c.customer_id, visits.c.kind, visits.c.visited_on)
    with office.database.reading() as session:
        return [
            (row[0], row[1], row[2].isoformat())
            for row in session.execute(query.order_by(visits.c.id))
        ]


def told(office: Office, *texts: str) -> Chat:
    chat = office.chat("ana")
    for text in texts:
        chat.says(text)
    return chat


@pytest.mark.parametrize(
    ("report", "after_all"),
    [
        ("visited Alpha Foods and Bravo Tools yesterday", "all of them were out"),
        ("visited Alpha Foods and Bravo Tools yesterday", "both were out"),
        ("昨天跑了Alpha Foods和Bravo Tools", "都没人"),
        ("昨天跑了Alpha Foods和Bravo Tools", "其实都没见到人"),
    ],
)
def test_nobody_was_in_after_all_corrects_every_visit(
    office: Office, report: str, after_all: str
) -> None:
    chat = told(office, report, after_all)
    assert recorded(office) == [
        (who.ALPHA, "attempt", "2026-11-23"),
        (who.BRAVO, "attempt", "2026-11-23"),
    ]
    assert chat.labels[-1] in {"撤销", "Undo"}


@pytest.mark.parametrize(
    ("report", "after_all", "kind"),
    [
        ("visited Alpha Foods", "actually nobody was in", "attempt"),
        ("visited Alpha Foods", "it was on the phone", "touch"),
        ("visited Alpha Foods", "no, it was a call", "touch"),
        ("Alpha Foods去了", "其实没见到人", "attempt"),
        ("Alpha Foods去了", "没人在", "attempt"),
        ("Alpha Foods去了", "Alpha Foods没人在", "attempt"),
        ("Alpha Foods去了", "电话聊的 没去", "touch"),
        ("Alpha Foods去了", "不对 是打电话", "touch"),
    ],
)
def test_how_it_went_is_put_right(office: Office, report: str, after_all: str, kind: str) -> None:
    told(office, report, after_all)
    assert recorded(office) == [(who.ALPHA, kind, "2026-11-24")]


def test_of_several_the_one_that_is_counted_is_put_right(office: Office) -> None:
    told(office, "昨天跑了Alpha Foods和Bravo Tools", "第一家没人")
    assert [kind for _, kind, _ in recorded(office)] == ["attempt", "visit"]
    told(office, "visited Alpha Foods and Bravo Tools", "the second one was out")
    assert [kind for _, kind, _ in recorded(office)[2:]] == ["visit", "attempt"]


def test_of_several_it_is_asked_where_none_is_said(office: Office) -> None:
    chat = told(office, "昨天跑了Alpha Foods和Bravo Tools", "没人在")
    assert "Alpha Foods" in chat.labels
    assert {kind for _, kind, _ in recorded(office)} == {"visit"}


@pytest.mark.parametrize(("met", "out"), [("Met", "Nobody in"), ("见到了", "没人在")])
def test_nobody_in_after_met_is_one_visit_put_right(office: Office, met: str, out: str) -> None:
    chat = told(office, "看看Alpha Foods" if met == "见到了" else "show me Alpha Foods")
    card = chat.last
    chat.taps(met)
    chat.last = card
    chat.taps(out)
    assert recorded(office) == [(who.ALPHA, "attempt", "2026-11-24")]
    chat.taps("撤销" if met == "见到了" else "Undo")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24")]


def test_nobody_in_typed_after_met_is_one_visit_put_right(office: Office) -> None:
    chat = told(office, "看看Alpha Foods")
    chat.taps("见到了")
    chat.says("没人在")
    assert recorded(office) == [(who.ALPHA, "attempt", "2026-11-24")]


@pytest.mark.parametrize(
    ("report", "correction", "on"),
    [
        ("visited Alpha Foods", "make it yesterday", "2026-11-23"),
        ("visited Alpha Foods", "not today but last Wednesday", "2026-11-18"),
        ("Alpha Foods去了", "改成昨天", "2026-11-23"),
        ("Alpha Foods去了", "不是今天 是上周三", "2026-11-18"),
        ("Alpha Foods去了", "Alpha Foods 21号去的", "2026-11-21"),
        ("Alpha Foods去了", "是昨天去的", "2026-11-23"),
    ],
)
def test_another_day_is_put_in_its_place(
    office: Office, report: str, correction: str, on: str
) -> None:
    told(office, report, correction)
    assert recorded(office) == [(who.ALPHA, "visit", on)]


@pytest.mark.parametrize(
    ("report", "correction"),
    [
        ("visited Alpha Foods", "not Alpha Foods but Bravo Tools"),
        ("Alpha Foods去了", "不是Alpha Foods 是Bravo Tools"),
        ("Alpha Foods去了", "刚才记错客户了 应该是Bravo Tools"),
        ("Alpha Foods去了", "刚才说错了 不是Alpha Foods 是Bravo Tools"),
    ],
)
def test_another_customer_is_put_in_its_place(office: Office, report: str, correction: str) -> None:
    told(office, report, correction)
    assert recorded(office) == [(who.BRAVO, "visit", "2026-11-24")]


def test_one_line_not_understood_does_not_lose_the_report(office: Office) -> None:
    told(office, "Alpha Foods去了", "咕噜咕噜咕噜", "改成昨天")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-23")]
    told(office, "visited Bravo Tools", "mumble jumble", "nobody was in")
    assert recorded(office)[1] == (who.BRAVO, "attempt", "2026-11-24")


@pytest.mark.parametrize(
    ("report", "more", "kind", "text"),
    [
        ("visited Alpha Foods", "they also want 30 valves", "need", "30 valves"),
        ("visited Alpha Foods, talked prices", "forgot to say: new buyer", "visit", "new buyer"),
        ("Alpha Foods去了，谈了价格", "还要30个阀", "need", "30个阀"),
        ("Alpha Foods去了，谈了价格", "要加30箱", "need", "30箱"),
        ("Alpha Foods去了，谈了价格", "嗯 他们嫌贵", "visit", "他们嫌贵"),
        ("Alpha Foods去了，谈了价格", "忘了说 见的是何部长", "visit", "见的是何部长"),
        ("Alpha Foods去了，谈了价格", "再加一条 下周给报价", "visit", "下周给报价"),
    ],
)
def test_what_was_forgotten_is_added_to_the_visit(
    office: Office, report: str, more: str, kind: str, text: str
) -> None:
    told(office, report, more)
    assert [row[:2] for row in recorded(office)] == [(who.ALPHA, "visit")]
    with office.database.reading() as session:
        needs = session.scalars(select(notes.c.text).where(notes.c.kind == "need")).all()
        said = session.scalars(select(visits.c.note)).all()
    assert text in "".join(needs if kind == "need" else map(str, said))


def test_more_about_one_of_several_asks_which(office: Office) -> None:
    chat = told(office, "昨天跑了Alpha Foods和Bravo Tools", "还要30个阀")
    assert chat.labels[:2] == ["Alpha Foods", "Bravo Tools"]
    chat.taps("Bravo Tools")
    with office.database.reading() as session:
        assert session.execute(select(notes.c.customer_id, notes.c.text)).all() == [
            (who.BRAVO, "还要30个阀")
        ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Bravo Tools", (who.BRAVO, "visit", "2026-11-24")),
        ("昨天", (who.ALPHA, "visit", "2026-11-23")),
        ("yesterday", (who.ALPHA, "visit", "2026-11-23")),
        ("没见到人", (who.ALPHA, "attempt", "2026-11-24")),
        ("nobody was in", (who.ALPHA, "attempt", "2026-11-24")),
        ("打电话", (who.ALPHA, "touch", "2026-11-24")),
    ],
)
def test_the_menu_of_edit_takes_what_is_typed(
    office: Office, typed: str, expected: tuple[int, str, str]
) -> None:
    chat = told(office, "Alpha Foods去了")
    chat.taps("改")
    chat.says(typed)
    assert recorded(office) == [expected]


@pytest.mark.parametrize(
    ("report", "first", "second", "back", "stays", "whole"),
    [
        (
            "visited Alpha Foods",
            "it was yesterday",
            "no, it was Friday",
            "it is Mon 23 Nov again",
            "stays",
            "Undo the visit",
        ),
        (
            "Alpha Foods去过了",
            "昨天的",
            "不对 是上周五",
            "日期改回11月23日周一",
            "拜访还在",
            "撤销拜访",
        ),
    ],
)
def test_undo_of_a_correction_says_what_went_back_and_what_stays(
    office: Office, report: str, first: str, second: str, back: str, stays: str, whole: str
) -> None:
    chat = told(office, report, first, second)
    reply = chat.says("undo" if "visited" in report else "撤销")
    assert back in reply
    assert stays in reply
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-23")]


def test_the_visit_is_taken_back_below_its_correction(office: Office) -> None:
    chat = told(office, "Alpha Foods去过了", "昨天的", "撤销")
    chat.taps("撤销拜访")
    assert recorded(office) == []


def test_undo_of_what_the_menu_changed_says_so(office: Office) -> None:
    chat = told(office, "visited Alpha Foods")
    chat.taps("Edit")
    chat.taps("Nobody was in")
    assert "it is “met” again" in chat.taps("Undo")


def test_a_visit_that_goes_up_in_another_is_said_again_whole(office: Office) -> None:
    chat = told(office, "昨天去了Alpha Foods", "Alpha Foods去了")
    chat.taps("改")
    assert "11月23日周一：Alpha Foods" in chat.says("昨天")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-23")]


def test_one_of_several_put_right_leaves_the_others_spoken_of(office: Office) -> None:
    chat = told(office, "昨天跑了Alpha Foods和Bravo Tools", "第二家没人", "都没人")
    assert [kind for _, kind, _ in recorded(office)] == ["attempt", "attempt"]
    chat.says("昨天的拜访记错了，应该是前天")
    assert [on for *_, on in recorded(office)] == ["2026-11-22", "2026-11-22"]


def test_a_day_that_was_not_told_is_not_put_right(office: Office) -> None:
    told(office, "Alpha Foods去了", "昨天的拜访记错了，应该是前天")
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24")]


@pytest.mark.parametrize("text", ["嫌贵", "我的A类客户", "谁超期没去", "who is overdue?", "谢谢"])
def test_what_says_nothing_of_the_report_leaves_it(office: Office, text: str) -> None:
    told(office, "Alpha Foods去了，谈了价格", text)
    assert recorded(office) == [(who.ALPHA, "visit", "2026-11-24")]
    with office.database.reading() as session:
        assert session.scalars(select(visits.c.note)).all() == ["谈了价格"]


def test_words_after_another_customer_was_shown_are_not_for_the_report(office: Office) -> None:
    told(office, "Alpha Foods去了，谈了价格", "看看Bravo Tools", "他们嫌贵")
    with office.database.reading() as session:
        assert session.scalars(select(visits.c.note)).all() == ["谈了价格"]


@pytest.mark.parametrize(
    ("kept", "edit", "anew", "undo", "said"),
    [
        (
            "note on Alpha Foods: closed Mondays",
            "Edit",
            "closed Tuesdays",
            "Undo",
            "the note on Alpha Foods is “closed Mondays” again",
        ),
        ("备注 Alpha Foods：周一不上班", "改", "周二不上班", "撤销", "备注改回“周一不上班”"),
        (
            "postpone Alpha Foods to Friday",
            "Edit",
            "next Monday",
            "Undo",
            "planned Fri 27 Nov",
        ),
        ("把Alpha Foods推迟到周五", "改", "下周一", "撤销", "约在11月27日周五"),
        (
            "remind me on Friday to call Alpha Foods",
            "Edit",
            "Thursday",
            "Undo",
            "for Fri 27 Nov again",
        ),
        ("提醒我周五打给Alpha Foods", "改", "周四", "撤销", "提醒改回11月27日周五"),
    ],
)
def test_undo_below_what_was_edited_says_what_it_is_again(
    office: Office, kept: str, edit: str, anew: str, undo: str, said: str
) -> None:
    chat = told(office, kept)
    chat.taps(edit)
    chat.says(anew)
    assert said in chat.taps(undo)
