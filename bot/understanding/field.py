"""What a rep tells from the field: what the customer says, a clear no, "how do I ask for it?".

Whatever the customer says is a question to us, also where no wording of ours is in it; and what is
nothing but a customer's words is never taken for a line of the rep's.
"""

import re
from collections.abc import Callable

from bot.understanding.concepts import choose_longest
from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise
from bot.understanding.scenes import find_said, find_whom, load_scenes
from bot.understanding.slots import Slots
from bot.understanding.understand import OUT_OF_SCOPE, Context, Understood
from crm.names import Match

CLEAR_NO = "clear_no"
"""In the place of an objection: they said no for good."""

OTHER = "other"
"""In the place of an objection: something that nobody has heard yet."""

_EN = (
    r"(?<![a-z])(?:so |well |but |now )?(?:the |my |this |a |one )?"
    r"(?:customers?|clients?|buyers?|boss|owner|guys?|lady|man|woman|he|she|they)"
)
_EN_SAYS = (
    r"(?: (?:just|still|only|always|also|really|now))?"
    r" (?:says?|saying|said|reckons?|reckoned|thinks?|thought|feels?|tells? me|told me|keeps?"
    r" saying|claims?|complains?|complained|argues?|answered|replied|goes|was like|is like)"
)
_ZH = (
    r"(?:那个|这个|这家|那家|有个|我的|我)?"
    r"(?:客户|客人|顾客|客|client|customer|kh|对方|老板|老细|老闆|采购|他|她|人家)(?:们)?"
)
_ZH_OFTEN = r"(?:总是|老是|一直|刚才|今天|就|又|还|都|只|直接|明确|跟我)*"

_SAYS = re.compile(
    rf"{_EN}{_EN_SAYS}(?![a-z])|{_ZH}{_ZH_OFTEN}(?:说|讲|话(?!术)|觉得|觉着|嫌|抱怨|担心|怕|回我|回复)"
    r"|(?:ke ?hu|ta(?: ?men)?|dui ?fang|lao ?ban) ?(?:shuo|xian|jue ?de)(?![a-z])"
)
_SAID_BEHIND = re.compile(r"[ ,]+(?:he|she|they|customer|client) (?:says?|said)[ .!]*$")
_AGREES = re.compile(
    r"[ ,:：]*(?:(?:yes|yeah|ok|okay|sure|fine|good|great|thanks|thank you|hi|hello|bye)[ .!,]*)+"
    r"|[ ,:：]*(?:都)?(?:好的?|行|可以|同意了?|没问题|谢谢|多谢|你好|再见|要|买|定|订)"
    r"(?:了|啊|吧|的)?[ .!]*"
)
"""What is no objection, whoever says it."""

_REFUSES = re.compile(
    rf"{_EN}(?:'d| would)?(?: (?:wont|won't|dont|don't|doesnt|doesn't|cant|can't|wouldn't|rather"
    rf"|ghosted|refuses?|keeps? (?:putting|avoiding|ignoring)))+(?![a-z])"
    rf"|{_ZH}{_ZH_OFTEN}(?:已读|不|没)"
)
"""How a sentence begins in which a customer does not do what is wanted."""

_WANTS = re.compile(
    rf"{_EN}(?:'d|'ll|'re|'s|d|ll|re|s)?(?: (?:would|will|wont|won't|dont"
    r"|don't|doesnt|doesn't|cant|can't|wouldn't|asked|asks|wants?|wanted|needs?|needed|rather"
    rf"|ghosted|keeps?|found|got))+(?![a-z])|{_ZH}{_ZH_OFTEN}(?:要|想|问|投诉|让我|叫我|已读|不|没)"
)
"""How a sentence begins that tells of a customer without saying that it is said."""

_LEAD = re.compile(rf"{_SAYS.pattern}|{_WANTS.pattern}|{_EN}(?:'re|'s|re|s)?(?![a-z])|{_ZH}")

_NO_EN = (
    r"(?<![a-z])(?:clear|final|flat|definite|hard|firm|absolute) no(?! (?:objection|one))"
    r"|never (?:ever |to )*(?:come|call|ring|phone|email|contact|visit|buy|show)(?:ing)?(?![a-z])"
    r"|(?:don'?t|do not|not to|stop) (?:ever )?(?:come|coming|call|calling|ring|ringing|phone"
    r"|email|emailing|contact|contacting|visit|visiting|bother|bothering)(?:[a-z ]* )?"
    r"(?:back|again|us|me|him|her|them|any ?more|ever)(?![a-z])"
    r"|no (?:for good|and meant it|once and for all)|get lost|go away|(?:piss|bugger|clear) off"
    r"|(?:said|says|saying) no(?: (?:again|twice|straight|outright))?[ .!]*$"
    r"|(?:don'?t|doesn'?t|does not|do not) want (?:us|me|you)(?: to come| here| back| any ?more)"
    r"|(?:not|aren'?t|isn'?t|won'?t be) buying (?:anything |from us )?(?:this year|any ?more|ever)"
    r"|(?:take|took) (?:us|me|them|him|her) off (?:your|the|our) list|want nothing from us"
)
_NO_ZH = (
    r"(?:别|不要|不好|勿)再?(?:来了|再来|来烦|来找|打来|打电话|打给|找我|找他|联系我|联系他|嚟|搵)"
    r"|(?:别|不要|不好)再(?:来|打|找|联系|烦)|以后(?:都|就)?(?:别|不要|不用)(?:再)?(?:来|打|找|联系)"
    r"|[让叫喊].{0,4}滚|明确(?:地)?(?:说|讲|表示)?(?:了)?(?:不|拒绝)|明确的不|一口回绝|一口拒绝"
    r"|(?:今年|以后|永远|再也|肯定|绝对|坚决)(?:都|再)?不(?:会)?(?:再)?(?:买|要|订|采购|合作|进货|拿货)"
    r"|说(?:真的)?不要了|不要了[ ,]*(?:别|不要)"
)
_NO = re.compile(f"{_NO_EN}|{_NO_ZH}")
_NO_ALONE = re.compile(
    r" *(?:(?:it was|it's|that was|got|we got|i got|it is) )?(?:a |the |his |her |their )?"
    r"(?:clear|final|flat|definite|hard|firm) no[ .!]*"
    r"| *(?:对方|我们)?(?:今年|以后|永远|再也|肯定|坚决)(?:都|再)?不(?:会)?(?:再)?"
    r"(?:买|要|订|采购|合作|进货|拿货)了? *"
    r"| *(?:是)?明确(?:的|说了?|拒绝了?)*(?:不|拒绝)?了? *"
)
_TOLD_ME = re.compile(r"(?<![a-z])(?:told|asked|telling) me|[让叫喊](?:我|我们)")

_HOW = re.compile(
    r"(?<![a-z])(?:how (?:do|should|can|could|shall|would) (?:i|you|we|one)|how to|how (?:best )?to"
    r"|what (?:do|should|can|shall|would) (?:i|you|we) (?:say|do|answer|tell|reply)"
    r"|what to (?:say|do|answer|tell)|what now|(?:the )?best way to|give me (?:a|some) lines?"
    r"|tips? (?:for|on))(?![a-z])"
    r"|(?:怎么|如何|怎样|咋|点样|点)(?:去|来|样|才能|才好|才)?(?:回|答|说|讲|接|办|应|处理|开口|开始|要|问"
    r"|成交|签|收|催|讨|过|开场|约|安抚|哄|面对|打|让|叫|促|逼|拿|进|见)|话术"
)
_BOOKS = re.compile(
    r"(?<![a-z])(?:log|record|register|note|enter|add|export|print|see|list)(?![a-z])"
    r"|登记|记录|录入|备注|新增|查看|取消"
)
"""What is asked of our own books: how to note a complaint is no question for the field."""

_KEEPS = re.compile(
    r"(?:please |pls )?(?:note|remind|log|add|remember|tell)(?![a-z])"
    r"|(?:请|帮我|给)*(?:备注|提醒|记一|记下|群发|通知|转告)"
)
"""How words begin that are kept or passed on as they are."""

_DIGIT = re.compile(r"\d|[一二两三四五六七八九十百千][个套吨件箱台只]")

_FILLER = re.compile(
    r"(?:a|an|the|bit|has|have|had|got|need|needs|to|too|very|so|quite|really|rather|little|much|mate|innit|this|that|that's|it's|its"
    r"|it|is|are|was|be|been|year|yr|month|week|now|then|thx|thanks|sorry|sir|no|he|she|they|we|i|you"
    r"|we're|were|they're|theyre|he's|hes|she's|shes|i'm|im|re|m|s|t|d|ll|us|me|him|them|for|at|of|on"
    r"|all|moment|just|sounds|great|but|and|or|well|yeah|ok|still|already|our|your|their|his|her"
    r"|customer|customers|client|buyer|guy|says|say|said|reckons|thinks|with|not|until|till|here"
    r"|[很太有点好了啊呀啦喇吧呢我们他她说话嘛先都今年现在也哦就讲嫌觉得客户客人老板对方那这个还的又咯嘅])"
)
_LETTER = re.compile(r"[a-z']+|[^\W\d_a-z]|\d+")

_LISTED = frozenset({"longer_terms"})
"""Objections whose bare words ask for what the books say."""

_BOTH_SAY = frozenset({None, "send_information", "longer_terms", "quality_doubt"})
"""What a rep may say to a customer in the same few words."""

_GOODS = re.compile(
    r"(?:要|订|定|加|拿|买)[^,， ]{0,3}(?:\d|[一二两三四五六七八九十百千])"
    r"|(?:wants?|needs?|order|takes?) (?:another )?\d"
)
_OF_TERMS = re.compile(r"账期|帐期|天|折|%|days|percent|credit")

_SHORT = 2

_TAKEN_FOR = frozenset(
    {OUT_OF_SCOPE, "ambiguous", "snooze_visit", "set_note", "small_talk", "help", "edit_last"}
    | {"orders", "last_visit", "details", "complaints", "cancel", "payment_terms", "payments"}
)
"""What the words of a customer are easily taken for."""

_COURTEOUS = frozenset({OUT_OF_SCOPE, "ambiguous", "small_talk", "edit_last", "snooze_visit"})


def read_field(text: str, context: Context, *, is_report: Callable[[], bool]) -> Understood | None:
    """Read what is surely a question for the field, whatever it sounds like besides.

    A report of a visit (``is_report``) stays one: what the customer said is part of it.
    """
    plain = normalise(text).plain.strip()
    if not plain or _KEEPS.match(plain):
        return None
    if is_clear_no(text):
        whom = find_whom(text, context)
        return None if is_report() else _line(CLEAR_NO, text, whom)
    skill = _find_skill(text, plain)
    if skill is not None:
        whom = find_whom(text, context)
        return Understood("coach_line", "do", Slots(scene=skill, text=text), customer=whom)
    said = _find_told(text, plain, context)
    if said is None or find_whom(text, context) is not None or is_report():
        return None
    return _line(said, text, None)


def with_field(found: Understood, text: str) -> Understood:
    """Read what a customer says and nobody has heard yet; else leave what was understood."""
    plain = normalise(text).plain.strip()
    unclear = found.action == "abstain"
    if (unclear or found.intent in _COURTEOUS) and is_customers_words(text):
        return _line(find_said(normalise(text), "objection."), text, found.customer)
    told = _SAYS.match(plain) or _SAID_BEHIND.search(plain)
    asks = _HOW.search(plain) and (_WANTS.match(plain) or _LEAD.match(plain))
    wants = unclear and (asks or _REFUSES.match(plain))
    if not (told or wants) or _is_named(found) or _is_no_objection(text, plain):
        return found
    if not (unclear or found.intent in _TAKEN_FOR) or (_DIGIT.search(text) and not told):
        return found
    if _DIGIT.search(text) and not _HOW.search(plain) and _has_goods(plain):
        return found
    return _line(OTHER, text, None)


def is_customers_words(text: str) -> bool:
    """Say whether a text is nothing but what a customer says: an objection, and who says it.

    >>> is_customers_words("no budget this year"), is_customers_words("Is the budget the trouble?")
    (True, False)
    """
    normal = normalise(text)
    plain = normal.plain
    found = [
        mark
        for mark in choose_longest(load_scenes().list_marks(normal.folded))
        if any(name.startswith("objection.") for name in mark.means)
    ]
    if not found or text.rstrip().endswith(("?", "？")):
        return False
    for mark in found:
        first, last = normal.folded.origin(mark.start, mark.end)
        plain = f"{plain[:first]}{' ' * (last - first)}{plain[last:]}"
    return all(_FILLER.fullmatch(each) for each in _LETTER.findall(plain))


def is_asked_of_us(understood: Understood, text: str) -> bool:
    """Say whether a text is a question for the field, though a line is waited for.

    Nobody says a customer's own objection to a customer; "no hurry" and "the brochure" a rep may.
    """
    slots = understood.slots
    if understood.intent != "coach_line":
        return False
    if slots.scene is not None or slots.objection in {CLEAR_NO, OTHER}:
        return True
    told = _SAYS.match(normalise(text).plain.strip()) is not None
    return told or (slots.objection not in _BOTH_SAY and is_customers_words(text))


def is_told(text: str) -> bool:
    """Say whether a text tells what somebody said: "they said …", 他嫌…, "…, he says"."""
    plain = normalise(text).plain.strip()
    return _SAYS.match(plain) is not None or _SAID_BEHIND.search(plain) is not None


def is_told_of_a_customer(text: str) -> bool:
    """Say whether a text tells what "the customer" says: that is asked of us, not noted."""
    lead = _SAYS.match(normalise(text).plain.strip())
    return lead is not None and re.search(r"客|customer|client|buyer", lead[0]) is not None


def _find_told(text: str, plain: str, context: Context) -> str | None:
    """The objection in what is told of a customer, or in words that are nothing else."""
    said = find_said(normalise(text), "objection.")
    if said is None:
        return None
    if not (_LEAD.match(plain) or _SAID_BEHIND.search(plain)):
        bare = said in _LISTED or sum(map(str.isalnum, text)) <= _SHORT
        return said if not bare and is_customers_words(text) else None
    told = _SAYS.match(plain) or _SAID_BEHIND.search(plain)
    period = find_period(normalise(text), context.today, ahead=True)
    is_a_day = period is not None and period.from_on == period.to_on
    noun = is_told_of_a_customer(text)
    if (is_a_day and not noun) or (_has_goods(plain) and _DIGIT.search(text)):
        return None
    return said if told or is_customers_words(text) else None


def is_clear_no(text: str) -> bool:
    """Say whether a text tells that the customer has said no for good.

    >>> is_clear_no("he told me never to come back"), is_clear_no("never to come back late")
    (True, False)
    """
    plain = normalise(text).plain.strip()
    if _NO_ALONE.fullmatch(plain):
        return len(plain) > _SHORT
    if _NO.search(plain) is None:
        return False
    return bool(_LEAD.search(plain) or _TOLD_ME.search(plain) or _SAID_BEHIND.search(plain))


def _find_skill(text: str, plain: str) -> str | None:
    if not _HOW.search(plain) or _BOOKS.search(plain):
        return None
    return find_said(normalise(text), "ask.")


def _has_goods(plain: str) -> bool:
    """Whether a number of something is wanted: a need, not an objection."""
    return _GOODS.search(plain) is not None and _OF_TERMS.search(plain) is None


def _is_no_objection(text: str, plain: str) -> bool:
    """Whether what is said agrees, or asks what the books know: 客户说好, 他说的报价发了吗."""
    lead = _SAYS.match(plain)
    if lead is not None and _AGREES.fullmatch(plain[lead.end() :]):
        return True
    return text.rstrip(" .。").endswith(("?", "？", "吗")) and not _HOW.search(plain)


def _is_named(found: Understood) -> bool:
    return found.customer is not None and found.customer.customer_id is not None


def _line(objection: str | None, text: str, whom: Match | None) -> Understood:
    return Understood("coach_line", "do", Slots(objection=objection, text=text), customer=whom)
