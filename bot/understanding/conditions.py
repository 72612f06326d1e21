"""Conditions of a list: not in Germany, everyone but the C's, 除了上海, A类以外, 今年没去过.

What can't be told apart must not be passed over: the opposite of what was asked is worse than no
answer. Only of tiers the others are known, and meant.
"""

import re
from dataclasses import replace
from datetime import date

from bot.understanding.concepts import Mark
from bot.understanding.normalise import Normal
from bot.understanding.slots import Slots
from crm.cadence import VisitState

_BETWEEN = r"(?: *(?<![a-z])(?:the|those|any|in|from|of|at|for|an|who|that|are|yet))*"
_BUT = (
    r"非|(?<!是)不是|除去|除了?|排除|(?<![a-z])(?:non|not|isn't|isnt|aren't|arent"
    r"|except(?:ing)?|excluding"
    r"|exclude|outside|other than|apart from|besides|minus|(?:all|every[a-z]*|any[a-z]*|but) but"
    r"|but not)"
)
_NOR = (
    r"(?<!是)不在|不属于|(?<![是要该])不|(?<!有)没有?|(?<!有)未"
    r"|(?<![a-z])(?:without|no|never|don't|dont|doesn't|doesnt)"
)
_TIER_BEFORE = re.compile(rf"(?:{_BUT}){_BETWEEN} *$")
_BEFORE = re.compile(rf"(?:{_BUT}|{_NOR}){_BETWEEN} *$")
_AFTER = re.compile(
    r" *(?:类|级|tier)? *的?(?:客户)? *(?:以外|之外|除外|不算|excluded|aside|not included)"
)
_NONE = re.compile(r"(?:没有?|无|冇|(?<![a-z])(?:no|without|lack|lacks|not any))(?: any)? *$")
_GROUP = re.compile(
    r"城市|国家|行业|地区|地方|业务员|(?<![a-z])(?:cit(?:y|ies)|towns?|countr|industr|reps?(?![a-z]))"
)
_WHAT = frozenset({"@place", "@industry", "@person", "overdue", "due", "never"})


def is_left_out(normal: Normal, mark: Mark) -> bool:
    """Whether all but this are meant: 非A类, A类以外, ``except A``, ``not in Germany``."""
    first, last = normal.folded.origin(mark.start, mark.end)
    before = _TIER_BEFORE if "@tier" in mark.means else _BEFORE
    return bool(before.search(normal.plain[:first]) or _AFTER.match(normal.plain[last:]))


def keep_the_others(
    normal: Normal, marks: tuple[Mark, ...], slots: Slots, tiers: tuple[str, ...]
) -> Slots:
    """Ask for the other tiers, where the message names those that are not asked for."""
    out = {mark.value for mark in marks if "@tier" in mark.means and is_left_out(normal, mark)}
    if not out:
        return slots
    kept = tuple(tier for tier in tiers if tier not in out)
    return replace(slots, tiers=kept, tier=kept[0] if len(kept) == 1 else None)


def passes_over(normal: Normal, marks: tuple[Mark, ...], slots: Slots, today: date) -> bool:
    """Whether a list would pass over a condition: something left out, or the days of visits.

    Who is due by a day, or overdue now, can be told; who was not visited since a day can't.
    """
    if any(_WHAT & set(mark.means) and is_left_out(normal, mark) for mark in marks):
        return True
    if _asks_where_none(normal, marks):
        return True
    period, state = slots.period, slots.visit_state
    if period is None or period.label == "today" or state is VisitState.DUE:
        return False
    if state is VisitState.NEVER:
        return True
    return period.from_on < today and not (state and today <= period.to_on)


def _asks_where_none(normal: Normal, marks: tuple[Mark, ...]) -> bool:
    """Whether places or people are asked for that have none of a tier: 没有A类的城市."""
    if not _GROUP.search(normal.plain):
        return False
    tiers = (mark for mark in marks if "@tier" in mark.means)
    starts = (normal.folded.origin(mark.start, mark.end)[0] for mark in tiers)
    return any(_NONE.search(normal.plain[:start]) for start in starts)
