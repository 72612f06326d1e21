"""What was changed, when and by whom, a line for each field: for an export.

Two logs are told as one, by time: changed rows, and changed tiers. Rows that an import created
are in neither; they carry the import's number instead (docs/decisions/0003).
"""

import heapq
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, null, select

from crm.store.database import Session
from crm.store.pages import Rows, read_pages
from crm.store.tables import (
    absences,
    changes,
    contacts,
    customer_aliases,
    customers,
    gradings,
    hand_tiers,
    imports,
    invoices,
    notes,
    orders,
    people,
    planned_visits,
    potentials,
    reminders,
    requests,
    tier_changes,
    visits,
)

_HIDDEN = frozenset({"id", "key", "name_key", "alias_key", "import_id"})
_PERSONS = frozenset(
    {
        "rep_id",
        "person_id",
        "manager_id",
        "set_by",
        "released_by",
        "proposed_by",
        "decided_by",
        "settled_by",
        "cover_id",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row: what it was and what it became; None is nothing.

    ``table`` is where the row is, ``number`` and ``name`` are its own or its customer's. A tier
    that a grading changed has that grading's date, one that a person changed has their reason.
    """

    changed_at: datetime
    person: str | None
    import_id: int | None
    table: str
    number: str | None
    name: str | None
    field: str
    before: str | None
    after: str | None
    as_of_on: date | None = None
    reason: str | None = None


_NAMED: Mapping[str, Select[Any]] = {
    "customers": select(customers.c.id, customers.c.code, customers.c.name),
    "people": select(people.c.id, people.c.code, people.c.name),
    "contacts": select(contacts.c.id, customers.c.code, customers.c.name).join(customers),
    "customer_aliases": select(customer_aliases.c.id, customers.c.code, customers.c.name).join(
        customers
    ),
    "hand_tiers": select(hand_tiers.c.id, customers.c.code, customers.c.name).join(customers),
    "potentials": select(potentials.c.id, customers.c.code, customers.c.name).join(customers),
    "orders": select(orders.c.id, orders.c.number, customers.c.name).join(customers),
    "invoices": select(invoices.c.id, invoices.c.number, customers.c.name).join(customers),
    "visits": select(visits.c.id, null(), customers.c.name).join(customers),
    "notes": select(notes.c.id, customers.c.code, customers.c.name).join(customers),
    "planned_visits": select(planned_visits.c.id, customers.c.code, customers.c.name).join(
        customers
    ),
    "reminders": select(reminders.c.id, customers.c.code, customers.c.name).outerjoin_from(
        reminders, customers
    ),
    "absences": select(absences.c.id, people.c.code, people.c.name).join(
        people, people.c.id == absences.c.person_id
    ),
    "requests": select(requests.c.id, customers.c.code, customers.c.name).outerjoin_from(
        requests, customers
    ),
}


def list_changes(session: Session) -> Iterator[Change]:
    """Yield every change, the oldest first."""
    persons = {row.id: row.name for row in session.execute(select(people.c.id, people.c.name))}
    yield from heapq.merge(
        _row_changes(session, persons),
        _tier_changes(session, persons),
        key=lambda change: change.changed_at,
    )


def _row_changes(session: Session, persons: Mapping[int, str]) -> Iterator[Change]:
    query = select(
        changes.c.id,
        changes.c.changed_at,
        func.coalesce(changes.c.person_id, imports.c.person_id).label("person_id"),
        changes.c.import_id,
        changes.c.table_name,
        changes.c.row_id,
        changes.c.before,
        changes.c.after,
    ).outerjoin(imports, imports.c.id == changes.c.import_id)
    for page in read_pages(session, query, changes.c.id):
        named = _names(session, page)
        clients = _customer_names(session, page)
        for row in page:
            before, after = row.before or {}, row.after or {}
            kept = {**before, **after}
            number, name = named.get(
                (row.table_name, row.row_id),
                (kept.get("code") or kept.get("number"), kept.get("name")),
            )
            for field in sorted(kept.keys() - _HIDDEN):
                meant = persons if field in _PERSONS else clients if field == "customer_id" else {}
                yield Change(
                    changed_at=row.changed_at,
                    person=persons.get(row.person_id or 0),
                    import_id=row.import_id,
                    table=row.table_name,
                    number=number,
                    name=name,
                    field=field.removesuffix("_id"),
                    before=_said(before.get(field), meant),
                    after=_said(after.get(field), meant),
                )


def _tier_changes(session: Session, persons: Mapping[int, str]) -> Iterator[Change]:
    query = (
        select(
            tier_changes.c.id,
            tier_changes.c.changed_at,
            tier_changes.c.person_id,
            customers.c.code,
            customers.c.name,
            tier_changes.c.from_tier,
            tier_changes.c.to_tier,
            gradings.c.as_of_on,
            tier_changes.c.reason,
        )
        .join(customers, customers.c.id == tier_changes.c.customer_id)
        .outerjoin(gradings, gradings.c.id == tier_changes.c.grading_id)
    )
    for page in read_pages(session, query, tier_changes.c.id):
        for row in page:
            _, changed_at, person_id, code, name, before, after, as_of_on, reason = row
            yield Change(
                changed_at,
                persons.get(person_id or 0),
                None,
                "customers",
                code,
                name,
                "tier",
                before,
                after,
                as_of_on,
                reason,
            )


def _names(session: Session, page: Rows) -> dict[tuple[str, int], tuple[str | None, str | None]]:
    found = {}
    for table in {row.table_name for row in page} & _NAMED.keys():
        query = _NAMED[table]
        ids = [row.row_id for row in page if row.table_name == table]
        for row_id, number, name in session.execute(
            query.where(query.selected_columns[0].in_(ids))
        ):
            found[table, row_id] = (number, name)
    return found


def _customer_names(session: Session, page: Rows) -> dict[int, str]:
    ids = {
        state["customer_id"]
        for row in page
        for state in (row.before, row.after)
        if state and state.get("customer_id") is not None
    }
    query = select(customers.c.id, customers.c.name).where(customers.c.id.in_(ids))
    return {row.id: row.name for row in session.execute(query)} if ids else {}


def _said(value: Any, meant: Mapping[int, str]) -> str | None:
    """Return a logged value as text: whom an id means, lists as they were written."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and value in meant:
        return meant[value]
    return json.dumps(value, ensure_ascii=False)
