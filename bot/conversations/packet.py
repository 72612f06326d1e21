"""The packet: a page on each customer that somebody takes over, with what they need at the door.

A list of names, a page each, and the way back. It is found when it is opened, so that it tells how
things are then; what is no longer in sight is no longer in it. ``deed`` is the hand-over it came
with, ``person`` whose customers they are; 0 stands for none.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversations.choosing import about_one
from bot.conversations.desk import Desk
from bot.conversations.saying import Said
from bot.conversations.taps import Rows, gone, speak_of
from bot.messages import Button, Message, one_each, parse_id
from bot.post import outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.errors import NotFound
from crm.grading.why import explain
from crm.store import complaints, customers, details, gradings, handovers, notes, people
from crm.store.customers import Filter

PAGE = 5
"""Names on a page of the list; with what turns it, and the text, a message stays small."""

CONTACTS = 2


@dataclass(frozen=True, slots=True)
class Source:
    """Which customers a packet is about: those of a hand-over, or of a person; and the page."""

    deed_id: int = 0
    person_id: int = 0
    first: int = 0

    @property
    def action(self) -> str:
        """How buttons name it."""
        return f"{self.deed_id}:{self.person_id}:{self.first}"


def show_packet(desk: Desk, understood: Understood) -> list[Message]:
    """Show the page of a customer, or the list of a person's customers."""
    slots = understood.slots
    if slots.rep_id is None:
        return about_one("packet", show_page)(desk, understood)
    return show_list(desk, Source(person_id=slots.rep_id))


def show_list(desk: Desk, source: Source, *, in_place: bool = False) -> list[Message]:
    """List the customers of a packet, each with a button that opens its page."""
    found = _list(desk, source)
    who = _name(desk, source.person_id)
    if not found:
        return [Message(desk.say("packet_none", who=None if in_place else who), in_place=in_place)]
    first = min(source.first, (len(found) - 1) // PAGE * PAGE)
    shown = found[first : first + PAGE]
    text = desk.say("packet_list", who=who, **count(desk, found))
    return [Message(text, list_rows(shown, source, first, len(found)), in_place=in_place)]


def list_rows(shown: Sequence[Customer], source: Source, first: int, total: int) -> Rows:
    """A button for each customer, and the ways to the page before and after."""
    names = one_each(
        Button(label(each), f"page:{each.id}:{Source(*_ids(source), first).action}")
        for each in shown
    )
    turns = []
    if first > 0:
        turns.append(Button("◀", f"pages:{Source(*_ids(source), first - PAGE).action}"))
    if first + PAGE < total:
        turns.append(Button("▶", f"pages:{Source(*_ids(source), first + PAGE).action}"))
    return (*names, tuple(turns)) if turns else names


def count(desk: Desk, found: Sequence[Customer]) -> dict[str, object]:
    """How many there are, and of each tier, the best first."""
    return {"total": len(found), "tiers": count_tiers(desk, found)}


def count_tiers(desk: Desk, found: Sequence[Customer]) -> list[tuple[str | None, int]]:
    """How many there are of each tier that there is, the best first; None are those without one."""
    tiers = Counter(customer.tier for customer in found)
    known = (*desk.policy.tier_names, None)
    return [(name, tiers[name]) for name in known if tiers[name]]


def show_page(desk: Desk, customer_id: int, source: Source | None = None) -> list[Message]:
    """Show a customer's page.

    Raises NotFound when there is no such customer, or none that this person may see.
    """
    card = customers.get_card(desk.session, desk.viewer, customer_id, desk.today)
    reach = details.get_details(desk.session, desk.viewer, customer_id)
    stored = gradings.find_grade(desk.session, customer_id)
    reasons = explain(stored.grade, stored.grading.overview) if stored else []
    text = desk.say(
        "packet_page",
        c=card.customer,
        card=card,
        stored=stored,
        reasons=[each for each in reasons if each.kind in {"held", "carried", "held_back"}],
        next=desk.next_visit(card.customer.tier, card.contacts),
        newest=notes.find_newest(desk.session, customer_id),
        contacts=reach.contacts[:CONTACTS],
        phone=reach.phone,
        complaints=complaints.list_open_texts(desk.session, customer_id)[:CONTACTS],
    )
    row = [Button(desk.label("buttons.card"), f"card:{customer_id}")]
    if source is not None:
        row.append(Button(desk.label("buttons.back"), f"pages:{source.action}"))
    speak_of(desk, customer_id)
    return [Message(text, (tuple(row),), in_place=source is not None)]


def press_page(desk: Desk, rest: str) -> list[Message]:
    """Open a page of a packet: ``page:<customer>:<deed>:<person>:<first>``."""
    which, _, about = rest.partition(":")
    customer_id, source = parse_id(which), _read(about)
    if customer_id is None or source is None:
        return gone(desk)
    return show_page(desk, customer_id, source)


def press_pages(desk: Desk, rest: str) -> list[Message]:
    """Go back to the list of a packet, or turn it: ``pages:<deed>:<person>:<first>``."""
    source = _read(rest)
    return gone(desk) if source is None else show_list(desk, source, in_place=True)


def run_packet(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Tell somebody what was handed over to them, unless it was taken back or went on since."""
    source = Source(deed_id=parse_id(about) or 0)
    found = _list(desk, source)
    if not found:
        return outcomes.cancelled("taken back, or handed on")
    given = handovers.find_giver(desk.session, source.deed_id)
    before = handovers.find_before(desk.session, source.deed_id)
    text = desk.say(
        "packet_given",
        names=[each.name for each in found],
        by=given.name if given else None,
        before=before.name if before else None,
        **count(desk, found),
    )
    return Said(Message(text, list_rows(found[:PAGE], source, 0, len(found))))


def list_of(desk: Desk, person_id: int) -> list[Customer]:
    """Return the customers of a person that are in sight, the best tier first."""
    found = customers.list_customers(desk.session, desk.viewer, Filter(rep_id=person_id))
    return in_order(desk, [each.customer for each in found])


def in_order(desk: Desk, found: Sequence[Customer]) -> list[Customer]:
    """Put customers in order: the best tier first, then as they come."""
    rank = {name: place for place, name in enumerate(desk.policy.tier_names)}
    return sorted(found, key=lambda each: rank.get(each.tier or "", len(rank)))


def _list(desk: Desk, source: Source) -> list[Customer]:
    if source.deed_id:
        found = handovers.list_handed(desk.session, desk.viewer, source.deed_id)
        return in_order(desk, found)
    return list_of(desk, source.person_id)


def _name(desk: Desk, person_id: int) -> str | None:
    """The name of a colleague, who may have left; None for nobody."""
    if not person_id:
        return None
    try:
        return people.get_person(desk.session, person_id).name
    except NotFound:
        return None


def _read(text: str) -> Source | None:
    ids = [parse_id(part) for part in text.split(":")]
    if len(ids) != 3 or None in ids:
        return None
    return Source(*(each or 0 for each in ids))


def _ids(source: Source) -> tuple[int, int]:
    return source.deed_id, source.person_id


def label(customer: Customer) -> str:
    """What a button says that is about a customer: its name and tier."""
    return f"{customer.name} · {customer.tier}" if customer.tier else customer.name


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "page": press_page,
    "pages": press_pages,
}
"""What a button does, by the first word of its action."""
