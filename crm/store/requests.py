"""What reps ask of those above them: "not mine", "one is missing", and namesakes found on the way.

A request changes nothing by itself; it waits until somebody who decides hands a customer over,
adds one, or leaves things as they are. Who is told of a namesake must see both customers: another
team's is never given away to whoever added the second one, nor to their manager.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from crm.entities import Customer, Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken
from crm.store import customers as books
from crm.store import deeds, writers
from crm.store import people as staff
from crm.store.database import Session
from crm.store.scope import team, visible
from crm.store.tables import customers, people, requests
from crm.store.tier_moves import DECIDES

RequestKind = Literal["not_mine", "missing", "namesake"]
Outcome = Literal["moved", "kept", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class Request:
    """What waits for a decision, as whoever decides reads it.

    ``rep`` looks after the customer it is about; a missing one has only the ``text`` it was asked
    for with.
    """

    id: int
    kind: RequestKind
    customer_id: int | None
    customer: str | None
    code: str | None
    city: str | None
    rep_id: int | None
    rep: str | None
    text: str | None
    asked_by: int
    asker: str
    asked_at: datetime

    @property
    def name(self) -> str:
        """What to call what it is about."""
        return self.customer or self.text or ""


_rep = people.alias("rep")
_asker = people.alias("asker")
_older = customers.alias("older")
_newer = customers.alias("newer")


def ask(
    session: Session,
    actor: Viewer,
    kind: Literal["not_mine", "missing"],
    *,
    now: datetime,
    customer_id: int | None = None,
    text: str | None = None,
) -> int:
    """Ask those above to decide; return the deed.

    Raises NotFound and NotAllowed as ``writers.lock``, and Overtaken when the same is asked
    already.
    """
    if customer_id is not None:
        writers.lock(session, actor, [customer_id])
    if find_own(session, actor, kind, customer_id=customer_id, text=text) is not None:
        raise Overtaken("That waits for a decision already.")
    deed_id = deeds.begin(session, actor, "request", now)
    add(session, deed_id, actor, kind, now=now, customer_id=customer_id, text=text)
    return deed_id


def add(
    session: Session,
    deed_id: int,
    actor: Viewer,
    kind: RequestKind,
    *,
    now: datetime,
    customer_id: int | None = None,
    text: str | None = None,
) -> int:
    """Write a request as part of a deed; return its row."""
    values = {
        "kind": kind,
        "customer_id": customer_id,
        "text": text,
        "person_id": actor.person_id,
        "asked_at": now,
    }
    return deeds.add(session, deed_id, requests, values)


def find_own(
    session: Session,
    actor: Viewer,
    kind: RequestKind,
    *,
    customer_id: int | None = None,
    text: str | None = None,
) -> int | None:
    """Return the open request of this person that asks for exactly this, or None."""
    about = requests.c.customer_id == customer_id if customer_id else requests.c.text == text
    found: int | None = session.scalar(
        select(requests.c.id)
        .where(
            requests.c.person_id == actor.person_id,
            requests.c.kind == kind,
            requests.c.outcome.is_(None),
            about,
        )
        .limit(1)
    )
    return found


def list_open(session: Session, viewer: Viewer) -> list[Request]:
    """Return what waits for a decision, the oldest first: what this person may decide, and what
    they asked for themselves."""
    query = _listed().where(requests.c.outcome.is_(None), _in_sight(viewer))
    ordered = query.order_by(requests.c.asked_at, requests.c.id)
    return [Request(*row) for row in session.execute(ordered)]


def get_open(session: Session, viewer: Viewer, request_id: int) -> Request:
    """Return a request that waits.

    Raises NotFound when there is none in this person's sight, Overtaken when it is settled.
    """
    query = _listed().add_columns(requests.c.outcome)
    row = session.execute(query.where(requests.c.id == request_id, _in_sight(viewer))).one_or_none()
    if row is None:
        raise NotFound("no such request")
    *fields, outcome = row
    if outcome is not None:
        raise Overtaken("That is settled already.")
    return Request(*fields)


def is_in_sight(session: Session, viewer: Viewer, request_id: int) -> bool:
    """Say whether there is such a request and this person may read it, settled or not."""
    query = _listed().where(requests.c.id == request_id, _in_sight(viewer))
    return session.execute(query).one_or_none() is not None


def settle(
    session: Session, actor: Viewer, request_id: int, outcome: Outcome, *, now: datetime
) -> int:
    """Settle a request without handing anything over; return the deed.

    Who asked may drop it. Raises NotFound, NotAllowed and Overtaken as ``get_to_settle``.
    """
    request = lock_open(session, actor, request_id)
    withdrawn = outcome == "dropped" and request.asked_by == actor.person_id
    if not withdrawn and not may_decide(actor, request):
        raise NotAllowed("Somebody above decides that.")
    deed_id = deeds.begin(session, actor, "decision", now)
    close(session, deed_id, actor, request_id, outcome, now=now)
    return deed_id


def get_to_settle(session: Session, actor: Viewer, request_id: int) -> Request:
    """Lock a request that this person is about to settle.

    Raises NotFound when it is not in their sight, NotAllowed when others decide it, and Overtaken
    when somebody has.
    """
    request = lock_open(session, actor, request_id)
    if not may_decide(actor, request):
        raise NotAllowed("Somebody above decides that.")
    return request


def lock_open(session: Session, actor: Viewer, request_id: int) -> Request:
    """Lock a request that waits. Raises NotFound and Overtaken as ``get_open``."""
    locked = select(requests.c.id).where(requests.c.id == request_id).with_for_update()
    session.execute(locked).one_or_none()
    return get_open(session, actor, request_id)


def may_decide(viewer: Viewer, request: Request) -> bool:
    """Say whether a person decides a request in their sight; only an admin settles their own."""
    own = request.asked_by == viewer.person_id
    return viewer.role in DECIDES and (not own or viewer.role is Role.ADMIN)


def find_decider(session: Session, person_id: int) -> str | None:
    """Return the name of the nearest manager above somebody; None where only an admin is."""
    everyone = {person.id: person for person in staff.list_people(session)}
    person = everyone.get(person_id)
    for _ in everyone:
        person = everyone.get(person.manager_id or 0) if person else None
        if person is None or person.role in DECIDES:
            break
    return person.name if person else None


def close(
    session: Session,
    deed_id: int,
    actor: Viewer,
    request_id: int,
    outcome: Outcome,
    *,
    now: datetime,
) -> None:
    """Note the outcome of a request as part of a deed."""
    values = {"outcome": outcome, "settled_by": actor.person_id, "settled_at": now}
    deeds.change(session, deed_id, requests, request_id, values)


def close_about(
    session: Session,
    deed_id: int,
    actor: Viewer,
    customer_id: int,
    *,
    now: datetime,
) -> None:
    """Note that a customer was handed over in every open request about it."""
    about = select(requests.c.id).where(
        requests.c.customer_id == customer_id, requests.c.outcome.is_(None)
    )
    for request_id in session.scalars(about.with_for_update()).all():
        close(session, deed_id, actor, request_id, "moved", now=now)


def list_namesakes(session: Session, viewer: Viewer, request: Request) -> list[Customer]:
    """Return the other customers in sight that have the name a namesake was added under."""
    named = _namesakes(viewer).where(_newer.c.id == request.customer_id)
    return books.list_by_id(session, viewer, session.scalars(named))


def _namesakes(viewer: Viewer) -> Select[tuple[int]]:
    """Customers in sight beside a newer one of the same name."""
    return (
        select(_older.c.id)
        .join(_newer, and_(_newer.c.name_key == _older.c.name_key, _newer.c.id != _older.c.id))
        .where(_older.c.id.in_(_seen(viewer)))
    )


def _seen(viewer: Viewer) -> Select[tuple[int]]:
    return select(customers.c.id).where(visible(viewer)).correlate(None)


def _in_sight(viewer: Viewer) -> ColumnElement[bool]:
    """What a person may read: what they asked, and what waits for them; of customers in sight.

    Whoever asked never reads that there is a namesake; "not mine" is void once it no longer is.
    """
    asked = and_(requests.c.person_id == viewer.person_id, requests.c.kind != "namesake")
    about = requests.c.customer_id
    named = about.is_(None) | about.in_(_seen(viewer))
    stands = or_(requests.c.kind != "not_mine", customers.c.rep_id == requests.c.person_id)
    return and_(named, stands, or_(asked, _to_decide(viewer)))


def _to_decide(viewer: Viewer) -> ColumnElement[bool]:
    """Requests of people below; a namesake's only when the other customer is in sight as well."""
    if viewer.role not in DECIDES:
        return false()
    everyone = viewer.role is Role.ADMIN
    below = true() if everyone else requests.c.person_id.in_(team(viewer.eyes))
    other = _namesakes(viewer).where(_newer.c.id == requests.c.customer_id)
    return and_(below, or_(requests.c.kind != "namesake", other.correlate(requests).exists()))


def _listed() -> Select[Any]:
    return (
        select(
            requests.c.id,
            requests.c.kind,
            requests.c.customer_id,
            customers.c.name,
            customers.c.code,
            customers.c.city,
            customers.c.rep_id,
            _rep.c.name,
            requests.c.text,
            requests.c.person_id,
            _asker.c.name,
            requests.c.asked_at,
        )
        .join(_asker, _asker.c.id == requests.c.person_id)
        .outerjoin(customers, customers.c.id == requests.c.customer_id)
        .outerjoin(_rep, _rep.c.id == customers.c.rep_id)
    )
