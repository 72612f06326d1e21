"""Who stands in for somebody away: chosen with a tap, or typed. They are told, not asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.conversations.cover_notices import find_absence, tell_about
from bot.conversations.desk import Desk
from bot.conversations.taps import Rows, gone, take, undo_row
from bot.messages import Button, Message, parse_id
from crm.entities import Person
from crm.errors import NotAllowed, NotFound
from crm.store import absences, people
from crm.store.absences import Absence

COVERS = 4
"""So many people are offered at once."""


def press_cover(desk: Desk, rest: str) -> list[Message]:
    """Let somebody stand in, or nobody: ``cover:<number>:<deed>:<person>``."""
    number, *about = rest.split(":")
    ids = [parse_id(part) for part in about]
    if len(ids) != 2 or ids[0] is None or not take(desk, number):
        return gone(desk)
    absence = _find_own(desk, ids[0])
    return gone(desk) if absence is None else set_cover(desk, absence, ids[1] or None)


def press_covers(desk: Desk, rest: str) -> list[Message]:
    """Offer the next people who could stand in: ``covers:<deed>:<first>``."""
    deed_id, first = [parse_id(part) for part in f"{rest}:".split(":")[:2]]
    absence = _find_own(desk, deed_id or 0)
    if absence is None:
        return gone(desk)
    able = list_covers(desk, absence.person_id, absence.from_on, absence.until_on)
    rows = cover_rows(desk, deed_id or 0, able, first or 0)
    return [Message(desk.say("away_cover", a=absence), rows)]


def _find_own(desk: Desk, deed_id: int) -> Absence | None:
    """Return days away that this person may change; somebody else's read like none."""
    absence = find_absence(desk, deed_id)
    if absence is None:
        return None
    try:
        return absences.get_own(desk.session, desk.viewer, absence.id)
    except (NotAllowed, NotFound):
        return None


def set_cover(desk: Desk, absence: Absence, cover_id: int | None) -> list[Message]:
    """Let somebody stand in, or nobody, and say so; who stands in is told."""
    if cover_id is None:
        desk.dialog.pending = None
        return [
            Message(
                desk.say("away_covered", a=replace(absence, cover=None), cannot=None, told=False)
            )
        ]
    able = list_covers(desk, absence.person_id, absence.from_on, absence.until_on)
    if all(each.id != cover_id for each in able):
        known = [each for each in people.list_people(desk.session) if each.id == cover_id]
        cannot = known[0].name if known else ""
        return [Message(desk.say("away_covered", a=absence, cannot=cannot, told=False))]
    deed_id = absences.set_cover(desk.session, desk.viewer, absence.id, cover_id, now=desk.now)
    desk.dialog.pending = None
    kept = absences.find(desk.session, absence.id)
    assert kept is not None
    told = tell_about(desk, deed_id, kept)
    text = desk.say("away_covered", a=kept, cannot=None, told=told)
    return [Message(text, undo_row(desk, deed_id))]


def cover_rows(desk: Desk, deed_id: int, able: Sequence[Person], first: int) -> Rows:
    """Two people a row, the way to the others, and nobody."""
    number = desk.offer()
    buttons = [
        Button(each.name, f"cover:{number}:{deed_id}:{each.id}")
        for each in able[first : first + COVERS]
    ]
    last = [Button(desk.label("buttons.nobody"), f"cover:{number}:{deed_id}:0")]
    if len(able) > first + COVERS:
        others = f"covers:{deed_id}:{first + COVERS}"
        last.insert(0, Button(desk.label("buttons.others"), others))
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return (*rows, tuple(last))


def list_covers(desk: Desk, person_id: int, from_on: date, until_on: date) -> list[Person]:
    """Return who may stand in for somebody on these days."""
    return absences.list_covers(desk.session, desk.viewer, person_id, from_on, until_on)


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "cover": press_cover,
    "covers": press_covers,
}
"""What a button does, by the first word of its action."""
