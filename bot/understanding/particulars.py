"""The particulars of questions whose words the table knows: until when, which detail, which scene.

Said of what was understood already: nothing here changes whom a message is about, and what it
asks for only where two questions differ by a particular: a visit on a day ahead is a plan.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot.understanding.colleagues import find_colleague
from bot.understanding.dates import Period, find_period
from bot.understanding.excerpts import is_question
from bot.understanding.normalise import Normal, normalise
from bot.understanding.preferences import find_setting
from bot.understanding.reckoning import When, away, number
from bot.understanding.scenes import find_said
from bot.understanding.slots import Detail, Slots
from bot.understanding.understand import Context, Understood

_COUNT = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|an?|one|two|three|four|five|six|半)"
_BY = re.compile(
    rf"(?<![a-z0-9]){_COUNT} ?(?:more )?(days?|weeks?|months?|years?)(?![a-z])"
    r"|(?P<zh>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<unit>天|周|星期|礼拜|月|年)(?!前)"
)
_DETAILS: tuple[tuple[Detail, re.Pattern[str]], ...] = (
    ("email", re.compile(r"(?<![a-z])e ?mail|邮箱|电邮")),
    ("address", re.compile(r"(?<![a-z])address|where (?:is|are)|located|地址|在哪|位置")),
    (
        "contact",
        re.compile(
            r"(?<![a-z])contacts?(?! (?:number|phone))|who do i (?:talk|speak)|ask for|联系人"
            r"|找谁|对接人"
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?<![a-z])(?:call|phone|ring|tel|telephone|number|mobile|dial|reach|get hold)"
            r"|电话|手机|号码|联系|拨"
        ),
    ),
)
_OVERDUE = re.compile(r"(?<![a-z])(?:overdue|late|past due|delayed)|逾期|超期|超时|过期")
_OPEN = re.compile(
    r"(?<![a-z])(?:open|pending|unresolved|outstanding|unsettled|not closed)"
    r"|未关闭|没关|未解决|没解决|没处理|未处理|处理中|待处理|未结|没结|未完"
)
_REF = re.compile(
    r"(?:complaints?|ticket|case|no\.?|number|投诉|客诉|单号|编号)\s*(?:no\.?|number|#"
    r"|第)?\s*#?\s*([a-z]{0,3}-?\d{1,8})"
    r"|#\s*([a-z]{0,3}-?\d{1,8})|(\d{1,8})\s*号",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?<![a-z])since *(?:\w{0,6})$|[自从]$")
_PUTS_OFF = re.compile(
    r"snooze|postpone|push|delay|defer|reschedule|move|put|推|延|改|缓|挪|押后|顺延|迟"
)
_TARGET = re.compile(r"[推延改挪移拖调][迟后期]?[到至成为]|(?<![a-z])(?:to|until|till)(?![a-z])")
_NEEDS_WHAT = re.compile(
    r"what (?:do|does) +(?:it |they )?(?:need|want|require)s?(?: now| at the moment)?"
    r"|(?:现在|目前|最近)?(?:有什么需求|有啥需求|需要什么|需要啥|要什么|想要什么|的?需求是什么"
    r"|的需求)"
)
_LATE_BY = re.compile(
    r"(?:超过|逾期|过期|拖了?|欠了?|大于|超)(?:了|已|满)* *(\d{1,4}) *(?:天|日|个?月)"
    r"|(\d{1,4}) *(?:天|日|个?月) *(?:以上|多|\+|未付|没付|没给)"
    r"|(?<![a-z])(?:over|more than|longer than|older than|beyond|past|by|for|at least) *(\d{1,4})"
    r" *(?:days?|months?)|(\d{1,4}) *(?:days?|months?) *(?:or more|plus|overdue|late|past due)",
)
_PAID = re.compile(r"(?<![a-z])(?:paid|pay|settled)(?![a-z])|付|结清|还清|到账")
"""Whoever asks whether they paid would take "no, nothing is owed" the wrong way round."""
_MONTHS_LATE = re.compile(r"月|month")
_NO_REP = re.compile(
    r"(?:没有?|无|缺)(?:业务员|销售|负责人|人(?:负责|跟|管))|(?<![a-z])(?:without|with no|no"
    r"|have no|has no|lacking) (?:an? )?(?:sales )?(?:reps?|owner|salesperson)(?![a-z])|unassigned"
)
_EACH = re.compile(r"多少|几[家个]|how many")
_WHO_MOST = re.compile(
    r"谁.{0,6}(?:超期|逾期|没去).{0,4}最多|(?<![a-z])who (?:has|is) (?:the )?most (?:overdue|late)"
)
_RANKED = re.compile(
    r"最[大好重要]|头部|排名|前[一二三四五六七八九十\d]+[家名个]|(?<![a-z])(?:best|top|biggest"
    r"|largest|most (?:important|valuable)|highest ranked)(?![a-z])"
)
_OWN = re.compile(
    r"我自己|我本人|(?<![a-z])(?:my own|(?:only|just) mine|mine (?:only|alone)|not my team)"
    r"|不[含算包括]*(?:团队|下属|组员)"
)


def complete(found: Understood, text: str, context: Context) -> Understood:
    """Add to what was understood the particulars that its intent asks for."""
    add = _PARTICULARS.get(found.intent)
    if add is None:
        return found
    normal = _without_name(found, text)
    if found.intent == "snooze_visit" and is_question(text) and not _PUTS_OFF.search(normal.plain):
        return replace(found, intent="next_visit")
    return replace(found, slots=add(found.slots, normal, context.today))


def asks_needs(text: str, found: Understood) -> bool:
    """Whether it is asked what a customer needs: the card tells it."""
    return bool(_NEEDS_WHAT.fullmatch(_without_name(found, text).plain.strip()))


def _without_name(found: Understood, text: str) -> Normal:
    """The message with a blank where the customer's name stands: Monday Foods is no day."""
    match = found.customer
    if match is not None and match.span is not None and match.span[1] <= len(text):
        start, end = match.span
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return normalise(text)


def _put_off(slots: Slots, normal: Normal, today: date) -> Slots:
    """The day a visit is put off to: a named one, or so many days from today."""
    period = _find_target(normal, today) or find_period(normal, today, ahead=True)
    until = period.from_on if period is not None and period.from_on > today else None
    away_by = _BY.search(normal.plain)
    if until is None and away_by is not None:
        until = _count_on(away_by, today)
    return replace(slots, until=until, period=None)


def _find_target(normal: Normal, today: date) -> Period | None:
    """The day behind "to" where a visit is moved from one day to another: 这周五推到下周二."""
    for lead in _TARGET.finditer(normal.plain):
        behind = normalise(normal.original[lead.end() :])
        period = find_period(behind, today, ahead=True)
        if period is not None and not behind.plain[: period.span[0]].strip():
            return period
    return None


def _count_on(found: re.Match[str], today: date) -> date | None:
    said, unit = (found["zh"], found["unit"]) if found["zh"] else (found[1], found[2])
    when = When(today, ahead=True)
    if said == "半":
        return away(15 if unit == "月" else 6, "天" if unit == "月" else "月", when, later=True)[0]
    try:
        return away(number(said), unit, when, later=True)[0]
    except (ValueError, OverflowError, KeyError):
        return None


def _look_back(slots: Slots, normal: Normal, today: date) -> Slots:
    """The days asked for; "since October" goes on until today."""
    period = find_period(normal, today, ahead=False)
    if period is not None and _is_since(normal, period):
        period = replace(period, to_on=today, label=None)
    return replace(slots, period=period)


def _is_since(normal: Normal, period: Period) -> bool:
    start, end = period.span
    lead, tail = normal.plain[: start + len("since ")], normal.plain[end:].lstrip()
    return bool(_SINCE.search(lead)) or tail.startswith(("以来", "到现在", "至今", "起", "到今天"))


def _detail(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    which = next((name for name, words in _DETAILS if words.search(normal.plain)), None)
    return replace(slots, which=which)


def _complaints(slots: Slots, normal: Normal, today: date) -> Slots:
    plain = normal.plain
    if _OVERDUE.search(plain):
        slots = replace(slots, status="overdue")
    elif _OPEN.search(plain):
        slots = replace(slots, status="open")
    return _look_back(slots, normal, today)


def _reference(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    found = _REF.search(normal.original) or _REF.search(normal.plain)
    ref = next((group for group in found.groups() if group), None) if found else None
    return replace(slots, ref=ref)


def _of_a_rep(slots: Slots, normal: Normal, today: date) -> Slots:
    slots = _look_back(slots, normal, today)
    return replace(slots, rep=find_colleague(normal, slots.period) or slots.rep_name)


def _scene(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    return replace(slots, scene=find_said(normal, "scene."))


def _objection(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    return replace(slots, objection=slots.objection or find_said(normal, "objection."))


def _owed(slots: Slots, normal: Normal, today: date) -> Slots:
    """How late the money has to be: 欠款超过30天的, ``overdue by more than 30 days``."""
    late = _LATE_BY.search(normal.plain)
    days = next((int(group) for group in late.groups() if group), None) if late else None
    if days is not None and _MONTHS_LATE.search(late[0] if late else ""):
        days *= 30
    asked = _asked(slots, normal, today).asked and not _PAID.search(normal.plain)
    return replace(slots, asked=asked, over_days=days)


def _asked(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    """Whether yes or no is wanted: ``is Huaxin an A?``, 华兴超期了吗."""
    return replace(slots, asked=_WHETHER.search(normal.original.strip()) is not None)


def _listed(slots: Slots, normal: Normal, today: date) -> Slots:
    plain = normal.plain
    if slots.count and len(slots.tiers) > 1 and len(_EACH.findall(plain)) > 1:
        slots = replace(slots, group_by="tier", tier=None)
    if slots.group_by is None and _WHO_MOST.search(plain):
        slots = replace(slots, group_by="rep")
    return replace(
        _asked(slots, normal, today),
        own=slots.own or _OWN.search(plain) is not None,
        no_rep=_NO_REP.search(plain) is not None,
        ranked=_RANKED.search(plain) is not None,
    )


_WHETHER = re.compile(
    r"^(?:and |so |ok,? )?(?:is|are|was|does|do|did|has|have|isn't|aren't)\s(?!there|anyone"
    r"|anybody|any\b)"
    r"|[吗嗎么没][?？。!！]*$|是不是|有没有|是否",
    re.IGNORECASE,
)

_PARTICULARS: Mapping[str, Callable[[Slots, Normal, date], Slots]] = {
    "snooze_visit": _put_off,
    "orders": _look_back,
    "tier_changes": _look_back,
    "visits_made": _of_a_rep,
    "rep_stats": _of_a_rep,
    "details": _detail,
    "complaints": _complaints,
    "close_complaint": _reference,
    "coach_start": _scene,
    "coach_line": _objection,
    "settings": find_setting,
    "customer_card": _asked,
    "payments": _owed,
    "list_customers": _listed,
    "due_visits": _listed,
}
