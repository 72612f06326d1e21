"""What was said on a visit, as it was typed, and what the customer wants.

A note is cut from the message, never composed: case, width and marks stay. What a customer wants is
the part behind "wants" or 要; a verb that is needed to read it well (加200阀门) stays with it.
"""

import re
from collections.abc import Iterable

_EDGES = " \t\r\n-–—,，.。;；:：、!！|…"
_OPENS = "+＋#¥￥$€£\"'“‘《(（@-"
_CLOSES = " %％)）\"'”’》"

_WANTS = re.compile(
    r"(?:\b(?P<not>no|not|\w+n['’]t|never|we|i|to)\s+)?"
    r"\b(?:wants?|wanted|needs?|needed|(?:would|['’]d|will)\s+(?:like|need)|(?:asked|asks|asking)\s+for"
    r"|request(?:s|ed)|(?:is|are)\s+after|looking\s+for|keen\s+on|interested\s+in|requires?)\b"
    r"\s*(?P<need>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_PONDERS = re.compile(
    r"to\s+(?:think|wait|consider|talk|speak|discuss|postpone|know|check|decide|pay|meet|be|go)\b"
    r"|(?:nothing|no|time|not|more\s+time)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:about\s+|another\s+|an?\s+extra\s+|extra\s+)?[+＋]?\s?\d[\d,.]*k?\s+(?:\S+\s+){0,4}?"
    r"(?:more|extra)\b|[+＋]\s?\d|(?:another|extra)\s+\d",
    re.IGNORECASE,
)
_WHO = (
    r"(?:(?:他们?|她们?|对方|客户|老板娘?|老细|采购|佢哋?|佢|\S{1,2}(?:总|经理|姐|哥|生|工|太|叔)|大家|两家|全)?"
    r"(?:说|說|讲|講|话|話|讲话|表示|提出|反映)?(?:那边|这边)?(?:还|也|都|又|就|想|现在|今年|这次|临时|仲)*)"
)
_ZH_WANTS = re.compile(
    _WHO + r"(?:急需|急要|想要|想买|需要|要求|要|需求(?:是|[:：])?|求)(?P<need>\S.*)", re.DOTALL
)
_ZH_NOT = re.compile(
    r"考虑|改天|等|再说|开会|出差|问|请示|商量|研究|走|回|想|看情况|看看(?!样)|下次|不|没|付|涨"
)
_ZH_ADDS = re.compile(
    _WHO + r"(?P<need>[再加追增多补续订要来][加追增多补续订要来单]{0,4}(?:了|个|個|咗)?\s*"
    r"[+＋]?(?:\d|[一二三四五六七八九十两百千万几半]).*)",
    re.DOTALL,
)


_MONEY = re.compile(
    r"[\s,，、;；]*(?:(?:一共|总共|合计|共计|总价|总额|金额|定金|订金|预付|首付|尾款|付了|已付|付款|单价"
    r"|打款|汇了|转了|收了)"
    r"|(?:with |and )?(?:an? )?\b(?:deposit|down ?payment|prepaid|prepayment|paid|total|worth)\b)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"客户|他们?|她们?|对方|佢哋?|那边|这边|说|說|讲|講|话|話|还|也|又|就|都|急?需要?|想?要|要求|需求|求|想|是|订购"
    r"|\b(?:they|he|she|it|also|and|but|now|still|the|customer|client|wants?|wanted|needs?"
    r"|needed|would|will|like|asked|asks|asking|for|said|says|is|are|after|looking|keen|on"
    r"|interested|in|requires?|requested|requests)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")


def cut_behind_need(said: str, need: str) -> int | None:
    """Return where the words behind a need begin; None if it stands behind more than "they want".

    >>> cut_behind_need("他们要100个阀，急", "100个阀"), cut_behind_need("王总要100个阀", "100个阀")
    (8, None)
    """
    at = said.find(need)
    if at < 0 or _LETTER.search(_LEADS.sub(" ", said[:at])):
        return None
    return at + len(need)


def find_need(said: str) -> str | None:
    """Return what a customer wants, from one clause with their name taken off; None if nothing.

    What was paid, and what it comes to, is no part of it.

    >>> find_need("wants 200 more valves"), find_need("要加20箱"), find_need("no need")
    ('200 more valves', '加20箱', None)
    """
    need = _find_wish(said.strip(_EDGES))
    if need is None:
        return None
    money = _MONEY.search(need)
    return tidy(need[: money.start()]) if money else need


def _find_wish(said: str) -> str | None:
    adds = _ZH_ADDS.match(said)
    if adds:
        need = adds["need"]
        return tidy(need.removeprefix("要"))
    wants = _ZH_WANTS.match(said)
    if wants:
        return None if _ZH_NOT.match(wants["need"]) else tidy(wants["need"])
    if _MORE.match(said):
        return tidy(said)
    found = _WANTS.search(said)
    if not found or found["not"] or _PONDERS.match(found["need"]):
        return None
    return tidy(found["need"])


def tidy(text: str) -> str | None:
    """Cut separators off both ends; None if nothing is left.

    >>> tidy(" - price too high. ")
    'price too high'
    """
    return text.strip(_EDGES) or None


def widen(text: str, start: int) -> int:
    """Return where a stretch begins with the signs that belong to its first word: +200, “ok”."""
    while start > 0 and text[start - 1] in _OPENS:
        start -= 1
    return start


def cut_note(text: str, pieces: Iterable[tuple[int, int]]) -> str | None:
    """Return the pieces of a message as one note; what lies between neighbours stays as typed."""
    joined: list[list[int]] = []
    for start, end in sorted(pieces):
        if joined and not any(map(str.isalnum, text[joined[-1][1] : start])):
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    notes = [found for start, end in joined if (found := tidy(text[start:end]))]
    wide = any("一" <= character <= "鿿" for note in notes for character in note)
    return ("，" if wide else ", ").join(notes) or None
