"""What customers want: listed, looked through for a word, and done with when it is met.

A need that is met stays among the notes of its customer; the card shows it no more.
"""

import re

from bot.conversations import marks, whom
from bot.conversations import notes as keeping
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS
from bot.conversations.taps import mending_row, speak_of
from bot.messages import Button, Message
from bot.understanding.understand import Understood
from crm.names.folding import is_han
from crm.store import customers, notes
from crm.store.notes import Need
from crm.text import fold

_SHORTEST_STEM = 4
_WORD = re.compile(r"[^\W\d_]+")


def show_needs(desk: Desk, understood: Understood) -> list[Message]:
    """List what the customers in sight want, the newest first; only what has a word, if one is
    asked for."""
    word = understood.slots.text
    found = notes.list_needs(desk.session, desk.viewer)
    if word:
        found = [need for need in found if _speaks_of(need.text, word)]
    shown = found[:ROWS]
    text = desk.say("needs", shown=shown, left=len(found) - len(shown), word=word)
    names = {need.customer_id: need.customer for need in shown}
    cards = [Button(name, f"card:{customer_id}") for customer_id, name in names.items()]
    return [Message(text, marks.in_rows(cards, 2))]


def show_met(desk: Desk, understood: Understood) -> list[Message]:
    """Take down that a need is met or gone, and whose; nothing is taken for met that isn't named.

    Where the words name no thing, all that the customer wants is meant.
    """
    named = whom.name(understood.customer, understood.typed_name)
    customer_id = named.settled_id if named else None
    words = understood.slots.text or ""
    if customer_id is None:
        return keeping.show_note(desk, understood)
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    wanted = notes.list_needs(desk.session, desk.viewer, customer_id)
    met = _choose(wanted, understood.slots.name)
    ids = [need.id for need in met]
    deed_id = notes.meet(desk.session, desk.viewer, customer_id, ids, words, now=desk.now)
    speak_of(desk, customer.id)
    text = desk.say("need_met", name=customer.name, met=met[:ROWS], said=words)
    return [Message(text, mending_row(desk, deed_id))]


def _choose(wanted: list[Need], thing: str | None) -> list[Need]:
    """The needs that are meant: all, or those that speak of the thing named."""
    if not thing:
        return wanted
    return [need for need in wanted if _speaks_of(need.text, thing)]


def _speaks_of(text: str, word: str) -> bool:
    """Whether a need speaks of a thing: 200 valves of a valve, DN50球阀 of 阀门.

    Of Chinese words one character that both end on is enough; of others their beginning.
    """
    said, wanted = fold(text), fold(word)
    if any(map(is_han, wanted)):
        return wanted in said or (wanted[-1:] in said and wanted[:1] in said)
    stems = [each[: max(_SHORTEST_STEM, len(each) - 2)] for each in _WORD.findall(wanted)]
    words = _WORD.findall(said)
    return bool(stems) and all(any(each.startswith(stem) for each in words) for stem in stems)
