"""Who goes on with what was asked: with a text, a customer, a correction, or after a pause."""

from collections.abc import Callable, Container, Mapping
from typing import Any

from bot.conversations import (
    away,
    contacts,
    correcting,
    inviting,
    newcomers,
    notes,
    opened,
    planning,
    remarks,
    reminders,
    retyping,
    tiers,
    visits,
    words,
)
from bot.conversations.desk import Desk
from bot.conversations.pending import (
    AwayWish,
    Correction,
    InviteWish,
    Mending,
    Named,
    NewContact,
    NewCustomer,
    NoteWish,
    Opened,
    PlanWish,
    Question,
    Remark,
    ReminderWish,
    ReportWish,
    TierWish,
    VisitWord,
)
from bot.conversations.taps import gone
from bot.messages import Message, parse_id
from bot.understanding.understand import Understood

TakesText = Callable[[Desk, str, Understood], list[Message] | None]

NAMED: Mapping[type[Question], Callable[[Desk, Any, Named | None], list[Message]]] = {
    ReportWish: visits.take_customer,
    NoteWish: notes.take_customer,
    PlanWish: planning.take_customer,
    ReminderWish: reminders.take_customer,
    Correction: correcting.take_customer,
}
"""Who goes on with a customer that was asked for; None: another one than was offered."""

EDITED: Mapping[str, Callable[[Desk, int], list[Message]]] = {
    "customer": retyping.show_edit,
    "contact": retyping.show_edit,
    "details": retyping.show_edit,
    "visits": correcting.show_edit,
    "note": notes.show_edit,
    "postponed": planning.show_edit,
    "reminder": reminders.show_edit,
}
"""Who asks what is to be typed anew, by the kind of the deed below which Edit was tapped."""

CORRECTED: Mapping[str, Callable[[Desk, int, Understood], list[Message] | None]] = {
    "visits": correcting.correct_last,
    "postponed": planning.correct_last,
    "reminder": reminders.correct_last,
}
"""Who puts the last deed right by what was typed, by its kind: "no, it was Tuesday"."""

RESUMED: Mapping[type[Question], Callable[[Desk, Any], list[Message]]] = {
    ReportWish: visits.go_on,
    NoteWish: notes.go_on,
    PlanWish: planning.go_on,
    ReminderWish: reminders.go_on,
    TierWish: tiers.go_on,
    NewCustomer: newcomers.resume,
    NewContact: contacts.resume,
}
"""Who asks again what was left for another topic."""


def list_takers(answered: Container[str]) -> Mapping[type[Question], TakesText]:
    """Who goes on with a text when such a question is open; None: the text is no answer to it.

    ``answered`` are the intents that have an answer of their own.
    """
    return {
        TierWish: tiers.take_reason,
        NewCustomer: newcomers.take_name,
        NewContact: contacts.take_contact,
        Mending: retyping.take_text,
        ReportWish: visits.take_name,
        VisitWord: words.taking_word(answered),
        NoteWish: notes.take_text,
        PlanWish: planning.take_text,
        ReminderWish: reminders.take_text,
        Remark: remarks.take_nothing,
        InviteWish: inviting.take_text,
        Opened: opened.take_text,
        AwayWish: away.take_text,
        Correction: correcting.taking(
            correcting.take_text, notes.take_new_words, reminders.take_correction
        ),
    }


def press_resume(desk: Desk, rest: str) -> list[Message]:
    """Ask again what was left for another topic: ``resume:<number>``."""
    asked = desk.dialog.pending
    go_on = RESUMED.get(type(asked)) if asked is not None else None
    if go_on is None or asked is None or asked.number != parse_id(rest):
        return gone(desk)
    return go_on(desk, asked)


def is_about_visits(asked: Question | None) -> bool:
    """Say whether what is open, if anything, waits for a few words about a report."""
    if isinstance(asked, Correction):
        return asked.what == "any" and asked.table == "visits"
    return asked is None or isinstance(asked, VisitWord | Remark | Opened)
