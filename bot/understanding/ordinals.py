"""Customers counted instead of named: "saw the 2nd one", 第二家没人在.

They count down the list on the screen, so only who knows that list can say who is meant. A message
counts where such words stand at its beginning or behind a word of going there; 他们开了第一家店
counts nothing.
"""

import re
from dataclasses import dataclass

_ENGLISH = (
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
)
_CHINESE = "一二三四五六七"

_PLACES = {word: place for place, words in enumerate(_ENGLISH, 1) for word in words} | {
    sign: place for place, signs in enumerate(zip(_CHINESE, "1234567", strict=True), 1)
    for sign in signs
}  # fmt: skip

_WORDS = "|".join(word for words in _ENGLISH for word in words)
_BEHIND_ENGLISH = r"one|customer|client|name|(?:one )?(?:on|of|in) (?:the|my) list"
_ORDINAL = re.compile(
    rf"(?<![a-z0-9])(?:the |my )?(?P<en>{_WORDS})"
    rf"(?: (?:{_BEHIND_ENGLISH})(?: (?:on|of|in) (?:the|my) list)?(?![a-z])"
    r"|(?=[ ,:]+(?:nobody|no one|noone|no-one|not in|is closed|was closed)\b))"
    rf"|(?:名单|清单|列表)?(?:上|里|中)?的?第(?P<zh>[{_CHINESE}1-7])"
    r"(?:家(?:客户)?(?!店|分|工厂|子|厂)|个客户|个(?=$|[\s,，。没不见去]))",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:(?:ok|okay|hi|hey|so|and|then|today|yes|just|also|at|my|the|now)[ ,]*"
    r"|(?:今天|刚才|刚刚|刚|上午|下午|早上|好的?|那|我|我们|然后|和|在|都|已经|现在)[ ,，]*)*$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:(?<![a-z])(?:met|saw|seen|see|visit(?:ed|ing)?|went|been|was|go|going|popped|dropped"
    r"|stopped|call(?:ed)?|rang|phoned|ring|move|push|postpone|skip|put|show|open|card|why|about|for"
    r"|at|with|to|cancel|is|when|note)"
    r"(?: (?:in|by|on|at|to|into|round|over|off|me|for|with|of|is))*"
    r"|[去见到访跑给打把推看问跟和对了过是取消])\s*$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:and|&|,|，|、|和|跟|还有|;|；)\s*(?:the )?$|[,，;；。.]\s*\S{0,12}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A place in a list, from one, and where it is said."""

    place: int
    start: int
    end: int


def list_counted(text: str) -> list[Counted]:
    """Return the customers that a message counts, in reading order.

    >>> [each.place for each in list_counted("first one nobody in, saw the 2nd one")]
    [1, 2]
    """
    found: list[Counted] = []
    for said in _ORDINAL.finditer(text):
        before = text[: said.start()]
        behind = bool(found) and _AND.search(before) is not None
        if behind or _BEGINS.match(before) or _LEADS.search(before):
            place = _PLACES[(said["en"] or said["zh"]).lower()]
            found.append(Counted(place, *said.span()))
    return found
