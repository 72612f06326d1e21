"""Messages that say what to do with words of their own: keep this, remind me, add them.

They are read before anything else, because the words to keep could mean anything. A reader that
is not sure returns None, and the message is understood as a question.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.understanding.colleagues import read_how_somebody_does
from bot.understanding.dates import find_period
from bot.understanding.excerpts import is_question
from bot.understanding.newcomers import (
    read_missing,
    read_new_contact,
    read_new_customer,
    read_not_mine,
)
from bot.understanding.normalise import normalise
from bot.understanding.notes import (
    read_broadcast,
    read_complaint,
    read_need,
    read_need_gone,
    read_note,
)
from bot.understanding.particulars import asks_needs, complete
from bot.understanding.preferences import read_daily, read_no_digest, read_setting
from bot.understanding.reminding import read_reminder
from bot.understanding.scenes import (
    NAMED_BY,
    read_answer_wanted,
    read_objection,
    read_practice,
)
from bot.understanding.slots import Slots
from bot.understanding.understand import OUT_OF_SCOPE, Context, Understood
from bot.understanding.unseen import read_unseen
from bot.understanding.whether_visited import read_whether_visited
from crm.cadence import VisitState

Reader = Callable[[str, Context], Understood | None]

_EDIT_LAST = re.compile(
    r" *(?:please |pls |let me |i want to |can i )*(?:change|edit|correct|fix|amend|modify)"
    r"(?: (?:that|it|this|the last one|the last|the last entry|that one|my last (?:one|entry"
    r"|report|visit)"
    r"|the last (?:report|visit|note)))? *"
    r"|(?:请|帮我|我要|我想)*(?:改一下|改下|改改|修改(?:一下)?|更正(?:一下)?|改(?:刚才|上一条"
    r"|上一个|最后一条|刚刚)(?:那条|那个|的)?)"
    r"|(?:刚才|刚刚|上一条|上一个)(?:那个|那条|的)?(?:记错了|写错了|改一下|要改|错了|不对)"
    r"|(?:记|写|说|打)错了"
    r"|that(?:'s|s| is| was) (?:wrong|not right)|(?:i )?made a mistake|(?:that was )?a mistake"
)
_CORRECTION = re.compile(
    r" *(?:no|nope|wrong|sorry|oops|correction|i meant?|actually|不对|不是|错了|搞错了|说错了"
    r"|记错了|写错了|更正)"
    r"[\s,，:：;；。.!！-]+(?:(?:it |that )?(?:was|is|should be|should have been|were)|it's"
    r"|make it|i meant?|是|应该是|应是|改成|改为)?\s*",
    re.IGNORECASE,
)
_MAKE_IT = re.compile(
    r" *(?:(?:嗯+|好的?|对|哦|那|ok|okay|yes|yeah|well|please|pls)[\s,，。.]*)*"
    r"(?:还是|帮我|请)?(?:改成|改为|改到|改返|换成|换到|改|change (?:it|that) to|make (?:it|that)"
    r"|move (?:it|that) to|should be|change to)\s*",
    re.IGNORECASE,
)
_PLANS = frozenset({"snooze_visit", "remind_me", "next_visit"})
_IT_WAS = re.compile(
    r" *(?:it|that) (?:was|should be|should have been) (?=\w)|(?:应该是|是)(?=.)", re.IGNORECASE
)


def read_command(text: str, context: Context) -> Understood | None:
    """Read a message with words of its own, or a correction of what was just written."""
    for read in READERS:
        found = read(text, context)
        if found is not None:
            return found
    return None


def finish(found: Understood, text: str, context: Context) -> Understood:
    """Read what no command and no report took: a need that is told, and the particulars."""
    if found.intent not in _TOLD and found.slots.text is None:
        found = read_need(text, context) or found
    if found.intent in {OUT_OF_SCOPE, "list_customers", "due_visits", "customer_card"}:
        found = read_unseen(text, context) or found
    if found.intent in _MAY_BE_SETTING:
        found = read_setting(text) or found
    if found.intent in {"list_reminders", OUT_OF_SCOPE, "settings"}:
        found = read_daily(text) or found
    unclear = found.action == "abstain" or found.intent == "complaints"
    if unclear or "coach_start" in found.intents:
        found = read_practice(text) or found
    if found.action == "abstain":
        found = read_objection(text, context) or read_how_somebody_does(text, context) or found
    found = read_answer_wanted(found, text, context) or found
    found = _as_asked(found, text, context)
    if found.intent in _ABOUT_NOBODY and not _is_named(found):
        found = replace(found, customer=None)
    if found.intent == "grade_lift" and asks_needs(text, found):
        found = replace(found, intent="customer_card")
    return complete(found, text, context)


def _as_asked(found: Understood, text: str, context: Context) -> Understood:
    """A question keeps nothing, and whom to visit on days gone is whom somebody visited."""
    if found.intent == "set_note" and found.slots.text is None and is_question(text):
        return replace(found, intent="customer_card", action="do" if found.customer else "abstain")
    if found.intent == "open_complaint" and is_question(text):
        return replace(found, intent="complaints", action="do")
    period = found.slots.period
    gone = period is not None and period.to_on < context.today
    if found.intent == "due_visits" and gone and found.slots.visit_state is VisitState.DUE:
        return replace(found, intent="visits_made")
    return found


def _is_named(found: Understood) -> bool:
    """Whether somebody is named for sure; what an objection is about may have namesakes."""
    match = found.customer
    if match is None or match.sure or found.intent != "coach_line":
        return match is not None and match.sure
    return match.evidence in NAMED_BY


def read_how(text: str, context: Context) -> Understood | None:  # noqa: ARG001 - a reader
    """Read how one adds a customer: help says it; nobody called "how" is added."""
    plain = normalise(text).plain
    return Understood("help", "do") if _HOW_TO.match(plain) and _ADDS.search(plain) else None


def read_correction(text: str, context: Context) -> Understood | None:
    """Read that the last thing written was wrong: "change that"; "不对，是周二" with the day."""
    normal = normalise(text)
    if _EDIT_LAST.fullmatch(normal.plain.rstrip()):
        return Understood("edit_last", "do")
    cue = _CORRECTION.match(text)
    said = bool(cue)
    if cue is None:
        cue = _MAKE_IT.match(text) or _IT_WAS.match(text)
    if cue is None or text.rstrip().endswith(("?", "？", "吗", "嗎")):
        return None
    rest = text[cue.end() :].strip(" .。!！吧")
    ahead = context.previous is not None and context.previous.intent in _PLANS
    period = find_period(normalise(rest), context.today, ahead=ahead)
    whole = period is not None and period.span[1] - period.span[0] >= len(rest) - _ON
    if not whole and not (said and rest and cue[0].rstrip().endswith(_IS)):
        return None
    return Understood(
        "edit_last",
        "do",
        Slots(on=period.from_on if period else None, period=period, text=rest or None),
    )


_MAY_BE_SETTING = frozenset(
    {
        "settings",
        "list_reminders",
        "list_customers",
        "due_visits",
        "customer_card",
        "planned_visits",
    }
    | {"broadcast", "small_talk", "cancel", "snooze_visit", OUT_OF_SCOPE, "ambiguous"}
)
"""Intents that a setting told in words of its own may look like."""

_ABOUT_NOBODY = frozenset(
    {"coach_line", "coach_start", "coach_progress", "team_coverage", "rep_stats", "settings"}
    | {"priority", "grade_report", "help", "small_talk", "cancel", "list_reminders"}
)
"""Intents in which a word that only resembles a customer's name is none."""

_TOLD = frozenset(
    {"log_visit", "open_complaint", "remind_me", "broadcast", "add_customer"}
    | {"add_contact", "edit_last", "not_mine", "missing_customer", "coach_line"}
)
"""Messages in which something is told already."""

_HOW_TO = re.compile(
    r" *(?:how (?:do|can|could|to|does)|can i|may i|could i|is it possible)(?![a-z])"
    r"|(?:请问|我)*(?:怎么样?|怎样|如何|咋|可不可以|能不能|能否)"
)
_ADDS = re.compile(
    r"(?<![a-z])(?:add|create|register|make|set)(?: an?| the| my)?(?: new)? (?:customers?|contacts?"
    r"|notes?|reminders?)(?: myself| here)?(?! [a-z])|(?:加|新增|添加|新建|录入?)(?:个|一个)?"
    r"(?:新)?(?:客户|联系人|备注|提醒)[吗呢]?(?: *$)"
)

_ON = len("on the ")
"""What may stand around the day of a correction."""

_IS = ("was", "is", "be", "been", "were", "it's", "it", "meant", "mean", "是", "成", "为")

READERS: tuple[Reader, ...] = (
    read_how,
    read_broadcast,
    read_whether_visited,
    read_correction,
    read_no_digest,
    read_reminder,
    read_new_contact,
    read_new_customer,
    read_not_mine,
    read_missing,
    read_need_gone,
    read_note,
    read_complaint,
)
"""In this order: what swallows the rest of a message comes before what is found within one."""
