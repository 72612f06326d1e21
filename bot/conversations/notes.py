"""A note or a need of a customer: kept at once as it was typed, taken back as easily."""

import re
from dataclasses import replace

from bot.conversations import whom
from bot.conversations.answering import asks, is_no, is_nod, is_other_topic
from bot.conversations.correcting import is_report
from bot.conversations.desk import Desk
from bot.conversations.pending import Correction, Named, NoteWish
from bot.conversations.taps import gone, mending_row, speak_of
from bot.messages import Message, one_row
from bot.understanding.slots import Slots
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from crm.store import customers, deeds, notes
from crm.store.notes import Note
from crm.store.tables import notes as notes_table
from crm.store.writers import LONGEST_TEXT
from crm.text import clean

SHOWN = 500
"""Characters of it that are said again; all of it is kept."""


def show_note(desk: Desk, understood: Understood) -> list[Message]:
    """Keep what was said about a customer, or ask about whom, or what."""
    slots = understood.slots
    named = whom.name(understood.customer, understood.typed_name)
    return go_on(desk, NoteWish(0, desk.now, slots.note_kind or "note", named, slots.text))


def as_asked(text: str, understood: Understood) -> Understood:
    """Read a question with the word "note" in it as one: 明辉有什么备注 keeps nothing."""
    if understood.intent != "set_note" or not asks(text) or re.search("[:：]", text):
        return understood
    named = understood.customer is not None and understood.customer.span is not None
    if not named:
        return Understood(OUT_OF_SCOPE, "abstain")
    return replace(understood, intent="customer_card", slots=Slots())


def take_customer(desk: Desk, wish: NoteWish, named: Named | None) -> list[Message]:
    """Go on with the customer that was asked for; None asks for another one."""
    return go_on(desk, replace(wish, whom=named))


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with the name or the words that were asked for; None when it is something else."""
    wish = desk.dialog.pending
    if not isinstance(wish, NoteWish) or understood.intent in {*whom.COMMANDS, "set_note"}:
        return None
    if wish.whom is None or wish.whom.settled_id is None:
        named = whom.take_name(desk, text, understood)
        return None if named is None else take_customer(desk, wish, named)
    other = whom.find_named_alone(text, understood)
    if other is not None:
        return take_customer(desk, wish, other)
    if is_other_topic(text, understood) or is_report(understood) or is_nod(text):
        return None
    if is_no(text):
        return whom.dropped(desk)
    return go_on(desk, replace(wish, text=text))


def show_edit(desk: Desk, deed_id: int) -> list[Message]:
    """Ask for a note to be typed anew."""
    deeds.get_own(desk.session, desk.viewer, deed_id, desk.now)
    note = _find(desk, deed_id)
    if note is None:
        return gone(desk)
    asked = whom.opened(desk, Correction(0, desk.now, "note", "notes", (note.id,)))
    text = desk.say("correct_ask", what=note.kind, ahead=None)
    return [Message(text, one_row(whom.call_off(desk, asked.number)))]


def take_new_words(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Word a note anew with the text that was asked for; None when it asks something else."""
    asked = desk.dialog.pending
    if not isinstance(asked, Correction) or asked.table != "notes":
        return None
    if is_other_topic(text, understood) or is_report(understood):
        return None
    if is_no(text):
        return whom.dropped(desk)
    deed_id = notes.change(desk.session, desk.viewer, asked.row_ids[0], text, desk.now)
    return _show_noted(desk, deed_id, text)


def go_on(desk: Desk, wish: NoteWish) -> list[Message]:
    """Ask for what is missing, or keep it."""
    wish = whom.opened(desk, wish)
    customer_id = wish.whom.settled_id if wish.whom else None
    if customer_id is None:
        return whom.ask(desk, wish.number, wish.whom)
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    if not wish.text:
        text = desk.say("note_ask", name=customer.name, kind=wish.kind)
        return [Message(text, one_row(whom.call_off(desk, wish.number)))]
    deed_id = notes.record(
        desk.session, desk.viewer, customer_id, wish.kind, wish.text, now=desk.now
    )
    return _show_noted(desk, deed_id, wish.text)


def _show_noted(desk: Desk, deed_id: int, typed: str) -> list[Message]:
    note = _find(desk, deed_id)
    if note is None:
        return gone(desk)
    desk.dialog.pending = None
    customer = customers.get_customer(desk.session, desk.viewer, note.customer_id)
    speak_of(desk, customer.id)
    text = desk.say(
        "note_noted",
        name=customer.name,
        kind=note.kind,
        said=note.text if len(note.text) <= SHOWN else f"{note.text[:SHOWN]}…",
        cut=len(clean(typed)) > LONGEST_TEXT,
    )
    return [Message(text, mending_row(desk, deed_id))]


def _find(desk: Desk, deed_id: int) -> Note | None:
    rows = deeds.list_rows(desk.session, deed_id, notes_table)
    return notes.find(desk.session, rows[0]) if rows else None
