"""A text that names a day and nothing else: "it was Tuesday", 不对，是周二, "Friday"."""

import re
from datetime import date

from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise
from bot.understanding.understand import OUT_OF_SCOPE, Understood

_NOTHING_ELSE = frozenset({OUT_OF_SCOPE, "ambiguous", "edit_last", "snooze_visit"})

_LEADS_TO_A_DATE = re.compile(
    r"\b(?:no|not|sorry|it|that|was|were|on|actually|i|mean|meant)\b|不对|不是|应该|是|的|在"
    r"|[\s,.!;:，。！；：、]",
    re.IGNORECASE,
)


def find_bare_date(text: str, today: date, *, ahead: bool) -> date | None:
    """Return the day that a text is, or None; ``ahead``: a bare weekday is the coming one."""
    normal = normalise(text)
    period = find_period(normal, today, ahead=ahead)
    if period is None or period.from_on != period.to_on:
        return None
    start, end = period.span
    rest = f"{normal.original[:start]} {normal.original[end:]}"
    return None if _LEADS_TO_A_DATE.sub("", rest) else period.from_on


def find_answered_date(
    text: str, understood: Understood, today: date, *, ahead: bool
) -> date | None:
    """Return the day that answers "which day?": a text that is one, or that means nothing else."""
    on = find_bare_date(text, today, ahead=ahead)
    if on is not None or understood.intent not in _NOTHING_ELSE:
        return on
    period = find_period(normalise(text), today, ahead=ahead)
    return None if period is None else period.from_on
