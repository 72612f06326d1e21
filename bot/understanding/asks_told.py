"""How often the order was asked for, and what held the customer back, read out of a few words.

"Asked twice, they said too expensive" tells both. Who asked matters: "they asked twice about the
price" tells of no order asked for.
"""

import re
from dataclasses import dataclass

from bot.understanding.field import is_customers_words, is_told
from bot.understanding.normalise import normalise
from bot.understanding.scenes import find_said

MANY = 3
"""So many times or more are not told apart."""

_NUMBERS = {
    **dict.fromkeys(("zero", "no", "零"), 0),
    **dict.fromkeys(("once", "one", "一"), 1),
    **dict.fromkeys(("twice", "two", "两", "二", "俩"), 2),
}
_N_EN = r"(?P<{}>\d{{1,2}}|zero|one|two|three|four|five|six|several|many|a few)"
_N_ZH = r"(?P<{}>\d{{1,2}}|零|一|两|俩|二|三|四|五|六|几|好几)"
_ORDER_EN = r"(?: (?:for )?(?:the |an? |their )?(?:order|business|sale|deal|it|him|her|them))*"
_ASKED = re.compile(
    rf"(?:(?<![a-z])(?:asked|ask){_ORDER_EN} (?:only |just |about )?"
    rf"(?:(?P<bare>once|twice|thrice)|{_N_EN.format('en')} ?(?:times?|x)(?![a-z]))"
    rf"|{_N_EN.format('en2')} (?:times|questions?|asks) asked"
    r"|(?<![a-z])(?P<bare2>once|twice|thrice) asked"
    rf"|(?:开口|要单|要了单|问单|问|提|催|要)(?:了|过)?(?:他们?|她们?|单|订单)?(?:了|过)?{_N_ZH.format('zh')}[次回遍])"
)
_NEVER = re.compile(
    r"(?<![a-z])(?:(?:didn'?t|did not|never|haven'?t|forgot to) ask(?:ed)?"
    r"(?: (?:for )?(?:the |an )?order)?|not asked)(?= *(?:$|[,.;!]|at all|yet|this time|today))"
    r"|没(?:有)?(?:开口|要单|问单|好意思开口|敢开口)|忘了?(?:开口|要单)"
)
_BY_THEM = re.compile(
    r"(?<![a-z])(?:they|he|she|customer|client|buyer|boss|owner|who)(?: also| even| again)? *$"
    r"|(?:他们?|她们?|对方|客户|老板|采购|人家|那边)(?:又|还|也|都|主动|一直)?$"
)
"""Who asked, where it was not the rep."""

_CLAUSE = re.compile(r"[,，;；。!！\n]+|\.(?= |$)| but | and (?=they|he|she|it)|但是?|不过")
_DENIES = re.compile(
    r"不(?:觉得)?(?:太|很|算)?贵|[不没](?:有)?(?:再)?(?:嫌|说|提)|没(?:有)?问题"
    r"|(?<![a-z])(?:not|isn'?t|wasn'?t|no longer) (?:too |that |so )?(?:expensive|dear|pricey|busy)"
    r"|(?:didn'?t|did not|don'?t|doesn'?t) (?:say|mind|find|think)|no (?:problem|worries|issue)"
)
_ORDERED = re.compile(
    r"(?<![a-z])(?:order(?:s)? (?:is |was |got )?(?:confirmed|placed|signed|booked|in the bag)"
    r"|confirmed (?:the |an |their |his |her )?order|placed (?:the |an |their )order"
    r"|(?:they|he|she|and|have|has|just|finally|already) (?:ordered|signed|bought)(?! from)"
    r"|(?:got|took|won|closed|landed) (?:the |an |their )?(?:order|deal|sale)"
    r"|deal (?:is )?(?:done|closed)|it'?s a deal)(?![a-z])"
    r"|(?<![没不未等会备虑再才想要能让便前后])(?:下了?单|下了订单|下订单)了?|签了(?!收)|签单了|签约了|成交了|订了货"
    r"|拿下了?(?:订单|单子)|(?:订单|单子)(?:确认|拿下|签)了?"
)
_NOT_ORDERED = re.compile(
    r"(?<![a-z])(?:no order|not ordered|(?:will|would|may|might|could|wants? to|going to|about to"
    r"|if|when|once|until|before|haven'?t|hasn'?t|didn'?t|not|never|last|next)(?: [a-z]+){0,2}"
    r" (?:order|sign|buy|confirm)(?:ed|s)?)(?![a-z])"
    r"|[没不未](?:有)?(?:下单|签|成交|订货)"
    r"|(?:下周|下月|下个月|明天|改天|准备|打算|考虑|可能|应该)[^,，]{0,4}(?:下单|签|订)"
    r"|之前|上次|上个月"
)

_SAID = re.compile(
    r"(?<![a-z])(?:says?|said|(?:wants?|needs?|ha[sd]|have) to)(?![a-z])|说|讲|嫌|觉得|要考虑|要问"
)
_HELD = re.compile(
    r"(?<![a-z])(?:held(?: \w+)? (?:back|up)|because|due to|stopped by)|因为|卡在|挡在"
)

_LED = re.compile(
    r"(?:(?:they|he|she|it|we|i|customer|客户|他们?|她们?|对方|是|因为|主要|就|还是|被|was|were|is|are"
    r"|got|mainly|only|just|because of|because|due to|held(?: (?:back|them|him|her))*|stopped"
    r"|put off|turned off|by|of|the|his|her|their|about|on|over|卡在|卡|挡在|嫌|嫌弃|问题)"
    r"(?:(?<![a-z])|(?![a-z]))[ ,，]*)*"
)
_NOUNS = {
    **dict.fromkeys(
        ("price", "prices", "the price", "cost", "money", "价钱", "价格", "价", "钱"),
        "too_expensive",
    ),
    **dict.fromkeys(("time", "no time", "时间"), "no_time"),
    **dict.fromkeys(("boss", "老板", "老板不在", "领导", "总部", "approval"), "not_decision_maker"),
    **dict.fromkeys(("competitor", "competition", "竞争对手", "同行"), "competitor_cheaper"),
    **dict.fromkeys(("quality", "质量", "品质", "delivery", "交期"), "quality_doubt"),
    **dict.fromkeys(("terms", "payment", "credit", "账期", "付款"), "longer_terms"),
    **dict.fromkeys(("stock", "库存"), "not_interested"),
    **dict.fromkeys(("budget", "预算"), "no_budget"),
    **dict.fromkeys(("supplier", "供应商"), "has_supplier"),
}
"""What a word alone says that held them back."""


@dataclass(frozen=True, slots=True)
class AsksTold:
    """What was told of asking for the order; None is not told. ``ordered``: there is one."""

    asks: int | None = None
    objection: str | None = None
    ordered: bool = False


def read_asks_told(text: str) -> AsksTold:
    """Read what a report, or an answer, tells of asking for the order.

    >>> read_asks_told("问了两次，他说贵")
    AsksTold(asks=2, objection='too_expensive', ordered=False)
    """
    plain = normalise(text).plain
    objections = (_read_clause(clause) for clause in _CLAUSE.split(text) if clause.strip())
    objection = next((each for each in objections if each), None)
    ordered = _ORDERED.search(plain) is not None and _NOT_ORDERED.search(plain) is None
    return AsksTold(_read_asks(plain), None if ordered else objection, ordered)


def tells_nothing_else(text: str) -> bool:
    """Say whether every part of a text tells of asking, of an objection, or of an order.

    >>> tells_nothing_else("asked twice, too expensive"), tells_nothing_else("他嫌贵，还要20个")
    (True, False)
    """
    parts = [part for part in _CLAUSE.split(text) if part.strip()]
    told = ((read_asks_told(part), read_reason(part)) for part in parts)
    return all(each != AsksTold() or reason is not None for each, reason in told)


def read_reason(text: str) -> str | None:
    """Read an objection named in a word or two as what held them back: 价钱, "by the price".

    >>> read_reason("they were held back by price"), read_reason("价钱"), read_reason("stop")
    ('too_expensive', 'too_expensive', None)
    """
    plain = normalise(text).plain.strip(" .。!！")
    lead = _LED.match(plain)
    return _NOUNS.get(plain[lead.end() :].strip() if lead else plain) or _NOUNS.get(plain)


def _read_asks(plain: str) -> int | None:
    for found in _ASKED.finditer(plain):
        if _BY_THEM.search(plain[: found.start()].rstrip(" ,，")) is None:
            said = next(each for each in found.groups() if each)
            return min(int(said), MANY) if said.isdigit() else _NUMBERS.get(said, MANY)
    never = _NEVER.search(plain)
    if never and _BY_THEM.search(plain[: never.start()].rstrip(" ,，")) is None:
        return 0
    return None


def _read_clause(clause: str) -> str | None:
    """The objection of one clause, if a customer's words stand in it and are not denied."""
    plain = normalise(clause).plain
    if _DENIES.search(plain):
        return None
    if _HELD.search(plain):
        return read_reason(clause) or find_said(normalise(clause), "objection.")
    if not (is_told(clause) or _SAID.search(plain) or is_customers_words(clause)):
        return None
    return find_said(normalise(clause), "objection.")
