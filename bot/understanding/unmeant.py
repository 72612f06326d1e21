"""What sounds like something to write down of a customer we know, and is not.

"Visited nobody today" is no visit, "visited all" says nothing of whom, "met a new customer: Star
Hotel" is about somebody nobody knows yet, and "notes Titan" wants to read them.
"""

import re
from datetime import date

from bot.understanding.dates import Period, find_period
from bot.understanding.described import reads_like_a_name
from bot.understanding.excerpts import find_customer
from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.told import Report, Told
from bot.understanding.understand import LONGEST_NAME, Action, Context, Understood
from crm.entities import VisitKind
from crm.names.match import NOBODY

_WENT = r"(?:visited|saw|seen|met|called on|been to|went to|was at)"
_NOBODY = re.compile(
    rf" *(?:i |we )?(?:have )?{_WENT} (?:nobody|no one|noone|none|no customers?|nothing)"
    r"(?P<rest>.*)"
    r"|(?P<day>.{0,4}?)(?:一家|谁|哪家|哪儿?|哪里)(?:都|也)没有?(?:去|见|拜访|跑)(?:过|成)?"
)
_EVERYBODY = re.compile(
    rf" *(?:i |we )?(?:have )?{_WENT} (?:"
    r"(?:\d{1,2}|two|three|four|five|six|several|some|many|a few)"
    r" (?:customers|clients|of them|companies)|all|everyone|everybody|them all|all of them"
    r"|all (?:my |the )?customers)(?P<rest>.*)"
)
_NEW = re.compile(
    rf"(?P<before>.{{0,40}}?)\b{_WENT}(?: with)? (?:an?|another|one|the) new (?:customer|client"
    r"|account|prospect|company)\b(?P<between>[^:,\-–]{0,30}?)\s*(?:[:,\-–]|\bcalled|\bnamed)\s*"
    r"(?P<name>[^,;:.\n]{2,60})(?:[,;:.\n]\s*(?P<rest>.*))?"
    r"|(?P<zh_before>.{0,8}?)(?:见|拜访|去|跑)了?(?:一?[个家])新(?:客户|公司)[，,:：\s]*(?:名?叫)?"
    r"(?P<zh_name>[^，,。；;：:\n]{2,40})(?:[，,。；;：:\n]\s*(?P<zh_rest>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_NOTES = re.compile(
    r" *(?:my |the )?notes(?: (?:on|of|for|about|from|at))? (?P<who>[^:：,，;；]+)"
    r"| *what (?:did (?:i|we)|was|were|have (?:i|we)|has been|is)"
    r" (?:note|noted|write|written|wrote)(?: down)? (?:on|about|for|of|at)"
    r" (?P<about>[^:：,，;；?]+)\??"
)
_NOTED = re.compile(
    r" *what (?:did (?:i|we)|was|were|have (?:i|we)|has been)"
    r" (?:note|noted|write|written)(?: down)?"
    r"(?P<rest>(?: (?!on|about|for|of|at)\S+)*)"
)
_ADDS = re.compile(r"(?:please |pls )?add\b", re.IGNORECASE)
_MOST_WORDS = 5


def read_unmeant(text: str, context: Context) -> Understood | None:
    """Read a message of these kinds; None for every other one."""
    plain = normalise(text).plain.rstrip()
    nobody = _NOBODY.fullmatch(plain)
    if nobody is not None:
        day = _find_only_day(nobody["rest"] or nobody["day"] or "", context.today)
        return Understood("visits_made", "do", Slots(period=day)) if day else None
    everybody = _EVERYBODY.fullmatch(plain)
    if everybody is not None:
        day = _find_only_day(everybody["rest"], context.today)
        return _reported(Report((), day.to_on, dated=True)) if day else None
    noted = _NOTED.fullmatch(plain.rstrip("?"))
    if noted is not None:
        day = _find_only_day(noted["rest"], context.today)
        return Understood("visits_made", "do", Slots(period=day)) if day else None
    return _read_notes(text, plain, context) or _read_newcomer(text, context)


def _find_only_day(text: str, today: date) -> Period | None:
    """The day a text is, today if it is empty; None if it says anything else."""
    if not text.strip():
        return Period(today, today, "today", (0, 0))
    normal = normalise(text)
    period = find_period(normal, today, ahead=False)
    if period is None or period.from_on > today:
        return None
    start, end = period.span
    return None if f"{text[:start]}{text[end:]}".strip(" .!") else period


def _read_notes(text: str, plain: str, context: Context) -> Understood | None:
    """Notes of a customer that somebody wants to read: its card."""
    found = _NOTES.fullmatch(plain)
    which = "who" if found is not None and found["who"] else "about"
    if found is None or len(found[which].split()) > _MOST_WORDS:
        return None
    start, end = found.span(which)
    named = find_customer(text, (start, end), context)
    if named.customer is None:
        typed = text[start:end].strip()[:LONGEST_NAME]
        return Understood("customer_card", "do", customer=NOBODY, typed_name=typed)
    whole = named.span is not None and named.span[1] - named.span[0] >= end - start
    if not whole:
        return None
    action: Action = "do" if named.customer.customer_id is not None else "ask"
    return Understood("customer_card", action, customer=named.customer)


def _read_newcomer(text: str, context: Context) -> Understood | None:
    """A visit to somebody nobody knows yet, as it is said to be one."""
    found = _NEW.fullmatch(text.strip())
    if found is None or _ADDS.match(found["rest"] or ""):
        return None
    name = (found["name"] or found["zh_name"]).strip()
    known = find_customer(name, (0, len(name)), context).customer
    if (known is not None and known.sure) or not reads_like_a_name(name):
        return None
    around = " ".join(filter(None, (found["before"], found["between"], found["zh_before"])))
    period = find_period(normalise(around), context.today, ahead=False)
    on = period.to_on if period is not None and period.to_on <= context.today else context.today
    note = (found["rest"] or found["zh_rest"] or "").strip() or None
    told = Told(NOBODY, VisitKind.VISIT, typed_name=name, note=note)
    return _reported(Report((told,), on, dated=period is not None, note=note))


def _reported(report: Report) -> Understood:
    first = report.told[0] if report.told else None
    return Understood(
        "log_visit",
        "ask",
        customer=first.customer if first else None,
        typed_name=first.typed_name if first else "",
        report=report,
    )
