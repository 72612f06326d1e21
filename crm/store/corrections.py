"""Visits put right: another day, another kind, another customer, other words.

Every correction is a deed of its own. A visit that then is the same as another goes up in that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from crm.entities import Viewer, VisitKind
from crm.errors import Refused
from crm.store import deeds, notes, plans, writers
from crm.store.database import Session
from crm.store.tables import changes, visits
from crm.store.tables import notes as note_rows
from crm.store.visits import Visit, find_same, get_own, joint


def change(
    session: Session,
    actor: Viewer,
    visit_ids: Iterable[int],
    *,
    now: datetime,
    on: date | None = None,
    kind: VisitKind | None = None,
    customer_id: int | None = None,
    note: str | None = None,
) -> int | None:
    """Correct one's own visits and return the deed, None where nothing differs.

    Raises NotFound when one of them, or
    the new customer, is not the actor's or not in sight, and Refused for a day ahead.
    """
    found = [get_own(session, actor, visit_id) for visit_id in dict.fromkeys(visit_ids)]
    about = {each.customer_id for each in found}
    writers.lock(session, actor, about if customer_id is None else {*about, customer_id})
    if on is not None and on > now.date():
        raise Refused("That day lies ahead.")
    deed_id: int | None = None
    for visit in (get_own(session, actor, each.id) for each in found):
        values: dict[str, Any] = {
            "visited_on": visit.visited_on if on is None else on,
            "kind": visit.kind if kind is None else kind,
            "customer_id": visit.customer_id if customer_id is None else customer_id,
            "note": visit.note if note is None else notes.parse_text(note),
        }
        if any(getattr(visit, name) != value for name, value in values.items()):
            deed_id = deed_id or deeds.begin(session, actor, "visits", now)
            _correct(session, deed_id, actor, visit.id, values)
    return deed_id


def change_need(
    session: Session, actor: Viewer, visit_id: int, text: str, *, now: datetime
) -> int | None:
    """Word the need told last at one's own visit anew; return the deed, None without a need.

    Raises NotFound as ``visits.get_own``, and Refused for an empty text.
    """
    visit = get_own(session, actor, visit_id)
    writers.lock(session, actor, [visit.customer_id])
    kept = notes.parse_text(text)
    needs = [each for each in notes.list_of_visit(session, visit_id) if each.kind == "need"]
    if not needs or needs[-1].text == kept:
        return None
    deed_id = deeds.begin(session, actor, "visits", now)
    deeds.change(session, deed_id, note_rows, needs[-1].id, {"text": kept})
    return deed_id


def _correct(
    session: Session, deed_id: int, actor: Viewer, visit_id: int, values: dict[str, Any]
) -> None:
    """Give a visit these values; if there is the same one already, it goes up in that."""
    customer_id, kind, on = values["customer_id"], values["kind"], values["visited_on"]
    if kind == VisitKind.VISIT:
        plans.keep_open(session, deed_id, customer_id, after=on)
    same = find_same(session, customer_id, actor.person_id, kind, on, but=visit_id)
    into = visit_id if same is None else same.id
    for each in notes.list_of_visit(session, visit_id):
        moved = {"visit_id": into, "customer_id": customer_id}
        if (each.visit_id, each.customer_id) != (into, customer_id):
            deeds.change(session, deed_id, note_rows, each.id, moved)
    if same is None:
        deeds.change(session, deed_id, visits, visit_id, values)
        return
    both = joint(same.note, values["note"])
    if both != same.note:
        deeds.change(session, deed_id, visits, same.id, {"note": both})
    deeds.remove(session, deed_id, visits, visit_id)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A visit that a deed corrected, as it stands now; ``what`` names the parts that it changed."""

    visit: Visit
    what: tuple[str, ...]


_PARTS = {"visited_on": "date", "kind": "kind", "customer_id": "customer", "note": "note"}


def list_corrected(session: Session, actor: Viewer, deed_id: int) -> list[Corrected]:
    """Return the actor's visits that a deed changed or added something to.

    Empty if it made or removed a visit: then it was more than a correction.
    """
    query = select(changes).where(changes.c.deed_id == deed_id).order_by(changes.c.id)
    parts: dict[int, dict[str, None]] = {}
    for entry in session.execute(query):
        before, after = entry.before, entry.after
        if entry.table_name == visits.name:
            if before is None or after is None:
                return []
            said = parts.setdefault(entry.row_id, {})
            said.update(dict.fromkeys(_PARTS[name] for name in after if name in _PARTS))
        elif entry.table_name == note_rows.name:
            visit_id = {**(before or {}), **(after or {})}.get("visit_id")
            kept = select(note_rows.c.visit_id).where(note_rows.c.id == entry.row_id)
            visit_id = visit_id or session.scalar(kept)
            if visit_id is not None and "text" in (after or {}):
                parts.setdefault(visit_id, {})["need"] = None
    return [
        Corrected(get_own(session, actor, visit_id), tuple(said))
        for visit_id, said in parts.items()
        if said
    ]
