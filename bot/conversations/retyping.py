"""Edit below what was added: one thing of a customer or a contact is typed anew.

Each edit is a deed of its own, so that undo takes back just that.
"""

import re
from collections.abc import Mapping
from typing import Literal

from bot.conversations import contacts, newcomers
from bot.conversations.desk import Desk
from bot.conversations.pending import Mending
from bot.conversations.taps import gone
from bot.messages import Button, Message, parse_id
from bot.understanding.understand import Understood
from crm.store import contacts as contact_store
from crm.store import customers, deeds
from crm.store import newcomers as customer_store
from crm.store.contacts import Particulars
from crm.store.newcomers import Known
from crm.store.tables import contacts as contacts_table
from crm.store.tables import customers as customers_table

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "customer": ("name", "city", "industry", "phone"),
    "contact": ("name", "title", "phone", "email"),
}
_LONGEST = {"customer": customer_store.LONGEST, "contact": contact_store.LONGEST}
_NUMBER = re.compile(r"(?:\d\D*){5}")
_PLACES = newcomers.NAMES | {"list_customers", "due_visits"}
_TAKEN: Mapping[str, frozenset[str]] = {
    "name": newcomers.NAMES,
    "city": _PLACES,
    "industry": _PLACES,
    "title": _PLACES,
}
"""What a text may have been understood as and still be the answer: a city alone is a question."""


def show_edit(desk: Desk, deed_id: int) -> list[Message]:
    """Ask which part of what was added is to be typed anew."""
    deeds.get_own(desk.session, desk.viewer, deed_id, desk.now)
    for of, table in (("contact", contacts_table), ("customer", customers_table)):
        for row_id in deeds.list_rows(desk.session, deed_id, table):
            buttons = [
                Button(desk.label(f"buttons.its_{field}"), f"mend:{of}:{row_id}:{field}")
                for field in _FIELDS[of]
            ]
            rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
            return [Message(desk.say("mend_which", name=_name(desk, of, row_id)), rows)]
    return gone(desk)


def press_field(desk: Desk, rest: str) -> list[Message]:
    """Ask for the new text: ``mend:customer:<id>:name``."""
    of, _, about = rest.partition(":")
    which, _, field = about.partition(":")
    row_id = parse_id(which)
    if row_id is None or field not in _FIELDS.get(of, ()):
        return gone(desk)
    name = _name(desk, of, row_id)
    kind: Literal["customer", "contact"] = "contact" if of == "contact" else "customer"
    desk.dialog.pending = Mending(desk.dialog.next_number(), desk.now, kind, row_id, field)
    return [Message(desk.say("mend_ask", name=name, field=field, bad=False))]


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Take a text as what was asked for; None when it asks something else."""
    asked = desk.dialog.pending
    if not isinstance(asked, Mending) or not _is_answer(asked.field, text, understood):
        return None
    longest = _LONGEST[asked.of][asked.field]
    if customer_store.tidy(text, longest) is None:
        name = _name(desk, asked.of, asked.row_id)
        return [Message(desk.say("mend_ask", name=name, field=asked.field, bad=True))]
    deed_id = _correct(desk, asked, text)
    desk.dialog.pending = None
    show = newcomers.show_kept if asked.of == "customer" else contacts.show_kept
    return show(desk, asked.row_id, deed_id, corrected=True)


def _correct(desk: Desk, asked: Mending, text: str) -> int:
    if asked.of == "contact":
        said = Particulars(**{asked.field: text})
        return contact_store.correct(desk.session, desk.viewer, asked.row_id, said, now=desk.now)
    known = Known(**{asked.field: text})
    return customer_store.correct(desk.session, desk.viewer, asked.row_id, known, now=desk.now)


def _is_answer(field: str, text: str, understood: Understood) -> bool:
    if field == "phone":
        return _NUMBER.search(text) is not None
    if field == "email":
        return "@" in text
    return understood.intent in _TAKEN[field] and not text.endswith(("?", "？"))


def _name(desk: Desk, of: str, row_id: int) -> str:
    if of == "contact":
        return contact_store.get(desk.session, desk.viewer, row_id).name
    return customers.get_customer(desk.session, desk.viewer, row_id).name
