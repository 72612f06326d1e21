"""A customer that is to go to somebody else: "give Titan to Jason", 把华兴转给李伟.

The customer and the person must both be known; who may decide it is for others to say.
"""

import re
from collections.abc import Iterator

from bot.understanding.excerpts import find_customer, is_question
from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Action, Context, Understood
from crm.entities import Person
from crm.names.match import NOBODY

_HANDS = re.compile(
    r" *(?:please |pls |can you |could you )*(?:give|hand(?: over)?|move|assign|reassign|transfer"
    r"|pass)(?: over)? (?P<what>.+?) (?:over )?to (?P<who>.+?)[ .!]*"
    r"|(?:请|帮我)?(?:把|将)?(?P<zh>.+?)(?:转交?|交|划|分|移交|分配|调)给(?P<zh_who>.+?)"
    r"(?:负责|跟|跟进|管|吧|了)*[ .!]*"
)


def read_hand_over(text: str, context: Context) -> Understood | None:
    """Read who is to look after a customer from now on."""
    normal = normalise(text)
    found = _HANDS.fullmatch(normal.plain)
    if found is None or is_question(text):
        return None
    what, who = ("what", "who") if found["what"] else ("zh", "zh_who")
    people = list(_list_named(text[slice(*found.span(who))], context))
    if len(people) != 1:
        return None
    start, end = found.span(what)
    named = find_customer(text, (start, end), context)
    if named.customer is None and not named.typed:
        return None
    customer = named.customer or NOBODY
    action: Action = "confirm" if customer.customer_id is not None else "ask"
    (person,) = people
    slots = Slots(rep_id=person.id, rep_name=person.name)
    return Understood("hand_over", action, slots, customer, typed_name=named.typed)


def _list_named(text: str, context: Context) -> Iterator[Person]:
    """Yield the people named in a text that is nothing else."""
    normal = normalise(text)
    marks = context.people.list_marks(normal)
    longest = max((mark.end - mark.start for mark in marks), default=0)
    if longest < len(normal.folded.text):
        return
    seen = set()
    for mark in marks:
        if isinstance(mark.value, Person) and mark.value.id not in seen:
            seen.add(mark.value.id)
            yield mark.value
