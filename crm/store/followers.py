"""Whose day is another after deeds: the reps of customers visited, planned or handed over."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from crm.store.database import Session
from crm.store.tables import changes, customers, planned_visits, visits

_TABLES = {table.name: table for table in (planned_visits, visits)}

_HANDED = customers.name

_CHANGED = select(changes.c.table_name, changes.c.row_id, changes.c.before, changes.c.after).where(
    changes.c.deed_id.in_(bindparam("deeds", expanding=True)),
    changes.c.table_name.in_((*_TABLES, _HANDED)),
)
_REPS = (
    select(customers.c.rep_id)
    .where(customers.c.id.in_(bindparam("customers", expanding=True)))
    .where(customers.c.rep_id.is_not(None))
    .distinct()
)


def list_reps(session: Session, deed_ids: Collection[int]) -> list[int]:
    """Return the reps of the customers whose visits or plans these deeds wrote or took back, and
    those who had a customer before them or have it since."""
    about: set[int] = set()
    reps: set[int] = set()
    standing: dict[str, list[int]] = {}
    for table, row_id, before, after in session.connection().execute(
        _CHANGED, {"deeds": list(deed_ids)}
    ):
        if table == _HANDED:
            reps.update(each["rep_id"] for each in (before, after) if each and each.get("rep_id"))
            continue
        logged = [each for each in (before, after) if each and "customer_id" in each]
        named = [each["customer_id"] for each in logged]
        about.update(named)
        if not named:
            standing.setdefault(table, []).append(row_id)
    for name, row_ids in standing.items():
        table = _TABLES[name]
        about.update(session.scalars(select(table.c.customer_id).where(table.c.id.in_(row_ids))))
    if about:
        reps.update(session.connection().execute(_REPS, {"customers": sorted(about)}).scalars())
    return sorted(reps)
