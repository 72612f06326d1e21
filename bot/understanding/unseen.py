"""Customers nobody has been to for so long: 半年没去的客户, ``A's not visited since August``.

How long is cut out, with the words that it belongs to; what is left is which customers. Whoever
was never visited is among them.
"""

import re
from dataclasses import replace
from datetime import date

from bot.understanding.dates import find_period
from bot.understanding.normalise import normalise
from bot.understanding.reckoning import When, away, number
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood, understand
from crm.names.match import NOBODY

_VISIT_ZH = r"(?:人)?(?:去|拜访|走访|访问|访|见|跑|联系|登门|上门)(?:看|过|面|访)*(?:了)?"
_ZH = re.compile(
    r"(?:已经|超过|至少|都|有)*(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}"
    r"|半)个?(?P<unit>天|周|星期|礼拜|月|年)"
    rf"(?:半|多|以上|都|了|来|内)*(?:还)?(?:没有?|未|冇|不曾){_VISIT_ZH}"
)
_EN_NOT = (
    r"(?:(?:have|has|had|did|do|were|was|are|is) ?)?(?:n't|not|never|nobody|no one|havent"
    r"|hasnt|haven't"
    r"|hasn't|hadn't|didn't|didnt|weren't|wasn't|without)"
)
_EN_VISIT = (
    r"(?: (?:been|i|we|he|she|they|anyone|anybody|has|have|any|a|had|yet))*"
    r" (?:visits?|visited|seen|see|been to|met|meet|called on|contacted|been)"
)
_EN_LONG = (
    r"(?: (?:at all|yet|by us|them))?"
    r" (?:(?:in|for)(?: the)?(?: last| past| over| more than| at least)* "
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|half an?) (?P<unit>days?|weeks?"
    r"|months?|years?)"
    r"|(?P<since>since .{3,20}|this (?:year|month|quarter|week)))"
)
_EN = re.compile(rf"(?<![a-z]){_EN_NOT}{_EN_VISIT}{_EN_LONG}(?![a-z])")
_ZH_PERIOD = re.compile(
    r"(?P<since>今年(?:以来)?|这个?月|本月|这个?季度|本季度|本周|这周|[自从].{1,8}?(?:以来|起"
    r"|开始|后))"
    rf"(?:都|还|就|一直)*(?:没有?|未|冇){_VISIT_ZH}"
)


def read_unseen(text: str, context: Context) -> Understood | None:
    """Read which customers were not visited since a day; of one customer it is the last visit."""
    plain = normalise(text).plain
    for pattern in (_ZH, _EN, _ZH_PERIOD):
        found = pattern.search(plain)
        since = _since(found, context.today) if found else None
        if found is None or since is None or since >= context.today:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return _which(rest, since, context)
    return None


def _which(rest: str, since: date, context: Context) -> Understood | None:
    """Understand what is left: which customers, all of them, or one."""
    for asked in (rest, f"{rest} 客户", "客户" if len(normalise(rest).folded.text) < _FEW else ""):
        found = understand(asked, replace(context, previous=None))
        if found.customer not in (None, NOBODY):
            return Understood("last_visit", found.action, Slots(), found.customer)
        if found.intent in {"list_customers", "due_visits"} and found.action == "do":
            slots = replace(
                found.slots, not_visited_since=since, visit_state=None, period=None, asked=False
            )
            return Understood("list_customers", "do", slots)
    return None


_FEW = 8
"""So many letters that are left hold no condition."""


def _since(found: re.Match[str], today: date) -> date | None:
    groups = found.groupdict()
    if groups.get("since"):
        period = find_period(normalise(groups["since"]), today, ahead=False)
        return period.from_on if period else None
    count, unit = groups["count"], groups["unit"]
    when = When(today, ahead=False)
    if count.startswith(("半", "half")):
        if unit[0] in "月m":
            return away(15, "天", when, later=False)[0]
        return away(6, "月", when, later=False)[0] if unit[0] in "年y" else None
    try:
        return away(number(count), unit, when, later=False)[0]
    except (ValueError, OverflowError, KeyError):
        return None
