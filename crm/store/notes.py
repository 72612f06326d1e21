"""What a customer is like and what it needs, in the words of whoever wrote it.

A need is kept apart from a note: the newest one is what the customer wants now. What was said at a
visit stands with the visit, and counts as a note when the newest is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, bindparam, select

from crm.entities import Viewer
from crm.errors import NotFound, Refused
from crm.store import deeds, writers
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers, notes, visits
from crm.text import clean

NoteKind = Literal["note", "need"]


@dataclass(frozen=True, slots=True)
class Note:
    """One note or need; ``visit_id`` is the visit at which it was told."""

    id: int
    customer_id: int
    kind: NoteKind
    text: str
    person_id: int | None
    written_at: datetime
    visit_id: int | None


@dataclass(frozen=True, slots=True)
class Newest:
    """What is known last of a customer: what it needs, and what was noted, with its day."""

    need: str | None = None
    note: str | None = None
    noted_on: date | None = None


def parse_text(text: str) -> str:
    """Return a text as it is kept: trimmed, and of at most 4,000 characters.

    Raises Refused when nothing is left.
    """
    kept = clean(text)[: writers.LONGEST_TEXT].rstrip()
    if not kept:
        raise Refused("There is nothing to note.")
    return kept


def record(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    kind: NoteKind,
    text: str,
    *,
    now: datetime,
) -> int:
    """Note something about a customer and return the deed.

    Raises NotFound or NotAllowed as ``writers.lock``, and Refused for an empty text.
    """
    writers.lock(session, actor, [customer_id])
    kept = parse_text(text)
    deed_id = deeds.begin(session, actor, "note", now)
    add(session, deed_id, actor, customer_id, kind, kept, now=now)
    return deed_id


def add(
    session: Session,
    deed_id: int,
    actor: Viewer | None,
    customer_id: int,
    kind: NoteKind,
    text: str,
    *,
    now: datetime,
    visit_id: int | None = None,
) -> int:
    """Write a note as part of a deed; the caller has locked the customer. Return its id."""
    values: dict[str, Any] = {
        "customer_id": customer_id,
        "kind": kind,
        "text": parse_text(text),
        "person_id": actor.person_id if actor else None,
        "written_at": now,
        "visit_id": visit_id,
    }
    return deeds.add(session, deed_id, notes, values)


def change(session: Session, actor: Viewer | None, note_id: int, text: str, now: datetime) -> int:
    """Write one's own note anew and return the deed.

    Raises NotFound when there is no such note or its customer is not in sight any more, or
    somebody else wrote it; Refused for an empty text.
    """
    note = find(session, note_id)
    if note is None or (actor is not None and note.person_id != actor.person_id):
        raise NotFound("no such note")
    writers.lock(session, actor, [note.customer_id])
    kept = parse_text(text)
    deed_id = deeds.begin(session, actor, "note", now)
    deeds.change(session, deed_id, notes, note_id, {"text": kept})
    return deed_id


@dataclass(frozen=True, slots=True)
class Need:
    """A need that is not met yet, and whose."""

    id: int
    customer_id: int
    customer: str
    text: str
    told_on: date


def list_needs(session: Session, viewer: Viewer, customer_id: int | None = None) -> list[Need]:
    """Return the needs of the customers in sight, or of one of them, the newest first."""
    query = (
        select(notes.c.id, notes.c.customer_id, customers.c.name, notes.c.text, notes.c.written_at)
        .join(customers, customers.c.id == notes.c.customer_id)
        .where(visible(viewer), notes.c.kind == "need")
        .order_by(notes.c.id.desc())
    )
    if customer_id is not None:
        query = query.where(notes.c.customer_id == customer_id)
    return [
        Need(row.id, row.customer_id, row.name, row.text, row.written_at.date())
        for row in session.execute(query)
    ]


def meet(
    session: Session,
    actor: Viewer | None,
    customer_id: int,
    need_ids: Iterable[int],
    text: str,
    *,
    now: datetime,
) -> int:
    """Note that needs of a customer are met or gone, in the words it was told in; return the deed.

    What was needed stays among the notes, and is no need any more. Raises as ``record``.
    """
    writers.lock(session, actor, [customer_id])
    kept = parse_text(text)
    deed_id = deeds.begin(session, actor, "note", now)
    add(session, deed_id, actor, customer_id, "note", kept, now=now)
    for note in _list(session, notes.c.id.in_(list(need_ids))):
        if note.customer_id == customer_id and note.kind == "need":
            deeds.change(session, deed_id, notes, note.id, {"kind": "note"})
    return deed_id


def find(session: Session, note_id: int) -> Note | None:
    """Return one note, or None. The caller looks at whose customer it is about."""
    return next(iter(_list(session, notes.c.id == note_id)), None)


def list_of_visit(session: Session, visit_id: int) -> list[Note]:
    """Return what was told at a visit, the first first; the caller has looked the visit up."""
    return _list(session, notes.c.visit_id == visit_id)


_NEWEST = (
    select(notes.c.text, notes.c.written_at)
    .where(notes.c.customer_id == bindparam("customer"), notes.c.kind == bindparam("kind"))
    .order_by(notes.c.id.desc())
    .limit(1)
)
_LAST_TOLD = (
    select(visits.c.note, visits.c.visited_on)
    .where(visits.c.customer_id == bindparam("customer"), visits.c.note.is_not(None))
    .order_by(visits.c.visited_on.desc(), visits.c.id.desc())
    .limit(1)
)


def find_newest(session: Session, customer_id: int) -> Newest:
    """Return what is known last of a customer; the caller has looked it up for its viewer.

    What was noted is the last note or the last visit's, whichever is of the later day; a note
    goes first on the same day.
    """
    about = {"customer": customer_id}
    need = session.execute(_NEWEST, {"kind": "need", **about}).one_or_none()
    note = session.execute(_NEWEST, {"kind": "note", **about}).one_or_none()
    told = session.execute(_LAST_TOLD, about).one_or_none()
    text, on = (note.text, note.written_at.date()) if note else (None, None)
    if told is not None and (on is None or told.visited_on > on):
        text, on = told.note, told.visited_on
    return Newest(need.text if need else None, text, on)


def _list(session: Session, which: ColumnElement[bool]) -> list[Note]:
    query = select(
        notes.c.id,
        notes.c.customer_id,
        notes.c.kind,
        notes.c.text,
        notes.c.person_id,
        notes.c.written_at,
        notes.c.visit_id,
    )
    return [Note(*row) for row in session.execute(query.where(which).order_by(notes.c.id))]
