"""An answer to how often the order was asked for, or to what held them back: as it is typed."""

import re

from bot.conversations.answering import asks as is_question
from bot.conversations.answering import is_no
from bot.conversations.desk import Desk
from bot.conversations.pending import AskedAfter, VisitWord
from bot.understanding.asks_told import AsksTold, read_asks_told, read_reason, tells_nothing_else
from bot.understanding.field import is_told_of_a_customer
from bot.understanding.normalise import normalise
from bot.understanding.scenes import find_said
from crm.store.asked import MOST_ASKS, NOTHING, UNKNOWN

LONGEST = 60

_COUNT = re.compile(
    r"(?:(?:actually|其实|我|就|只|总共|一共|大概|开口|要单|开了口|问|问了|要了|提了|他"
    r"|i|we|asked|just|only|about)[ ,，]*)*"
    r"(?:(?P<none>没有?(?:开口|问|要|提)|一次(?:都|也)?没(?:有|问|开口|要|提)?|零|zero|never"
    r"|not (?:once|at all)|didnt ask|didn't ask|did not ask)"
    r"|(?P<digits>\d{1,2})\+?"
    r"|(?P<word>once|twice|thrice|one|two|three|four|five|six|several|many|a few"
    r"|一|两|二|三|四|五|六|几))"
    r" *(?:times?|次|回|遍)?[了吧以上 ]*[.。!！]*"
)
_WORDS = {
    **dict.fromkeys(("once", "one", "一"), 1),
    **dict.fromkeys(("twice", "two", "两", "二"), 2),
}
_UNKNOWN = re.compile(
    r"(?:i )?(?:don'?t know|dunno|no idea|not sure|didn'?t say|unknown)"
    r"|不知道|不清楚|不晓得|唔知|没说|他没说|客户没说"
)
_NOTHING = re.compile(r"nothing|none|no|没什么|没啥|没有|无|冇")
_SKIP = re.compile(r"skip(?: it| this)?|跳过|略过")


def is_skip(text: str) -> bool:
    """Say whether a text only leaves the question."""
    return _SKIP.fullmatch(normalise(text).plain.strip()) is not None


def may_tell(text: str) -> bool:
    """Say whether a text is short enough for an answer, and asks nothing."""
    return len(text) <= LONGEST and not is_question(text)


def read_answer(desk: Desk, text: str, waits: AskedAfter) -> AsksTold:
    """What an answer tells; whose customer objects is a question to us while the count is asked."""
    plain = normalise(text).plain.strip()
    if waits.held and (objection := _read_objection(plain, text)):
        return AsksTold(read_asks_told(text).asks, objection)
    if not may_tell(text):
        return AsksTold()
    told = read_asks_told(text) if tells_nothing_else(text) else AsksTold()
    asks = told.asks if waits.held else _read_count(desk, plain)
    asks = told.asks if asks is None else asks
    objection = told.objection or (read_reason(text) if asks is None else None)
    if not waits.held and asks is None and is_told_of_a_customer(text):
        objection = None
    return AsksTold(asks, objection, told.ordered and asks is not None)


def _read_count(desk: Desk, plain: str) -> int | None:
    """How often a text says it was; "no" only where no word about the visit is waited for."""
    waits = desk.dialog.find_listening(desk.now)
    if is_no(plain):
        return None if isinstance(waits, VisitWord) and waits.awaits else 0
    found = _COUNT.fullmatch(plain)
    if found is None:
        return None
    if found["none"]:
        return 0
    return int(found["digits"]) if found["digits"] else _WORDS.get(found["word"], MOST_ASKS)


def _read_objection(plain: str, text: str) -> str | None:
    if _UNKNOWN.fullmatch(plain.rstrip(" .。!！了")):
        return UNKNOWN
    if _NOTHING.fullmatch(plain.rstrip(" .。!！了")):
        return NOTHING
    return find_said(normalise(text), "objection.") if may_tell(text) else None
