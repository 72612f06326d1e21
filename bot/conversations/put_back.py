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
from crm.store import corrections, deeds, visits
from crm.store.corrections import Corrected

SHOWN = 3


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
