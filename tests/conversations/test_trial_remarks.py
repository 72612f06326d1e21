"""A fact with no home is offered to be kept; a list of one is about that one."""

import pytest
from sqlalchemy import select

from crm.store.tables import notes, visits
from tests.support import cast as who
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


@pytest.mark.parametrize(
    ("fact", "label"),
    [
        ("Alpha Foods的老板生日是12月1号", "记成备注"),
        ("Alpha Foods已经倒闭了", "记成备注"),
        ("Alpha Foods went bankrupt I heard", "Note it"),
    ],
)
def test_a_fact_nobody_understood_is_kept_with_a_tap(office: Office, fact: str, label: str) -> None:
    chat = office.chat("ana")
    chat.says(fact)
    with office.database.reading() as session:
        assert session.execute(select(notes)).all() == []
    chat.taps(label)
    with office.database.reading() as session:
        assert session.execute(select(notes.c.customer_id, notes.c.text)).all() == [
            (who.ALPHA, fact)
        ]


def test_a_fact_may_be_a_visit(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("深圳市华兴电子投诉阀门漏水")
    chat.taps("报一次拜访")
    with office.database.reading() as session:
        assert session.execute(select(visits.c.customer_id, visits.c.note)).all() == [
            (who.HUAXIN, "深圳市华兴电子投诉阀门漏水")
        ]


@pytest.mark.parametrize("question", ["Alpha Foods怎么飞的呢", "does Alpha Foods fly?"])
def test_a_question_is_not_offered_to_be_kept(office: Office, question: str) -> None:
    chat = office.chat("ana")
    chat.says(question)
    assert "Note it" not in chat.labels
    assert "记成备注" not in chat.labels


@pytest.mark.parametrize("name", ["carla", "fay"])
def test_nothing_is_offered_about_a_customer_out_of_sight(office: Office, name: str) -> None:
    chat = office.chat(name)
    chat.says("Alpha Foods已经倒闭了")
    assert "记成备注" not in chat.labels


@pytest.mark.parametrize(
    ("listed", "why"), [("customers in Berlin", "why?"), ("柏林那家", "为什么是B")]
)
def test_a_list_of_one_is_its_card_and_what_is_spoken_of(
    office: Office, listed: str, why: str
) -> None:
    chat = office.chat("ana")
    assert "Bravo Tools" in chat.says(listed)
    assert "Met" in chat.labels or "见到了" in chat.labels
    assert "Bravo Tools" in chat.says(why)


def test_words_that_name_nobody_are_offered_to_the_customer_reported_just_now(
    office: Office,
) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods去了，谈了价格")
    chat.says("仓库漏水很厉害")
    assert chat.labels[-1] == "记成Alpha Foods的备注"
    chat.taps("记成Alpha Foods")
    with office.database.reading() as session:
        assert session.execute(select(notes.c.customer_id, notes.c.text)).all() == [
            (who.ALPHA, "仓库漏水很厉害")
        ]
    chat.says("my A customers")
    chat.says("仓库漏水很厉害")
    assert not any(label.startswith("记成") for label in chat.labels)


@pytest.mark.parametrize("word", ["没有", "no", "nothing else", "早报", "orders"])
def test_a_no_or_a_command_where_a_visits_note_was_asked_for_is_not_the_note(
    office: Office, word: str
) -> None:
    chat = office.chat("ana")
    chat.says("met Alpha Foods")
    chat.taps("Edit")
    chat.taps("Note")
    chat.says(word)
    assert not {"Note:", "备注："} & set(chat.says("met Alpha Foods").split())


@pytest.mark.parametrize("word", ["没有", "nope", "settings", "早报"])
def test_a_no_or_a_command_where_a_note_was_asked_for_is_not_the_note(
    office: Office, word: str
) -> None:
    chat = office.chat("ana")
    chat.says("add a note for Bravo Tools")
    said = chat.says(word)
    assert f"note: {word}" not in said
    assert f"备注：{word}" not in said
