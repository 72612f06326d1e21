"""Customers that reps add, and those they miss: "add customer Zorro Foods in Munich", 少了一家恒达.

Added at once as the rep's own, and taken back as easily. A name that is known already asks for a
tap; that somebody else has a customer of that name is never said here (see ``crm.store.requests``).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversations import requests
from bot.conversations.answering import asks, may_be_a_name
from bot.conversations.choosing import told_apart
from bot.conversations.desk import Desk
from bot.conversations.pending import NewCustomer
from bot.conversations.taps import gone, mending_row, speak_of
from bot.messages import Button, Message, one_each, parse_id
from bot.understanding.newcomers import read_new_customer
from bot.understanding.slots import Slots
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from crm.entities import Role
from crm.names import match
from crm.names.forms import Evidence
from crm.store import customers, newcomers, people
from crm.store import requests as waiting
from crm.store.newcomers import LONGEST, Newcomer
from crm.text import fold

SHOWN = 3

LONGEST_TYPED = 280
"""Characters of a name: of a longer one the end would have been left unread in silence."""

_CUE = "add customer "

_LIKENESS = 85.0
"""A name less like a known one than this is another company's."""

_TELLS_LITTLE = frozenset({Evidence.PART, Evidence.INITIALS, Evidence.CODE})

_FOR = re.compile(r"(?:\s+for\s+|\s*[,，]?\s*(?:给|归)\s*)(?P<who>[^,，]{1,60})$", re.IGNORECASE)

_NEW = frozenset({"add", "add it", "new", "it's new", "新增", "新客户", "是新客户", "加上", "加"})
_TELL = frozenset(
    {"ask", "tell", "ask my manager", "tell my manager", "问一下", "问问", "告诉经理"}
)
_SAID = re.compile(
    r"[+＋]?[\d()\-\s./]{5,}|\S+@\S+|电话|手机|\b(?:phone|tel|mobile)\b|[,，;；:：].*$",
    re.IGNORECASE,
)
"""What may be said beside a name."""

_ME = frozenset({"me", "myself", "我", "我自己"})

NAMES = frozenset({"customer_card", "customer_details", "add_customer", OUT_OF_SCOPE, "ambiguous"})
"""What a text that is only a name may have been understood as."""


def show_new(desk: Desk, understood: Understood) -> list[Message]:
    """Add the customer that was named, or ask for its name."""
    slots = understood.slots
    name, rep_id = _split_rep(desk, slots.name or "")
    asked = NewCustomer(
        number=desk.offer(),
        asked_at=desk.now,
        rep_id=slots.rep_id or rep_id or desk.viewer.person_id,
        name=name,
        city=slots.cities[0] if slots.cities else None if slots.countries else slots.place,
        country=slots.countries[0] if slots.countries else None,
        industry=slots.industries[0] if slots.industries else slots.industry,
        phone=slots.phone,
        left=slots.text,
    )
    return _go_on(desk, asked)


def show_missing(desk: Desk, understood: Understood) -> list[Message]:
    """Look for the customer that is missing, and offer to add it or to tell those above."""
    asked = NewCustomer(
        number=desk.offer(),
        asked_at=desk.now,
        rep_id=desk.viewer.person_id,
        name=understood.slots.name or "",
        missing=True,
    )
    return _go_on(desk, asked)


def resume(desk: Desk, asked: NewCustomer) -> list[Message]:
    """Ask again about a customer that was left for another topic."""
    return _go_on(desk, replace(asked, number=desk.offer(), asked_at=desk.now))


def take_name(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with a text that is the name asked for just now; None when it asks something else."""
    asked = desk.dialog.pending
    if isinstance(asked, NewCustomer) and asked.name:
        return _take_word(desk, asked, fold(text))
    if not isinstance(asked, NewCustomer):
        return None
    read = understood if understood.slots.name else read_new_customer(_CUE + text, desk.context())
    called = read.slots.name if read is not None else None
    if not sounds_like_a_name(desk, text, understood, called):
        return None
    slots = read.slots if read is not None else Slots(name=text)
    name, rep_id = _split_rep(desk, slots.name or text)
    return _go_on(
        desk,
        replace(
            asked,
            name=name,
            rep_id=rep_id or asked.rep_id,
            city=slots.place or asked.city,
            industry=slots.industry or asked.industry,
            phone=slots.phone or asked.phone,
            left=slots.text or asked.left,
        ),
    )


def _take_word(desk: Desk, asked: NewCustomer, word: str) -> list[Message] | None:
    """Take what the buttons say in a word of one's own."""
    if word in _NEW:
        return press_new(desk, str(asked.number))
    if word in _TELL and asked.missing:
        return press_tell(desk, str(asked.number))
    return None


def sounds_like_a_name(
    desk: Desk, text: str, understood: Understood, called: str | None = None
) -> bool:
    """Say whether a text may be just a name, and no question, order or sentence.

    ``called`` is the name in it where more was said, as "in Munich" or a number.
    """
    if understood.intent not in NAMES or asks(text):
        return False
    slots = understood.slots
    told = slots.name or slots.contact_name or called
    if understood.intent in {"add_customer", "add_contact"} and not told:
        return False
    sure = understood.customer is not None and understood.customer.sure
    return sure or may_be_a_name(told or _SAID.sub("", text), desk.today)


def offer(desk: Desk, name: str) -> Button:
    """Return the button that adds a customer of that name as one's own.

    The name waits with what is asked in this chat, since a button holds none.
    """
    asked = NewCustomer(desk.offer(), desk.now, rep_id=desk.viewer.person_id, name=name)
    desk.dialog.pending = asked
    return Button(desk.label("buttons.add_as_new"), f"newc:{asked.number}")


def add(desk: Desk, asked: NewCustomer) -> list[Message]:
    """Add the customer and say what was understood, with Edit and Undo."""
    desk.dialog.pending = None
    newcomer = Newcomer(
        name=newcomers.parse(asked.name),
        city=_short(asked.city, "city"),
        country=_short(asked.country, "country"),
        industry=_short(asked.industry, "industry"),
        phone=_short(asked.phone, "phone"),
    )
    added = newcomers.add(desk.session, desk.viewer, newcomer, rep_id=asked.rep_id, now=desk.now)
    return show_kept(desk, added.row_id, added.deed_id, left=asked.left)


def show_kept(
    desk: Desk,
    customer_id: int,
    deed_id: int,
    *,
    corrected: bool = False,
    left: str | None = None,
) -> list[Message]:
    """Say what is known of a customer that was added or corrected just now, and what of the words
    about it was ``left`` out."""
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    speak_of(desk, customer_id)
    text = desk.say(
        "customer_added",
        c=customer,
        where=", ".join(part for part in (customer.city, customer.country) if part),
        mine=customer.rep_id == desk.viewer.person_id,
        corrected=corrected,
        left=left,
    )
    contact = Button(desk.label("buttons.add_contact"), f"addc:{customer_id}")
    return [Message(text, (*mending_row(desk, deed_id), (contact,)))]


def _go_on(desk: Desk, asked: NewCustomer) -> list[Message]:
    """Ask for a missing name, ask about a known one, or do it."""
    if not people.is_in_sight(desk.session, desk.viewer, asked.rep_id):
        desk.dialog.pending = None
        everyone = people.list_people(desk.session)
        rep = next((person.name for person in everyone if person.id == asked.rep_id), "")
        return [Message(desk.say("not_yours_to_see", rep=rep, role=desk.viewer.role))]
    desk.dialog.pending = asked
    if not asked.name:
        return [Message(desk.say("customer_name", missing=asked.missing))]
    name = newcomers.tidy(asked.name, LONGEST_TYPED)
    if name is None:
        desk.dialog.pending = replace(asked, name="")
        return [Message(desk.say("customer_name", missing=asked.missing, bad=asked.name))]
    asked = replace(asked, name=name)
    desk.dialog.pending = asked
    alike = _list_alike(desk, name)
    if alike:
        return _ask_about(desk, asked, alike)
    return _tell(desk, asked) if asked.missing else add(desk, asked)


def _ask_about(desk: Desk, asked: NewCustomer, alike: list[int]) -> list[Message]:
    found = customers.list_by_id(desk.session, desk.viewer, alike[:SHOWN])
    text = desk.say("customer_alike", name=asked.name, found=found, me=desk.viewer.person_id)
    shown = one_each(Button(told_apart(customer), f"card:{customer.id}") for customer in found)
    anyway = Button(desk.label("buttons.add_anyway"), f"newc:{asked.number}")
    return [Message(text, (*shown, (anyway, *_told_above(desk, asked))))]


def _tell(desk: Desk, asked: NewCustomer) -> list[Message]:
    """Say that it is not on the list, and nothing about whether it is on another."""
    new = Button(desk.label("buttons.add_as_new"), f"newc:{asked.number}")
    text = desk.say("customer_missing", name=asked.name)
    return [Message(text, one_each((new, *_told_above(desk, asked))))]


def _told_above(desk: Desk, asked: NewCustomer) -> tuple[Button, ...]:
    who = waiting.find_decider(desk.session, desk.viewer.person_id)
    if not asked.missing or (who is None and desk.viewer.role is Role.ADMIN):
        return ()
    return (Button(desk.label("buttons.tell", who=who), f"tellm:{asked.number}"),)


def _list_alike(desk: Desk, name: str) -> list[int]:
    """Customers in sight that have this name, or one so like it that they may be the same."""
    same = newcomers.list_of_that_name(desk.session, desk.viewer, name)
    found = match(desk.context().names, name)
    near = found.score >= _LIKENESS and found.evidence not in _TELLS_LITTLE
    return list(dict.fromkeys((*same, *(found.candidates if near else ()))))


def _split_rep(desk: Desk, name: str) -> tuple[str, int | None]:
    """Take "for Li Wei" off the end of a name, where somebody who works here is called so."""
    found = _FOR.search(name)
    if found is None or found.start() == 0:
        return name, None
    if fold(found["who"]) in _ME:
        return name[: found.start()], desk.viewer.person_id
    called = people.find_people(desk.session, found["who"])
    return (name[: found.start()], called[0].id) if len(called) == 1 else (name, None)


def _short(text: str | None, field: str) -> str | None:
    """What was said beside the name, where it is something that can be kept."""
    return newcomers.tidy(text or "", LONGEST[field])


def press_new(desk: Desk, rest: str) -> list[Message]:
    """Add it anyway, or as new: ``newc:<number>``."""
    asked = _take(desk, rest)
    return gone(desk) if asked is None else add(desk, asked)


def press_tell(desk: Desk, rest: str) -> list[Message]:
    """Tell those above that one is missing: ``tellm:<number>``."""
    asked = _take(desk, rest)
    if asked is None:
        return gone(desk)
    desk.dialog.pending = None
    return requests.ask(desk, "missing", text=asked.name)


def _take(desk: Desk, rest: str) -> NewCustomer | None:
    asked, number = desk.dialog.pending, parse_id(rest)
    if not isinstance(asked, NewCustomer) or asked.number != number or not asked.name:
        return None
    return asked if asked.is_open(desk.now) and desk.take(asked.number) else None


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "newc": press_new,
    "tellm": press_tell,
}
"""What a button does, by the first word of its action."""
