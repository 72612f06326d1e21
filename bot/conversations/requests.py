"""What waits for a decision: "not mine", "one is missing", namesakes, tiers proposed. One list.

Reps ask, those above decide with a tap; handing a customer over asks no further, since the tap
names the customer and who gets it, and it can be undone. Who asked reads that it waits, and with
whom; never whether another team has such a customer.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from bot.conversations import handing
from bot.conversations.choosing import SHOWN, told_apart
from bot.conversations.desk import Desk
from bot.conversations.taps import Rows, gone, mending_row, speak_of, take, undo_row
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.names import match as match_name
from crm.store import customers, handovers, newcomers, potentials, requests
from crm.store.newcomers import Newcomer
from crm.store.requests import Outcome, Request
from crm.store.tier_moves import DECIDES

_OUTCOMES: dict[str, Outcome] = {"kept": "kept", "dropped": "dropped"}


def show_waiting(desk: Desk, _understood: Understood) -> list[Message]:
    """Answer what waits for a decision."""
    return show_list(desk)


def show_list(desk: Desk) -> list[Message]:
    """List what waits for a decision, the oldest first: requests, then tiers proposed."""
    asked = requests.list_open(desk.session, desk.viewer)
    tiers = potentials.list_proposed(desk.session, desk.viewer)
    shown = asked[:SHOWN]
    proposed = tiers[: SHOWN - len(shown)]
    buttons = [
        *(Button(each.name, f"request:{each.id}") for each in shown),
        *(Button(each.name, f"card:{each.customer_id}") for each in proposed),
    ]
    text = desk.say(
        "waiting",
        requests=shown,
        waiting=proposed,
        others=len(asked) + len(tiers) - len(buttons),
        me=desk.viewer.person_id,
        who=requests.find_decider(desk.session, desk.viewer.person_id),
    )
    return [Message(text, one_each(buttons))]


def waiting_row(desk: Desk) -> Rows:
    """A button with how many decisions wait for this person; nothing where none does."""
    total = count_waiting(desk)
    return one_row(Button(desk.label("buttons.waiting", n=total), "waiting:")) if total else ()


def count_waiting(desk: Desk) -> int:
    """Return how many decisions wait for this person."""
    if desk.viewer.role not in DECIDES:
        return 0
    asked = requests.list_open(desk.session, desk.viewer)
    mine = sum(requests.may_decide(desk.viewer, request) for request in asked)
    return mine + len(potentials.list_proposed(desk.session, desk.viewer))


def show_request(desk: Desk, rest: str) -> list[Message]:
    """Show one request with what can be decided about it: ``request:<id>``."""
    request_id = parse_id(rest)
    if request_id is None:
        return gone(desk)
    if not requests.is_in_sight(desk.session, desk.viewer, request_id):
        return gone(desk)
    request = requests.get_open(desk.session, desk.viewer, request_id)
    others = _list_others(desk, request)
    text = desk.say(
        "request",
        r=request,
        own=request.asked_by == desk.viewer.person_id,
        who=requests.find_decider(desk.session, request.asked_by),
        others=others,
    )
    return [Message(text, _decisions(desk, request, others))]


def show_not_mine(desk: Desk, customer_id: int) -> list[Message]:
    """Ask for a tap before somebody above is told; whoever decides chooses at once who gets it."""
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    who = requests.find_decider(desk.session, desk.viewer.person_id)
    if desk.viewer.role in DECIDES:
        return handing.show_takers(desk, customer)
    if requests.find_own(desk.session, desk.viewer, "not_mine", customer_id=customer_id):
        return [Message(desk.say("request_waits", name=customer.name, who=who))]
    number = desk.offer()
    tell = Button(desk.label("buttons.tell_yes", who=who), f"notmine:{number}:{customer_id}")
    no = Button(desk.label("buttons.never_mind"), f"leave:{number}")
    return [Message(desk.say("not_mine", name=customer.name, who=who), one_row(tell, no))]


def ask(
    desk: Desk,
    kind: Literal["not_mine", "missing"],
    *,
    customer_id: int | None = None,
    text: str | None = None,
) -> list[Message]:
    """Send a request to those above, and say with whom it is now."""
    session, viewer = desk.session, desk.viewer
    who = requests.find_decider(session, viewer.person_id)
    named = text or customers.get_customer(session, viewer, customer_id or 0).name
    if requests.find_own(session, viewer, kind, customer_id=customer_id, text=text) is not None:
        return [Message(desk.say("request_waits", name=named, who=who))]
    deed_id = requests.ask(session, viewer, kind, customer_id=customer_id, text=text, now=desk.now)
    said = desk.say("request_sent", name=named, who=who, kind=kind)
    return [Message(said, undo_row(desk, deed_id))]


def press_disown(desk: Desk, rest: str) -> list[Message]:
    """Of several that fit it is this one: ``disown:<customer>``."""
    customer_id = parse_id(rest)
    return gone(desk) if customer_id is None else show_not_mine(desk, customer_id)


def press_not_mine(desk: Desk, rest: str) -> list[Message]:
    """Tell those above: ``notmine:<number>:<customer>``."""
    number, _, about = rest.partition(":")
    customer_id = parse_id(about)
    if customer_id is None or not take(desk, number):
        return gone(desk)
    return ask(desk, "not_mine", customer_id=customer_id)


def press_leave(desk: Desk, rest: str) -> list[Message]:
    """Leave everything as it is: ``leave:<number>``."""
    return [Message(desk.say("left"))] if take(desk, rest) else gone(desk)


def press_settle(desk: Desk, rest: str) -> list[Message]:
    """Settle a request without handing over: ``settle:<number>:<request>:kept``."""
    number, _, about = rest.partition(":")
    which, _, outcome = about.partition(":")
    request_id = parse_id(which)
    if request_id is None or outcome not in _OUTCOMES or not take(desk, number):
        return gone(desk)
    request = requests.get_open(desk.session, desk.viewer, request_id)
    deed_id = requests.settle(
        desk.session, desk.viewer, request_id, _OUTCOMES[outcome], now=desk.now
    )
    own = request.asked_by == desk.viewer.person_id
    text = desk.say("request_settled", r=request, outcome=outcome, own=own)
    return [Message(text, undo_row(desk, deed_id))]


def press_add_for(desk: Desk, rest: str) -> list[Message]:
    """Add a missing customer for who misses it: ``addfor:<number>:<request>``."""
    number, _, about = rest.partition(":")
    request_id = parse_id(about)
    if request_id is None or not take(desk, number):
        return gone(desk)
    request = requests.get_open(desk.session, desk.viewer, request_id)
    added = newcomers.add(
        desk.session,
        desk.viewer,
        Newcomer(newcomers.parse(request.name)),
        rep_id=request.asked_by,
        request_id=request_id,
        now=desk.now,
    )
    customer = customers.get_customer(desk.session, desk.viewer, added.row_id)
    speak_of(desk, customer.id)
    text = desk.say("customer_added", c=customer, where="", mine=False, corrected=False)
    return [Message(text, mending_row(desk, added.deed_id))]


def _list_others(desk: Desk, request: Request) -> list[Customer]:
    """The customers in sight that may be meant: of the name that is missing, or that is double."""
    if request.kind == "namesake":
        return requests.list_namesakes(desk.session, desk.viewer, request)[:3]
    if request.kind != "missing" or request.asked_by == desk.viewer.person_id:
        return []
    found = match_name(desk.context().names, request.name)
    known = customers.list_by_id(desk.session, desk.viewer, found.candidates[:3])
    return [customer for customer in known if customer.rep_id != request.asked_by]


def _decisions(
    desk: Desk, request: Request, others: list[Customer]
) -> tuple[tuple[Button, ...], ...]:
    """What can be tapped: one decision each, all of them sharing one number."""
    number = desk.offer()
    drop = Button(desk.label("buttons.dismiss"), f"settle:{number}:{request.id}:dropped")
    if not requests.may_decide(desk.viewer, request):
        withdraw = Button(desk.label("buttons.withdraw"), drop.action)
        return one_row(withdraw) if request.asked_by == desk.viewer.person_id else ()
    stays = Button(
        desk.label("buttons.stays", who=request.rep), f"settle:{number}:{request.id}:kept"
    )
    if request.kind == "not_mine":
        assert request.customer_id is not None
        takers = handovers.list_takers(desk.session, desk.viewer, request.customer_id)
        rows = handing.give_rows(
            desk, request.customer_id, request.rep_id, takers, request.id, number=number
        )
        return (*rows, (stays,))
    if request.kind == "namesake":
        owners = [person for other in others if (person := handing.find_person(desk, other.rep_id))]
        give = handing.give_rows(
            desk, request.customer_id or 0, request.rep_id, owners, request.id, number=number
        )
        both = Button(desk.label("buttons.both_stay"), stays.action)
        return (*give, (both,))
    give_one = [
        Button(
            desk.label("buttons.give", what=told_apart(other), who=request.asker),
            f"give:{number}:{other.id}:{other.rep_id or 0}:{request.asked_by}:{request.id}",
        )
        for other in others
    ]
    add = Button(desk.label("buttons.add_for", who=request.asker), f"addfor:{number}:{request.id}")
    return (*one_each(give_one), (add, drop))


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "waiting": lambda desk, _rest: show_list(desk),
    "request": show_request,
    "disown": press_disown,
    "notmine": press_not_mine,
    "leave": press_leave,
    "settle": press_settle,
    "addfor": press_add_for,
}
"""What a button does, by the first word of its action."""
