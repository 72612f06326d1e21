"""A reminder asked for: of what, on which day, about whom. ``remind me on Friday to call Huaxin``.

The day and the hour that stand beside "remind me" count, not those in what is to be remembered.
Without an hour a reminder comes with the morning's list. The hour stays in the words as well:
whoever shows them leaves it out.
"""

import re
from dataclasses import replace

from bot.understanding.excerpts import Day, find_customer, find_day, tidy, without
from bot.understanding.hours import Hour, find_hour
from bot.understanding.normalise import Normal, normalise
from bot.understanding.notes import told
from bot.understanding.open_reminders import read_open_one
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.names.match import Span

_CUE = re.compile(
    r"(?<![a-z])(?:(?:please |pls |can you |could you |would you |kindly )*(?:remind|ping"
    r"|nudge) me(?: again)?"
    r"|(?:set|add|make|create|put|new|give me)(?: up| in)?(?: an?| me an?)? reminders?(?: for me)?"
    r"|^ *reminder|(?:don't|dont|do not) let me forget)(?![a-z])"
    r"|tell me (?=(?:on |next |tomorrow |today |at |in |this )[^?]* to )|remind ?我"
    r"|(?:请|麻烦|帮我|别忘了|到时候?|记得|记着)*(?:提(?:返|一下)?我(?!的|们|过)|提醒(?:一下|下)?(?:我|一下我|下我)(?:一下"
    r"|一声)?"
    r"|(?:设|设置|加|建|定|添加|新建)(?:个|一个|条|一条)?提醒)"
)
_NO_REMINDER = re.compile(
    r"^ *(?:time|who|whom|whose|which|what|when|how|why|where|if|whether)(?![a-z])"
    r"|^ *at \d{1,2}(?: \d\d)?(?: ?[ap] ?m)?(?: (?:in the (?:morning|evening)|instead|please))* *$"
    r"|^(?:时间|谁|哪|什么|几|多少)"
)
_DAILY = re.compile(
    r"每[天日早晚]|每个(?!周|星期|礼拜|月)|(?<![a-z])(?:daily"
    r"|(?:every|each) (?:day|morning|evening|weekday|working day))(?![a-z])"
)
"""What is the day's list, not one thing to be reminded of."""

_EVERY = re.compile(r"每个?(?=周|星期|礼拜|月)|(?<![a-z])(?:every|each|weekly|monthly)(?![a-z])")
_BINDS = re.compile(
    r"^\s*(?:[:：,，]\s*)?(?:to|that|about|of|for|要|去|一下)(?=\s)\s*|^\s*(?:一下"
    r"|要)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r" *(?:请|帮我)?提醒(?:一下)? *| *(?:please |pls )?remind +")
_THEN = re.compile(r"(?<![a-z])(?:to|about|that)(?= )|[:：]", re.IGNORECASE)
_PART_OF_DAY = re.compile(
    r"\b(?:in the )?(?:morning|afternoon|evening)\b"
    r"|(?:早上|上午|中午|下午|晚上)(?! ?[\d一二两三四五六七八九十])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_LEADS = re.compile(
    r"[\s,，:：]*(?:(?:on|at|by|for|the|this|around|in|again|please|pls|请|就|要|在|到|于)[\s,，]*)*",
    re.IGNORECASE,
)
_BELONGS = re.compile(r"\s*(?:的|meeting|appointment|call with)(?![a-z])", re.IGNORECASE)
_OF_IT = re.compile(r"\s*(?:的|'s|’s|s )")
_STANDS = re.compile(r"(?<![a-z])(?:is|are|starts?|begins?|opens?|closes?) $", re.IGNORECASE)


def read_reminder(text: str, context: Context) -> Understood | None:
    """Read what somebody wants to be reminded of; not "remind me who is overdue"."""
    normal = normalise(text)
    open_one = read_open_one(text)
    if open_one is not None:
        return open_one
    cue = _CUE.search(normal.plain) or _find_colleague(normal, context)
    if cue is None or _DAILY.search(normal.plain) or _NO_REMINDER.match(normal.plain[cue.end() :]):
        return None
    day = _find_day(text, cue.span(), context)
    hour = _find_hour(text, cue.span(), day)
    time = hour.span if hour else _find_part_of_day(text, cue.span())
    every = _EVERY.search(normal.plain)
    cuts: list[Span | None] = [cue.span(), day.span if day else None, time]
    cuts += [every.span()] if every else []
    pieces = [tidy(_BINDS.sub("", piece)) for piece in without(text, cuts)]
    pieces = [piece for piece in pieces if piece]
    kept = " ".join(pieces) if pieces else None
    if kept and time is not None:
        said = tidy(text[slice(*time)])
        kept = f"{kept} {said}" if kept.isascii() else f"{said} {kept}"
    named = find_customer(text, (0, len(text)), context)
    on = day.period.from_on if day else None
    slots = Slots(
        on=context.today if on is None and time is not None else on,
        text=kept,
        asked=every is not None,
    )
    if hour is not None:
        words = tidy(text[slice(*hour.span)])
        slots = replace(slots, hour=replace(hour, dated=on is not None, words=words))
    if named.customer is None:
        return Understood("remind_me", "do", slots)
    return told("remind_me", slots, named, context)


def _find_hour(text: str, cue: Span, day: Day | None) -> Hour | None:
    """Find the hour to remind at: beside the cue or the day, before them, or at the very end.

    One amid what is to be remembered belongs to it: "ask about the meeting at three, and pay".
    """
    hour = find_hour(text, (cue[1], len(text)))
    while hour is not None:
        first, last = hour.span
        between = "".join(without(text[cue[1] : first], [_within(day, cue[1], first)]))
        ends = not tidy("".join(without(text[last:], [_within(day, last, len(text))])))
        if not _BELONGS.match(text, last) and (
            _LEADS.fullmatch(between)
            or (day is not None and _LEADS.fullmatch(text, day.span[1], max(first, day.span[1])))
            or (ends and _is_asked_by_end(text, cue[1], first))
        ):
            return hour
        hour = find_hour(text, (last, len(text)))
    return find_hour(text, (0, cue[0]))


def _within(day: Day | None, start: int, end: int) -> Span | None:
    """Return where a day stands in a stretch of a text, reckoned from its beginning."""
    if day is None or day.span[0] >= end or day.span[1] <= start:
        return None
    return max(day.span[0] - start, 0), min(day.span[1], end) - start


def _is_asked_by_end(text: str, start: int, first: int) -> bool:
    """Say whether an hour at the end is when to remind, not that of something told about."""
    then = _THEN.search(text, start)
    about = then is not None and then.start() < first and then[0].lower() != "to"
    return not about and not _STANDS.search(text, start, first)


def _find_part_of_day(text: str, cue: Span) -> Span | None:
    """Find a part of the day beside the cue, which is no hour: the morning."""
    found = _PART_OF_DAY.search(text, cue[1], _end_of_head(text, cue[1]))
    found = found or _PART_OF_DAY.search(text, 0, cue[0])
    return found.span() if found else None


def _find_colleague(normal: Normal, context: Context) -> re.Match[str] | None:
    """Find "remind Chen Wei": whoever says it wants to be reminded of telling them."""
    cue = _OTHERS.match(normal.plain)
    if cue is None:
        return None
    begins = normal.folded_span(cue.end(), cue.end())[0]
    people = (mark.start for mark in context.people.list_marks(normal))
    return cue if any(start == begins for start in people) else None


def _end_of_head(text: str, start: int) -> int:
    """Where what is to be remembered begins: behind "to", "about" or a colon; else at the end."""
    then = _THEN.search(text, start)
    return then.start() if then else len(text)


def _find_day(text: str, cue: Span, context: Context) -> Day | None:
    """The day beside the cue: right behind it, else before it, else anywhere in the message."""
    text = _CLOCK.sub(lambda clock: " " * len(clock[0]), text)
    regions = ((cue[1], _end_of_head(text, cue[1])), (0, cue[0]), (cue[1], len(text)))
    for region in regions:
        day = find_day(text, region, context.today)
        if day is not None and (
            day.period.to_on >= context.today or _is_meant(text, cue, day.span)
        ):
            return day
    return None


def _is_meant(text: str, cue: Span, span: Span) -> bool:
    """Say whether a day gone is when to remind: right behind the cue, or it begins the message."""
    if span[0] >= cue[1]:
        before, behind = text[cue[1] : span[0]], text[span[1] :]
        return bool(_LEADS.fullmatch(before)) and not _OF_IT.match(behind)
    between = (span[1], cue[0])
    hour = find_hour(text, between)
    rest = "".join(without(text[slice(*between)], [_shift(hour.span, -span[1]) if hour else None]))
    return not tidy(text[: span[0]]) and bool(_LEADS.fullmatch(rest))


def _shift(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
