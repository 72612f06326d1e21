"""Which weekdays somebody works: "Mon to Sat", 周一到周五, "Saturdays too", 周日不上班.

What is read is the whole week (``12345``), or days more (``+6``) or less (``-7``) than now. A
single day off may be this week's, so only what is said of every week counts.
"""

import re

from bot.understanding.reckoning import WEEKDAYS

_EN = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_ZH = r"(?:周|星期|礼拜|拜)[一二三四五六日天]"
_GROUP = (
    r"weekends?|week days|weekdays|every ?day|all (?:seven )?days|the whole week|all week"
    r"|周末|双休日|周[六日]{2}|周[一二三四五六日]{2,7}|每天|天天|全周"
)
_DAY = rf"(?:{_GROUP}|(?<![a-z]){_EN}(?![a-z])|{_ZH})"
_TO = r" *(?:to|till|til|until|through|thru|-|–|—|~|到|至) *"
_SEP = r"(?:[ ,，、&+]|and|和|跟|以及)*"
DAYS = rf"{_DAY}(?:{_TO}(?:{_DAY}|[一二三四五六日天])|{_SEP}{_DAY})*"
"""Weekdays named side by side or as a range, in a text in small letters."""

_RANGE = re.compile(rf"({_DAY}){_TO}({_DAY}|[一二三四五六日天])")
_ONE = re.compile(_DAY)
_HAN = "一二三四五六日"

_WORKS = r"(?:上班|工作|干活|开工|跑客户)"
_ALSO = re.compile(r"也|还|加上|(?<![a-z])(?:too|also|as well|add)(?![a-z])")
_ONLY = re.compile(r"只|仅|(?<![a-z])(?:only|just)(?![a-z])")
_WEEKLY = re.compile(r"(?<![a-z])(?:every|each|always|never)(?![a-z])|days(?![a-z])|每")
_WEEKEND = frozenset({6, 7})

_ON = re.compile(
    rf" *(?:i(?:'m| am)? *)?(?:(?:also|only|just|always) )?work(?:ing)? (?:on |from |only |just )*"
    rf"({DAYS})(?: only| too| as well| also| now)* *"
    rf"|[我]?(?:们)?(?:现在|以后|只|每)*(?:在)?({DAYS})(?:也|都|还|要|是|我|得|可以)*"
    rf"{_WORKS}[的了]? *"
    rf"|[我]?(?:现在|以后)?(?:只|每)?{_WORKS}(?:时间|日)?(?:是|为|：|:)? *({DAYS}) *"
    rf"|我?(?:现在|以后)?只上({DAYS})(?:的?班)? *"
)
_LEAVE = (
    "(?:never|don't|dont|do not|stop) (?:ever )?(?:bother|message|messaging|disturb|text"
    "|write(?: to)?|ping|contact|bug|bothering|texting)(?: me)?(?: again)?"
    "|no (?:messages?|lists?|morning lists?|digests?|notifications?)|leave me (?:alone|in peace)"
)
_ZH_SPEAK = (
    "(?:再)?(?:来)?(?:给我)?(?:烦|打扰|吵|找|联系"
    "|发消息给?|发信息给?|发清单给?|发)我?(?:消息|清单|早报)?(?:了)?"
)
_ZH_LEAVE = f"(?:别|不要|请勿|勿|不用){_ZH_SPEAK}"
_OFF = re.compile(
    rf" *(?:i )?(?:(?:do not|don't|dont|never) work|(?:i'm|im|am|i am) (?:always )?off|take)"
    rf" (?:on )?(?:every )?({DAYS})(?: off)? *"
    rf"|({DAYS}) off *"
    rf"|我?(?:现在|以后)?每?({DAYS})(?:都|我|是)*(?:不{_WORKS}|休息|放假|休) *"
    rf"|我?每周(?:休|休息|不上班)({_ZH}) *"
    rf"| *(?:please |pls )?(?:{_LEAVE}) *(?:on |every |at )*(?:the )?({DAYS})"
    r"(?: ever)?(?: please)? *"
    rf"|(?:以后|请)*({DAYS})(?:的时候|都|也|请)*{_ZH_LEAVE} *"
    rf"|(?:以后|请)*(?:别|不要|请勿|勿)(?:再)?在?({DAYS}){_ZH_SPEAK} *"
)
_KEY = re.compile(
    r"(?<![a-z])work(?:ing)? ?(?:days|week)(?![a-z])|(?<![a-z])days (?:do |am )?i work"
    r"|我?(?:是)?(?:周几|星期几|哪几天|哪些天)(?:要)?上班"
    r"|工作日|上班日"
)


def names_working_days(told: str) -> bool:
    """Whether the setting itself is named: "my working days"."""
    return bool(_KEY.search(told))


def read_working_days(told: str) -> str | None:
    """Return the weekdays that somebody says they work; None when they say nothing of the kind.

    >>> read_working_days("i work monday to friday"), read_working_days("周六也上班")
    ('12345', '+6')
    >>> read_working_days("i'm off on fridays"), read_working_days("friday off")
    ('-5', None)
    """
    off = _OFF.fullmatch(told)
    if off is not None:
        days = _named(off)
        weekly = _WEEKLY.search(told) or days <= _WEEKEND
        return f"-{_digits(days)}" if weekly else None
    on = _ON.fullmatch(told)
    if on is not None:
        return _worked(told, _named(on))
    if names_working_days(told):
        found = re.search(DAYS, _KEY.sub(" ", told))
        return _worked(told, find_weekdays(found[0])) if found else None
    return None


def find_weekdays(told: str) -> frozenset[int]:
    """Return the ISO weekdays that are named.

    >>> sorted(find_weekdays("mon-wed, fri")), sorted(find_weekdays("周一三五"))
    ([1, 2, 3, 5], [1, 3, 5])
    """
    days: set[int] = set()
    for found in _RANGE.finditer(told):
        first, last = min(_day(found[1])), max(_day(found[2]))
        span = (last - first) % 7
        days |= {(first - 1 + n) % 7 + 1 for n in range(span + 1)}
    for found in _ONE.finditer(_RANGE.sub(" ", told)):
        days |= _day(found[0])
    return frozenset(days)


def _worked(told: str, days: frozenset[int]) -> str:
    """The whole week where a range, "only" or several days say so, else days more."""
    ranged = _RANGE.search(told) or _ONLY.search(told) or names_working_days(told)
    whole = ranged or len(days) > 2 or (len(days) > 1 and not days <= _WEEKEND)
    return f"+{_digits(days)}" if _ALSO.search(told) or not whole else _digits(days)


def _named(found: re.Match[str]) -> frozenset[int]:
    return find_weekdays(next(group for group in found.groups() if group))


def _digits(days: frozenset[int]) -> str:
    return "".join(map(str, sorted(days)))


def _day(said: str) -> set[int]:
    if said.startswith(("weekend", "双休")) or said == "周末":
        return set(_WEEKEND)
    if said.startswith(("weekday", "week days")):
        return {1, 2, 3, 4, 5}
    if said.startswith(("every", "all", "the whole")) or said in {"每天", "天天", "全周"}:
        return set(range(1, 8))
    if said[:3] in WEEKDAYS:
        return {WEEKDAYS.index(said[:3]) + 1}
    return {_HAN.index(each) + 1 for each in said.replace("天", "日") if each in _HAN}
