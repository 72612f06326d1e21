"""Something told about a customer that means nothing we know: kept as a note with one tap.

Nothing is written before the tap, and nothing that was typed has to be typed again. Questions are
never offered to be kept.
"""

import re
from collections.abc import Callable, Mapping

from bot.conversations import notes, visits, whom
from bot.conversations.answering import asks
from bot.conversations.desk import Desk
from bot.conversations.pending import NamedVisit, NoteWish, Remark, ReportWish
from bot.conversations.reported import list_reported
from bot.conversations.taps import gone
from bot.messages import Button, Message, parse_id
from bot.understanding import reading as readings
from bot.understanding.concepts import load_lexicon
from bot.understanding.excerpts import find_customer
from bot.understanding.normalise import normalise
from bot.understanding.understand import Understood
from crm.names.folding import is_han
from crm.store import customers
from crm.store.writers import RECORDS

SHOWN = 80
"""Characters of it that are said again."""

SHORTEST = 4
"""A shorter text tells nothing worth a note."""

CHOICES = 3

_STATES = re.compile("[了已是说被换没不在]")
"""What stands in a statement: a wish to see the card has none of it."""


def offer_remark(desk: Desk, text: str) -> list[Message] | None:
    """Offer to keep a text that nobody understood, or None where it is a question or about nobody.

    It is about the customer it names.
    """
    if desk.viewer.role not in RECORDS or asks(text) or len(text) < SHORTEST:
        return None
    named = find_customer(text, (0, len(text)), desk.context())
    if named.customer is None:
        return None
    if named.span is not None and named.span[1] - named.span[0] >= len(text.strip()):
        return None
    return offer(desk, text, named.customer.candidates)


def with_note_button(desk: Desk, text: str, answer: list[Message]) -> list[Message]:
    """Let what says that a text wasn't understood offer to keep it for the customer spoken of.

    That is the one reported just now: words that name nobody are told of it, perhaps.
    """
    if desk.viewer.role not in RECORDS or asks(text) or len(text) < SHORTEST:
        return answer
    spoken = desk.dialog.last.customer if desk.dialog.last else None
    reported = dict.fromkeys(each.customer_id for each in list_reported(desk))
    if spoken is None or len(reported) != 1:
        return answer
    found = customers.list_by_id(desk.session, desk.viewer, list(reported))
    if not found:
        return answer
    asked = whom.opened(desk, Remark(0, desk.now, text, (found[0].id,)))
    label = desk.label("buttons.as_note_on", who=found[0].name)
    *others, last = answer
    note = Button(label, f"remark:{asked.number}:note:{found[0].id}")
    return [*others, Message(last.text, (*last.rows, (note,)))]


def with_offer(
    desk: Desk, text: str, understood: Understood, answer: list[Message]
) -> list[Message]:
    """Let the card of a customer of whom something was told offer to keep that, too."""
    about = understood.customer
    if understood.intent != "customer_card" or about is None or about.customer_id is None:
        return answer
    whole = about.span is not None and about.span[1] - about.span[0] >= len(text.strip())
    if whole or desk.viewer.role not in RECORDS or asks(text) or not _tells_more(desk, text):
        return answer
    asked = whom.opened(desk, Remark(0, desk.now, text, (about.customer_id,)))
    note = Button(desk.label("buttons.as_note"), f"remark:{asked.number}:note:{about.customer_id}")
    *others, last = answer
    said = desk.say("remark_too", said=_short(text))
    return [*others, Message(f"{last.text}\n{said}", ((note,), *last.rows))]


def _tells_more(desk: Desk, text: str) -> bool:
    """Whether words stand beside the name of a customer that mean nothing we know."""
    normal, context = normalise(text), desk.context()
    read = readings.read(
        normal,
        context.names,
        load_lexicon(),
        context.places,
        context.people,
        context.tiers,
        None,
    )
    unknown = "".join(normal.typed(*span) for span in read.unknown)
    letters = [letter for letter in unknown if letter.isalnum()]
    if any(map(is_han, letters)):
        return len(letters) > 1 and _STATES.search(text) is not None
    return len(letters) >= SHORTEST


def offer(desk: Desk, text: str, customer_ids: tuple[int, ...]) -> list[Message] | None:
    """Offer to keep a text as a note of one of these customers; None where none is in sight."""
    found = customers.list_by_id(desk.session, desk.viewer, customer_ids[:CHOICES])
    if not found:
        return None
    ids = tuple(each.id for each in found)
    asked = whom.opened(desk, Remark(0, desk.now, text, ids))
    only = found[0] if len(found) == 1 else None
    said = desk.say("remark", name=only.name if only else None, said=_short(text))
    number = asked.number
    off = whom.call_off(desk, number)
    if only is None:
        rows = [(Button(each.name, f"remark:{number}:note:{each.id}"),) for each in found]
        return [Message(said, (*rows, (off,)))]
    note = Button(desk.label("buttons.as_note"), f"remark:{number}:note:{only.id}")
    visit = Button(desk.label("buttons.as_visit"), f"remark:{number}:visit:{only.id}")
    return [Message(said, ((note, visit), (off,)))]


def press_remark(desk: Desk, rest: str) -> list[Message]:
    """Keep it as a note, or as a visit of today: ``remark:<number>:note:<customer>``."""
    number, how, about = [*rest.split(":"), "", ""][:3]
    remark, customer_id = desk.dialog.pending, parse_id(about)
    if not isinstance(remark, Remark) or not whom.is_asked(desk, number):
        return gone(desk)
    if customer_id not in remark.customer_ids or customer_id is None:
        return gone(desk)
    named = whom.chosen(customer_id)
    if how == "note":
        return notes.go_on(desk, NoteWish(0, desk.now, "note", named, remark.text))
    told = NamedVisit(named, note=remark.text)
    return visits.go_on(desk, ReportWish(0, desk.now, (told,), desk.today))


def take_nothing(desk: Desk, text: str, understood: Understood) -> None:
    """A remark waits for a tap only."""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {"remark": press_remark}
"""What a button does, by the first word of its action."""
