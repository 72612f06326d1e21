"""What waits for an answer takes an answer, and nothing else that is typed meanwhile."""

from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import contacts, customers, notes, planned_visits, visits
from tests.support.chatting import Chat, Office

# Today is Tuesday 24 November 2026.

TABLES = (visits, notes, planned_visits, contacts, customers)


def everything(office: Office) -> list[Any]:
    with office.database.reading() as session:
        return [
            [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for table in TABLES
        ]


def asked(office: Office, *texts: str, name: str = "ana") -> Chat:
    chat = office.chat(name)
    for text in texts:
        chat.says(text)
    return chat


@pytest.mark.parametrize(
    ("question", "topic", "chatter"),
    [
        ("postpone Alpha Foods", "my A customers", "dinner with my wife on Friday"),
        ("把Alpha Foods推迟到", "我的A类客户", "周五跟老婆吃饭"),
        ("把Alpha Foods推迟到", "Bravo Tools电话", "明天开会"),
        ("把Alpha Foods推迟到", "Bravo Tools电话", "明天请假"),
        ("add a contact at Alpha Foods", "my A customers", "the weather is nice today"),
        ("加联系人 Alpha Foods", "我的A类", "今天天气不错"),
    ],
)
def test_what_is_typed_after_another_topic_answers_nothing(
    office: Office, question: str, topic: str, chatter: str
) -> None:
    chat = asked(office, question, topic)
    before = everything(office)
    chat.says(chatter)
    assert everything(office) == before


@pytest.mark.parametrize(
    ("question", "chatter"),
    [
        ("postpone Alpha Foods", "dinner with my wife on Friday"),
        ("把Alpha Foods推迟到", "周五跟老婆吃饭"),
        ("把Alpha Foods推迟到", "明天开会"),
        ("add a contact at Alpha Foods", "the weather is nice today"),
        ("加联系人 Alpha Foods", "今天天气不错"),
        ("add a customer", "I have no time now"),
        ("加客户", "我还有一家怎么没有"),
    ],
)
def test_a_sentence_is_no_day_and_no_name(office: Office, question: str, chatter: str) -> None:
    chat = asked(office, question)
    before = everything(office)
    chat.says(chatter)
    assert everything(office) == before


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("postpone Alpha Foods", "let's say Friday", "Fri 27 Nov"),
        ("postpone Alpha Foods", "how about Friday afternoon", "Fri 27 Nov"),
        ("把Alpha Foods推迟到", "还是大后天吧", "11月27日周五"),
        ("把Alpha Foods推迟到", "周五下午", "11月27日周五"),
    ],
)
def test_a_day_with_small_words_answers_which_day(
    office: Office, question: str, answer: str, said: str
) -> None:
    assert said in asked(office, question).says(answer)


def test_one_line_that_is_not_understood_leaves_the_question_open(office: Office) -> None:
    chat = asked(office, "把Alpha Foods推迟到", "咕噜咕噜")
    assert "11月27日周五" in chat.says("周五")
    chat = asked(office, "postpone Alpha Foods", "mumble jumble")
    assert "Fri 27 Nov" in chat.says("Friday")


@pytest.mark.parametrize(
    ("report", "topic", "line", "resume"),
    [
        ("visited huaxin things yesterday", "my A customers", "not noted yet", "Finish it"),
        ("昨天去了华兴，谈了价格", "我的A类客户", "还没记下", "接着办"),
    ],
)
def test_a_report_left_for_another_topic_is_said_so_and_gone_on_with(
    office: Office, report: str, topic: str, line: str, resume: str
) -> None:
    chat = asked(office, report)
    question = chat.last[0].text
    assert line in chat.says(topic)
    assert chat.taps(resume) != ""
    assert chat.last[0].text == question


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("set Alpha Foods to B", "why is Alpha Foods an A?"),
        ("set Alpha Foods to B", "ok, do it"),
        ("把Alpha Foods改成B", "为什么Alpha Foods是A"),
        ("把Alpha Foods改成B", "好 就这样定"),
        ("把Alpha Foods改成B", "我的A类客户"),
    ],
)
def test_a_question_or_a_nod_is_no_reason(office: Office, question: str, answer: str) -> None:
    chat = asked(office, question, answer, name="boris")
    assert not any(label.startswith(("Yes", "好")) for label in chat.labels)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("set Alpha Foods to B", "they order less"), ("把Alpha Foods改成B", "长期不下单")],
)
def test_other_words_are_a_reason(office: Office, question: str, answer: str) -> None:
    assert answer in asked(office, question, name="boris").says(answer)


@pytest.mark.parametrize(
    "words", ["有哪些我提过的", "Bravo Tools的呢", "which ones did I report?", "my A customers"]
)
def test_a_question_is_no_word_about_the_visit(office: Office, words: str) -> None:
    chat = asked(office, "Alpha Foods")
    chat.taps("Met")
    before = everything(office)
    chat.says(words)
    assert everything(office) == before


@pytest.mark.parametrize(
    ("begun", "off"), [("Alpha Foods去了", "算了"), ("visited Alpha Foods", "never mind")]
)
def test_never_mind_after_a_write_points_to_undo(office: Office, begun: str, off: str) -> None:
    chat = asked(office, begun, "谢谢" if off == "算了" else "thanks", off)
    assert chat.labels in (["撤销"], ["Undo"])
    chat.taps(chat.labels[0])
    with office.database.reading() as session:
        assert session.execute(select(visits)).all() == []


@pytest.mark.parametrize("off", ["不用了", "不推了", "no need", "不加了"])
def test_a_word_that_calls_off_drops_what_was_asked(office: Office, off: str) -> None:
    chat = asked(office, "把Alpha Foods推迟到", off)
    before = everything(office)
    chat.says("周五")
    assert everything(office) == before


def test_yes_never_withdraws_and_confirm_presses_what_confirms(office: Office) -> None:
    chat = asked(office, "Alpha Foods is not my customer", "yes", "Alpha Foods is not my customer")
    assert "already" in chat.last[0].text
    assert "Taken back" not in chat.says("yes")
    boris = office.chat("boris")
    boris.says("who waits for a decision")
    assert "Withdraw" not in boris.labels
    chat = asked(office, "visited Bravo Toolz yesterday")
    assert "Bravo Tools" in chat.says("确认")
    with office.database.reading() as session:
        assert len(session.execute(select(visits)).all()) == 1


def test_confirm_presses_the_one_button_that_confirms(office: Office) -> None:
    ana = asked(office, "add customer Zorro Foods", "propose Zorro Foods as A: a new plant")
    ana.says("确认")
    boris = asked(office, "Zorro Foods", name="boris")
    assert any(label.startswith(("Confirm", "确认A")) for label in boris.labels)
    boris.says("确认")
    with office.database.reading() as session:
        tier = session.scalar(select(customers.c.tier).where(customers.c.name == "Zorro Foods"))
    assert tier == "A"


def test_a_request_is_withdrawn_in_so_many_words(office: Office) -> None:
    chat = asked(office, "Alpha Foods不是我的客户")
    chat.says("好的")
    assert "已撤销" in chat.says("撤回申请")
