"""What a rep tells from the field: everyday objections, a clear no, how something is done."""

from datetime import date

import pytest

from bot.understanding.directory import know
from bot.understanding.entrance import understand_message
from bot.understanding.field import CLEAR_NO, OTHER, is_customers_words
from bot.understanding.understand import Context, Understood
from crm.entities import Naming

ALPHA, HUAXIN = 1, 2

KNOWN = know(
    [
        Naming(ALPHA, "Alpha Foods", "K1", "London", "A"),
        Naming(HUAXIN, "深圳市华兴电子有限公司", "K5", "深圳", "A"),
    ]
)


def meant(text: str) -> Understood:
    """What is understood on Tuesday 24 November 2026."""
    context = Context(KNOWN.names, KNOWN.places, ("A", "B", "C"), date(2026, 11, 24))
    return understand_message(text, context)


EVERYDAY = {
    "too_expensive": (
        "the guy reckons we're a bit steep|bit dear innit|they say it's a bit much|贵|很贵"
        "|kh说贵|tai gui le|kehu shuo tai gui"
        "|客户说要打九折才签|客户说要返点|客户说起订量太高了|customer: pricey"
        "|他觉得不划算|they want a discount"
    ),
    "competitor_cheaper": (
        "客户说要比较三家|客户說貨比三家|客户说别人比你便宜10%|客户说先比较一下|客户说先看看别家"
        "|they say they get it cheaper elsewhere|he wants to shop around"
    ),
    "no_budget": (
        "budget's been frozen|no budget this year|no budget this yr|客户说现在市道差"
        "|客户说生意不好做|client话budget唔够|they say business is slow"
    ),
    "has_supplier": (
        "they'd rather stick with what they've got|we're all set thx|客户说跟别家合作十年了"
        "|客户说合约未到期|客户说合同没到期|客户说不想换|客户说换供应商风险大"
        "|they are happy with current supplier"
    ),
    "not_interested": "no thanks, we're good|佢話唔使喇|客户说库存还没用完|not interested",
    "think_it_over": (
        "客户说下个月再说|佢话迟啲先|客户说再看看|they say theyll order next quarter"
        "|sounds great but not now|call me back next month|he reckons it can wait"
        "|what do I say when he says call me back next month"
    ),
    "not_decision_maker": (
        "I gotta run it by my boss, he said|hes not the decision maker, boss decides"
        "|客户说老板不在|客户要跟老婆商量|客户要回去商量|客户说老板说了算|客户说要总部批"
        "|客人话要问下老板先|老板不在 how to answer la|客户说公司流程慢|kehu shuo yao shangliang"
    ),
    "send_information": "leave me a brochure he said|she said email me|客户让我先发样册",
    "quality_doubt": (
        "客户说怎么保证你们质量|客户说没听说过你们|客户说上次你们送错货|客户说你们公司太小"
        "|they say we are too small a supplier|客户说你们交货太慢|客户说售后不行"
        "|customer says the lead time is too long"
    ),
    "longer_terms": (
        "客户说账期要90天|客户要先用后付|客户说付款太紧|客户说要月结"
        "|they want 60 days credit how do i reply"
    ),
}


@pytest.mark.parametrize(
    ("text", "objection"),
    [(text, name) for name, texts in EVERYDAY.items() for text in texts.split("|")],
)
def test_everyday_words_for_an_objection_are_known(text: str, objection: str) -> None:
    found = meant(text)
    assert (found.intent, found.slots.objection) == ("coach_line", objection)


@pytest.mark.parametrize(
    "text",
    [
        "客户说要独家代理",
        "客户说要样品",
        "客户说刚换了采购",
        "客户话想睇真啲",
        "客人觉得颜色不好看",
        "they say they need to see it first",
        "he reckons the colour is off",
        "the customer keeps saying it clashes with the wall",
        "he wants a sample for free, what do i say",
        "对方已读不回",
    ],
)
def test_what_the_customer_says_is_a_question_also_where_nobody_has_heard_it(text: str) -> None:
    found = meant(text)
    assert (found.intent, found.slots.objection) == ("coach_line", OTHER)


@pytest.mark.parametrize(
    "text",
    [
        "老板明确说不要了",
        "客户说今年不买了",
        "客户说不要了，别再来",
        "客户叫我以后别打电话了",
        "客户让我滚",
        "他明确说不",
        "佢叫我唔好再嚟",
        "今年不买了",
        "a clear no",
        "they said final no",
        "he told me never to come back",
        "told me never to come back",
        "they said don't call again",
        "he told me to get lost",
        "Alpha Foods老板明确说不要了",
        "they don't want us to come any more",
        "they told me they aren't buying this year",
        "客户说今年不进货了",
    ],
)
def test_a_clear_no_is_one_in_any_words(text: str) -> None:
    found = meant(text)
    assert (found.intent, found.slots.objection) == ("coach_line", CLEAR_NO)


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("how do i ask for the order", "closing"),
        ("how to close the deal", "closing"),
        ("怎么开口要单", "closing"),
        ("怎么让客户下单", "closing"),
        ("what do I say to open the conversation", "cold_call"),
        ("第一次见面怎么说", "cold_call"),
        ("how do I get past the front desk", "gatekeeper"),
        ("怎么过前台", "gatekeeper"),
        ("what do i say when they dont answer my calls", "no_answer"),
        ("customer ghosted me what now", "no_answer"),
        ("客户不接电话怎么办", "no_answer"),
        ("what do i say to a customer who's angry", "complaint_handling"),
        ("客户投诉怎么回", "complaint_handling"),
        ("客户投诉坏了五个阀门怎么回", "complaint_handling"),
        ("what do i say when they havent paid", "collection"),
        ("客户拖款怎么说", "collection"),
    ],
)
def test_how_something_is_done_is_a_question_for_the_field(text: str, skill: str) -> None:
    found = meant(text)
    assert (found.intent, found.slots.scene) == ("coach_line", skill)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("visited Alpha Foods, they said never come back", "log_visit"),
        ("昨天去了华兴，老板明确说不要了", "log_visit"),
        ("今天拜访了华兴，没说什么", "log_visit"),
        ("今天拜访了华兴，没谈成什么", "log_visit"),
        ("昨天去华兴谈了什么", "last_visit"),
        ("how do I note a complaint", "complaints"),
        ("Alpha Foods said they want 200 more valves but cheaper", "set_note"),
        ("Alpha Foods下个月再去", "snooze_visit"),
        ("note for Alpha Foods: told me never to come back", "set_note"),
        ("what did they say last time", "last_visit"),
        ("who hasn't paid", "payments"),
        ("he said yes", "out_of_scope"),
        ("客户说好", "small_talk"),
        ("他要的报价发了吗", "out_of_scope"),
        ("the boss wants my report", "out_of_scope"),
        ("客户要发票", "out_of_scope"),
    ],
)
def test_what_is_told_or_asked_of_the_books_stays_what_it_is(text: str, intent: str) -> None:
    assert meant(text).intent == intent


@pytest.mark.parametrize(
    ("text", "are"),
    [
        ("not interested", True),
        ("no budget this year", True),
        ("客户说考虑考虑", True),
        ("hes not the decision maker, boss decides", True),
        ("跟上一次比贵了，还是跟别家比？", False),
        ("Would Thursday suit, or is the price too high for this year?", False),
        ("预算定了，排周四还是周五", False),
    ],
)
def test_a_customers_words_are_told_from_a_line(text: str, are: bool) -> None:
    assert is_customers_words(text) is are
