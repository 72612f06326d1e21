"""Words that are orders while somebody practises, and what is a line, in both languages."""

import pytest

from tests.support.chatting import Chat, Office

START = {"en": "practise", "zh": "练习"}


def at(chat: Chat) -> tuple[str | None, int]:
    walk = chat.dialog.walk
    assert walk is not None
    return walk.scene, walk.step


def judged(chat: Chat) -> str | None:
    return chat.dialog.judged.text if chat.dialog.judged else None


@pytest.mark.parametrize("start", ["practise", "练习"])
@pytest.mark.parametrize(
    "typed", ["hint", "Hint please", "提示", "给个提示", "show me", "不会", "give me a tip"]
)
def test_a_hint_asked_for_in_words_is_no_line(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert "①" in chat.says(typed)
    assert judged(chat) is None
    assert chat.dialog.language == ("zh" if start == "练习" else "en")


@pytest.mark.parametrize("start", ["practise", "练习"])
@pytest.mark.parametrize("typed", ["next", "skip", "下一题", "跳过", "下一個"])
def test_next_leaves_a_scene_unjudged(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert "2. " in chat.says(typed)
    assert judged(chat) is None


@pytest.mark.parametrize("start", ["practise", "练习"])
@pytest.mark.parametrize("typed", ["go on", "continue", "继续", "接着练", "again", "?"])
def test_go_on_shows_the_scene_again(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    before = at(chat)[0]
    assert "1. " in chat.says(typed)
    assert at(chat)[0] == before


@pytest.mark.parametrize("start", ["practise", "练习", "drill", "每日一练"])
@pytest.mark.parametrize("typed", ["stop", "停", "结束", "不练了", "先停", "quit", "i'm done"])
def test_stop_in_any_word_ends_practice(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    reply = chat.says(typed)
    assert "another time" in reply or "改天再练" in reply
    assert judged(chat) is None
    reply = chat.says(typed)
    assert "another time" in reply or "改天再练" in reply


@pytest.mark.parametrize(
    ("start", "typed"),
    [
        ("practise", "pay me now or we stop supply!!!"),
        ("practise", "Stop asking me that"),
        ("practise", "The next one is on Friday, shall we say ten?"),
        ("练习", "那我们就停在这个尺寸，今天量好？"),
        ("练习", "下一个周五送，还是周一送？"),
    ],
)
def test_an_order_within_a_sentence_is_part_of_a_line(
    office: Office, start: str, typed: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says(typed)
    assert judged(chat) == typed


@pytest.mark.parametrize("start", ["practise", "练习"])
@pytest.mark.parametrize("typed", ["restart", "start over", "重来", "从头来", "重新开始"])
def test_start_over_begins_anew(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says("next")
    assert "1. " in chat.says(typed)


@pytest.mark.parametrize("begun", [None, "practise", "练习", "drill"])
@pytest.mark.parametrize(
    "typed",
    [
        "other practice",
        "list of practices",
        "换一个练习",
        "有什么可以练",
        "练什么",
        "what can I practise?",
    ],
)
def test_the_list_of_practices_is_shown_at_any_time(
    office: Office, begun: str | None, typed: str
) -> None:
    chat = office.chat("ana")
    if begun:
        chat.says(begun)
    chat.says(typed)
    assert {"The suit shop", "西装店"} & set(chat.labels)
    chat.says("stop")
    chat.says(typed)
    assert {"The suit shop", "西装店"} & set(chat.labels)


@pytest.mark.parametrize(
    ("typed", "playbook"),
    [
        ("practise closing", "closing"),
        ("练客户发火", "complaint_handling"),
        ("练发火", "complaint_handling"),
        ("练嫌贵", "price_objection"),
        ("练收逾期款", "collection"),
        ("練習收數", "collection"),
        ("练谈判", "price_objection"),
        ("练电话预约", "cold_call"),
        ("practise an angry customer", "complaint_handling"),
        ("practise we have a supplier", "competitor"),
        ("practise “Too expensive”", "price_objection"),
        ("practise price", "price_objection"),
        ("催款练习", "collection"),
        ("练过前台", "gatekeeper"),
        ("practise one thing more", "upsell"),
        ("练再添一样", "upsell"),
        ("练成交以后", "after_close"),
    ],
)
@pytest.mark.parametrize("begun", [None, "practise", "练习", "drill"])
def test_a_practice_named_is_begun_wherever_one_is(
    office: Office, begun: str | None, typed: str, playbook: str
) -> None:
    chat = office.chat("ana")
    if begun:
        chat.says(begun)
    chat.says(typed)
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.playbook == playbook
    assert walk.is_running


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("practise longer terms", "I have no practice called “longer terms”."),
        ("practise juggling", "I have no practice called “juggling”."),
        ("练跳舞", "没有叫“跳舞”的练习。"),
        ("练习空中飞人", "没有叫“空中飞人”的练习。"),
    ],
)
@pytest.mark.parametrize("begun", [None, "practise", "练习"])
def test_a_practice_that_is_not_there_is_said_with_the_list(
    office: Office, begun: str | None, typed: str, says: str
) -> None:
    chat = office.chat("ana")
    if begun:
        chat.says(begun)
    assert chat.says(typed).startswith(says)
    assert {"The suit shop", "西装店"} & set(chat.labels)


@pytest.mark.parametrize("start", ["practise", "练习"])
@pytest.mark.parametrize(
    "typed", ["drill", "每日一练", "meiri yilian", "练我的错", "practise my mistakes"]
)
def test_a_drill_is_begun_in_the_middle_of_a_walk(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert "1/7" in chat.says(typed)
    assert judged(chat) is None


@pytest.mark.parametrize("start", ["practise", "练习", "drill"])
@pytest.mark.parametrize(
    "typed", ["how am I doing in practice", "my progress", "我的进度", "训练进度"]
)
def test_progress_is_shown_in_the_middle(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert chat.says(typed).startswith(("Nothing practised yet", "还没练过"))


@pytest.mark.parametrize(
    ("start", "typed", "why"),
    [("practise", "Can I help you?", "why is that wrong"), ("练习", "那给您打八折吧", "为什么")],
)
def test_why_says_again_why(office: Office, start: str, typed: str, why: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says(typed)
    before = at(chat)
    reply = chat.says(why)
    assert reply.startswith(f"“{typed}”\n✗ ")
    assert at(chat) == before


@pytest.mark.parametrize(
    ("start", "typed", "says"),
    [("practise", "that's wrong", "the line goes to"), ("练习", "评错了", "这句")],
)
def test_that_is_wrong_works_in_words(office: Office, start: str, typed: str, says: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says("Shall I give you ten percent off?" if start == "practise" else "那给您打八折吧")
    assert says in chat.says(typed)


@pytest.mark.parametrize("start", ["drill", "每日一练"])
@pytest.mark.parametrize("typed", ["show me", "看答案", "skip", "下一题", "不会"])
def test_a_drill_hears_its_own_orders(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    assert "2/7" in chat.says(typed)
    assert judged(chat) is None


@pytest.mark.parametrize(
    ("start", "typed"),
    [
        ("practise", "can i help u sir"),
        ("practise", "Can I help you?"),
        ("practise", "what do you want me to do"),
        ("practise", "Thank you"),
        ("practise", "How about next Tuesday?"),
        ("practise", "how many do you need"),
        ("practise", "how was your weekend?"),
        ("practise", "what's your name?"),
        ("practise", "Mon or Tue?"),
        ("practise", "I visited your colleague last week, he wants 20"),
        ("practise", "Hi, just calling to see about the invoice?"),
        ("练习", "下周再说吧"),
        ("练习", "我听到了，换作是我也生气。三点前先补二十个到，行吗"),
        ("练习", "您看下周二还是周三？"),
        ("练嫌贵", "跟上一次比贵了，还是跟别家比？"),
        ("练习", "请问有什么可以帮您的吗"),
        ("练习", "您贵姓"),
    ],
)
def test_what_one_says_to_customers_is_a_line_whatever_else_it_means(
    office: Office, start: str, typed: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says(typed)
    assert judged(chat) == typed


@pytest.mark.parametrize("start", ["practise", "练习", "drill", "每日一练"])
@pytest.mark.parametrize(
    "typed",
    [
        "y",
        "no",
        "ok",
        ".",
        "🙂",
        "😀😀😀",
        "{{ 7*7 }}",
        "<script>alert(1)</script>",
        "asdfgh",
        "嗯",
        "好的",
        "hmm",
        "fuck off",
        "滚",
        "你算老几",
        "which day, " * 60,
        "哪天方便，" * 40,
    ],
)
def test_what_nobody_says_to_a_customer_is_neither_judged_nor_counted(
    office: Office, start: str, typed: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    before = chat.dialog.walk, chat.dialog.drill
    reply = chat.says(typed)
    assert not reply.startswith(("✓", "✗"))
    assert judged(chat) is None
    assert (chat.dialog.walk, chat.dialog.drill) == before
    assert {"Hint", "提示", "Show me", "看答案"} & set(chat.labels)


def test_a_drill_in_pinyin_keeps_the_language(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("练习")
    assert chat.says("meiri yilian").startswith("练两分钟")


def test_a_line_is_judged_without_its_tags(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("练习")
    chat.says("<b>那给您打八折吧</b>")
    assert judged(chat) == "那给您打八折吧"


@pytest.mark.parametrize(
    ("start", "typed"),
    [
        ("练习", "DROP TABLE customers"),
        ("练习", "navy, sir?"),
        ("练习", "xiexie nin"),
        ("practise", "您要navy吗"),
    ],
)
def test_a_walk_stays_in_its_language(office: Office, start: str, typed: str) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says(typed)
    assert chat.dialog.language == ("zh" if start == "练习" else "en")


@pytest.mark.parametrize(
    ("start", "typed", "language"),
    [
        ("练习", "Which one do you like, navy or grey?", "en"),
        ("practise", "您要深色的还是浅色的？", "zh"),
    ],
)
def test_a_whole_sentence_of_the_other_language_turns_a_walk_round(
    office: Office, start: str, typed: str, language: str
) -> None:
    chat = office.chat("ana")
    chat.says(start)
    chat.says(typed)
    walk = chat.dialog.walk
    assert walk is not None
    assert walk.language == language


def test_the_way_back_is_in_the_language_of_the_answer_it_stands_below(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("练成交")
    chat.says("who are my A customers?")
    assert "Go on" in chat.labels
    chat.says("other practice")
    assert ("Drill" in chat.labels) == ("Go on" in chat.labels)
