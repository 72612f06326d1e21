"""Whose figures are asked for: a colleague as they were typed, whether we know them or not."""

import re

from bot.understanding.dates import Period
from bot.understanding.excerpts import find_customer
from bot.understanding.normalise import Normal, normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood

_DOES = re.compile(
    r" *(?:and )?how (?:did|has|is|does) ([a-z]{2,20}) (?:do|done|doing|perform|performed"
    r"|performing)"
    r"(?![a-z])"
)
_REP_EN = re.compile(
    r"(?:of|for|by|did|has|does|is) (?P<of>[a-z][a-z .'-]{0,30}?)"
    r"(?= +(?:make|made|do|doing|perform|visit|have|last|this|in)| *$)"
    r"|(?:(?:show|see|how is|hows|check|what are|get) )?"
    r"(?P<own>[a-z][a-z.-]{1,20}(?: [a-z][a-z.-]{1,20})?)'s?(?: |$)"
)
_REP_ZH = re.compile(
    r"(?:看看?|查查?|看一下|查一下|显示)?(?P<zh>[一-鿿]{2,4}?)\s*的?\s*"
    r"(?:拜访|销售)?(?:业绩|数据|表现|绩效|战绩|成绩)"
)
_NO_REP = re.compile(
    r"(?:i|i .*|me|my|we|our|mine|us|the|team|my team|the team|all|reps|this|that|last|next|visits?"
    r"|.*visits? i|.*visits"
    r"|stats|today|yesterday"
    r"|it|he|she|there|me and.*|week|month|today|yesterday|year)$|.*(?:我|团队|大家|今天|昨天"
    r"|本月|这个|上个|全部|所有|客户|拜访)"
)


def read_how_somebody_does(text: str, context: Context) -> Understood | None:
    """Read how a colleague does whom we may not know: ``how did sarah do this quarter``."""
    found = _DOES.match(normalise(text).plain)
    if found is None or _NO_REP.match(found[1]):
        return None
    start, end = found.span(1)
    if find_customer(text, (start, end), context).span is not None:
        return None
    return Understood("rep_stats", "do", Slots(rep=text[start:end]))


def find_colleague(normal: Normal, period: Period | None) -> str | None:
    """Return a colleague's name as it was typed: 老李的业绩, ``show amy's performance``."""
    plain, original = _blank(normal, period), normal.original
    found = _REP_ZH.search(plain)
    if found is not None and not _NO_REP.match(found["zh"]):
        return original[slice(*found.span("zh"))]
    for match in _REP_EN.finditer(plain):
        group = "of" if match["of"] else "own"
        if not _NO_REP.match(match[group].strip()):
            return original[slice(*match.span(group))].strip()
    return None


def _blank(normal: Normal, period: Period | None) -> str:
    if period is None:
        return normal.plain
    start, end = period.span
    return f"{normal.plain[:start]}{' ' * (end - start)}{normal.plain[end:]}"
