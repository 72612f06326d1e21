"""A word about a visit noted just now: what is typed next is its note, its need, or its date.

Only the very next text counts, and only if it isn't surely something else. Whatever is no word
about the visit is understood as usual.
"""

from dataclasses import dataclass

from bot.conversations.bare_dates import find_bare_date
from bot.conversations.correcting import change_date
from bot.conversations.desk import Desk
from bot.conversations.noted import show_visits
from bot.conversations.pending import VisitWord
from bot.conversations.taps import undo_row
from bot.messages import Message
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from crm.entities import VisitKind
from crm.store import visits

_LOOSE = frozenset({OUT_OF_SCOPE, "ambiguous", "coach_line", "open_complaint", "payment_terms"})
"""What a plain word about a visit may look like: "too expensive" asks for nothing here."""


@dataclass(frozen=True, slots=True)
class _Word:
    note: str | None = None
    need: str | None = None


def take_word(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Add a text to the visit noted just now, or give it the date; None when it is neither."""
    word = desk.dialog.pending
    if not isinstance(word, VisitWord):
        return None
    desk.dialog.pending = None
    if understood.intent == "cancel":
        return [Message(desk.say("visit_stays"), undo_row(desk, word.deed_id))]
    about = [visits.get_own(desk.session, desk.viewer, each) for each in word.visit_ids]
    on = find_bare_date(text, desk.today, ahead=False)
    if on is not None and on <= desk.today and any(each.visited_on != on for each in about):
        return change_date(desk, word.visit_ids, on)
    if not word.awaits:
        return None
    said = _read(text, understood, {each.customer_id for each in about})
    return None if said is None else _add(desk, word.visit_ids[0], said)


def _read(text: str, understood: Understood, about: set[int]) -> _Word | None:
    """What a text says about the visit; None when it surely is something else."""
    match, slots, report = understood.customer, understood.slots, getattr(understood, "report", None)
    elsewhere = match is not None and match.customer_id not in about
    if understood.intent == "set_note" and slots.text and not elsewhere:
        is_need = slots.note_kind == "need"
        return _Word(need=slots.text) if is_need else _Word(note=slots.text)
    if understood.intent == "log_visit" and report is not None and not report.dated:
        others = any(each.customer.customer_id not in about for each in report.told)
        needs = [each.need for each in report.told if each.need]
        failed = any(each.kind is not VisitKind.VISIT for each in report.told)
        if others or failed or not (needs or report.note):
            return None
        return _Word(report.note, needs[0] if needs else None)
    asks = text.endswith(("?", "？"))
    if asks or (understood.intent not in _LOOSE and understood.action in {"do", "confirm"}):
        return None
    return _Word(note=text)


def _add(desk: Desk, visit_id: int, said: _Word) -> list[Message]:
    deed_id = visits.add_word(
        desk.session, desk.viewer, visit_id, now=desk.now, note=said.note, need=said.need
    )
    visit = visits.get_own(desk.session, desk.viewer, visit_id)
    return show_visits(desk, deed_id, [visit], why="known" if deed_id is None else "joined")
