"""Which of the reminders there are is to go or to be moved: "drop the Keelung reminder".

They are told by their place in the list, by what they are about, as all of them, or not at all:
``Slots.text`` is the place (-1 is the last of the list), ``all`` or ``newest``, ``Slots.name`` what
they are about, ``Slots.value`` the moment to move one to, as it was typed.
"""

import re
from dataclasses import replace

from bot.understanding.hours import find_hour
from bot.understanding.normalise import normalise
from bot.understanding.reckoning import number
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood

ALL = "all"
NEWEST = "newest"

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_ORDINALS |= {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1}
_EN_PLACE = re.compile(rf"({'|'.join(_ORDINALS)}|no \d|number \d|\d)(?: one)?")
_ZH_PLACE = re.compile(r"第?([1-9一二两三四五六七八九])[个條条]?|最后[一]?[个条]")
_EVERYTHING = frozenset(
    {"all", "all my", "all the", "all of my", "all of the", "every", "everything", "all open"}
    | {"所有", "全部", "一切", "我所有", "我全部", "全部都", "所有都", "我的全部", "我的所有"}
)
_JUST_MADE = frozenset(
    {"this", "that", "the last", "last", "the new", "the latest"}
    | {"这个", "那个", "刚才", "刚才那个", "上一个", "这条", "那条", "刚才那条", "上一条"}
)
_DROP = r"(?:cancel|delete|remove|drop|scrap|clear|get rid of|forget)"
_ZH_DROP = r"(?:取消掉?|删掉|删除|删了?|去掉|清空|清除|不要)"
_DROPS = (
    re.compile(rf"{_DROP} (?:(?P<a>.+?) )?reminders?(?: (?:for|about|of|to|with|on) (?P<b>.+))?"),
    re.compile(rf"{_DROP} reminders? (?:no |number )?(?P<a>\d)"),
    re.compile(r"(?:不要|不用|别再?)提醒我(?P<a>.+?)了?"),
    re.compile(rf"{_ZH_DROP}(?P<a>.*?)的?提醒(?:吧|了)?"),
    re.compile(rf"(?:把)?(?P<a>.*?)的?提醒(?:都|全)*(?:给我)?{_ZH_DROP}(?P<b>.*?)(?:吧|了)?"),
)
_MOVES = (
    re.compile(
        r"(?:move|change|push|shift|put|set|reschedule|postpone|make|bring)(?: the| my| that)?"
        r" (?:(?P<a>.+?) )?(?P<noun>one|reminder)(?: (?:for|about|of|to|with) (?P<b>.+?))?"
        r"(?: back| forward| off)? (?:to|until|till|at|for|on) (?P<when>[^ ].*)"
    ),
    re.compile(
        r"(?:把)?(?P<a>.*?)的?(?P<noun>提醒)[改推挪移调换]"
        r"(?:[迟后早期])?(?:到|成|为|至)(?P<when>.+)"
    ),
)
_POLITE = re.compile(r"^(?:please|pls|can you|could you|请|麻烦|帮我)+ *|(?: please| pls)$")
_FOR = re.compile(r"^(?:the|my|that|this|给|关于|跟|和|打给|我的|我) ?")
_OF_THE_DAY = re.compile(r"daily|morning reminder|digest|every|each|每|早上的?提醒")
_SETS = re.compile(r"(?:set|change|make|put) |提醒")
"""What says when the day's list is to come, where no reminder is named."""

_NO_MORE = frozenset({"", "the", "my", "我", "我的", "the open", "my open"})


def read_open_one(text: str) -> Understood | None:
    """Read that reminders are to go, or that one is to be moved; None where it is neither."""
    plain = _POLITE.sub("", normalise(text).plain.strip()).strip(" .!")
    return _read_moved(text, plain) or _read_dropped(plain)


def _read_dropped(plain: str) -> Understood | None:
    for pattern in _DROPS:
        found = pattern.fullmatch(plain)
        if found is not None:
            return Understood("drop_reminder", "do", _which(found))
    return None


def _read_moved(text: str, plain: str) -> Understood | None:
    """Read which is moved and to when; "the one" is a reminder only where an hour is said."""
    for pattern in _MOVES:
        found = pattern.fullmatch(plain)
        if found is None:
            continue
        which, said = _which(found), found["when"]
        if _OF_THE_DAY.search(plain) or (which == Slots() and _SETS.match(plain)):
            return None
        typed = text.rstrip(" .。!！吧")[-len(said) :] if plain in normalise(text).plain else said
        if found["noun"] == "one" and find_hour(typed, (0, len(typed))) is None:
            return None
        return Understood("move_reminder", "do", replace(which, value=typed.strip()))
    return None


def _which(found: re.Match[str]) -> Slots:
    said = [group.strip() for name in ("a", "b") if (group := found.groupdict().get(name))]
    for each in said:
        slots = _read_which(each)
        if slots.text or slots.name:
            return slots
    return Slots()


def _read_which(said: str) -> Slots:
    """Read a place, all of them, the one made last, or what it is about.

    >>> _read_which("the second").text, _read_which("全部").text, _read_which("东篱").name
    ('2', 'all', '东篱')
    """
    if said in _EVERYTHING:
        return Slots(text=ALL)
    if said in _JUST_MADE:
        return Slots(text=NEWEST)
    bare = _FOR.sub("", said).strip()
    english, chinese = _EN_PLACE.fullmatch(bare), _ZH_PLACE.fullmatch(bare)
    if english:
        return Slots(text=str(_ORDINALS.get(english[1]) or int(english[1][-1])))
    if chinese:
        return Slots(text=str(number(chinese[1]) if chinese[1] else -1))
    return Slots() if said in _NO_MORE or not bare else Slots(name=bare)
