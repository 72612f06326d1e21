"""A reminder asked for: of what, on which day, about whom. ``remind me on Friday to call Huaxin``.

The day that stands beside "remind me" counts, not one in what is to be remembered. A time of day
stays in the words: reminders come with the morning's list.
"""

import re

from bot.understanding.excerpts import Day, find_customer, find_day, tidy, without
from bot.understanding.normalise import normalise
from bot.understanding.notes import told
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.names.match import Span

_CUE = re.compile(
    r"(?<![a-z])(?:(?:please |pls |can you |could you |would you |kindly )*(?:remind|ping"
    r"|nudge) me(?: again)?"
    r"|(?:set|add|make|create|put|new|give me)(?: up| in)?(?: an?| me an?)? reminders?(?: for me)?"
    r"|^ *reminder|(?:don't|dont|do not) let me forget)(?![a-z])"
    r"|(?:请|麻烦|帮我|别忘了|到时候?|记得|记着)*(?:提(?:返|一下)?我(?=打|去|联系|给|跟|问|要"
    r"|俾)|提醒(?:一下|下)?(?:我|一下我|下我)(?:一下"
    r"|一声)?"
    r"|(?:设|设置|加|建|定|添加|新建)(?:个|一个|条|一条)?提醒)"
)
_NO_REMINDER = re.compile(
    r"^ *(?:time|who|whom|whose|which|what|when|how|why|where|if|whether|at \d{1,2}(?: "
    r"|$)(?!.* to ))(?![a-z])"
    r"|^(?:时间|谁|哪|什么|几|多少)"
)
_EVERY = re.compile(r"每[天日周个早晚]|(?<![a-z])(?:every|each|daily|weekly)(?![a-z])")
_BINDS = re.compile(
    r"^\s*(?:[:：,，]\s*)?(?:to|that|about|of|for|要|去|一下)(?=\s)\s*|^\s*(?:一下"
    r"|要)",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?<![a-z])(?:to|about|that)(?= )|[:：]", re.IGNORECASE)
_TIME = re.compile(
    r"(?:(?:at|around) )?\b\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|o'clock)\b|\bat \d{1,2}(?::\d{2})?\b"
    r"|\bat noon\b|\b(?:morning|afternoon|evening)\b|\bin the (?:morning|afternoon|evening)\b"
    r"|(?:早上|上午|中午|下午|晚上)?[\d一二两三四五六七八九十]{1,3}点(?:半|\d{1,2}分?)?|早上"
    r"|上午|中午|下午|晚上",
    re.IGNORECASE,
)


def read_reminder(text: str, context: Context) -> Understood | None:
    """Read what somebody wants to be reminded of; not "remind me who is overdue"."""
    normal = normalise(text)
    cue = _CUE.search(normal.plain)
    if cue is None or _EVERY.search(normal.plain) or _NO_REMINDER.match(normal.plain[cue.end() :]):
        return None
    day = _find_day(text, cue.span(), context)
    time = _TIME.search(text, cue.end(), _end_of_head(text, cue.end()))
    cuts: list[Span | None] = [cue.span(), day.span if day else None]
    if time is not None:
        cuts.append(time.span())
    pieces = [tidy(_BINDS.sub("", piece)) for piece in without(text, cuts)]
    pieces = [piece for piece in pieces if piece]
    kept = " ".join(pieces) if pieces else None
    if kept and time is not None:
        kept = f"{kept} {tidy(time[0])}" if kept.isascii() else f"{tidy(time[0])} {kept}"
    named = find_customer(text, (0, len(text)), context)
    slots = Slots(on=day.period.from_on if day else None, text=kept)
    if named.customer is None:
        return Understood("remind_me", "do", slots)
    return told("remind_me", slots, named, context)


def _end_of_head(text: str, start: int) -> int:
    """Where what is to be remembered begins: behind "to", "about" or a colon; else at the end."""
    then = _THEN.search(text, start)
    return then.start() if then else len(text)


def _find_day(text: str, cue: Span, context: Context) -> Day | None:
    """The day beside the cue: right behind it, else before it, else anywhere in the message."""
    regions = ((cue[1], _end_of_head(text, cue[1])), (0, cue[0]), (cue[1], len(text)))
    for region in regions:
        day = find_day(text, region, context.today)
        if day is not None and day.period.to_on >= context.today:
            return day
    return None
