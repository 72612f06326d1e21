"""What taking back a correction leaves: the visit stays, and what of it went back is said.

The visit itself is offered to be taken back as well, since that may have been meant.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.conversations.desk import Desk
from bot.conversations.taps import speak_of
from bot.messages import Button, Message, one_row
from crm.entities import VisitKind
from crm.errors import NotFound, Overtaken
from crm.store import corrections, customers, deeds, notes, plans, reminders, visits
from crm.store.corrections import Corrected
from crm.store.tables import notes as note_rows
from crm.store.tables import planned_visits
from crm.store.tables import reminders as reminder_rows

SHOWN = 3

LONGEST_SAID = 80
"""Characters of a note that are said again."""

_TABLES = {"note": note_rows, "reminder": reminder_rows, "postponed": planned_visits}
"""What a deed of that kind makes or changes."""


def show_put_back(desk: Desk, deed_id: int) -> list[Message] | None:
    """Say what of which visits went back; None where the deed made the visits themselves."""
    found = corrections.list_corrected(desk.session, desk.viewer, deed_id)
    if not found:
        return None
    if len({each.visit.customer_id for each in found}) == 1:
        speak_of(desk, found[0].visit.customer_id)
    text = desk.say(
        "put_back",
        shown=[(each.visit, _list_parts(each)) for each in found[:SHOWN]],
        others=max(0, len(found) - SHOWN),
    )
    only = found[0].visit.customer_id
    return [
        Message(
            text,
            one_row(*_undo_visits(desk, found), Button(desk.label("buttons.card"), f"card:{only}")),
        )
    ]


def show_other_put_back(desk: Desk, kind: str, deed_id: int) -> list[Message] | None:
    """Say how a note, a reminder or a plan stands again; None where the deed made it."""
    table = _TABLES.get(kind)
    rows = deeds.list_changed(desk.session, deed_id, table) if table is not None else []
    if not rows:
        return None
    note = notes.find(desk.session, rows[0]) if kind == "note" else None
    reminder = reminders.find(desk.session, desk.viewer, rows[0]) if kind == "reminder" else None
    about = plans.find_customer_id(desk.session, rows[0]) if kind == "postponed" else None
    customer_id = note.customer_id if note else about
    customer = (
        customers.get_customer(desk.session, desk.viewer, customer_id) if customer_id else None
    )
    card = customers.get_card(desk.session, desk.viewer, about, desk.today) if about else None
    plan = desk.next_visit(card.customer.tier, card.contacts) if card else None
    text = desk.say(
        "put_back_other",
        name=customer.name if customer else None,
        note=_short(note.text) if note else None,
        reminder=reminder,
        plan=plan,
    )
    if customer is None:
        return [Message(text)]
    speak_of(desk, customer.id)
    return [Message(text, one_row(Button(desk.label("buttons.card"), f"card:{customer.id}")))]


def _list_parts(each: Corrected) -> list[tuple[str, Any]]:
    """What went back, and to what: the visit as it stands now tells it."""
    visit = each.visit
    now: dict[str, date | VisitKind | str | None] = {
        "date": visit.visited_on,
        "kind": visit.kind,
        "customer": visit.customer,
        "note": visit.note,
    }
    parts: list[tuple[str, Any]] = [(what, now[what]) for what in now if what in each.what]
    return [*parts, *((("need", None),) if "need" in each.what else ())]


def _undo_visits(desk: Desk, found: Sequence[Corrected]) -> tuple[Button, ...]:
    """The button that takes back the report itself, where that is still one's own to take back."""
    made = {visits.find_deed(desk.session, each.visit.id) for each in found}
    (deed_id, *others) = made
    if deed_id is None or others:
        return ()
    try:
        deeds.get_own(desk.session, desk.viewer, deed_id, desk.now)
    except (NotFound, Overtaken):
        return ()
    return (Button(desk.label("buttons.undo_visit"), f"undo:{deed_id}"),)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SAID else f"{line[:LONGEST_SAID].rstrip()}…"
