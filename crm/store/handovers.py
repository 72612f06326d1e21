"""Customers change hands: from now on another rep sees them, and the one before no longer does.

One at a time, or all of somebody's at once: then it is one deed, and one undo.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select

from crm.entities import Customer, Person, Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import customers as books
from crm.store import deeds, people, requests, writers
from crm.store.database import Session
from crm.store.tables import customers
from crm.store.tier_moves import DECIDES
from crm.territory import Taker

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
    _check(session, actor, {customer_id: to_id}, from_id)
    if request_id is not None:
        requests.get_to_settle(session, actor, request_id)
    deed_id = deeds.begin(session, actor, "handover", now)
    deeds.change(session, deed_id, customers, customer_id, {"rep_id": to_id})
    if request_id is not None:
        requests.close(session, deed_id, actor, request_id, "moved", now=now)
    requests.close_about(session, deed_id, actor, customer_id, now=now)
    return deed_id


def list_takers_of(
    session: Session, viewer: Viewer, from_id: int | None, ids: Collection[int]
) -> list[Person]:
    """Return who could look after these customers of somebody, in the viewer's sight.

    Reps of the same manager come first, then whoever has most customers in the same cities.
    """
    before = people.get_person(session, from_id) if from_id is not None else None
    cities = select(customers.c.city).where(customers.c.id.in_(ids))
    there = (
        select(customers.c.rep_id, func.count())
        .where(customers.c.city.in_(cities))
        .group_by(customers.c.rep_id)
    )
    near = {row[0]: row[1] for row in session.execute(there)}

    def order(each: Person) -> tuple[bool, bool, int]:
        beside = before is not None and each.manager_id == before.manager_id
        return not beside, each.role is not Role.REP, -near.get(each.id, 0)

    team = people.list_team(session, viewer)
    return sorted((p for p in team if p.role in _TAKES and p.id != from_id), key=order)


def list_sharers(
    session: Session, viewer: Viewer, from_id: int | None, ids: Collection[int]
) -> list[Person]:
    """Return among whom customers are shared out: reps of the same manager; where there is none,
    all reps in sight, and where there is none of them either, everybody who could take one."""
    able = list_takers_of(session, viewer, from_id, ids)
    reps = [each for each in able if each.role is Role.REP]
    if from_id is not None:
        manager_id = people.get_person(session, from_id).manager_id
        beside = [each for each in reps if each.manager_id == manager_id]
        reps = beside or reps
    return reps or able


def count_of(session: Session, takers: Collection[Person]) -> list[Taker]:
    """Return how many customers of each tier, and in each city, these people have."""
    tiers: dict[int, dict[str | None, int]] = {each.id: {} for each in takers}
    cities: dict[int, dict[str | None, int]] = {each.id: {} for each in takers}
    for column, kept in ((customers.c.tier, tiers), (customers.c.city, cities)):
        query = (
            select(customers.c.rep_id, column, func.count())
            .where(customers.c.rep_id.in_(tiers))
            .group_by(customers.c.rep_id, column)
        )
        for rep_id, value, count in session.execute(query):
            kept[rep_id][value] = count
    return [Taker(each.id, tiers[each.id], cities[each.id]) for each in takers]


def hand_over_all(
    session: Session,
    actor: Viewer,
    moves: Mapping[int, int],
    *,
    from_id: int | None,
    now: datetime,
) -> int:
    """Give several customers of one person to others, each to whom ``moves`` says; return the deed.

    Raises as ``hand_over``, and Refused when there is none to give.
    """
    if not moves:
        raise Refused("There is no customer to hand over.")
    _check(session, actor, moves, from_id)
    deed_id = deeds.begin(session, actor, "handover", now)
    for customer_id, to_id in moves.items():
        deeds.change(session, deed_id, customers, customer_id, {"rep_id": to_id})
        requests.close_about(session, deed_id, actor, customer_id, now=now)
    return deed_id


def list_handed(session: Session, viewer: Viewer, deed_id: int) -> list[Customer]:
    """Return the customers that a hand-over gave to this person and that they still have, in its
    order; none once it is taken back."""
    if deeds.find_kind(session, deed_id) != "handover" or deeds.is_taken_back(session, deed_id):
        return []
    found = books.list_by_id(session, viewer, deeds.list_rows(session, deed_id, customers))
    return [each for each in found if each.rep_id == viewer.person_id]


def find_giver(session: Session, deed_id: int) -> Person | None:
    """Return who handed over; None for the command line."""
    person_id = deeds.find_doer(session, deed_id)
    return None if person_id is None else people.get_person(session, person_id)


def find_before(session: Session, deed_id: int) -> Person | None:
    """Return who looked after the customers of a hand-over before it, if anybody did."""
    for row in deeds.list_before(session, deed_id, customers):
        rep_id = row.get("rep_id")
        return None if rep_id is None else people.get_person(session, rep_id)
    return None


def _check(session: Session, actor: Viewer, moves: Mapping[int, int], from_id: int | None) -> None:
    """Lock the customers, and see that this person may give them, and that nobody else has."""
    if actor.role not in DECIDES:
        raise NotAllowed("A manager or an admin decides that.")
    writers.lock(session, actor, moves)
    able = {person.id for person in people.list_team(session, actor) if person.role in _TAKES}
    if not able >= set(moves.values()):
        raise NotFound("no such person")
    found = books.list_by_id(session, actor, moves)
    if from_id in moves.values() or any(each.rep_id != from_id for each in found):
        raise Overtaken("It has changed hands in the meantime.")
