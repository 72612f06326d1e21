"""Settings and reminders of somebody else: 给陈伟改时区, ``remind Oliver to call``, 何晓的提醒.

Everybody has their own, and nobody else changes or sees them; whoever speaks is never meant.
"""

import re

from bot.understanding.excerpts import find_customer
from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.entities import Person

_SETTING = r"(?:settings?|quiet (?:hours?|times?)|time ?zone|working days|设置|时区|工作日|免打扰)"
_LIST = r"(?:(?:morning|daily) (?:list|message|digest)|digest|早报|晨报|清单)"
_OWNS = r" *(?:'s|s'|s|')? *的?(?:the )?"
_AT = r"(?=.*(?:\d|[一二三四五六七八九十]点))"

_AFTER = (
    ("settings", re.compile(rf"{_OWNS}(?:{_SETTING}|{_AT}{_LIST})")),
    ("reminders", re.compile(rf"{_OWNS}(?:open |all )?(?:reminders?(?![a-z])|提醒(?!我|一下|了))")),
)
"""What stands right behind the name of whose it is."""

_GIVES = re.compile(r".*(?:给|帮|替|为|把) *")
_GIVEN = (
    ("settings", re.compile(rf" *(?:改|设|调|换|定)[^,，。]*?(?:{_SETTING}|{_AT}{_LIST})")),
    ("remind", re.compile(r" *(?:设|加|建|定)[^,，。]{0,4}提醒")),
)
"""What is to be done for whom stands behind 给 or 帮."""

_BEFORE = (
    (
        "remind",
        re.compile(
            r" *(?:(?:please|pls|can you|could you|would you|请|麻烦你?|你|帮我|到时候?) *)*"
            r"(?:remind|提醒(?:一下|下)?) *"
        ),
    ),
    ("remind", re.compile(r".*(?:set|add|make|create)(?: up)?(?: an?| the)? reminder for *")),
    ("settings", re.compile(rf".*(?:set|change|move|make|show).*{_SETTING} (?:of|for) *")),
    ("settings", re.compile(rf".*(?:set|change|move|make)(?: the)? {_LIST} (?:of|for) *")),
    ("reminders", re.compile(r".*(?<![a-z])reminders (?:of|for) *")),
)
"""What stands before the name, up to it."""


def read_others_own(text: str, context: Context) -> Understood | None:
    """Read what somebody else's settings or reminders are asked for, with whose they are."""
    normal = normalise(text)
    for mark in context.people.list_marks(normal):
        first, last = normal.folded.origin(mark.start, mark.end)
        named = find_customer(text, (first, last), context)
        if named.customer is not None and named.customer.sure:
            continue
        kind = _find_kind(normal.plain[:first], normal.plain[last:])
        if kind is not None and isinstance(mark.value, Person):
            slots = Slots(key=kind, rep_id=mark.value.id, rep_name=mark.value.name)
            return Understood("others_own", "do", slots)
    return None


def _find_kind(before: str, after: str) -> str | None:
    found = [kind for kind, pattern in _AFTER if pattern.match(after)]
    if _GIVES.fullmatch(before):
        found += [kind for kind, pattern in _GIVEN if pattern.match(after)]
    found += [kind for kind, pattern in _BEFORE if pattern.fullmatch(before)]
    return next(iter(found), None)
