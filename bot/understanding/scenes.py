"""What can be practised and what customers object: the words are in ``scenes.yaml``."""

import re
from dataclasses import replace
from functools import cache

from bot.understanding.concepts import Lexicon, choose_longest, parse_concepts, read_own
from bot.understanding.dates import find_period
from bot.understanding.normalise import Normal, normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.names import Match, match
from crm.names.forms import Evidence

FILE = "scenes.yaml"

NAMED_BY = frozenset(
    {Evidence.NAME, Evidence.ALIAS, Evidence.CODE, Evidence.BRAND, Evidence.PINYIN, Evidence.PART}
)
"""A name as it is written or spoken: it names somebody, though perhaps several."""

_PRACTISES = re.compile(
    r"(?<![a-z])(?:practi[cs]e|train|drill|rehearse|role ?play|simulate)(?![a-z])|[练模]|演练|对练"
)
_SAYS = re.compile(
    r"(?<![a-z])(?:(?:the |my |a )?(?:customer|client|buyer|he|she|they|boss) "
    r"(?:says?|said|tells? me|told me|keeps? saying)|when they say)(?![a-z])"
    r"|(?:客户|客人|客|对方|他|她|人家|老板)(?:们)?(?:总是|老是|跟我|都)?(?:说|讲|话|觉得|嫌)"
)
_ABOUT_THEM = re.compile(
    r"(?:so |well |but )?(?:the |my |this )?(?:customer|client|buyer|boss|he|she|they)(?![a-z])"
    r"|(?:这个|这家|那)?(?:客户|客人|对方|他|她|人家|老板|佢)"
)
"""How something begins that is told of a customer."""

_NAMED_SAYS = re.compile(r"(?<![a-z])(?:says?|said)(?![a-z])|说|讲|嫌|觉得")
_ANSWERS = re.compile(
    r"(?<![a-z])(?:what (?:do|should|can|could|shall|would) (?:i|you|we) (?:say|answer|reply)"
    r"|how (?:do|should|can|shall|would) (?:i|you|we) (?:answer|respond|reply|handle|counter|react)"
    r"|(?:what|how) to (?:say|answer|reply|respond|handle|counter)"
    r"|(?:give|show|tell) me (?:a|the|some) (?:line|lines|answer|reply))(?![a-z])"
    r"|(?:怎么|咋|如何|怎样|点|点样)(?:来|去|样)?(?:回答|回应|应对|答复|说服|回|答|说|讲|接|应|办|整|破)"
    r"|话术|应对"
)
_HELPS = re.compile("帮忙|帮个忙|幫忙")
"""Who wants a hand is not busy."""

_BARE = re.compile(
    r"(?:(?:so|and|then|but|ok|now|please|pls|help|hey|客户|现在|那|这|这个|这时|这句|请问|教教?我"
    r"|给我|一句|几句|来|我|该|要|应该|告诉我)[ ,，]*)*"
    r"(?:what (?:do|should|can|shall|would) (?:i|you) (?:say|answer|reply)"
    r"|how (?:do|should|can|shall|would) (?:i|you) (?:answer|respond|reply)"
    r"|(?:what|how) to (?:say|answer|reply|respond)|give me (?:a|some) lines?"
    r"|(?:怎么|咋|如何|点|点样)(?:回答|回应|应对|回|答|说|接|应)|话术"
    r"|(?:handle|answer|answering|handling|common|customer)? *objections?"
    r"|(?:处理|应对|常见|客户)*异议(?:处理|应对)?)"
    r"(?: to (?:them|him|her|that|this|it|customers|the customer|an objection)| now| then| here"
    r"|客户|他|她|他们|人家|呢|啊|好|才好|合适|比较好|异议)*[ ?？.。!！]*"
)

_DIGIT = re.compile(r"\d|[一二两三四五六七八九十百千][个套吨件箱台只]")
_SAID_SHORTLY = 70
"""Characters in which somebody says what a customer objects, and no more."""

_GIVES_WAY = frozenset(
    {"payment_terms", "set_note", "snooze_visit", "customer_card", "small_talk", "help"}
    | {"list_customers", "due_visits", "coach_line", "ambiguous", "list_needs", "payments"}
)
"""What a question how to answer an objection is easily taken for."""


@cache
def load_scenes() -> Lexicon:
    """Load what can be practised and objected, once."""
    return Lexicon(parse_concepts(read_own(FILE), FILE))


def read_practice(text: str) -> Understood | None:
    """Read a wish to practise by what is to be practised: ``train closing``, 陪我练陌拜."""
    normal = normalise(text)
    scene = find_said(normal, "scene.") if _PRACTISES.search(normal.plain) else None
    return Understood("coach_start", "do", Slots(scene=scene)) if scene else None


def read_objection(text: str, context: Context) -> Understood | None:
    """Read what a customer objects, told as their words: 客户说没空, "Huaxin said no budget"."""
    plain = normalise(text).plain
    told = _SAYS.search(plain) or _ABOUT_THEM.match(plain.strip())
    if not (told or _NAMED_SAYS.search(plain)):
        return None
    whom = find_whom(text, context)
    said = _find_objected(text, whom) if told else None
    if said is None and whom is not None and _NAMED_SAYS.search(plain):
        said = _find_objected(text, whom)
    return Understood("coach_line", "do", Slots(objection=said), customer=whom) if said else None


def read_said(text: str, context: Context) -> Understood | None:
    """Read an objection that is all that is said of a customer, or that is to be answered.

    "Huaxin says they want to think it over" is no wish for goods; with a number or a day in it, or
    with much more besides, it may be one.
    """
    normal = normalise(text)
    answers = _ANSWERS.search(normal.plain)
    if not (answers or _NAMED_SAYS.search(normal.plain)):
        return None
    whom = find_whom(text, context)
    said = _find_objected(text, whom)
    if whom is None or said is None:
        return None
    dated = find_period(normal, context.today, ahead=True) is not None
    more = dated or _DIGIT.search(text) or len(text) > _SAID_SHORTLY
    if more and not answers:
        return None
    return Understood("coach_line", "do", Slots(objection=said), customer=whom)


def read_answer_wanted(found: Understood, text: str, context: Context) -> Understood | None:
    """Read that somebody wants to know what to say to an objection, or to any.

    A name is read as well as it can be: where several have it, whoever answers sees which.
    """
    plain = normalise(text).plain
    gives_way = found.action == "abstain" or found.intent in _GIVES_WAY
    if gives_way and _BARE.fullmatch(plain.strip()):
        return Understood("coach_line", "do")
    answers = _ANSWERS.search(plain) is not None
    if not gives_way or not (answers or found.intent == "coach_line"):
        return None
    whom = find_whom(text, context)
    if not answers and whom is None:
        return None
    said = _find_objected(text, whom)
    return Understood("coach_line", "do", Slots(objection=said), customer=whom) if said else None


def find_whom(text: str, context: Context) -> Match | None:
    """Who is named, by a name, a part of it or a code; what merely resembles one is nobody."""
    found = match(context.names, text)
    return found if found.candidates and found.evidence in NAMED_BY else None


def _find_objected(text: str, whom: Match | None) -> str | None:
    """The objection in what is said besides the name: 贵 in 贵州茅台 is none."""
    span = whom.span if whom is not None else None
    rest = f"{text[: span[0]]} {text[span[1] :]}" if span else text
    return find_said(normalise(_HELPS.sub(" ", rest)), "objection.")


def find_said(normal: Normal, kind: str) -> str | None:
    """The scene or objection of the longest wording; of two as long, the one that is more than
    a "walk" through it."""
    marks = [
        replace(mark, means=means)
        for mark in load_scenes().list_marks(normal.folded)
        if (means := tuple(name for name in mark.means if name.startswith(kind)))
    ]
    if not marks:
        misspelt = map(load_scenes().find_misspelt, normal.plain.split())
        names = (name for means in misspelt for name in means if name.startswith(kind))
        return next((name.removeprefix(kind) for name in names), None)
    chosen = sorted(
        choose_longest(marks), key=lambda m: (m.means[0] == "scene.walk", m.start - m.end)
    )
    return chosen[0].means[0].removeprefix(kind) if chosen else None
