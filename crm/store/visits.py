"""Visits, attempts and touches as people report them: recorded, and told again.

The same customer, day and kind from the same person is one visit: what is said a second time is
added to it. A need that was told at a visit is a row of its own among the notes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, select

from crm.entities import Viewer, VisitKind
from crm.errors import NotFound, Refused
from crm.store import deeds, notes, plans, writers
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import changes, customers, visits
from crm.store.tables import notes as note_rows


@dataclass(frozen=True, slots=True)
class Told:
    """What is reported about one customer: how it was reached, what it needs, what was said.

    ``kind`` is None where it was not reached at all: then only the note is kept. ``on`` and
    ``next_on`` are None for those of the whole report.
    """

    customer_id: int
    kind: VisitKind | None = VisitKind.VISIT
    need: str | None = None
    on: date | None = None
    note: str | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, attempt or touch, with what was said at it."""

    id: int
    customer_id: int
    customer: str
    tier: str | None
    kind: VisitKind
    visited_on: date
    note: str | None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a report became: the deed to take it back by, None if all of it was known already.

    ``joined`` are the visits that stood there before and to which something was added, if
    anything; they are among ``visits``.
    """

    deed_id: int | None
    visits: tuple[Visit, ...]
    joined: tuple[int, ...] = ()


def record(
    session: Session,
    actor: Viewer | None,
    told: Sequence[Told],
    *,
    on: date,
    now: datetime,
    note: str | None = None,
    next_on: date | None = None,
) -> Recorded:
    """Record what one person reports as one deed.

    ``on``, ``note`` and ``next_on``, the day agreed for the next time, are those of every customer
    that has none of its own; a common note is added to its own. Raises NotFound or NotAllowed as
    ``writers.lock``, and Refused for a day ahead or one agreed for the past.
    """
    writers.lock(session, actor, [each.customer_id for each in told])
    if any((each.on or on) > now.date() for each in told):
        raise Refused("That day lies ahead.")
    agreed = {each.customer_id: each.next_on or next_on for each in told}
    if any(each is not None and each < now.date() for each in agreed.values()):
        raise Refused("The day agreed for the next time has passed.")
    report = _Report(session, actor, on, now)
    visit_ids = []
    for each in told:
        whole = joint(note, each.note)
        if each.kind is None:
            report.note(each.customer_id, whole)
            report.note(each.customer_id, each.need, kind="need")
        else:
            visit_ids.append(report.write(each, each.kind, whole))
    for each in told:
        day = agreed.pop(each.customer_id, None)
        if day is not None:
            after = each.on or on
            plans.write(session, report.deed(), actor, each.customer_id, day, now=now, after=after)
    found = _list(session, visits.c.id.in_(visit_ids))
    by_id = {each.id: each for each in found}
    shown = tuple(by_id[each] for each in dict.fromkeys(visit_ids))
    return Recorded(report.deed_id, shown, tuple(report.joined))


class _Report:
    """One report on its way into the store. The deed begins with the first row that changes."""

    def __init__(self, session: Session, actor: Viewer | None, on: date, now: datetime) -> None:
        self.deed_id: int | None = None
        self.joined: list[int] = []
        self._session, self._actor, self._on, self._now = session, actor, on, now
        self._made: set[int] = set()

    def deed(self) -> int:
        """Return the deed, begun if it hasn't been."""
        if self.deed_id is None:
            self.deed_id = deeds.begin(self._session, self._actor, "visits", self._now)
        return self.deed_id

    def note(
        self, customer_id: int, text: str | None, *, kind: Literal["note", "need"] = "note"
    ) -> None:
        """Keep a note or a need that belongs to no visit."""
        if text and text.strip():
            deed_id = self.deed()
            notes.add(self._session, deed_id, self._actor, customer_id, kind, text, now=self._now)

    def write(self, told: Told, kind: VisitKind, note: str | None) -> int:
        """Record one visit or add to the one that is there; return its id."""
        on = told.on or self._on
        person_id = self._actor.person_id if self._actor else None
        text = notes.parse_text(note) if note and note.strip() else None
        same = find_same(self._session, told.customer_id, person_id, kind, on)
        if same is None:
            values: dict[str, Any] = {
                "customer_id": told.customer_id,
                "person_id": person_id,
                "kind": kind,
                "visited_on": on,
                "note": text,
                "recorded_at": self._now,
            }
            visit_id = deeds.add(self._session, self.deed(), visits, values)
            self._made.add(visit_id)
        else:
            visit_id = same.id
            if visit_id not in self._made and visit_id not in self.joined:
                self.joined.append(visit_id)
            both = joint(same.note, text)
            if both != same.note:
                deeds.change(self._session, self.deed(), visits, visit_id, {"note": both})
        known = [each.text for each in notes.list_of_visit(self._session, visit_id)]
        if told.need and told.need.strip() and notes.parse_text(told.need) not in known:
            notes.add(
                self._session,
                self.deed(),
                self._actor,
                told.customer_id,
                "need",
                told.need,
                now=self._now,
                visit_id=visit_id,
            )
        return visit_id


def add_word(
    session: Session,
    actor: Viewer,
    visit_id: int,
    *,
    now: datetime,
    note: str | None = None,
    need: str | None = None,
) -> int | None:
    """Add to one's own visit what was said at it; return the deed, None if it was there already.

    Raises NotFound when there is no such visit of the actor's in sight.
    """
    visit = get_own(session, actor, visit_id)
    told = Told(visit.customer_id, visit.kind, need)
    return record(session, actor, [told], on=visit.visited_on, now=now, note=note).deed_id


def get_own(session: Session, actor: Viewer, visit_id: int) -> Visit:
    """Return a visit that the actor made.

    Raises NotFound when there is none, or its customer is not in sight any more.
    """
    mine = visits.c.person_id == actor.person_id
    found = _list(session, (visits.c.id == visit_id) & mine & visible(actor))
    if not found:
        raise NotFound("no such visit")
    return found[0]


def list_of_deed(session: Session, actor: Viewer, deed_id: int) -> list[Visit]:
    """Return the actor's visits that a deed made or changed, or told something of.

    What is gone, or not in sight any more, is left out.
    """
    told = deeds.list_rows(session, deed_id, note_rows)
    which = visits.c.id.in_(deeds.list_rows(session, deed_id, visits)) | visits.c.id.in_(
        select(note_rows.c.visit_id).where(note_rows.c.id.in_(told))
    )
    mine = visits.c.person_id == actor.person_id
    return _list(session, which & mine & visible(actor))


def find_deed(session: Session, visit_id: int) -> int | None:
    """Return the deed that made a visit, the last of that number; None if it came otherwise."""
    query = select(changes.c.deed_id, changes.c.before).where(
        changes.c.table_name == visits.name, changes.c.row_id == visit_id
    )
    rows = session.execute(query.order_by(changes.c.id.desc()))
    return next((deed_id for deed_id, before in rows if before is None), None)


def find_same(
    session: Session,
    customer_id: int,
    person_id: int | None,
    kind: VisitKind,
    on: date,
    *,
    but: int | None = None,
) -> Any:
    """Find the visit that this would be a second time."""
    query = (
        select(visits.c.id, visits.c.note)
        .where(
            visits.c.customer_id == customer_id,
            visits.c.kind == kind,
            visits.c.visited_on == on,
            visits.c.person_id == person_id,
        )
        .order_by(visits.c.id)
        .limit(1)
    )
    if but is not None:
        query = query.where(visits.c.id != but)
    return session.execute(query).one_or_none()


def joint(note: str | None, more: str | None) -> str | None:
    """Two notes of one visit, one below the other; what is there already isn't said again."""
    if not more or (note and f"\n{more}\n" in f"\n{note}\n"):
        return note
    return more if not note else notes.parse_text(f"{note}\n{more}")


def _list(session: Session, which: ColumnElement[bool]) -> list[Visit]:
    query = (
        select(
            visits.c.id,
            visits.c.customer_id,
            customers.c.name,
            customers.c.tier,
            visits.c.kind,
            visits.c.visited_on,
            visits.c.note,
        )
        .join(customers, customers.c.id == visits.c.customer_id)
        .where(which)
        .order_by(visits.c.id)
    )
    return [
        Visit(
            visit_id,
            customer_id,
            name,
            tier,
            VisitKind(kind),
            on,
            note,
            tuple(n.text for n in notes.list_of_visit(session, visit_id) if n.kind == "need"),
        )
        for visit_id, customer_id, name, tier, kind, on, note in session.execute(query)
    ]
