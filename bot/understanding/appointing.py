"""Visits that are agreed for a day: 周四约了白榄, "meeting Hansen tomorrow 3pm", 取消白榄的约.

A message plans only where nothing is left over but small words: whoever, a day ahead, and a word
of going there. The time of day is told apart, since a plan is for a day.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.understanding.dates import Period, find_period
from bot.understanding.excerpts import find_customer, is_question
from bot.understanding.namesakes import find_in_place
from bot.understanding.normalise import Normal, normalise
from bot.understanding.notes import told
from bot.understanding.report_days import Days
from bot.understanding.report_names import Finder
from bot.understanding.report_words import DATE, NAME, Token, list_tokens
from bot.understanding.slots import Slots
from bot.understanding.told import Planned
from bot.understanding.understand import Context, Understood
from crm.names.match import ENOUGH, NOBODY, Match, match_in

_AGREED = re.compile(
    r"约[了咗好到定]*|预约|(?:让|叫|喊|要|请)我|开会|面谈"
    r"|(?<![a-z])(?:appointments?|appt|meeting|booked|agreed)(?![a-z])",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"[去见跑访到]|过去|拜访|上门|回访"
    r"|(?<![a-z])(?:visit(?:ing)?|see(?:ing)?|meet(?:ing)?|go(?:ing)?(?: to)?)(?![a-z])",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"[去见跑访到过]\s?[了咗]|[去来见到]过|[去见跑]的|刚(?!.*约)|已经(?!.*约)|(?<![a-z])(?:visited|went|saw|met|was|were|did)(?![a-z])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?:早上|上午|中午|下午|晚上|傍晚|朝早|下昼|夜晚)\s?)?"
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[:：]\d\d|[点點时](?:半|钟|\d{1,2}分?)?)"
    r"|早上|上午|中午|下午|晚上|傍晚"
    r"|(?<![a-z0-9])(?:at |@)?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o'clock)"
    r"|\bat \d{1,2}(?:[:.]\d\d)?\b|\b(?:in the )?(?:morning|afternoon|evening|noon)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"我们?|刚刚|刚才?|已经|跟|和|与|同|给|对|在|到|去|过去|过来|拜访|上门|回访|见面?|跑|访|约[了咗好到定]*"
    r"|预约|开会|面谈|碰头|的|要|想|会|将"
    r"|准备|打算|计划|安排|再|先|下|一下|一趟|趟|次|那边|那里|他们?|她们?|让|叫|喊|请|是|就|也"
    r"|还|吧|啊|哦|呢|嘅|个|定|记得|然后|之后"
    r"|(?<![a-z'])(?:w|made|for|i|i'm|im|i'll|we|we'll|will|am|going|go|to|have|has|had|an?|the|with|at"
    r"|on|for|in|and|then|visit|visiting"
    r"|see|seeing|meet|meeting|meetings|appointment|appt|booked|agreed|plan|planning|planned"
    r"|is|by|from|again|them|up"
    r"|schedule|scheduled|set)(?![a-z'])",
    re.IGNORECASE,
)
_PUTS_OFF = re.compile(
    r"[推延缓挪改换拖迟]|提醒|取消|备注|snooze|postpone|push|delay|move|defer|remind|cancel"
    r"|note|tell"
    r"|(?<![a-z])(?:call|ring|phone)(?![a-z])|打电话|电话|微信",
    re.IGNORECASE,
)
_SKIPS = re.compile(
    r"往?后[拖推挪]|拖[一]?拖|缓[一]?缓|跳过|[先暂]时?不去|这次不去|(?:春节|过年|年|节|国庆"
    r"|五一|假期|月底)[之以]?后再(?:去|说|约|来|拜访)"
    r"|再联系|(?<![a-z])skip(?: (?:this|it))?(?![a-z])"
    r"|(?<![a-z])after (?:the )?(?:holidays?|new year|christmas|easter)",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"[去见到赶]不[了成]|没空[去见]?|没时间[去见]?"
    r"|(?<![a-z])(?:can't|cannot|can not|won't)(?: make it to| go to| visit| see| meet)?",
    re.IGNORECASE,
)
"""A day on which one can't go is not the day of the visit."""

_DROPS = re.compile(
    r"取消(?:了|掉)?(?:[跟和与对]|去|拜访|见)*|取消|不[推约]了|不用推了|不去了"
    r"|(?<![a-z])cancel(?:led)?(?: (?:the|my))?"
    r"|(?<![a-z])call off|(?<![a-z])drop the (?:plan|visit|appointment)",
    re.IGNORECASE,
)
_DROP_SMALL = re.compile(
    r"的|约会?|预约|拜访|计划|安排|那次|这次|了|吧|把|先|帮我|请|跟|和|我"
    r"|(?<![a-z])(?:the|my|plan(?:ned)?|visit|appointment|appt|meeting|with|at|to|for|please|pls|off|is)(?![a-z])",
    re.IGNORECASE,
)
_WHOM = re.compile(
    r" *(?:我|都)*(?:现在|目前|最近|还|接下来|都)*约(?:了|过|好)?(?:谁"
    r"|哪[些几]?[家个位]?(?:客户)?|什么人)(?:了)?"
    r"| *(?:我的?)?(?:预约|约会|约)(?:有哪些|列表|清单)| *(?:看看?|查)?我的(?:预约|约会)"
    r"| *(?:show |list |what are )?(?:my|all my) (?:appointments|planned visits|plans)"
    r"| *(?:whom?|who) (?:have i|did i|do i have) (?:(?:an )?appointments? with"
    r"|plan(?:ned)?(?: to visit)?)",
    re.IGNORECASE,
)
_RATHER = re.compile(
    r" *(?:还是|那就|要不|不如|改成|改到|改为|换成|换到|就|make it|rather|let's say|better"
    r"|move it to)+ *",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r" *(?:昨天|今天|前天|刚才|刚刚|上次|那次)?的?(?:拜访|记录)?的?(?:日期|时间|日子)?"
    r"(?:记|写|搞|弄|说|填)?错了?[,，。;； ]*(?:应该是|应该|应为|应是|是|改成|改为)"
    r"| *不是\S{1,5}?[,，;； ]*(?:而是|应该是|是)"
    r"| *(?:sorry |no )?wrong (?:day|date)[,.; ]*(?:it )?"
    r"(?:was|should be|should have been)(?: on)? *"
    r"| *(?:the )?(?:date|day|visit|report)(?: of the visit)? (?:is|was) wrong[,.; ]*"
    r"(?:it )?(?:was|should be|should have been)(?: on)? *",
    re.IGNORECASE,
)
_WEEK = 7
_EDGES = " ,，。.、!！"
_LETTER = re.compile(r"[^\W_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{3,}(?:[ '’&.-]{1,2}[A-Za-zÀ-ɏ]+)*")


def read_plan(text: str, context: Context) -> Understood | None:
    """Read a visit agreed for a day, one that is not, or whom one has agreed with."""
    normal = normalise(text)
    if _WHOM.fullmatch(normal.plain.strip()):
        return Understood("planned_visits", "do")
    asked = is_question(text) and not _CANNOT.match(text)
    if asked or text.rstrip().endswith(("吗", "?", "？")):
        return None
    found = _read_rather(normal, context) or _read_drop(text, context)
    if found is not None or _DONE.search(normal.plain):
        return found
    return _read_days(normal, context) or _read_skip(text, context)


def _read_rather(normal: Normal, context: Context) -> Understood | None:
    """Read another day for what was written just now: 还是大后天吧, 拜访记错了，应该是前天."""
    wrong = _WRONG.match(normal.original)
    lead = wrong or _RATHER.match(normal.original)
    rest = normal.original[lead.end() :].strip(" 吧好了啊的.。!！") if lead else ""
    ahead = wrong is None
    period = find_period(normalise(rest), context.today, ahead=ahead) if rest else None
    if period is None or period.span != (0, len(rest)):
        return None
    return Understood("edit_last", "do", Slots(on=period.from_on, period=period, text=rest))


def _read_days(normal: Normal, context: Context) -> Understood | None:
    """Read who is to be visited on which day, if the message says that and nothing else.

    Behind "agreed" other words may follow; a name and a day alone are a question about that day.
    """
    marks = [t for t in list_tokens(normal, context) if t.is_a(NAME, DATE)]
    marks, loose = _with_loose(normal, marks, context)
    names = [token for token in marks if token.is_a(NAME)]
    periods = [token.period for token in marks if token.is_a(DATE)]
    days = Days(normal, context.today)
    coming = [_find_day(days, token) for token in marks if token.is_a(DATE)]
    if not names or not coming or None in coming:
        return None
    rest = _cut(normal.original, marks)
    agreed = _is_agreed(rest)
    times = [found[0].strip() for found in _TIME.finditer(rest)]
    rest = _TIME.sub(" ", rest)
    left = " ".join((rest if agreed is None else _SMALL.sub(" ", rest)).split()).strip(_EDGES)
    odd = bool(_LETTER.search(left)) or context.today in coming
    if _PUTS_OFF.search(rest) or (odd and not agreed):
        return None
    finder = Finder(normal, context.names, loose)
    plans = tuple(
        Planned(finder.read_clear(name, None).customer, _find_day(days, _beside(name, marks)))
        for name in names
    )
    first = plans[0]
    if agreed is None:
        return _as_question(plans, next(iter(periods)))
    vague = any(period is not None and _is_long(period) for period in periods)
    slots = Slots(until=None if vague else first.on, text=" ".join([*times, left]).strip() or None)
    return Understood(
        "snooze_visit",
        "do" if first.customer.sure else "ask",
        slots,
        first.customer,
        plans=() if len(plans) == 1 or vague else plans,
    )


def _with_loose(
    normal: Normal, marks: Sequence[Token], context: Context
) -> tuple[list[Token], dict[tuple[int, int], Match]]:
    """Find who is meant by the Latin words left over, where nobody is named in full: a part of a
    brand, or the city of one customer."""
    found: dict[tuple[int, int], Match] = {}
    if any(token.is_a(NAME) for token in marks) or not any(token.is_a(DATE) for token in marks):
        return list(marks), found
    rest = _cut(normal.original, marks)
    if _PUTS_OFF.search(rest):
        return list(marks), found
    for words in (_TIME, _SMALL):
        rest = words.sub(lambda said: " " * len(said[0]), rest)
    for words_left in _LATIN.finditer(rest):
        start, end = words_left.span()
        match = match_in(context.names, normal.folded, [normal.folded_span(start, end)])
        if match.customer_id is None or match.score < ENOUGH:
            match = find_in_place(normal, start, end, context) or NOBODY
        if match.customer_id is not None:
            found[start, end] = match
    if len(found) != 1:
        return list(marks), {}
    named = [Token(*span, frozenset({NAME})) for span in found]
    return sorted([*marks, *named], key=lambda token: token.start), found


def _as_question(plans: Sequence[Planned], period: Period | None) -> Understood | None:
    """A name with a day, and nothing said of going there: the answer offers to plan it."""
    on = plans[0].on
    if len(plans) > 1 or period is None or on is None:
        return None
    period = replace(period, from_on=on, to_on=on)
    return Understood("next_visit", "do", Slots(period=period), plans[0].customer)


def _is_agreed(rest: str) -> bool | None:
    """Whether it is told that a visit was agreed, or that one goes there; None if neither is."""
    if _AGREED.search(rest):
        return True
    return False if _GOES.search(rest) else None


def _cut(text: str, marks: Sequence[Token]) -> str:
    for token in marks:
        text = f"{text[: token.start]}{' ' * (token.end - token.start)}{text[token.end :]}"
    return text


def _find_day(days: Days, token: Token) -> date | None:
    if token.period is not None and token.period.from_on == token.period.to_on == days.today:
        return days.today
    return days.find_coming(token)


def _beside(name: Token, marks: Sequence[Token]) -> Token:
    """The day of a customer: the one said before it where days lead, else the one behind."""
    dates = [token for token in marks if token.is_a(DATE)]
    before = [token for token in dates if token.start < name.start]
    behind = [token for token in dates if token.start > name.start]
    return before[-1] if marks[0].is_a(DATE) else next(iter(behind), dates[-1])


def _is_long(period: Period) -> bool:
    return (period.to_on - period.from_on).days >= _WEEK


def _read_drop(text: str, context: Context) -> Understood | None:
    """Read that a visit agreed with a customer is off: 取消白榄的约."""
    cue = _DROPS.search(text)
    named = find_customer(text, (0, len(text)), context) if cue else None
    if cue is None or named is None or named.span is None:
        return None
    left = _blank(text, [cue.span(), named.span])
    period = find_period(normalise(left), context.today, ahead=True)
    left = _blank(left, [period.span]) if period else left
    if _LETTER.search(_DROP_SMALL.sub(" ", left)):
        return None
    return told("drop_plan", Slots(), named, context)


def _read_skip(text: str, context: Context) -> Understood | None:
    """Read that a visit is put off without a day: 白榄往后拖拖. The day is asked for."""
    cannot = _CANNOT.search(text)
    cue = cannot or _SKIPS.search(text)
    named = find_customer(text, (0, len(text)), context) if cue else None
    if cue is None or named is None or named.span is None:
        return None
    left = _blank(text, [cue.span(), named.span])
    period = find_period(normalise(left), context.today, ahead=True)
    left = _blank(left, [period.span]) if period else left
    if _LETTER.search(_SMALL.sub(" ", re.sub("这次|这回|一下|拖|了", " ", left))):
        return None
    exact = period is not None and not _is_long(period) and period.from_on > context.today
    exact = exact and cannot is None
    until = period.from_on if period is not None and exact else None
    return told("snooze_visit", Slots(until=until), named, context)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
