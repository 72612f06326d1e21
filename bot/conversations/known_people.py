"""Somebody at a customer's, asked for by name: whose they are, and how to reach them."""

from collections.abc import Callable

from bot.conversations import marks
from bot.conversations.answering import asks
from bot.conversations.desk import Desk
from bot.conversations.taps import speak_of
from bot.messages import Button, Message
from bot.understanding.understand import Understood
from crm.store import contacts
from crm.text import fold

SHOWN = 5
_SHORTEST = 2
_MOST_WORDS = 4


def by_name(
    otherwise: Callable[[Desk, Understood], list[Message]],
) -> Callable[[Desk, Understood], list[Message]]:
    """Answer whom a name belongs to where a person was asked for; all else as ``otherwise``."""

    def show(desk: Desk, understood: Understood) -> list[Message]:
        name = understood.slots.contact_name
        if not name:
            return otherwise(desk, understood)
        found = contacts.list_named(desk.session, desk.viewer, name)
        return _show(desk, found, name) if found else otherwise(desk, understood)

    return show


def find_called(desk: Desk, text: str) -> list[Message] | None:
    """Answer a text that is nothing but somebody's name; None where nobody is called so."""
    name = text.strip(" .。?？!！")
    if len(name) < _SHORTEST or len(name.split()) > _MOST_WORDS or asks(text):
        return None
    found = [
        who
        for who in contacts.list_named(desk.session, desk.viewer, name)
        if fold(who.name) == fold(name)
    ]
    return _show(desk, found, name) if found else None


def _show(desk: Desk, found: list[contacts.Contact], name: str) -> list[Message]:
    if len({who.customer_id for who in found}) == 1:
        speak_of(desk, found[0].customer_id)
    shown = found[:SHOWN]
    text = desk.say("people_named", shown=shown, left=len(found) - len(shown), typed=name)
    firms = {who.customer_id: who.customer for who in shown}
    cards = [Button(firm, f"card:{customer_id}") for customer_id, firm in firms.items()]
    return [Message(text, marks.in_rows(cards, 2))]
