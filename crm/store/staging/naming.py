"""Contacts and aliases that come with customers: added when new, never taken away."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from crm.store.staging.area import Staging
from crm.store.staging.log import record_changes
from crm.store.staging.tables import CHANGED, NEW, UNCHANGED, aliases
from crm.store.staging.tables import contacts as staged_contacts
from crm.store.staging.tables import customers as staged
from crm.store.tables import contacts, customer_aliases, customers

_TAKEN = (NEW, CHANGED, UNCHANGED)
_DETAILS = ("title", "phone", "email")


def add_aliases(staging: Staging, import_id: int) -> None:
    """Add the aliases that a customer has not yet."""
    known = exists().where(
        customer_aliases.c.customer_id == staged.c.customer_id,
        customer_aliases.c.alias_key == aliases.c.alias_key,
        customer_aliases.c.person_id.is_(None),
    )
    rows = (
        select(
            staged.c.customer_id,
            func.min(aliases.c.alias),
            aliases.c.alias_key,
            literal(import_id, BigInteger),
        )
        .select_from(aliases)
        .join(staged, and_(staged.c.file == aliases.c.file, staged.c.line == aliases.c.line))
        .join(customers, customers.c.id == staged.c.customer_id)
        .where(staged.c.state.in_(_TAKEN), ~known, customers.c.name_key != aliases.c.alias_key)
        .group_by(staged.c.customer_id, aliases.c.alias_key)
    )
    _touch(staging, rows.with_only_columns(staged.c.customer_id))
    targets = ["customer_id", "alias", "alias_key", "import_id"]
    staging.run(insert(customer_aliases).from_select(targets, rows))


def add_contacts(staging: Staging, import_id: int, now: datetime) -> None:
    """Add the contacts that a customer has not yet; update those whose details differ."""
    joined = and_(staged.c.file == staged_contacts.c.file, staged.c.line == staged_contacts.c.line)
    named = (
        select(
            staged.c.customer_id,
            staged_contacts.c.name,
            *(func.max(staged_contacts.c[c]).label(c) for c in _DETAILS),
        )
        .select_from(staged_contacts)
        .join(staged, joined)
        .where(staged.c.state.in_(_TAKEN))
        .group_by(staged.c.customer_id, staged_contacts.c.name)
        .subquery()
    )
    same = and_(contacts.c.customer_id == named.c.customer_id, contacts.c.name == named.c.name)
    _update_contacts(staging, import_id, now, named, same)
    rows = select(
        named.c.customer_id,
        named.c.name,
        *(named.c[c] for c in _DETAILS),
        literal(import_id, BigInteger),
    ).where(~exists().where(same))
    _touch(staging, rows.with_only_columns(named.c.customer_id))
    targets = ["customer_id", "name", *_DETAILS, "import_id"]
    staging.run(insert(contacts).from_select(targets, rows))


def _update_contacts(
    staging: Staging,
    import_id: int,
    now: datetime,
    named: Subquery,
    same: ColumnElement[bool],
) -> None:
    differs = or_(
        *(
            and_(named.c[c].is_not(None), named.c[c].is_distinct_from(contacts.c[c]))
            for c in _DETAILS
        )
    )
    query = (
        select(
            contacts.c.id,
            named.c.customer_id,
            *(named.c[c] for c in _DETAILS),
            *(contacts.c[c].label(f"old_{c}") for c in _DETAILS),
        )
        .select_from(named)
        .join(contacts, same)
        .where(differs)
    )
    logged = []
    for row in list(staging.rows(query)):
        values = row._mapping
        after = {c: values[c] for c in _DETAILS if values[c] not in {None, values[f"old_{c}"]}}
        before = {c: values[f"old_{c}"] for c in after}
        staging.run(update(contacts).where(contacts.c.id == values["id"]).values(**after))
        staging.run(
            update(staged)
            .where(staged.c.customer_id == values["customer_id"], staged.c.state == UNCHANGED)
            .values(state=CHANGED)
        )
        logged.append((values["id"], before, after))
    record_changes(staging.session, import_id, "contacts", logged, now)


def _touch(staging: Staging, ids: Select[Any]) -> None:
    """A customer that gets a new contact or alias is a changed customer."""
    staging.run(
        update(staged)
        .where(staged.c.state == UNCHANGED, staged.c.customer_id.in_(ids))
        .values(state=CHANGED)
    )
