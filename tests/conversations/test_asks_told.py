"""How often the order was asked for and what held them back, told in words of one's own."""

import pytest
from sqlalchemy import select

from crm.store.tables import visits
from tests.support.chatting import Office
from tests.support.visiting import asks_told, reported


@pytest.mark.parametrize(
    ("typed", "asks", "objection"),
    [
        ("asked twice, too expensive", 2, "too_expensive"),
        ("问了两次，他说贵", 2, "too_expensive"),
        ("asked once, held back by the boss", 1, "not_decision_maker"),
        ("开口一次，老板不在", 1, "not_decision_maker"),
        ("actually asked once", 1, None),
        ("two questions asked", 2, None),
        ("I asked for the order 0 times", 0, None),
        ("其实问了一次", 1, None),
        ("they were held back by price", None, "too_expensive"),
        ("价钱", None, "too_expensive"),
        ("他说贵", None, "too_expensive"),
    ],
)
def test_what_is_typed_may_tell_both_in_one(
    office: Office, typed: str, asks: int | None, objection: str | None
) -> None:
    chat = reported(office)
    chat.says(typed)
    assert asks_told(office) == [(asks, objection)]
    if asks is not None and objection is not None:
        assert len(chat.labels) == 2
        chat.taps(chat.labels[-1])
        assert asks_told(office) == [(None, None)]


@pytest.mark.parametrize("text", ["what do I say when they say too expensive", "客户说太贵了"])
def test_a_question_what_to_say_is_no_answer(office: Office, text: str) -> None:
    chat = reported(office)
    assert chat.says(text).startswith(("Alpha Foods: “Too exp", "Alpha Foods：“太贵了”"))
    assert asks_told(office) == [(None, None)]


@pytest.mark.parametrize(
    ("text", "asks", "objection", "echo"),
    [
        (
            "visited Alpha Foods today, asked 3 times, they said too expensive",
            3,
            "too_expensive",
            "Alpha Foods, asked three times or more: “Too expensive”. Noted.",
        ),
        (
            "visited Alpha Foods today, too expensive they said, I asked twice",
            2,
            "too_expensive",
            "Alpha Foods, asked twice: “Too expensive”. Noted.",
        ),
        (
            "昨天去了Alpha Foods，他们要100个阀门，问了三次，都说太贵",
            3,
            "too_expensive",
            "Alpha Foods，开口要单3次以上：“太贵了”。记下了。",
        ),
        (
            "今天拜访了Alpha Foods，开口两次，要问老板",
            2,
            "not_decision_maker",
            "Alpha Foods，开口要单2次：“做不了主”。记下了。",
        ),
    ],
)
def test_a_report_that_tells_both_is_asked_nothing(
    office: Office, text: str, asks: int, objection: str, echo: str
) -> None:
    chat = reported(office, text)
    assert asks_told(office) == [(asks, objection)]
    assert "3+" not in chat.labels
    assert echo in "".join(message.text for message in chat.last).replace("<b>", "").replace(
        "</b>", ""
    )
    assert chat.labels[-1] in {"What to say", "怎么回"}
    chat.taps(chat.labels[1])
    assert asks_told(office) == []


@pytest.mark.parametrize(
    ("text", "first", "tapped", "then"),
    [
        ("met Alpha Foods, they said no budget", (None, "no_budget"), "2", (2, "no_budget")),
        ("昨天去了Alpha Foods，他们嫌贵", (None, "too_expensive"), "1", (1, "too_expensive")),
        ("met Alpha Foods, asked once", (1, None), "Think", (1, "think_it_over")),
        ("昨天去了Alpha Foods，开口两次", (2, None), "再考虑", (2, "think_it_over")),
    ],
)
def test_a_report_that_tells_one_is_asked_for_the_other(
    office: Office,
    text: str,
    first: tuple[int | None, str | None],
    tapped: str,
    then: tuple[int, str],
) -> None:
    chat = reported(office, text)
    assert asks_told(office) == [first]
    chat.taps(tapped)
    assert asks_told(office) == [then]


@pytest.mark.parametrize(
    "text",
    [
        "met Alpha Foods, they asked twice about the delivery",
        "昨天去了Alpha Foods，他们问了三次什么时候送货",
        "met Alpha Foods, not too expensive for them",
        "昨天去了Alpha Foods，他们说不贵",
    ],
)
def test_what_they_asked_and_what_they_deny_is_not_taken(office: Office, text: str) -> None:
    reported(office, text)
    assert asks_told(office) == [(None, None)]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("visited Alpha Foods today, good talk, order confirmed 30 valves", "Well done. Noted."),
        ("今天去了Alpha Foods，谈得很好，下单了", "漂亮。记下了。"),
        ("昨天拜访了Alpha Foods，签了", "漂亮。记下了。"),
    ],
)
def test_after_an_order_nobody_asks_what_held_them_back(
    office: Office, text: str, end: str
) -> None:
    chat = reported(office, text)
    assert chat.taps("1").endswith(end)
    assert asks_told(office) == [(1, "none")]


@pytest.mark.parametrize("text", ["met Alpha Foods, no order yet", "昨天去了Alpha Foods，下周下单"])
def test_an_order_to_come_is_none(office: Office, text: str) -> None:
    chat = reported(office, text)
    chat.taps("1")
    assert asks_told(office) == [(1, None)]


@pytest.mark.parametrize(
    "text", ["他们嫌贵，还要20个阀门", "they find it dear, need 20 valves more"]
)
def test_more_than_an_answer_is_told_of_the_visit(office: Office, text: str) -> None:
    chat = reported(office)
    chat.says(text)
    with office.database.reading() as session:
        note = session.scalar(select(visits.c.note))
    assert asks_told(office) == [(None, None)]
    assert "20" in (note or "") or "20" in "".join(message.text for message in chat.last)


@pytest.mark.parametrize(
    "text", ["Bravo Tools说太贵", "Bravo Tools says too expensive", "昨天去了Bravo Tools，问了三次"]
)
def test_what_is_told_of_another_customer_is_not_taken_for_this_one(
    office: Office, text: str
) -> None:
    chat = reported(office)
    chat.says(text)
    assert asks_told(office)[0] == (None, None)
    chat = reported(office, "visited Alpha Foods on 23 November")
    chat.taps("1")
    chat.taps("Too")
    chat.says(text)
    assert asks_told(office)[-1] != (3, "too_expensive")
