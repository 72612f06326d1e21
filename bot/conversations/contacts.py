"""The people at a customer: "add contact Li Wei 13800001111 at Huaxin", or a contact shared.

What is said is kept at once; what is missing is asked for once, and may be left out. Numbers are
said back only to whoever typed them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversations.choosing import SHOWN, told_apart
from bot.conversations.desk import Desk
from bot.conversations.newcomers import sounds_like_a_name
from bot.conversations.pending import NewContact
from bot.conversations.taps import gone, mending_row, speak_of
from bot.messages import Attachment, Button, Message, one_each, one_row, parse_id
from bot.understanding.newcomers import read_new_contact
from bot.understanding.understand import Understood
from crm.names import match
from crm.names.folding import is_han
from crm.store import contacts, customers
from crm.store.contacts import LONGEST, Particulars
from crm.store.newcomers import tidy
from crm.text import fold

_CUE = "add contact "

LONGEST_SAID = 60

LONGEST_TITLE = 8
MOST_WORDS = 4
"""A Chinese title has no more characters, another no more words: else it says something else."""

_JOBS = frozenset({"buyer"})
"""What means a customer in a question, and a job beside a name."""

_ASKS = re.compile(
    r"^(?:who|what|when|where|why|how|which|is|are|do|does|did|can|no|nothing)\b|[谁什怎吗呢哪没]",
    re.IGNORECASE,
)


def show_new(desk: Desk, understood: Understood) -> list[Message]:
    """Add the contact that was named, or ask for whose, or whom."""
    slots, named = understood.slots, understood.customer
    asked = NewContact(
        number=desk.offer(),
        asked_at=desk.now,
        customer_id=named.customer_id if named is not None else None,
        name=slots.contact_name,
        title=slots.title,
        phone=slots.phone,
        email=slots.email,
    )
    found = () if named is None else named.candidates
    if asked.customer_id is None or (named is not None and not named.sure):
        return _ask_whose(desk, asked, found, understood.typed_name)
    return _go_on(desk, asked)


def show_shared(desk: Desk, sent: Attachment) -> list[Message]:
    """Offer to add a contact that was shared to the customer spoken of last."""
    asked = NewContact(
        desk.offer(), desk.now, None, name=sent.name or None, phone=sent.phone or None
    )
    last = desk.dialog.last
    about = last.customer.customer_id if last is not None and last.customer is not None else None
    return _ask_whose(desk, asked, () if about is None else (about,), "")


def resume(desk: Desk, asked: NewContact) -> list[Message]:
    """Ask again about a contact that was left for another topic."""
    asked = replace(asked, number=desk.offer(), asked_at=desk.now)
    return _ask_whose(desk, asked, (), "") if asked.customer_id is None else _go_on(desk, asked)


def take_contact(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with a text that names the customer or the contact, or what was still missing."""
    asked = desk.dialog.pending
    if not isinstance(asked, NewContact):
        return None
    if asked.contact_id is not None:
        return _complete(desk, asked, text, understood)
    if not sounds_like_a_name(desk, text, understood):
        return None
    if asked.customer_id is not None:
        return _go_on(desk, _with(asked, _read(desk, text)))
    found = match(desk.context().names, text)
    if found.customer_id is None:
        return _ask_whose(desk, asked, found.candidates, text[:LONGEST_SAID])
    return _go_on(desk, replace(asked, customer_id=found.customer_id))


def press_whose(desk: Desk, rest: str) -> list[Message]:
    """It is a contact of this customer: ``addc:<customer>`` or ``whose:<number>:<customer>``."""
    number, _, about = rest.rpartition(":")
    customer_id = parse_id(about)
    if customer_id is None:
        return gone(desk)
    if not number:
        customers.get_customer(desk.session, desk.viewer, customer_id)
        return _go_on(desk, NewContact(desk.offer(), desk.now, customer_id))
    asked = desk.dialog.pending
    if not isinstance(asked, NewContact) or str(asked.number) != number:
        return gone(desk)
    if not asked.is_open(desk.now) or not desk.take(asked.number):
        return gone(desk)
    return _go_on(desk, replace(asked, customer_id=customer_id))


def show_kept(desk: Desk, contact_id: int, deed_id: int, *, corrected: bool) -> list[Message]:
    """Say what is known of a contact that was added or corrected just now."""
    contact = contacts.get(desk.session, desk.viewer, contact_id)
    text = desk.say("contact_kept", who=contact, corrected=corrected, known=False)
    return [Message(text, mending_row(desk, deed_id))]


def _go_on(desk: Desk, asked: NewContact) -> list[Message]:
    """Ask who it is, or keep what is known."""
    assert asked.customer_id is not None
    customer = customers.get_customer(desk.session, desk.viewer, asked.customer_id)
    speak_of(desk, customer.id)
    said = _keepable(asked)
    if said.name is None:
        desk.dialog.pending = replace(asked, name=None)
        return [Message(desk.say("contact_name", customer=customer.name))]
    known = contacts.find(desk.session, desk.viewer, customer.id, said.name)
    if known is not None:
        return _add_to(desk, known.id, said)
    added = contacts.add(desk.session, desk.viewer, customer.id, said, now=desk.now)
    return _show_new(desk, replace(asked, contact_id=added.row_id), added.deed_id)


def _show_new(desk: Desk, asked: NewContact, deed_id: int) -> list[Message]:
    assert asked.contact_id is not None
    contact = contacts.get(desk.session, desk.viewer, asked.contact_id)
    complete = bool(contact.phone or contact.email)
    desk.dialog.pending = None if complete else asked
    text = desk.say("contact_kept", who=contact, corrected=False, known=False)
    if complete:
        return [Message(text, mending_row(desk, deed_id))]
    skip = Button(desk.label("buttons.skip"), f"skip:{asked.number}")
    more = desk.say("contact_more")
    text = f"{text}\n{more}"
    return [Message(text, (*mending_row(desk, deed_id), (skip,)))]


def _add_to(desk: Desk, contact_id: int, said: Particulars) -> list[Message]:
    """Somebody of that name is there: add what is new about them, or say so."""
    desk.dialog.pending = None
    known = contacts.get(desk.session, desk.viewer, contact_id)
    new = {
        field: text
        for field in ("title", "phone", "email")
        if (text := getattr(said, field)) and text != getattr(known, field)
    }
    if not new:
        return [Message(desk.say("contact_kept", who=known, corrected=False, known=True))]
    deed_id = contacts.correct(
        desk.session, desk.viewer, contact_id, Particulars(**new), now=desk.now
    )
    return show_kept(desk, contact_id, deed_id, corrected=True)


def _complete(
    desk: Desk, asked: NewContact, text: str, understood: Understood
) -> list[Message] | None:
    """Take a number, an address or a title that was asked for; anything else is left alone."""
    said = _keepable(_read(desk, text))
    alone = not (said.phone or said.email)
    title = _as_title(desk, text, said, understood) if alone else said.title
    more = Particulars(title=title, phone=said.phone, email=said.email)
    if not any((more.title, more.phone, more.email)):
        return None
    desk.dialog.pending = None
    assert asked.contact_id is not None
    deed_id = contacts.correct(desk.session, desk.viewer, asked.contact_id, more, now=desk.now)
    return show_kept(desk, asked.contact_id, deed_id, corrected=True)


def _as_title(desk: Desk, text: str, said: Particulars, understood: Understood) -> str | None:
    """Read a short text without numbers as what somebody does, and nothing that asks or denies."""
    chinese = any(map(is_han, text))
    short = len(text) <= LONGEST_TITLE if chinese else len(text.split()) <= MOST_WORDS
    named = said.title is not None or fold(text) in _JOBS
    likely = named or sounds_like_a_name(desk, text, understood)
    return tidy(text) if short and likely and not _ASKS.search(text) else None


def _read(desk: Desk, text: str) -> Particulars:
    """Read who somebody is out of a line that says nothing else."""
    read = read_new_contact(_CUE + text, desk.context())
    slots = read.slots if read is not None else None
    if slots is None:
        return Particulars(name=text)
    return Particulars(slots.contact_name, slots.title, slots.phone, slots.email)


def _keepable(said: Particulars | NewContact) -> Particulars:
    """What of it can be kept: something to read, and not too long."""
    fields = {field: getattr(said, field) or "" for field in LONGEST}
    return Particulars(**{field: tidy(text, LONGEST[field]) for field, text in fields.items()})


def _with(asked: NewContact, said: Particulars) -> NewContact:
    return replace(
        asked,
        name=said.name,
        title=said.title or asked.title,
        phone=said.phone or asked.phone,
        email=said.email or asked.email,
    )


def _ask_whose(desk: Desk, asked: NewContact, found: tuple[int, ...], typed: str) -> list[Message]:
    """Ask which customer it is somebody at; a name may be typed instead of a tap."""
    desk.dialog.pending = asked
    shown = customers.list_by_id(desk.session, desk.viewer, found[:SHOWN])
    buttons = [Button(told_apart(each), f"whose:{asked.number}:{each.id}") for each in shown]
    cancel = Button(desk.label("buttons.cancel"), f"skip:{asked.number}")
    text = desk.say("contact_whose", name=asked.name, found=len(shown), typed=typed)
    return [Message(text, (*one_each(buttons), *one_row(cancel)))]


def press_skip(desk: Desk, rest: str) -> list[Message]:
    """Leave out what was asked for: ``skip:<number>``."""
    asked = desk.dialog.pending
    if isinstance(asked, NewContact) and str(asked.number) == rest:
        desk.dialog.pending = None
        return [Message(desk.say("skipped", kept=asked.contact_id is not None))]
    return gone(desk)


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "addc": press_whose,
    "whose": press_whose,
    "skip": press_skip,
}
"""What a button does, by the first word of its action."""
