"""``understand_message()``: the one entrance to what a message means.

Words of its own to keep come first ("note for Titan: …"), then a report of visits, then a wish or
a question. What only sounds like a report is never taken down as one: "did I visit Titan?" is
answered, not written.
"""

import re
from dataclasses import replace

from bot.understanding.aims import as_it_is_asked, without_greeting
from bot.understanding.appointing import read_plan
from bot.understanding.asking import read_contact, read_set_question
from bot.understanding.asking_visits import read_asked_visit
from bot.understanding.away import read_away
from bot.understanding.colleague_questions import read_colleague_question
from bot.understanding.commands import finish, read_command
from bot.understanding.concepts import choose_longest, load_lexicon
from bot.understanding.field import is_clear_no, read_field, with_field
from bot.understanding.handing_over import read_hand_over
from bot.understanding.inviting import read_inviting
from bot.understanding.made import read_made
from bot.understanding.normalise import normalise
from bot.understanding.others_own import read_others_own
from bot.understanding.practice_times import read_practice_time
from bot.understanding.reasons import understand_wish
from bot.understanding.reports import find_report, is_planned
from bot.understanding.scenes import read_said
from bot.understanding.told import Report, Told
from bot.understanding.understand import OUT_OF_SCOPE, Action, Context, Understood
from bot.understanding.unmeant import read_unmeant
from bot.understanding.wanting import read_want
from crm.names import Match

LOG_VISIT = "log_visit"

_DELAYS = re.compile(
    r"订单|交期|交货|发货|到货|货期|付款|货款|(?<![a-z])(?:orders?|deliver(?:y|ies)|shipments?"
    r"|payments?|invoices?|ha(?:s|ve) moved|moved to)(?![a-z])",
    re.IGNORECASE,
)
"""What may be late or move besides a visit: it is told, and postpones nothing."""

_ALSO_REMIND = re.compile(
    r"[\s,;.，；。]+(?:and |then |also |pls |please )*(?=remind me\b)|[,;，；。\s]+(?=提醒我)",
    re.IGNORECASE,
)

_TOLD_ON_A_VISIT = frozenset({"open_complaint", "set_note"})
"""What may be said on a visit: "saw Titan, they complained" is a visit with a note."""


def understand_message(text: str, context: Context) -> Understood:
    """Say what a message means; it never raises. A greeting before it says nothing."""
    text = without_greeting(text)
    asked = read_field(text, context, is_report=lambda: _is_report(text, context))
    if asked is not None:
        return asked
    return with_field(_understand(text, context), text)


def _understand(text: str, context: Context) -> Understood:
    readers = (
        read_asked_visit,
        read_colleague_question,
        read_others_own,
        read_inviting,
        read_hand_over,
        read_away,
        read_practice_time,
        read_set_question,
        read_unmeant,
        read_made,
    )
    read = (reader(text, context) for reader in readers)
    first = next((found for found in read if found is not None), None)
    if first is not None:
        return first
    report = find_report(text, context)
    known = report is not None and any(map(_is_known, report.told))
    command = read_command(text, context)
    told = command is not None and (command.intent in _TOLD_ON_A_VISIT or is_clear_no(text))
    if command is not None and not (known and told):
        return command
    if report is not None and known:
        return _as_report(report)
    plan = read_said(text, context) or read_plan(text, context) or read_want(text, context)
    if plan is not None:
        return plan
    found = finish(understand_wish(text, context), text, context)
    if found.intent == "snooze_visit" and found.slots.until is None and _DELAYS.search(text):
        found = replace(found, intent=OUT_OF_SCOPE, action="abstain", intents=())
    found = as_it_is_asked(found, text, context)
    found = read_contact(found, text, context) or found
    unheard = found.action == "abstain" and not _is_elsewhere(text)
    if report is not None and (found.intent == LOG_VISIT or unheard):
        return _as_report(report)
    return _without_report(found, text, context)


def part_reminder(text: str, context: Context) -> tuple[str, str] | None:
    """Part a report from the reminder asked for behind it; None where it is not both for sure."""
    cue = _ALSO_REMIND.search(text)
    if cue is None or cue.start() == 0:
        return None
    head = text[: cue.start()]
    report = find_report(head, context)
    if report is None or report.impossible or report.vague or _as_report(report).action != "do":
        return None
    return head, text[cue.end() :]


def _as_report(report: Report) -> Understood:
    """A report as it is understood: asked about if anybody is unclear or nobody was named."""
    first = report.told[0] if report.told else None
    return Understood(
        LOG_VISIT,
        _action([one.customer for one in report.told]),
        customer=first.customer if first else None,
        typed_name=first.typed_name if first else "",
        report=report,
    )


def _action(matches: list[Match]) -> Action:
    known = [match for match in matches if match.candidates]
    if not known or any(match.customer_id is None for match in known):
        return "ask"
    return "do" if all(match.sure for match in known) else "confirm"


def _is_report(text: str, context: Context) -> bool:
    report = find_report(text, context)
    return report is not None and any(map(_is_known, report.told))


def _is_known(told: Told) -> bool:
    return bool(told.customer.candidates)


def _is_elsewhere(text: str) -> bool:
    """Whether a message that names no customer of ours speaks of things we have no part in."""
    marks = choose_longest(load_lexicon().list_marks(normalise(text).folded))
    return any("elsewhere" in mark.means for mark in marks)


def _without_report(found: Understood, text: str, context: Context) -> Understood:
    """Answer what sounds like a report and is none: a plan with the next visit, else the last."""
    if found.intent != LOG_VISIT:
        return found
    period = found.slots.period
    ahead = period is not None and period.from_on > context.today
    if ahead or is_planned(text):
        return replace(found, intent="next_visit", action="do", intents=())
    intent = "visits_made" if found.customer is None else "last_visit"
    return replace(found, intent=intent, action="do", intents=())
