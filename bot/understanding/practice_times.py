"""When practice is wanted each day: "drill me every day at 8:15", 每天8点15练两分钟."""

import re

from bot.understanding.normalise import normalise
from bot.understanding.preferences import OFF
from bot.understanding.slots import Slots
from bot.understanding.times import as_told, list_times
from bot.understanding.understand import Context, Understood

_PRACTICE = re.compile(
    r"(?<![a-z])(?:drill(?:s|ed|ing)?|practi[cs](?:e|ing)|training)(?![a-z])"
    r"|练(?!得|过|了)|一练|训练"
)
_DAILY = re.compile(
    r"(?<![a-z])(?:daily|(?:every|each) (?:day|morning|evening|noon|afternoon|working ?day|workday"
    r"|weekday)|on (?:working days|weekdays|workdays))(?![a-z])"
    r"|每[天日晚早]|天天|每个?(?:早上|晚上|工作日)|工作日"
)
_SETS = re.compile(
    r" *(?:please |pls |can you |could you |set |change |move |make |switch |put |remind me to )*"
    r"(?:(?:the|my|me) )*(?:drill|practi[cs]e|training)(?: me| time)*"
    r"(?: (?:to|at|from|is|for))+ .+"
    r"|(?:请|把|帮我|我的)*(?:每日)?(?:练习|一练|训练)(?:时间)?(?:的时间)?"
    r"(?:改到|改成|改为|设为|设成|设在|设到|定在|定到|换到|放在|是|到|为)+.+"
)
_ASKS = re.compile(
    r" *(?:set |change |choose |my |the |when is |when's |what is )*(?:my |the )?(?:daily )?"
    r"(?:practi[cs]e|drill|training) time[ ?]*|(?:设置?|改|我的|设定)*(?:每日)?(?:练习|一练|训练)"
    r"(?:的)?时间(?:是几点|几点)?[?？]*"
)
_STOPS = re.compile(
    r" *(?:please |pls |can you |i )*(?:stop|cancel|no(?: more)?|turn off|switch off|disable"
    r"|don't (?:send|want)|dont (?:send|want)|do not (?:send|want))(?: sending)?(?: me)?(?: the"
    r"| my| any| a| more)*(?: daily| every ?day)? ?(?:drills?|practi[cs]e(?: time| reminders?)?"
    r"|training|drill bells?)(?: every ?day| daily| please| pls| any ?more)* *"
    r"|(?:practi[cs]e|drill)(?: time)? off *"
    r"|(?:请|以后|我|把)*(?:不要|不想要|不用|别|停止|停掉|停|关闭|关掉|取消|不需要)(?:再)?(?:每[天日])?"
    r"(?:提醒我|叫我|让我|给我)?(?:每[天日])?的?(?:练习|一练|训练|练)(?:提醒|时间)?(?:了|吧)* *"
    r"|(?:把|以后)*每[天日]的?(?:练习|一练|训练)(?:不要|不用|别|停|关|取消)(?:掉)?(?:了|吧)* *"
)


_DURATION = re.compile(
    r"(?<![a-z\d])(?:two|three|five|ten|a few|\d{1,2}) (?:minutes?|mins?|lines?)(?![a-z])"
    r"|[一二两三五十\d]{1,2}(?:分钟|句)|一练"
)
"""How long is no time of day."""


def read_practice_time(text: str, _context: Context) -> Understood | None:
    """Read when the daily drill is wanted, that none is, or that its time is asked about."""
    told = as_told(normalise(text)).strip(" .!。！,，")
    if not _PRACTICE.search(told):
        return None
    if _STOPS.fullmatch(told):
        return _setting(OFF)
    if _ASKS.fullmatch(told):
        return _setting(None)
    if not _DAILY.search(told) and not _SETS.fullmatch(told):
        return None
    times = list_times(_DURATION.sub(" ", told))
    return _setting(str(times[0])) if times else None


def _setting(value: str | None) -> Understood:
    return Understood("settings", "do", Slots(key="practice_time", value=value))
