"""Somebody leaves: cut off at once, and their customers wait visibly until others take them over.

Nothing of what they did goes. Their people report to whoever is above from now on, nobody is
covered by them any more, and what they had asked for need not be decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from crm.entities import Customer, Person, Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken
from crm.store import customers as books
from crm.store import deeds, requests
from crm.store import people as staff
from crm.store.database import Session
from crm.store.scope import team, visible
from crm.store.tables import absences, customers, people
from crm.store.tables import requests as asked
from crm.store.tier_moves import DECIDES


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer that nobody looks after; ``rep`` did until ``left_on``, None where nobody did."""

    customer: Customer
    rep_id: int | None
    rep: str | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody leaves behind: customers, people who report to them, days they would have
    stood in for others, and what they asked for that nobody has decided yet."""

    person: Person
    customers: int
    reports: tuple[str, ...]
    covered: tuple[str, ...]
    requests: int


def look_ahead(session: Session, actor: Viewer, person_id: int, today: date) -> Leaving:
    """Return what somebody would leave behind.

    Raises NotFound for a person out of sight, NotAllowed for who doesn't decide that.
    """
    person = _get_leaver(session, actor, person_id)
    names = select(people.c.name).where(
        people.c.id.in_([row.person_id for row in _covers_of(session, person_id, today)])
    )
    return Leaving(
        person=person,
        customers=session.scalar(
            select(func.count()).select_from(customers).where(customers.c.rep_id == person_id)
        )
        or 0,
        reports=tuple(each.name for each in _list_reports(session, person_id)),
        covered=tuple(session.scalars(names.order_by(people.c.name))),
        requests=len(_list_asked(session, person_id)),
    )


def leave(
    session: Session, actor: Viewer, person_id: int, *, now: datetime, on: date | None = None
) -> int:
    """Note that somebody no longer works here from today on; return the deed.

    ``on`` is the day it is where the company is, by which accounts are let in: the earlier of the
    two counts, so that nobody is let in a few hours longer. Raises NotFound for a person out of
    sight, NotAllowed for who doesn't decide that, and Overtaken for who has left already.
    """
    session.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())
    person = _get_leaver(session, actor, person_id)
    today = min(now.date(), on or now.date())
    deed_id = deeds.begin(session, actor, "leaving", now)
    deeds.change(session, deed_id, people, person_id, {"left_on": today})
    if person.manager_id is not None:
        for each in _list_reports(session, person_id):
            deeds.change(session, deed_id, people, each.id, {"manager_id": person.manager_id})
    for row in _covers_of(session, person_id, today):
        deeds.change(session, deed_id, absences, row.id, {"cover_id": None})
    for request_id in _list_asked(session, person_id):
        requests.close(session, deed_id, actor, request_id, "dropped", now=now)
    return deed_id


def list_waiting(session: Session, viewer: Viewer, today: date | None = None) -> list[Waiting]:
    """Return the customers in sight whose rep has left, or that have none, by tier and name.

    With ``today`` those count as gone who have left by then, else also who is going to.
    """
    gone = people.c.left_on.is_not(None) if today is None else people.c.left_on <= today
    query = (
        select(customers.c.id, customers.c.rep_id, people.c.name, people.c.left_on)
        .outerjoin(people, people.c.id == customers.c.rep_id)
        .where(visible(viewer), or_(customers.c.rep_id.is_(None), gone))
        .order_by(customers.c.tier.is_(None), customers.c.tier, customers.c.name, customers.c.id)
    )
    rows = session.execute(query).all()
    found = {each.id: each for each in books.list_by_id(session, viewer, [row.id for row in rows])}
    return [Waiting(found[row[0]], *row[1:]) for row in rows if row[0] in found]


def list_gone_with_customers(session: Session) -> list[Person]:
    """Return who has left and still stands with a customer: they are spoken of until it is handed
    over."""
    query = (
        select(people.c.id)
        .where(people.c.left_on.is_not(None))
        .where(people.c.id.in_(select(customers.c.rep_id).where(customers.c.rep_id.is_not(None))))
        .order_by(people.c.name, people.c.id)
    )
    return [staff.get_person(session, person_id) for person_id in session.scalars(query)]


def _get_leaver(session: Session, actor: Viewer, person_id: int) -> Person:
    """Return whom this person may let go: managers those below them, admins everybody else."""
    if actor.role not in DECIDES:
        raise NotAllowed("A manager or an admin notes that.")
    alone = Viewer(actor.person_id, actor.name, actor.role)
    found = [each for each in staff.list_team(session, alone) if each.id == person_id]
    if not found:
        gone = select(people.c.id).where(people.c.id == person_id, people.c.left_on.is_not(None))
        if actor.role is not Role.ADMIN:
            gone = gone.where(people.c.id.in_(team([actor.person_id])))
        if session.scalar(gone) is not None:
            raise Overtaken("They have left already.")
        raise NotFound("no such person")
    (person,) = found
    if person.id == actor.person_id:
        raise NotAllowed("Somebody else notes that.")
    if person.role is Role.ADMIN and actor.role is not Role.ADMIN:
        raise NotAllowed("An admin notes that.")
    return person


def _list_reports(session: Session, person_id: int) -> list[Person]:
    return [each for each in staff.list_people(session) if each.manager_id == person_id]


def _covers_of(session: Session, person_id: int, today: date) -> Sequence[Any]:
    """The days from today on, on which somebody was to stand in for others."""
    query = select(absences.c.id, absences.c.person_id)
    mine = (absences.c.cover_id == person_id) & (absences.c.until_on >= today)
    return session.execute(query.where(mine).order_by(absences.c.id)).all()


def _list_asked(session: Session, person_id: int) -> list[int]:
    """What somebody asked for and nobody has decided; namesakes are found, not asked for."""
    mine = (asked.c.person_id == person_id) & asked.c.outcome.is_(None)
    query = select(asked.c.id).where(mine, asked.c.kind != "namesake")
    return list(session.scalars(query.order_by(asked.c.id)))
