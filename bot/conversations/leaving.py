"""Somebody has left: a tap shuts them out at once. Whom nobody looks after any more is listed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.conversations import packet
from bot.conversations.desk import Desk
from bot.conversations.taps import gone, take, undo_row
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.errors import NotAllowed, NotFound, Overtaken
from crm.store import leaving, people
from crm.store.tier_moves import DECIDES

SHOWN = 5
"""So many of those who left customers behind are shown at once."""


@dataclass(frozen=True, slots=True)
class Left:
    """Who left customers behind, None for those that never had anybody, and how many."""

    rep: str | None
    left_on: date | None
    total: int
    tiers: list[tuple[str | None, int]]


def show_leaver(desk: Desk, understood: Understood) -> list[Message]:
    """Say what somebody leaves behind, and ask for the tap that shuts them out."""
    person_id, name = understood.slots.rep_id or 0, understood.slots.rep_name
    try:
        ahead = leaving.look_ahead(desk.session, desk.viewer, person_id, desk.today)
    except NotFound:
        return [Message(desk.say("nobody_here"))]
    except NotAllowed:
        return [Message(desk.say("leaver_refused", who=name, why="not_yours"))]
    except Overtaken:
        row = one_row(_hand_on(desk, person_id))
        return [Message(desk.say("leaver_refused", who=name, why="gone"), row)]
    number = desk.offer()
    yes = Button(desk.label("buttons.shut_out"), f"left:{number}:{person_id}")
    no = Button(desk.label("buttons.never_mind"), f"leave:{number}")
    return [Message(desk.say("leaver_sure", a=ahead), one_row(yes, no))]


def press_left(desk: Desk, rest: str) -> list[Message]:
    """Shut somebody out who has left: ``left:<number>:<person>``."""
    number, _, about = rest.partition(":")
    person_id = parse_id(about)
    if person_id is None or not take(desk, number):
        return gone(desk)
    ahead = leaving.look_ahead(desk.session, desk.viewer, person_id, desk.today)
    deed_id = leaving.leave(desk.session, desk.viewer, person_id, now=desk.now, on=desk.company_on)
    person = people.get_person(desk.session, person_id)
    above = people.get_person(desk.session, person.manager_id).name if person.manager_id else None
    undo = undo_row(desk, deed_id)[0]
    first = (_hand_on(desk, person_id),) if ahead.customers else ()
    return [Message(desk.say("leaver_left", a=ahead, above=above), one_row(*first, *undo))]


def show_waiting(desk: Desk, _understood: Understood) -> list[Message]:
    """List the customers that nobody looks after, by who did before."""
    waiting = leaving.list_waiting(desk.session, desk.viewer, desk.today)
    behind: dict[int, list[Customer]] = defaultdict(list)
    who: dict[int, tuple[str | None, date | None]] = {}
    for each in waiting:
        behind[each.rep_id or 0].append(each.customer)
        who[each.rep_id or 0] = (each.rep, each.left_on)
    shown = sorted(behind, key=lambda rep_id: (rep_id == 0, -len(behind[rep_id])))[:SHOWN]
    rows = [Left(*who[rep_id], *_count(desk, behind[rep_id])) for rep_id in shown]
    buttons = [
        Button(desk.label("buttons.hand_on", who=row.rep, n=row.total), f"passon:{rep_id}")
        for rep_id, row in zip(shown, rows, strict=True)
    ]
    left = len(waiting) - sum(row.total for row in rows)
    text = desk.say("waiting_customers", rows=rows, total=len(waiting), left=left)
    return [Message(text, one_each(buttons if desk.viewer.role in DECIDES else ()))]


def _count(desk: Desk, found: list[Customer]) -> tuple[int, list[tuple[str | None, int]]]:
    return len(found), packet.count_tiers(desk, found)


def _hand_on(desk: Desk, person_id: int) -> Button:
    return Button(desk.label("buttons.hand_on", who=None, n=None), f"passon:{person_id}")


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "left": press_left,
}
"""What a button does, by the first word of its action."""
