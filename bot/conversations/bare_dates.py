"""A text that names a day and nothing else: "it was Tuesday", 不对，是周二, "Friday", 还是大后天吧.

Small words may lead to the day or follow it. A sentence in which a day occurs is no answer to
"which day?": 周五跟老婆吃饭 moves no visit.
"""

import re
from datetime import date

from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise
from bot.understanding.understand import Understood

_LEADS_TO_A_DATE = re.compile(
    r"\b(?:no|not|sorry|it|that|the|was|were|on|actually|i|mean|meant)\b|不对|不是|应该|是|的|在"
    r"|[\s,.!;:，。！；：、]",
    re.IGNORECASE,
)
_GOES_WITH_A_DATE = re.compile(
    r"\b(?:let's|lets|let us|make|say|move|change|set|put|to|for|until|till|then|next|please|pls"
    r"|ok|okay|yes|well|better|rather|maybe|how|about|at|around|morning|afternoon|evening|noon"
    r"|\d{1,2}(?::\d\d)? ?(?:am|pm))\b"
    r"|(?:改|推|定|约|挪|放|延|换|记)?(?:迟|后)?[到成为]|还是|那就|那|就|吧|好的?|嗯|哦|可以|行|再|去|过去|拜访"
    r"|上午|下午|早上|晚上|中午|傍晚|[0-9一二两三四五六七八九十]{1,3}点(?:半|钟)?|左右|了",
    re.IGNORECASE,
)


def find_bare_date(text: str, today: date, *, ahead: bool) -> date | None:
    """Return the day that a text is, or None; ``ahead``: a bare weekday is the coming one."""
    found = _find(text, today, ahead=ahead)
    if found is None:
        return None
    on, rest = found
    return None if _LEADS_TO_A_DATE.sub("", rest) else on


def find_answered_date(
    text: str,
    understood: Understood,  # noqa: ARG001 - every taker of an answer is given it
    today: date,
    *,
    ahead: bool,
) -> date | None:
    """Return the day that answers "which day?": a text that is one, with what goes with a day.

    >>> nothing = Understood("out_of_scope", "abstain")
    >>> find_answered_date("还是大后天吧", nothing, date(2026, 11, 24), ahead=True)
    datetime.date(2026, 11, 27)
    >>> find_answered_date("周五跟老婆吃饭", nothing, date(2026, 11, 24), ahead=True) is None
    True
    """
    found = _find(text, today, ahead=ahead)
    if found is None:
        return None
    on, rest = found
    left = _LEADS_TO_A_DATE.sub("", _GOES_WITH_A_DATE.sub(" ", rest))
    return None if left else on


def _find(text: str, today: date, *, ahead: bool) -> tuple[date, str] | None:
    """The one day in a text, and the text around it."""
    if text.rstrip().endswith(("?", "？", "吗", "嗎")):
        return None
    normal = normalise(text)
    period = find_period(normal, today, ahead=ahead)
    if period is None or period.from_on != period.to_on:
        return None
    start, end = period.span
    return period.from_on, f"{normal.original[:start]} {normal.original[end:]}"
