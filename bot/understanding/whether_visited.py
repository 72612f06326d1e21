"""Whether and how often a customer was visited: 去过南岭没, ``did I visit Titan last month``.

Yes or no comes from the visits that are recorded, in the days that are named if any are; the
little word at the end that makes it a question, 没, is no "not".
"""

import re

from bot.understanding.dates import find_period
from bot.understanding.excerpts import find_customer
from bot.understanding.normalise import Normal, normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood

_VISIT = r"(?:去|来|拜访|走访|访问|见|跑|到)"
_DONE = rf"(?:{_VISIT}过|{_VISIT}了|拜访过?了?)"
_WHETHER = re.compile(
    rf"{_DONE}.{{0,24}}?(?:没有|没|吗|么|未|否)[?？\s]*$"
    rf"|有没有?{_VISIT}过?|{_VISIT}没{_VISIT}过?|{_VISIT}过没{_VISIT}过?|是否{_VISIT}过?"
    r"|^ *(?:did|have|has) (?:i|we|anyone|anybody|somebody|you|he|she|they) (?:ever |already )?"
    r"(?:visit|visited|been to|see|seen|met|meet|called on|call on)(?![a-z])"
    r"|^ *(?:was|has) .{2,60} (?:ever |already )?(?:been )?(?:visited|seen)(?![a-z])",
)
_NOTHING_DONE = re.compile(r"没有?[^,，。？?]{0,4}什么[\s。.!！]*$")
"""How a visit is told at which nothing was said, bought or agreed: 么 at its end asks nothing."""

_HOW_OFTEN = re.compile(
    rf"{_VISIT}(?:过|了)?(?:几|多少)[次回趟]|(?:几|多少)[次回趟].{{0,6}}{_VISIT}|拜访次数"
    r"|^ *how (?:often|many times) (?:did|have|has|was|were)(?![a-z])",
)
_AHEAD = re.compile(r"下次|要不要|该不该|需要|什么时候|几时|哪|谁|when|who|which|next")
_SELF = re.compile(r"[它他她这那]家?|(?<![a-z])(?:it|them|him|her|that one|this one)(?![a-z])")

_FEW = len("上个月去过没有")
"""So many letters name nobody."""


def read_whether_visited(text: str, context: Context) -> Understood | None:
    """Read a question for yes or no, or for how often, about the visits to one customer."""
    normal = normalise(text)
    often = _HOW_OFTEN.search(normal.plain) is not None
    if not often and not _WHETHER.search(normal.original.lower()):
        return None
    if _AHEAD.search(normal.plain) or _NOTHING_DONE.search(text):
        return None
    named = find_customer(text, (0, len(text)), context)
    customer = named.customer
    if customer is None:
        if named.typed or not _leans(normal) or context.previous is None:
            return None
        customer = context.previous.customer
    if customer is None or not customer.candidates:
        return None
    slots = Slots(
        period=find_period(normal, context.today, ahead=False), count=often, asked=not often
    )
    unclear = customer.customer_id is None
    return Understood("last_visit", "ask" if unclear else "do", slots, customer)


def _leans(normal: Normal) -> bool:
    """Whether nobody else is spoken of than the customer of the question before: 去过没."""
    return _SELF.search(normal.plain) is not None or len(normal.folded.text) <= _FEW
