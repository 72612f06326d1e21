"""A reminder asked for: of what, on which day, about whom. ``remind me on Friday to call Huaxin``.

The day that stands beside "remind me" counts, not one in what is to be remembered. A time of day
stays in the words, and without a day means today: reminders come with the morning's list.
"""

import re

from bot.understanding.excerpts import Day, find_customer, find_day, tidy, without
from bot.understanding.normalise import Normal, normalise
from bot.understanding.notes import told
from bot.understanding.reckoning import number
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
_ORDINALS = {"first": 1, "second": 2, "third": 3, "last": -1}
_PLACE = r"(?:第?([1-9一二三四五六七八九])[个条]?|(first|second|third|last)(?: one)?)"
_DROPS = re.compile(
    rf"(?:把)?提醒 *(?:删掉|删除|删了|删|取消|去掉|不要) *{_PLACE}"
    rf"|(?:删掉|删除|删|取消|去掉) *{_PLACE} *(?:的)?提醒"
    rf"|(?:delete|remove|cancel|drop)(?: the)? {_PLACE} ?reminders?"
    rf"|(?:delete|remove|cancel|drop) reminder(?: no| number)? {_PLACE}"
)
_OTHERS = re.compile(r" *(?:请|帮我)?提醒(?:一下)? *| *(?:please |pls )?remind +")
_THEN = re.compile(r"(?<![a-z])(?:to|about|that)(?= )|[:：]", re.IGNORECASE)
_TIME = re.compile(
    r"(?:[\d一二两三四五六七八九十]{1,3}个?半?|半个?)(?:小时|钟头|分钟|刻钟)[之以]?后"
    r"|\bin (?:half an|an|\d{1,3}|a few) (?:hours?|minutes?|mins?)\b"
    r"|(?:(?:at|around) )?\b\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|o'clock)\b|\bat \d{1,2}(?::\d{2})?\b"
    r"|\bat noon\b|\b(?:morning|afternoon|evening)\b|\bin the (?:morning|afternoon|evening)\b"
    r"|(?:早上|上午|中午|下午|晚上)?[\d一二两三四五六七八九十]{1,3}点(?:半|\d{1,2}分?)?|早上"
    r"|上午|中午|下午|晚上",
    re.IGNORECASE,
)


def read_reminder(text: str, context: Context) -> Understood | None:
    """Read what somebody wants to be reminded of; not "remind me who is overdue"."""
    normal = normalise(text)
    dropped = _read_dropped(normal)
    if dropped is not None:
        return dropped
    cue = _CUE.search(normal.plain) or _find_colleague(normal, context)
    if cue is None or _EVERY.search(normal.plain) or _NO_REMINDER.match(normal.plain[cue.end() :]):
        return None
    day = _find_day(text, cue.span(), context)
    time = _TIME.search(text, cue.end(), _end_of_head(text, cue.end()))
    time = time or _TIME.search(text, 0, cue.start())
    cuts: list[Span | None] = [cue.span(), day.span if day else None]
    if time is not None:
        cuts.append(time.span())
    pieces = [tidy(_BINDS.sub("", piece)) for piece in without(text, cuts)]
    pieces = [piece for piece in pieces if piece]
    kept = " ".join(pieces) if pieces else None
    if kept and time is not None:
        kept = f"{kept} {tidy(time[0])}" if kept.isascii() else f"{tidy(time[0])} {kept}"
    named = find_customer(text, (0, len(text)), context)
    on = day.period.from_on if day else None
    slots = Slots(on=context.today if on is None and time is not None else on, text=kept)
    if named.customer is None:
        return Understood("remind_me", "do", slots)
    return told("remind_me", slots, named, context)


def _read_dropped(normal: Normal) -> Understood | None:
    """Read that one of the reminders is to go, by its place: 提醒删掉第一个."""
    found = _DROPS.fullmatch(normal.plain.strip())
    if found is None:
        return None
    said = next(group for group in found.groups() if group)
    place = _ORDINALS.get(said) or number(said)
    return Understood("drop_reminder", "do", Slots(text=str(place)))


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
    regions = ((cue[1], _end_of_head(text, cue[1])), (0, cue[0]), (cue[1], len(text)))
    for region in regions:
        day = find_day(text, region, context.today)
        if day is not None and day.period.to_on >= context.today:
            return day
    return None
