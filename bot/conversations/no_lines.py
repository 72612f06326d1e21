"""What is typed while practising and is no line at all: nobody would say it to a customer.

A nod, signs without a word, abuse and a page of text are neither right nor wrong. They are
answered with a sentence and count for nothing.
"""

import re
from typing import Literal

from bot.conversations.practice_orders import load_orders
from crm.names.folding import is_han
from crm.text import fold

NoLine = Literal["empty", "nod", "abuse", "long"]

LONGEST, LONGEST_CHINESE = 240, 120
"""Characters of what can be said in one breath."""

_TAG = re.compile(r"<(script|style)\b.*?(?:</\1>|$)|<[^<>]{0,80}>", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"[{<]|;\s*\w.*;|--|=>|\$\(")

_ABUSE = re.compile(
    r"(?<![a-z])(?:fuck\w*|f\*+k\w*|shit\w*|bullshit"
    r"|piss off|asshole|arsehole|bastard|bitch\w*|idiot"
    r"|moron|stupid (?:bot|cow|man|woman)|shut up|screw you"
    r"|go to hell|get lost|drop dead|wtf|stfu)"
    r"(?![a-z])"
    r"|^[ 快你给我]*滚(?:开|蛋|远点)?[吧啊！!。]*$|^去死|他妈"
    r"|你妈的|操你|傻[逼比x叉]|蠢货|白痴|混蛋|王八"
    r"|算老几|关我(?:咩事|屁事|什么事)|关你(?:屁事|咩事)|收皮|仆街|扑街|屌|闭嘴|去你的|管我呢"
)


def without_tags(text: str) -> str:
    """Return a text without what stands in angle brackets: it is judged by its words.

    >>> without_tags("<b>Which day</b> suits?")
    'Which day suits?'
    """
    return " ".join(_TAG.sub(" ", text).replace(" ?", "?").split()) if "<" in text else text


def find_none(text: str) -> NoLine | None:
    """Return why a text is no line; None where it may be one.

    >>> find_none("🙂"), find_none("ok."), find_none("blue, or grey?")
    ('empty', 'nod', None)
    """
    said = fold(without_tags(text))
    if len(said) > (LONGEST_CHINESE if any(map(is_han, said)) else LONGEST):
        return "long"
    if _ABUSE.search(said):
        return "abuse"
    if not any(map(str.isalpha, said)) or (_TAG.search(text) and _CODE.search(said)):
        return "empty"
    bare = "".join(each if each.isalnum() else " " for each in said)
    if " ".join(bare.split()) in load_orders()["nods"] or _is_babble(bare):
        return "nod"
    return None


def _is_babble(bare: str) -> bool:
    """A word nobody could pronounce, or one letter over and over: asdfgh, aaaa."""
    words = bare.split()
    if len(words) != 1 or any(map(is_han, bare)):
        return False
    word = words[0]
    return len(set(word)) == 1 or re.search(r"[bcdfghjklmnpqrstvwxz]{5,}", word) is not None
