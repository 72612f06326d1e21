"""The particulars of questions whose words the table knows: until when, which detail, which scene.

Said of what was understood already: nothing here changes whom a message is about, and what it
asks for only where two questions differ by a particular: a visit on a day ahead is a plan.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from bot.understanding.concepts import Lexicon, choose_longest, parse_concepts, read_own
from bot.understanding.dates import Period, find_period
from bot.understanding.excerpts import find_customer, is_question
from bot.understanding.normalise import Normal, normalise
from bot.understanding.reckoning import When, away, number
from bot.understanding.slots import Detail, Slots
from bot.understanding.understand import Context, Understood

SCENES = "scenes.yaml"

_COUNT = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|an?|one|two|three|four|five|six|半)"
_BY = re.compile(
    rf"(?<![a-z0-9]){_COUNT} ?(?:more )?(days?|weeks?|months?|years?)(?![a-z])"
    r"|(?P<zh>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)个?(?P<unit>天|周|星期|礼拜|月|年)(?!前)"
)
_LOOKS_BACK = frozenset({"orders", "rep_stats", "visits_made", "tier_changes", "complaints"})
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
_CLOCK = re.compile(
    r"(?P<part>早上|上午|凌晨|中午|下午|晚上|夜里)?\s*(?P<hour>\d{1,2}"
    r"|[零一二两三四五六七八九十]{1,3})"
    r"(?:[:：点](?P<half>半)?(?P<minute>\d{1,2})?分?)?\s*(?P<ap>am|pm|a\.m\.|p\.m\.|o'clock)?",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?<![a-z])since *(?:\w{0,6})$|[自从]$")
_PUTS_OFF = re.compile(
    r"snooze|postpone|push|delay|defer|reschedule|move|put|推|延|改|缓|挪|押后|顺延|迟"
)
_PRACTISES = re.compile(
    r"(?<![a-z])(?:practi[cs]e|train|drill|rehearse|role ?play|simulate)(?![a-z])|[练模]|演练|对练"
)
_NEEDS_WHAT = re.compile(
    r"what (?:do|does) +(?:it |they )?(?:need|want|require)s?(?: now| at the moment)?"
    r"|(?:现在|目前|最近)?(?:有什么需求|有啥需求|需要什么|需要啥|要什么|想要什么|的?需求是什么"
    r"|的需求)"
)
_OWN = re.compile(
    r"我自己|我本人|(?<![a-z])(?:my own|(?:only|just) mine|mine (?:only|alone)|not my team)"
    r"|不[含算包括]*(?:团队|下属|组员)"
)
_SAYS = re.compile(
    r"(?<![a-z])(?:(?:the |my |a )?(?:customer|client|buyer|he|she|they|boss) "
    r"(?:says?|said|tells? me|told me|keeps? saying)|when they say)(?![a-z])"
    r"|(?:客户|客人|客|对方|他|她|人家|老板)(?:们)?(?:总是|老是|跟我|都)?(?:说|讲|话|觉得|嫌)"
)
_DAILY = re.compile(r"每[天日]|(?<![a-z])(?:daily|every (?:day|morning|evening))(?![a-z])")
_DOES = re.compile(
    r" *(?:and )?how (?:did|has|is|does) ([a-z]{2,20}) (?:do|done|doing|perform|performed"
    r"|performing)"
    r"(?![a-z])"
)
_QUIET = re.compile(r"quiet|do not disturb|dnd|打扰|勿扰|安静|别吵|别烦")
_REMINDER = re.compile(r"remind|提醒")
_LANGUAGE = re.compile(r"english|chinese|mandarin|language|英文|英语|中文|汉语|语言|普通话")
_TO_EN = re.compile(r"english|英文|英语|(?<![a-z])en(?![a-z])")
_TO_ZH = re.compile(r"chinese|mandarin|中文|汉语|普通话|(?<![a-z])zh(?![a-z])")
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


@cache
def load_scenes() -> Lexicon:
    """Load what can be practised and objected, once."""
    return Lexicon(parse_concepts(read_own(SCENES), SCENES))


def complete(found: Understood, text: str, context: Context) -> Understood:
    """Add to what was understood the particulars that its intent asks for."""
    add = _PARTICULARS.get(found.intent)
    if add is None:
        return found
    normal = _without_name(found, text)
    if found.intent == "snooze_visit" and is_question(text) and not _PUTS_OFF.search(normal.plain):
        return replace(found, intent="next_visit")
    return replace(found, slots=add(found.slots, normal, context.today))


def read_practice(text: str) -> Understood | None:
    """Read a wish to practise by what is to be practised: ``train closing``, 陪我练陌拜."""
    normal = normalise(text)
    scene = _find_said(normal, "scene.") if _PRACTISES.search(normal.plain) else None
    return Understood("coach_start", "do", Slots(scene=scene)) if scene else None


def read_objection(text: str) -> Understood | None:
    """Read what a customer objects, told as their words: 客户说没空."""
    normal = normalise(text)
    said = _find_said(normal, "objection.") if _SAYS.search(normal.plain) else None
    return Understood("coach_line", "do", Slots(objection=said)) if said else None


def read_daily(text: str) -> Understood | None:
    """Read when the daily reminder is wanted: 每天早上8点提醒我."""
    normal = normalise(text)
    if not (_DAILY.search(normal.plain) and _REMINDER.search(normal.plain)):
        return None
    times = _list_times(normal.original)
    return (
        Understood("settings", "do", Slots(key="reminder_time", value=times[0])) if times else None
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
    period = find_period(normal, today, ahead=True)
    until = period.from_on if period is not None and period.from_on > today else None
    away_by = _BY.search(normal.plain)
    if until is None and away_by is not None:
        until = _count_on(away_by, today)
    return replace(slots, until=until, period=None)


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


def _visits_made(slots: Slots, normal: Normal, today: date) -> Slots:
    return _of_a_rep(slots, normal, today)


def _of_a_rep(slots: Slots, normal: Normal, today: date) -> Slots:
    """Whose: a colleague as they were typed, whether we know them or not."""
    slots = _look_back(slots, normal, today)
    plain, original = _blank(normal, slots.period), normal.original
    found = _REP_ZH.search(plain)
    if found is not None and not _NO_REP.match(found["zh"]):
        return replace(slots, rep=original[slice(*found.span("zh"))])
    for match in _REP_EN.finditer(plain):
        group = "of" if match["of"] else "own"
        if not _NO_REP.match(match[group].strip()):
            return replace(slots, rep=original[slice(*match.span(group))].strip())
    return replace(slots, rep=slots.rep_name)


def _blank(normal: Normal, period: Period | None) -> str:
    if period is None:
        return normal.plain
    start, end = period.span
    return f"{normal.plain[:start]}{' ' * (end - start)}{normal.plain[end:]}"


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


def _scene(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    return replace(slots, scene=_find_said(normal, "scene."))


def _objection(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    return replace(slots, objection=_find_said(normal, "objection."))


def _find_said(normal: Normal, kind: str) -> str | None:
    """The scene or objection of the longest wording; of two as long, the one that is more than
    a "walk" through it."""
    marks = [
        replace(mark, means=means)
        for mark in load_scenes().list_marks(normal.folded)
        if (means := tuple(name for name in mark.means if name.startswith(kind)))
    ]
    if not marks:
        misspelt = map(load_scenes().find_misspelt, normal.plain.split())
        names = (name for means in misspelt for name in means if name.startswith(kind))
        return next((name.removeprefix(kind) for name in names), None)
    chosen = sorted(
        choose_longest(marks), key=lambda m: (m.means[0] == "scene.walk", m.start - m.end)
    )
    return chosen[0].means[0].removeprefix(kind) if chosen else None


def _setting(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    plain = normal.plain
    times = _list_times(normal.original)
    if _QUIET.search(plain):
        value = f"{times[0]}-{times[1]}" if len(times) > 1 else None
        return replace(slots, key="quiet_hours", value=value)
    if _REMINDER.search(plain):
        return replace(slots, key="reminder_time", value=times[0] if times else None)
    if _LANGUAGE.search(plain):
        value = "en" if _TO_EN.search(plain) else "zh" if _TO_ZH.search(plain) else None
        return replace(slots, key="language", value=value)
    return slots


def _list_times(text: str) -> list[str]:
    times = []
    for found in _CLOCK.finditer(text):
        hour = number(found["hour"]) if found["hour"] != "零" else 0
        part, half = (found["part"] or "").strip(), (found["ap"] or "").lower().replace(".", "")
        if (half == "pm" or part in {"下午", "晚上", "夜里"}) and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        minute = 30 if found["half"] else int(found["minute"] or 0)
        if hour < 25 and minute < 60:
            times.append(f"{hour % 24:02d}:{minute:02d}")
    return times


def _asked(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    """Whether yes or no is wanted: ``is Huaxin an A?``, 华兴超期了吗."""
    return replace(slots, asked=_WHETHER.search(normal.original.strip()) is not None)


def _listed(slots: Slots, normal: Normal, today: date) -> Slots:
    own = slots.own or _OWN.search(normal.plain) is not None
    return replace(_asked(slots, normal, today), own=own)


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
    "visits_made": _visits_made,
    "rep_stats": _of_a_rep,
    "details": _detail,
    "complaints": _complaints,
    "close_complaint": _reference,
    "coach_start": _scene,
    "coach_line": _objection,
    "settings": _setting,
    "customer_card": _asked,
    "payments": _asked,
    "list_customers": _listed,
    "due_visits": _listed,
}
