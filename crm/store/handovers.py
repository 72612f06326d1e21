"""A customer changes hands: from now on another rep sees it, and the one before no longer does."""

from datetime import datetime

from sqlalchemy import func, select

from crm.entities import Person, Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken
from crm.store import customers as books
from crm.store import deeds, people, requests, writers
from crm.store.database import Session
from crm.store.tables import customers
from crm.store.tier_moves import DECIDES

_TAKES = frozenset({Role.REP, Role.MANAGER})


def list_takers(session: Session, viewer: Viewer, customer_id: int) -> list[Person]:
    """Return who could look after a customer, in the viewer's sight, but for who does now.

    Whoever has most customers in the same city comes first, then it goes by name.

    Raises NotFound when the customer is out of sight.
    """
    customer = books.get_customer(session, viewer, customer_id)
    there = (
        select(customers.c.rep_id, func.count())
        .where(customers.c.city == customer.city)
        .group_by(customers.c.rep_id)
    )
    near = {row[0]: row[1] for row in session.execute(there)}
    team = people.list_team(session, viewer)
    able = [p for p in team if p.role in _TAKES and p.id != customer.rep_id]
    return sorted(able, key=lambda person: (-near.get(person.id, 0), person.role != Role.REP))


def hand_over(
    session: Session,
    actor: Viewer,
    customer_id: int,
    *,
    from_id: int | None,
    to_id: int,
    now: datetime,
    request_id: int | None = None,
) -> int:
    """Give a customer to another rep; return the deed. Requests about it are settled with it.

    Raises NotFound for a customer or a person out of sight, NotAllowed for who decides nothing,
    and Overtaken when it is no longer looked after by whom it was taken from.
    """
    if actor.role not in DECIDES:
        raise NotAllowed("A manager or an admin decides that.")
    writers.lock(session, actor, [customer_id])
    customer = books.get_customer(session, actor, customer_id)
    able = {person.id for person in people.list_team(session, actor) if person.role in _TAKES}
    if to_id not in able:
        raise NotFound("no such person")
    if customer.rep_id != from_id or to_id == from_id:
        raise Overtaken("It has changed hands in the meantime.")
    if request_id is not None:
        requests.get_to_settle(session, actor, request_id)
    deed_id = deeds.begin(session, actor, "handover", now)
    deeds.change(session, deed_id, customers, customer_id, {"rep_id": to_id})
    if request_id is not None:
        requests.close(session, deed_id, actor, request_id, "moved", now=now)
    requests.close_about(session, deed_id, actor, customer_id, now=now)
    return deed_id
