"""Which setting is to be changed, and to what: language, time zone, working days, quiet time, the
hour of the day's list.

What has words of its own ("don't message me after 9pm") is read whole; what names a setting
("quiet hours", 时区) is found by the table of intents, and only its value is read here. Quiet time
may be given by half: ``21:00-`` leaves its end as it is.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.understanding.normalise import Normal, normalise
from bot.understanding.slots import Slots
from bot.understanding.times import Time, as_told, list_sure_times, list_times
from bot.understanding.understand import Context, Understood
from bot.understanding.working_days import names_working_days, read_working_days
from bot.understanding.zones import find_named_zone, find_zone_called

OFF = "off"

_DAILY = re.compile(r"每[天日]|(?<![a-z])(?:daily|every (?:day|morning|evening))(?![a-z])")
_QUIET = re.compile(
    r"quiet (?:hours?|times?)|^quiet(?= *(?:$|\d|from|after|before|until|between))"
    r"|(?:be|keep|stay) quiet|do not disturb|don't disturb|(?<![a-z])dnd(?![a-z])"
    r"|免打扰|勿扰|安静时间|静音"
)
_REMINDER = re.compile(r"remind|提醒")
_DIGEST = re.compile(
    r"(?<![a-z])(?:digest|(?:morning|daily) (?:message|list|summary|digest|report|reminders?))"
    r"(?![a-z])"
    r"|早报|晨报|日报|早上的(?:消息|清单|名单|列表)|每[天日](?:清单|名单|列表|消息)"
)
_DIGEST_WHEN = re.compile(
    rf"(?:(?<![a-z])when(?![a-z])|what time|几点|什么时候).*(?:{_DIGEST.pattern})"
    rf"|(?:{_DIGEST.pattern}).*(?:几点|什么时候)"
)
_SETS = re.compile(
    r"(?<![a-z])(?:at|to|set|send|change|move|make|by)(?![a-z])|改|设|调|发|推|到|换"
)
_SENDS = re.compile(
    r"(?<![a-z])send (?:me )?(?:my|the) list (?:at|by)(?![a-z])|(?<=[点半刻])(?:钟)?给?我?发清单"
    r"|(?<=[点半刻])(?:钟)?给我发(?:清单|名单|列表)"
)
_NO_HOUR = re.compile(r"\d{1,2} ?[:：点]|(?<![a-z])at \d")
_LIST = (
    r"(?:digests?|(?:morning|daily) (?:messages?|lists?|summary|digests?|reports?|reminders?)"
    r"|早报|晨报|日报|早上的(?:消息|清单|名单|列表)|每[天日]的?(?:清单|名单|列表|消息))"
)
_NO_DIGEST = re.compile(
    rf" *(?:please |pls |can you |i )*(?:stop|cancel|no(?: more)?|turn off|switch off|disable"
    rf"|don't (?:send|want)|dont (?:send|want)|do not (?:send|want)|unsubscribe from)"
    rf"(?: sending)?(?: me)?(?: the| my| any| a)?(?: more)? {_LIST}(?: please| pls| any ?more)* *"
    rf"|(?:请|以后|我|把)*(?:不要|不想要|不用|别|停止|停掉|停|关闭|关掉|取消|不需要|不想收)"
    rf"(?:再)?(?:给我)?(?:发|推送|推)?{_LIST}(?:了|吧|给我)* *"
    rf"|(?:把|以后)*{_LIST}(?:不要|不用|别|停|关|取消)(?:再)?(?:发|掉)?(?:了|吧|给我)* *"
)
_LANGUAGE = re.compile(r"english|chinese|mandarin|language|英文|英语|中文|汉语|语言|普通话")
_TO_EN = re.compile(r"english|英文|英语|(?<![a-z])en(?![a-z])")
_TO_ZH = re.compile(r"chinese|mandarin|中文|汉语|普通话|(?<![a-z])zh(?![a-z])")
_ZONE = re.compile(r"time ?zone|(?<![a-z])tz(?![a-z])|时区")

_SPEAKS = re.compile(
    r" *(?:please |pls |can you |could you |from now on )*(?:speak|talk|reply|answer|write|respond"
    r"|use|switch|change)(?: to)?(?: me)?(?: in| to)? (?:simplified )?(?:english|chinese|mandarin)"
    r"(?: please| from now on| to me| with me| only)* *"
    r"|(?:in )?(?:english|chinese)(?: please)? *"
    r"|(?:请|以后|都|今后|跟我|和我|还是)*(?:用|说|讲|换|转|写)(?:成|到|回)?(?:中文|英文|英语|汉语|普通话)"
    r"(?:回复|回答|回|说|写|跟|和|我|吧|聊|沟通|交流|给|就好|好了)* *"
    r"|中文|英文|英语"
)
_QUESTION = re.compile(
    r"^ *(?:what|which|when|where|is|are|am|do|does|did|why|how|who)(?![a-z])"
    r"|什么|哪|几点|吗|是不是|为什么|多少"
)
_THERE = re.compile(
    r" *(?:i'm |i am |we're |use |set (?:it )?(?:to )?|my time is |now )*(?:on |in |to )?"
    r"(?P<a>[^?]+?) (?:local )?time(?: now| please)* *"
    r"|[我们]*(?:现在|以后)?(?:在|用|按|走|换|改|是|的)?(?:成|到)?(?P<b>[^?？]+?)(?:的|当地)?时间"
    r"(?:了|走|算)? *"
    r"|i(?:'ve| have)? *(?:just )?(?:moved|relocated|am based|live|work) (?:over )?(?:to|in|from)"
    r" (?P<c>[^?]+?)(?: now)? *"
    r"|i'm based in (?P<d>[^?]+?)(?: now)? *"
    r"|我?(?:现在)?(?:搬|调|派|常驻|驻)(?:到|去|来|在)?了?(?P<e>[^?？]+?)"
    r"(?:了|去了|工作|上班|常驻)* *"
)
_MEANT = re.compile(
    r"(?:时区|time ?zone|tz)(?:[^a-z]*(?:is|to|as)(?![a-z])|改成|改到|改为|设为|设成|换成|换到"
    r"|调成|调到|是|为|[:：=])? *(?P<said>.+)|(?<![a-z])to (?P<there>.+)"
)
_ASKS = re.compile(
    r"[?？吗呢]|(?<![a-z])(?:what|which|is|am|are|show|do|my)(?![a-z])|什么|哪|几点|多少|一下|看看"
)

_NOT = (
    r"(?<![a-z])(?:don't|dont|do not|never|stop|no(?: more)?|not|leave me alone)(?![a-z])"
    r"|别|不要|不许|请勿|勿|别再|不想"
)
_SPEAKS_UP = (
    r"(?<![a-z])(?:message[sd]?|messaging|disturb(?:ed|ing)?|texts?|texting|write|writing|ping(?:s|ing)?"
    r"|bother|notif(?:y|ications?)|contact|remind(?:ers?)?|bug|alerts?|leave me)(?![a-z])"
    r"|打扰|吵|烦|发消息|发信息|发我|消息|推送|提醒|找我|联系我|通知"
)
_OTHERS = re.compile(
    r"客户|他|她|大家|他们|团队|业务员|(?<![a-z])(?:customers?|clients?|him|her|them|everyone|team|reps?)"
    r"(?![a-z])"
)
"""Whose peace is meant instead of one's own."""
_NEVER_SPEAK = re.compile(rf"(?:{_NOT}).*(?:{_SPEAKS_UP})|(?:{_SPEAKS_UP}).*(?:{_NOT})")
_AFTER = re.compile(r"(?<![a-z])(?:after|past|from|later than)(?![a-z])|[以之]?后|过了|开始")
_BEFORE = re.compile(r"(?<![a-z])(?:before|until|till|earlier than)(?![a-z])|[以之]?前")
_NONE = re.compile(
    r"(?<![a-z])(?:turn(?:ed)? off|switch off|no|disable|remove|cancel|without|stop)(?![a-z])"
    r"|关闭|关掉|关了|取消|不需要|不用|去掉|不设"
)


def read_daily(text: str) -> Understood | None:
    """Read when the day's list is wanted: 每天早上8点提醒我."""
    told = as_told(normalise(text))
    if not (_DAILY.search(told) and _REMINDER.search(told)):
        return None
    times = list_times(told)
    return _setting("reminder_time", str(times[0])) if times else None


def read_setting(text: str) -> Understood | None:
    """Read a setting that is told in words of its own, without being named."""
    told = as_told(normalise(text)).strip(" .!。！,，")
    readers = (_read_question,) if _is_question(told) else _READERS
    return next((found for found in (read(told) for read in readers) if found is not None), None)


def _read_speaks(told: str) -> Understood | None:
    return _setting("language", _language(told)) if _SPEAKS.fullmatch(told) else None


def _read_week(told: str) -> Understood | None:
    days = read_working_days(told)
    named = days is not None or names_working_days(told)
    return _setting("working_days", days) if named else None


def _read_there(told: str) -> Understood | None:
    there = _THERE.fullmatch(told)
    zone = find_zone_called(next(filter(None, there.groups()))) if there else None
    return _setting("timezone", zone) if zone is not None else None


def _read_quiet(told: str) -> Understood | None:
    if _QUIET.search(told):
        return _setting("quiet_hours", _quiet(told))
    times = list_sure_times(told)
    meant = times and _NEVER_SPEAK.search(told) and not _OTHERS.search(told)
    value = _between(told, times) if meant else None
    return _setting("quiet_hours", value) if value else None


def _read_digest(told: str) -> Understood | None:
    """Read when the list is to come; an hour that no day has is asked for anew."""
    times = list_sure_times(told)
    meant = _DIGEST.search(told) and (_SETS.search(told) or len(told.split()) < 4)
    if not meant and not _SENDS.search(told):
        return None
    if not times:
        return _setting("reminder_time", None) if _NO_HOUR.search(told) else None
    return _setting("reminder_time", str(times[0]))


def read_no_digest(text: str, _context: Context) -> Understood | None:
    """Read that the day's list is not wanted any more: 不要早报了."""
    told = as_told(normalise(text)).strip(" .!。！,，")
    return _setting("reminder_time", OFF) if _NO_DIGEST.fullmatch(told) else None


_READERS = (_read_speaks, _read_week, _read_there, _read_quiet, _read_digest)


def _read_question(told: str) -> Understood | None:
    """Read what is only asked about: nothing is set by a question."""
    if _QUIET.search(told):
        return _setting("quiet_hours", None)
    if names_working_days(told):
        return _setting("working_days", None)
    return _setting("reminder_time", None) if _DIGEST_WHEN.search(told) else None


def find_setting(slots: Slots, normal: Normal, today: date) -> Slots:  # noqa: ARG001 - one shape
    """Say which setting a message names, and what it is to be."""
    told = as_told(normal)
    if slots.key is not None:
        return slots
    if _ZONE.search(told):
        return _zone(slots, told)
    named = ((key, read) for key, is_named, read in _NAMED if is_named(told))
    key, read = next(named, (None, None))
    if read is None:
        return slots
    return replace(slots, key=key, value=None if _is_question(told) else read(told))


def _setting(key: str, value: str | None) -> Understood:
    return Understood("settings", "do", Slots(key=key, value=value))


def _language(told: str) -> str | None:
    return "en" if _TO_EN.search(told) else "zh" if _TO_ZH.search(told) else None


def _zone(slots: Slots, told: str) -> Slots:
    """The zone that is named; what was said instead of one we know is kept as ``name``."""
    if _is_question(told):
        return replace(slots, key="timezone")
    zone = find_named_zone(told)
    meant = _MEANT.search(told)
    said = (meant["said"] or meant["there"]).strip() if meant and zone is None else None
    unknown = said if said and not _ASKS.search(told) else None
    return replace(slots, key="timezone", value=zone, name=unknown)


def _is_question(told: str) -> bool:
    return bool(_QUESTION.search(told))


def _quiet(told: str) -> str | None:
    times = list_times(told)
    if times:
        return _between(told, times) or f"{times[0].in_the_evening()}-"
    return OFF if _NONE.search(told) else None


def _between(told: str, times: list[Time]) -> str | None:
    """From when to when, or one of them; None where a time alone does not say which."""
    if len(times) > 1:
        return _from_to(*times[:2])
    if _BEFORE.search(told):
        return f"-{times[0]}"
    return f"{times[0].in_the_evening()}-" if _AFTER.search(told) else None


def _from_to(first: Time, last: Time) -> str:
    """From one to the other; from about noon on, an hour left open is that afternoon's.

    >>> _from_to(Time(12, 0, exact=True), Time(2, 0, exact=False))
    '12:00-14:00'
    """
    begins = first.in_the_evening()
    later = replace(last, hour=last.hour + 12) if not last.exact and last.hour < _NOON else last
    at_noon = _NOON <= begins.hour < _EVENING and begins.hour < later.hour
    return f"{begins}-{later if at_noon else last}"


_NOON, _EVENING = 12, 17


def _digest(told: str) -> str | None:
    times = list_times(told)
    return str(times[0]) if times else None


_NAMED: tuple[tuple[str, Callable[[str], object], Callable[[str], str | None]], ...] = (
    ("quiet_hours", _QUIET.search, _quiet),
    ("working_days", names_working_days, read_working_days),
    ("reminder_time", lambda told: _REMINDER.search(told) or _DIGEST.search(told), _digest),
    ("language", _LANGUAGE.search, _language),
)
"""How a setting is named, and how its value is read; the first that is named."""
