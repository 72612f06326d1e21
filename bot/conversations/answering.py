"""May a text be the answer to what was asked? A question never is, and a name has no verb in it.

What waits for a name or a word would swallow anything otherwise, and write it down.
"""

import re
from datetime import date

from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise
from bot.understanding.understand import Understood
from crm.names.folding import is_han

LONGEST_NAME = 60

_ASKS = re.compile(
    r"[?？]\s*$|[吗嗎呢么麼嘛][\s。.!！]*$"
    r"|^(?:(?:and|so|ok|hey|hi|but)[\s,]+)*"
    r"(?:what|which|who(?! knows)|whose|whom|how|why|when|where|what's|who's|show|list|tell me)\b"
    r"|^(?:did|does)\b|^(?:is|are|was|were|do|does|did|has|have|can|could|should|would|will|may)"
    r" (?:i|we|you|they|he|she|it|the|my|our|there|any|that|this)\b"
    r"|什么|多少|怎么|怎样|为啥|哪[个些家里儿]|几[个家条次时点号]|咋样|多久|点样|点答|边[个间度]|乜嘢|^谁|谁[的是在]|是否|有没有|是不是|有无",
    re.IGNORECASE,
)
_TELLS_A_QUESTION = re.compile(
    r"问|想知道|不知道|没说|asked|asks|asking|wonder|want(?:s|ed)? to know", re.IGNORECASE
)
_FORMS = re.compile(
    r"(?:股份|集团|科技|实业)?有限(?:责任)?公司|集团|[,，]?\s*\b(?:co|ltd|inc|llc|gmbh|pte)\b\.?",
    re.IGNORECASE,
)
"""How companies end their names: 有 in it says nothing."""

_NO_NAME = re.compile(
    r"[?？!！。，,;；:：]|[了吗呢吧啊呀嘛咗冇唔喺嘅]"
    r"|什么|怎么|为什么|我|你|他们|她|没[有在去人]|不(?!锈|二)|说|再|今天|昨天|明天|天气|请假|开会|吃饭|就这样"
    r"|^(?:加|新增|添加|改|看|查|找|要|想|去|见|说|把|给|再|还|先)(?:个|一|客户|联系人|$)"
    r"|客户$|联系人$|取消|撤销|帮助|提醒|备注|拜访|名单|订单|欠款|电话|超期"
    r"|\b(?:i|we|they|he|she|you|is|are|am|was|were|do|does|did|don't|doesn't|didn't|isn't|not"
    r"|has|have|had|would|could|should|wants?|wanted|needs?|needed|please|my|your|their|what|who"
    r"|when|where|why|how|which|let's|visit(?:ed|s)?|postponed?|remind|add|edit|change|cancel|undo"
    r"|customers?|contacts?|orders?|overdue|today|tomorrow|yesterday|went|saw|met|called)\b",
    re.IGNORECASE,
)
_NOD = re.compile(
    r"(?:(?:好的?|行|可以|是的?|对|嗯|确认|确定|就这样|就这么|定了?|办|ok|okay|yes|sure"
    r"|fine|do it|set it|go ahead|confirm)[\s,，.。!！吧了]*)+",
    re.IGNORECASE,
)

_NO = re.compile(
    r"(?:没有?了?|没别的了?|没什么了?|没啥|无|不了|不用了?|就这些|就这样"
    r"|no|nope|nah|none|nothing|nothing else|nothing more|no thanks|no thank you"
    r"|that['’]?s (?:all|it))[\s,，.。!！]*",
    re.IGNORECASE,
)

_MOST_WORDS = 8

_ORDERS = frozenset(
    {"cancel", "help", "more", "remind_me", "list_reminders", "edit_last", "coach_start"}
    | {"add_customer", "add_contact", "missing_customer", "not_mine", "list_requests"}
    | {"set_tier", "release_tier", "propose_tier", "list_proposals", "hand_over"}
)
_BARE = frozenset(
    {"morning", "orders", "settings", "list_needs", "planned_visits", "waiting_customers"}
    | {"payments", "sales"}
)
"""What a word or two ask for: alone they are no note."""

_LONGEST_BARE, _LONGEST_BARE_CHINESE = 14, 4
_LISTS = frozenset({"list_customers", "due_visits", "visits_made"})
_WHOSE = re.compile(r"我的|我有|所有|全部|名单|^谁|\b(?:my|all|list|who)\b", re.IGNORECASE)


def asks(text: str) -> bool:
    """Say whether a text is a question; what somebody else asked is told, not asked.

    >>> asks("有哪些我提过的"), asks("他们问什么时候送货"), asks("they pay in March")
    (True, False, False)
    """
    if text.rstrip().endswith(("?", "？")):
        return True
    return _ASKS.search(text.strip()) is not None and _TELLS_A_QUESTION.search(text) is None


def is_nod(text: str) -> bool:
    """Say whether a text only agrees: 好 就这样定, "ok, do it"."""
    return _NOD.fullmatch(text.strip()) is not None


def is_no(text: str) -> bool:
    """Say whether a text only declines: 没有, "no thanks"."""
    return _NO.fullmatch(text.strip()) is not None


def _is_bare(text: str, understood: Understood) -> bool:
    longest = _LONGEST_BARE_CHINESE if any(map(is_han, text)) else _LONGEST_BARE
    short = len(text.strip()) <= longest and len(text.split()) <= 2
    return short and understood.intent in _BARE and not any(map(str.isdigit, text))


def is_other_topic(text: str, understood: Understood) -> bool:
    """Say whether a text, where any words would do, is a question or an order of its own."""
    if asks(text) or understood.intent in _ORDERS or _is_bare(text, understood):
        return True
    listed = understood.intent in _LISTS and understood.action == "do"
    return listed and _WHOSE.search(text) is not None


def may_be_a_name(text: str, today: date) -> bool:
    """Say whether a text nobody knows may be what somebody, or a company, is called.

    It has no date, no verb and nothing of a sentence in it: 今天天气不错 is nobody's name.
    """
    bare = _FORMS.sub("", text.strip())
    if len(text) > LONGEST_NAME or len(text.split()) > _MOST_WORDS or not re.search(r"\w", text):
        return False
    dated = find_period(normalise(text), today, ahead=True) is not None
    return not dated and not asks(text) and _NO_NAME.search(bare) is None
