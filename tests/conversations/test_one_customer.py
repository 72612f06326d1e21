"""One customer: its card, and which one is meant."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Office

FORGED = ["card:{id}", "why:{id}", "lift:{id}", "ask:customer_card:{id}", "ask:grade_why:{id}"]


@pytest.mark.parametrize(
    "typed", ["Alpha Foods", "alpha food", "alfa foods", "show me Alpha Foods", "K1", "ALPHA"]
)
def test_a_name_typed_loosely_opens_the_card(office: Office, typed: str) -> None:
    reply = office.chat("ana").says(typed)
    assert reply.startswith("Alpha Foods (K1) · A")
    assert "London, UK · food · yours" in reply


def test_a_card_is_shown_in_the_language_it_was_asked_for_in(office: Office) -> None:
    reply = office.chat("ana").says("Alpha的资料")
    assert reply.startswith("Alpha Foods（K1） · A类")
    assert "我的客户" in reply


def test_it_is_told_when_the_next_visit_is(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-10")
    reply = office.chat("ana").says("when do I go to Alpha Foods next?")
    assert "Last: Tue 10 Nov" in reply
    assert "10 Dec" in reply


def test_where_two_fit_buttons_ask_which_and_a_tap_answers(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("华兴")
    assert [label.split(" · ")[0] for label in chat.labels] == [
        "深圳市华兴电子有限公司",
        "东莞华兴五金厂",
    ]
    assert "K6" in chat.taps("东莞华兴五金厂")


@pytest.mark.parametrize("typed", ["华新电子", "华欣"])
def test_one_character_makes_another_company_so_it_is_asked(office: Office, typed: str) -> None:
    chat = office.chat("ana")
    reply = chat.says(typed)
    assert "吗" in reply or "哪一家" in reply
    assert any("华兴" in label for label in chat.labels)


def test_the_language_stays_when_a_question_names_nobody(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("深圳市华兴电子有限公司的资料")
    assert "深圳市华兴电子" in chat.says("为什么是A")
    assert "还没有" in chat.says("K5")


def test_the_question_asked_is_the_question_answered_after_choosing(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("why is 华兴 an A?")
    assert "No grading has been applied yet" in chat.taps("深圳市华兴电子有限公司")


def test_another_teams_customer_reads_like_none(office: Office) -> None:
    chat = office.chat("ana")
    theirs = chat.says("why is Cedar Paper an A")
    nobodys = chat.says("why is Zedar Quaper an A")
    assert theirs.replace("Cedar Paper", "X") == nobodys.replace("Zedar Quaper", "X")


@pytest.mark.parametrize("action", FORGED)
def test_a_forged_button_shows_nothing(office: Office, action: str) -> None:
    chat = office.chat("ana")
    theirs = chat.presses(action.format(id=who.CEDAR))
    missing = chat.presses(action.format(id=99_999))
    assert "Cedar" not in theirs
    assert theirs == missing


@pytest.mark.parametrize(
    "action", ["", "card:", "card:x", "list:", "list:x:y", "why:-1", "why:" + "9" * 30, "🙂"]
)
def test_a_broken_button_is_answered(office: Office, action: str) -> None:
    assert office.chat("ana").presses(action)


def test_desk_and_admin_see_the_customer_without_a_rep(office: Office) -> None:
    for name in ("fay", "gus"):
        assert "Orphan Optics (K7)" in office.chat(name).says("Orphan Optics")
    assert "Orphan Optics (K7)" not in office.chat("dora").says("Orphan Optics")


def test_why_leans_on_the_customer_spoken_of(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods")
    assert "Alpha Foods" in chat.says("why?")
