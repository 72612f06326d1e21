"""All customers of somebody at once: to one person, shared out, or one by one. One deed, one undo.

Whoever gets some is told, with a page on each of them (see ``packet``).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversations import packet
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS
from bot.conversations.taps import Rows, gone, take, undo_row
from bot.messages import Button, Errand, Message, one_each, parse_id
from bot.post import notices
from bot.understanding.handing_over import SHOWN
from bot.understanding.understand import Understood
from crm.entities import Customer, Person
from crm.store import customers, handovers, people
from crm.store.customers import Filter
from crm.territory import share_out

TAKERS = 4
"""So many people are offered at once."""

PAGE = 5


@dataclass(frozen=True, slots=True)
class All:
    """Whose customers: ``from_id`` 0 is nobody's; ``tier`` is its place among the policy's, 0 is
    all of them."""

    from_id: int
    tier: int = 0

    @property
    def action(self) -> str:
        """How buttons name them."""
        return f"{self.from_id}:{self.tier}"


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody gets: how many, and of each tier."""

    who: str
    total: int
    tiers: list[tuple[str | None, int]]


def show_all(desk: Desk, understood: Understood) -> list[Message]:
    """Ask for the tap that hands over all customers of somebody, or to whom they go."""
    slots = understood.slots
    if slots.key == SHOWN:
        every = _find_shown(desk)
        if every is None:
            return [Message(desk.say("hand_all_whose"))]
        return show_ways(desk, every, slots.to_id, slots.to_name)
    from_id = desk.viewer.person_id if slots.own else slots.rep_id or 0
    names = desk.policy.tier_names
    tier = names.index(slots.tier) + 1 if slots.tier in names else 0
    return show_ways(desk, All(from_id, tier), slots.to_id, slots.to_name)


def _find_shown(desk: Desk) -> All | None:
    """Return whose customers the buttons of the last answer offer to hand over."""
    for button in desk.dialog.buttons:
        verb, _, about = button.action.partition(":")
        ids = _read(about, {"passon": 1, "share": 2}.get(verb, 0))
        if ids:
            return All(*ids)
    return None


def show_ways(
    desk: Desk, every: All, to_id: int | None = None, to_name: str | None = None
) -> list[Message]:
    """Show how many there are, and the ways to hand them over."""
    found = list_all(desk, every)
    before = _find(desk, every.from_id)
    if not found:
        return [
            Message(
                desk.say(
                    "hand_all_none",
                    who=before.name if before else None,
                    mine=every.from_id == desk.viewer.person_id,
                )
            )
        ]
    able = _list_takers(desk, every, found)
    named = [person for person in able if person.id == to_id]
    number = desk.offer()
    rows: Rows = ()
    if named:
        label = desk.label("buttons.yes_all_to", who=named[0].name)
        rows = ((_give(number, every, named[0].id, label),),)
    else:
        rows = _taker_rows(desk, number, every, able, 0)
    share = Button(desk.label("buttons.share_out"), f"share:{every.action}")
    single = Button(desk.label("buttons.one_by_one"), f"onebyone:{every.action}:0")
    cannot = to_name if to_id is not None and not named else None
    text = desk.say(
        "hand_all",
        before=before.name if before else None,
        to=named[0].name if named else None,
        cannot=cannot,
        **packet.count(desk, found),
    )
    return [Message(text, (*rows, (share, single)))]


def press_pass_on(desk: Desk, rest: str) -> list[Message]:
    """Show the ways to hand over what somebody left: ``passon:<person>``."""
    from_id = parse_id(rest)
    if from_id is None or not list_all(desk, All(from_id)):
        return gone(desk)
    return show_ways(desk, All(from_id))


def press_takers(desk: Desk, rest: str) -> list[Message]:
    """Offer the next people who could take all: ``alltakers:<from>:<tier>:<first>``."""
    ids = _read(rest, 3)
    if ids is None:
        return gone(desk)
    every = All(*ids[:2])
    found = list_all(desk, every)
    if not found:
        return gone(desk)
    rows = _taker_rows(desk, desk.offer(), every, _list_takers(desk, every, found), ids[2])
    before = _find(desk, every.from_id)
    text = desk.say(
        "hand_all",
        before=before.name if before else None,
        to=None,
        cannot=None,
        **packet.count(desk, found),
    )
    return [Message(text, rows)]


def press_give_all(desk: Desk, rest: str) -> list[Message]:
    """Hand all of them to one person: ``giveall:<number>:<from>:<tier>:<to>``."""
    number, _, about = rest.partition(":")
    ids = _read(about, 3)
    if ids is None or not take(desk, number):
        return gone(desk)
    every, to_id = All(*ids[:2]), ids[2]
    return _hand_over(
        desk, every, dict.fromkeys([each.id for each in list_all(desk, every)], to_id)
    )


def press_share(desk: Desk, rest: str) -> list[Message]:
    """Show who would get how many, and ask for the tap: ``share:<from>:<tier>``."""
    ids = _read(rest, 2)
    if ids is None:
        return gone(desk)
    every = All(*ids)
    found = list_all(desk, every)
    if not found:
        return gone(desk)
    shares = _share(desk, every, found)
    if not shares:
        return [Message(desk.say("hand_all_nobody"))]
    button = Button(desk.label("buttons.share_so"), f"shareout:{desk.offer()}:{every.action}")
    shown = _list_shares(desk, found, shares)
    text = desk.say("shares", shown=shown[:ROWS], left=len(shown[ROWS:]), total=len(found))
    return [Message(text, ((button,),))]


def press_share_out(desk: Desk, rest: str) -> list[Message]:
    """Share them out: ``shareout:<number>:<from>:<tier>``."""
    number, _, about = rest.partition(":")
    ids = _read(about, 2)
    if ids is None or not take(desk, number):
        return gone(desk)
    every = All(*ids)
    found = list_all(desk, every)
    return _hand_over(desk, every, _share(desk, every, found)) if found else gone(desk)


def press_one_by_one(desk: Desk, rest: str) -> list[Message]:
    """List them, to choose who gets each: ``onebyone:<from>:<tier>:<first>``."""
    ids = _read(rest, 3)
    if ids is None:
        return gone(desk)
    every, first = All(*ids[:2]), ids[2]
    found = list_all(desk, every)
    shown = found[first : first + PAGE]
    if not shown:
        return gone(desk)
    rows = one_each(Button(packet.label(each), f"takers:{each.id}:0:0") for each in shown)
    if len(found) > first + PAGE:
        more = Button(desk.label("buttons.more"), f"onebyone:{every.action}:{first + PAGE}")
        rows = (*rows, (more,))
    before = _find(desk, every.from_id)
    who = before.name if before else None
    return [Message(desk.say("one_by_one", who=who, total=len(found)), rows)]


def list_all(desk: Desk, every: All) -> list[Customer]:
    """Return the customers meant, of those in sight, the best tier first."""
    which = Filter(rep_id=every.from_id) if every.from_id else Filter(no_rep=True)
    found = customers.list_customers(desk.session, desk.viewer, which)
    wanted = desk.policy.tier_names[every.tier - 1 : every.tier] if every.tier else ()
    listed = [each.customer for each in found]
    return packet.in_order(desk, [each for each in listed if not wanted or each.tier in wanted])


def tell_takers(desk: Desk, deed_id: int, taker_ids: Sequence[int]) -> bool:
    """Have everybody who got a customer told, but for whoever handed it over; say whether anybody
    is."""
    told = False
    for person_id in dict.fromkeys(taker_ids):
        if person_id != desk.viewer.person_id:
            told |= notices.tell(
                desk.session,
                person_id,
                Errand("packet", str(deed_id)),
                key=f"packet:{deed_id}",
                now=desk.now,
            )
    return told


def _hand_over(desk: Desk, every: All, moves: Mapping[int, int]) -> list[Message]:
    if not moves:
        return gone(desk)
    found = list_all(desk, every)
    deed_id = handovers.hand_over_all(
        desk.session, desk.viewer, moves, from_id=every.from_id or None, now=desk.now
    )
    told = tell_takers(desk, deed_id, list(moves.values()))
    before = _find(desk, every.from_id)
    text = desk.say(
        "all_handed_over",
        shown=_list_shares(desk, found, moves)[:ROWS],
        total=len(moves),
        before=before.name if before else None,
        told=told,
    )
    return [Message(text, undo_row(desk, deed_id))]


def _share(desk: Desk, every: All, found: Sequence[Customer]) -> dict[int, int]:
    ids = [each.id for each in found]
    able = handovers.list_sharers(desk.session, desk.viewer, every.from_id or None, ids)
    takers = handovers.count_of(desk.session, able)
    return share_out(found, takers, desk.policy.tier_names)


def _list_shares(desk: Desk, found: Sequence[Customer], shares: Mapping[int, int]) -> list[Share]:
    counts = Counter(shares.values())
    listed = []
    for person_id, total in counts.most_common():
        theirs = [each for each in found if shares.get(each.id) == person_id]
        name = people.get_person(desk.session, person_id).name
        listed.append(Share(name, total, packet.count_tiers(desk, theirs)))
    return listed


def _list_takers(desk: Desk, every: All, found: Sequence[Customer]) -> list[Person]:
    ids = [each.id for each in found]
    return handovers.list_takers_of(desk.session, desk.viewer, every.from_id or None, ids)


def _taker_rows(desk: Desk, number: int, every: All, able: Sequence[Person], first: int) -> Rows:
    """Two people a row, and the way to the others."""
    buttons = [
        _give(number, every, each.id, desk.label("buttons.all_to", who=each.name))
        for each in able[first : first + TAKERS]
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    if len(able) <= first + TAKERS:
        return rows
    more = f"alltakers:{every.action}:{first + TAKERS}"
    return (*rows, (Button(desk.label("buttons.others"), more),))


def _give(number: int, every: All, to_id: int, label: str) -> Button:
    return Button(label, f"giveall:{number}:{every.action}:{to_id}")


def _find(desk: Desk, person_id: int) -> Person | None:
    return people.get_person(desk.session, person_id) if person_id else None


def _read(text: str, count: int) -> list[int] | None:
    """Read so many numbers out of an action; None where there is anything else in it."""
    ids = [parse_id(part) for part in text.split(":")]
    known = [each for each in ids if each is not None]
    return known if len(known) == len(ids) == count else None


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "passon": press_pass_on,
    "alltakers": press_takers,
    "giveall": press_give_all,
    "share": press_share,
    "shareout": press_share_out,
    "onebyone": press_one_by_one,
}
"""What a button does, by the first word of its action."""
