"""Changed orders, a page at a time: what they were is logged, then their lines make way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, type_coerce, update

from crm.store.staging.area import Staging
from crm.store.staging.log import record_changes
from crm.store.staging.orders import COMPARED, HEAD_FIELDS, coming
from crm.store.staging.tables import CHANGED
from crm.store.staging.tables import orders as staged
from crm.store.tables import order_lines, orders

PAGE = 500


def replace_changed(staging: Staging, import_id: int, now: datetime) -> None:
    """Log both states of each changed order, write its head and remove its old lines.

    The new lines are inserted with those of the new orders.
    """
    last = 0
    staging.index(staged, "order_id")
    while True:
        query = (
            select(
                staged.c.order_id,
                staged.c.has_lines,
                *(staged.c[f].label(f"new_{f}") for f in HEAD_FIELDS),
                *(orders.c[f].label(f"old_{f}") for f in HEAD_FIELDS),
            )
            .join(orders, orders.c.id == staged.c.order_id)
            .where(staged.c.state == CHANGED, staged.c.order_id > last)
            .order_by(staged.c.order_id)
            .limit(PAGE)
        )
        page = [dict(row._mapping) for row in staging.rows(query)]
        if not page:
            return
        last = page[-1]["order_id"]
        _replace(staging, import_id, page, now)


def _replace(
    staging: Staging, import_id: int, page: Sequence[dict[str, Any]], now: datetime
) -> None:
    whole = [row["order_id"] for row in page if row["has_lines"] >= 0]
    old_lines = _lines(
        staging,
        select(order_lines.c.order_id, *(order_lines.c[c] for c in COMPARED))
        .where(order_lines.c.order_id.in_(whole))
        .order_by(order_lines.c.order_id, order_lines.c.position),
    )
    arrived = coming().subquery()
    new_lines = _lines(
        staging,
        select(arrived.c.order_id, *(_as_stored(arrived.c[c]) for c in COMPARED))
        .where(arrived.c.order_id.in_(whole))
        .order_by(arrived.c.order_id, arrived.c.position),
    )
    logged = []
    for row in page:
        order_id = row["order_id"]
        new = {f: row[f"new_{f}"] for f in HEAD_FIELDS if row[f"new_{f}"] is not None}
        head = {f: value for f, value in new.items() if value != row[f"old_{f}"]}
        if head:
            staging.run(update(orders).where(orders.c.id == order_id).values(**head))
        before = {f: _plain(row[f"old_{f}"]) for f in head}
        after = {f: _plain(value) for f, value in head.items()}
        if row["has_lines"] >= 0:
            before["lines"] = old_lines.get(order_id, [])
            after["lines"] = new_lines.get(order_id, [])
        logged.append((order_id, before, after))
    staging.run(delete(order_lines).where(order_lines.c.order_id.in_(whole)))
    record_changes(staging.session, import_id, "orders", logged, now)


def _lines(staging: Staging, query: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for order_id, *values in staging.rows(query):
        named = dict(zip(COMPARED, map(_plain, values), strict=True))
        found.setdefault(order_id, []).append(named)
    return found


def _as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Both states are logged in the same units, whatever the staging tables count in."""
    return type_coerce(column, order_lines.c[column.key or ""].type)


def _plain(value: Any) -> Any:
    """JSON knows neither dates nor decimals."""
    return value if value is None or isinstance(value, int | str) else str(value)
