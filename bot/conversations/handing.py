"""A customer changes hands with a tap that names who gets it. It can be undone the same day."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversations import handing_all
from bot.conversations.desk import Desk
from bot.conversations.taps import Rows, gone, speak_of, take, undo_row
from bot.messages import Button, Message, parse_id
from bot.understanding.understand import Understood
from crm.entities import Customer, Person
from crm.store import customers, handovers, people
from crm.store.tier_moves import DECIDES

TAKERS = 6
"""How many people a message offers."""


def show_takers(desk: Desk, customer: Customer) -> list[Message]:
    """Ask who gets a customer: those nearby first."""
    takers = handovers.list_takers(desk.session, desk.viewer, customer.id)
    rows = give_rows(desk, customer.id, customer.rep_id, takers, None)
    return [Message(desk.say("hand_to", name=customer.name, rep=customer.rep_name), rows)]


def show_hand_over(desk: Desk, understood: Understood) -> list[Message]:
    """Ask for the tap that gives a customer to the person named; managers and admins decide."""
    match, slots = understood.customer, understood.slots
    if desk.viewer.role not in DECIDES:
        return [Message(desk.say("tier_refused", why="not_yours", who=None))]
    if match is None or not match.candidates:
        return [Message(desk.say("nobody", typed=understood.typed_name))]
    found = customers.list_by_id(desk.session, desk.viewer, match.candidates[:TAKERS])
    rows: Rows = ()
    for customer in found:
        able = handovers.list_takers(desk.session, desk.viewer, customer.id)
        takers = [person for person in able if person.id == slots.rep_id]
        if not takers and len(found) == 1:
            stays = customer.rep_id == slots.rep_id
            said = desk.say("hand_stays", name=customer.name, rep=slots.rep_name, stays=stays)
            return [Message(said, () if stays else show_takers(desk, customer)[0].rows)]
        label = desk.label("buttons.give", what=customer.name, who=slots.rep_name)
        about = f"{customer.id}:{customer.rep_id or 0}:{slots.rep_id}:0"
        if takers:
            rows = (*rows, (Button(label, f"give:{desk.offer()}:{about}"),))
    names = [customer.name for customer in found]
    before = found[0].rep_name if len(found) == 1 else None
    if len(found) == 1:
        speak_of(desk, found[0].id)
    said = desk.say("hand_sure", names=names, who=slots.rep_name, rep=before)
    return [Message(said, rows)]


def press_give(desk: Desk, rest: str) -> list[Message]:
    """Hand a customer over: ``give:<number>:<customer>:<from>:<to>:<request>``."""
    number, *about = rest.split(":")
    ids = [parse_id(part) for part in about]
    if len(ids) != 4 or not take(desk, number):
        return gone(desk)
    customer_id, from_id, to_id, request_id = ids
    if customer_id is None or to_id is None:
        return gone(desk)
    deed_id = handovers.hand_over(
        desk.session,
        desk.viewer,
        customer_id,
        from_id=from_id or None,
        to_id=to_id,
        request_id=request_id or None,
        now=desk.now,
    )
    handing_all.tell_takers(desk, deed_id, [to_id])
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    speak_of(desk, customer_id)
    before = find_person(desk, from_id)
    text = desk.say("handed_over", c=customer, before=before.name if before else None)
    return [Message(text, undo_row(desk, deed_id))]


def press_takers(desk: Desk, rest: str) -> list[Message]:
    """Offer the next people to hand over to: ``takers:<customer>:<first>:<request>``."""
    customer_id, first, request_id = [parse_id(part) for part in f"{rest}::".split(":")[:3]]
    if customer_id is None or first is None or desk.viewer.role not in DECIDES:
        return gone(desk)
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    takers = handovers.list_takers(desk.session, desk.viewer, customer_id)
    rows = give_rows(desk, customer_id, customer.rep_id, takers, request_id, first=first)
    return [Message(desk.say("hand_to", name=customer.name, rep=customer.rep_name), rows)]


def give_rows(
    desk: Desk,
    customer_id: int,
    from_id: int | None,
    takers: Sequence[Person],
    request_id: int | None,
    *,
    first: int = 0,
    number: int | None = None,
) -> Rows:
    """Two people a row, and the way to the others."""
    number = desk.offer() if number is None else number
    shown = takers[first : first + TAKERS]
    buttons = [
        Button(
            person.name,
            f"give:{number}:{customer_id}:{from_id or 0}:{person.id}:{request_id or 0}",
        )
        for person in shown
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    if len(takers) > first + TAKERS:
        more = f"takers:{customer_id}:{first + TAKERS}:{request_id or 0}"
        rows = (*rows, (Button(desk.label("buttons.others"), more),))
    return rows


def find_person(desk: Desk, person_id: int | None) -> Person | None:
    """Return that person, who may have left; None for nobody."""
    return people.get_person(desk.session, person_id) if person_id else None


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "give": press_give,
    "takers": press_takers,
}
"""What a button does, by the first word of its action."""
