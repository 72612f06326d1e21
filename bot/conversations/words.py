"""A word about a visit noted just now: what is typed next is its note, its need, or its date.

Only the very next text counts, and only if it isn't surely something else. Whatever is no word
about the visit is understood as usual.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass

from bot.conversations.answering import is_no, is_other_topic
from bot.conversations.bare_dates import find_bare_date
from bot.conversations.correcting import change_date, switch_customer
from bot.conversations.desk import Desk
from bot.conversations.noted import show_visits
from bot.conversations.pending import VisitWord
from bot.conversations.taps import undo_row
from bot.messages import Message
from bot.understanding.entrance import understand_message
from bot.understanding.understand import Understood
from crm.entities import VisitKind
from crm.store import visits
from crm.store.visits import Visit
from crm.store.writers import LONGEST_TEXT
from crm.text import clean


@dataclass(frozen=True, slots=True)
class _Word:
    note: str | None = None
    need: str | None = None


def taking_word(
    answered: Container[str],
) -> Callable[[Desk, str, Understood], list[Message] | None]:
    """Make what takes a text after a visit; ``answered`` are the intents that have an answer."""

    def take_word(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
        word = desk.dialog.pending
        if not isinstance(word, VisitWord):
            return None
        desk.dialog.pending = None
        if understood.intent == "cancel" or (word.awaits and is_no(text)):
            return [
                Message(desk.say("visit_stays", awaits=word.awaits), undo_row(desk, word.deed_id))
            ]
        about = [visits.get_own(desk.session, desk.viewer, each) for each in word.visit_ids]
        on = find_bare_date(text, desk.today, ahead=False)
        if on is not None and on <= desk.today and any(each.visited_on != on for each in about):
            return change_date(desk, word.visit_ids, on)
        switched = switch_customer(desk, about, text)
        if switched is not None or not word.awaits:
            return switched
        told = _read(understood, {each.customer_id for each in about})
        if told is None and not _is_other(text, understood, answered):
            told = _read_plain(desk, text, about[0])
        return None if told is None else _add(desk, about[0], told)

    return take_word


def add_told(desk: Desk, text: str, about: Visit) -> list[Message]:
    """Add a text to a visit: as its need where that is what it tells, else as its note."""
    return _add(desk, about, _read_plain(desk, text, about))


def _is_other(text: str, understood: Understood, answered: Container[str]) -> bool:
    """Say whether a text surely is something else: a question, or what has its own answer."""
    if is_other_topic(text, understood):
        return True
    return understood.intent in answered and understood.action in {"do", "confirm"}


def _read_plain(desk: Desk, text: str, about: Visit) -> _Word:
    """Words about the visit: what they need, if a report with these words would tell it."""
    met = f"见了{about.customer}，" if desk.voice.language == "zh" else f"met {about.customer}, "
    report = understand_message(met + text, desk.context()).report
    needs = [each.need for each in report.told if each.need] if report else []
    return _Word(need=needs[0]) if len(needs) == 1 else _Word(note=text)


def _read(understood: Understood, about: set[int]) -> _Word | None:
    """What a text says that is told of this visit in so many words, or None."""
    match, slots, report = understood.customer, understood.slots, understood.report
    elsewhere = match is not None and match.customer_id not in about
    if understood.intent == "set_note" and slots.text and not elsewhere:
        is_need = slots.note_kind == "need"
        return _Word(need=slots.text) if is_need else _Word(note=slots.text)
    if understood.intent == "log_visit" and report is not None and not report.dated:
        others = any(each.customer.customer_id not in about for each in report.told)
        needs = [each.need for each in report.told if each.need]
        failed = any(each.kind is not VisitKind.VISIT for each in report.told)
        if not others and not failed and (needs or report.note):
            return _Word(None if needs else report.note, needs[0] if needs else None)
    return None


def _add(desk: Desk, about: Visit, said: _Word) -> list[Message]:
    deed_id = visits.add_word(
        desk.session, desk.viewer, about.id, now=desk.now, note=said.note, need=said.need
    )
    visit = visits.get_own(desk.session, desk.viewer, about.id)
    why = "known" if deed_id is None else "joined"
    cut = len(clean(said.note or said.need or "")) > LONGEST_TEXT
    return show_visits(desk, deed_id, [visit], why=why, cut=cut)
