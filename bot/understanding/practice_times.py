"""When practice is wanted each day: "drill me every day at 8:15", 每天8点15练两分钟."""

import re
from collections.abc import Sequence

from bot.understanding.normalise import normalise
from bot.understanding.preferences import OFF
from bot.understanding.slots import Slots
from bot.understanding.times import Time, as_told, list_times
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
    r"|(?:when|what time|at what time)(?: do| does| is| will| shall| can)?"
    r"(?: you| my| i| the)* (?:daily )?(?:drill|practi[cs]e|training)(?: me| come| be| time)*[ ?]*"
    r"|(?:每[天日])?你?(?:都|会|在|是)*几点(?:叫|提醒|喊|让|催)我?(?:练习|训练|练)(?:话术|两分钟)?[?？]*"
)
_AT_A_TIME = re.compile(
    r" *(?:(?:every|each) ?day|daily|on (?:working days|workdays|weekdays)|每[天日]|天天|工作日)?"
    r"[ ,，]*(?:at |around |about |by )?"
    r"(?:早上|早晨|上午|中午|下午|傍晚|晚上|早|晚)?[ ]*\d{1,2}"
    r"(?:[:：.点時时]|(?= ?[ap]\.?m))?(?:\d{1,2}|半|一刻|三刻)?"
    r"分?(?: ?[ap]\.?m\.?| o'?clock)?(?: in the (?:morning|evening|afternoon))?"
    r"(?P<practice>[ ,，]*(?:叫|提醒|喊|让|催)?我?(?:练习|训练|练)(?:话术|一下)?(?:两分钟|2分钟)?)?"
    r"(?: (?:every|each) ?day| daily| please| pls|吧|好了|就行)*[ .。!！]*"
)
"""A time and nothing else but that one practises then: 晚上9点练."""

_AN_HOUR = re.compile(r"\d ?(?:[:：点]|o'?clock|[ap]\.?m)")
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


def read_practice_time(text: str, context: Context) -> Understood | None:
    """Read when the daily drill is wanted, that none is, or that its time is asked about."""
    told = as_told(normalise(text)).strip(" .!。！,，")
    alone = _AT_A_TIME.fullmatch(told)
    if alone and (alone["practice"] or _is_asked(context)):
        return _setting_of(list_times(_DURATION.sub(" ", told)))
    if not _PRACTICE.search(told):
        return None
    if _STOPS.fullmatch(told):
        return _setting(OFF)
    if _ASKS.fullmatch(told):
        return _setting(None)
    if not _DAILY.search(told) and not _SETS.fullmatch(told):
        return None
    times = list_times(_DURATION.sub(" ", told))
    return _setting_of(times) if times or _AN_HOUR.search(told) else None


def _is_asked(context: Context) -> bool:
    """Whether its time was asked about just now, or one was named that it can't come at."""
    last = context.previous
    return last is not None and last.intent == "settings" and last.slots.key == "practice_time"


def _setting_of(times: Sequence[Time]) -> Understood:
    """The first time; an hour that no day has is asked about."""
    return _setting(str(times[0]) if times else None)


def _setting(value: str | None) -> Understood:
    return Understood("settings", "do", Slots(key="practice_time", value=value))
