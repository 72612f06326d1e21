"""A visit that one asks somebody else for: 派李娜去明辉, "ask Emily to visit Titan by Friday".

The wordings stand in ``phrases.yaml``. The customer is looked for first: places and people in its
name are none in the sentence.
"""

import re

from bot.understanding.excerpts import find_customer
from bot.understanding.normalise import normalise
from bot.understanding.phrases import Said, find_said
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood

ASK_VISIT = "ask_visit"

_BEFORE = re.compile(r"(?:by|before|until|till|no later than|within|在)(?: the)? *$", re.IGNORECASE)
_BEHIND = re.compile(r" *[之以]?[前内]")


def read_asked_visit(text: str, context: Context) -> Understood | None:
    """Read a visit that somebody is asked to make: ``until`` is its latest day, ``on`` its day."""
    if not context.people.list_marks(normalise(text)):
        return None
    named = find_customer(text, (0, len(text)), context)
    if named.customer is None or named.span is None:
        return None
    said = find_said(text, context, (ASK_VISIT,), named.span)
    if said is None or len(said.people) != 1:
        return None
    (rep,) = said.people
    slots = Slots(rep_id=rep.id, rep_name=rep.name)
    day = said.day
    if day is not None and day.from_on == day.to_on and not _is_latest(said):
        slots = Slots(rep_id=rep.id, rep_name=rep.name, on=day.from_on)
    elif day is not None:
        slots = Slots(rep_id=rep.id, rep_name=rep.name, until=day.to_on)
    return Understood(ASK_VISIT, "do", slots, named.customer)


def _is_latest(said: Said) -> bool:
    assert said.day is not None
    start, end = said.day.span
    by = _BEFORE.search(said.text[:start]) or _BEHIND.match(said.text[end:])
    return by is not None or said.text[start:end].endswith("前")
