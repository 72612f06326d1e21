"""Whole staged orders against the store's: compared, inserted if new, replaced whole if changed."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
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
from crm.store.staging.tables import (
    CHANGED,
    NEW,
    UNCHANGED,
    heads,
    lines,
    orders,
)
from crm.store.tables import order_lines as stored_lines
from crm.store.tables import orders as stored

HEAD_COLUMNS = (
    "head",
    "file",
    "line",
    "key",
    "number",
    "ref",
    "ordered_on",
    "required_on",
    "rep_id",
    "size",
    "is_total",
)
AMOUNTS = ("quantity", "price", "discount", "unit_cost", "amount", "cost")
LINE_COLUMNS = ("head", "position", "line", "product", *AMOUNTS)
COMPARED = ("product", *AMOUNTS)
HEAD_FIELDS = ("customer_id", "ordered_on", "required_on", "rep_id")


def compare(staging: Staging) -> None:
    """Mark each order as new, changed or unchanged."""
    same_key = select(stored.c.id).where(stored.c.key == orders.c.key).scalar_subquery()
    staging.run(update(orders).where(orders.c.state.is_(None)).values(order_id=same_key))
    staging.run(
        update(orders)
        .where(orders.c.state.is_(None), orders.c.order_id.is_(None))
        .values(state=NEW)
    )
    detailed = exists().where(
        stored_lines.c.order_id == orders.c.order_id, stored_lines.c.quantity.is_not(None)
    )
    staging.run(
        update(orders)
        .where(orders.c.state.is_(None), orders.c.has_lines == 0, detailed)
        .values(has_lines=-1)
    )
    head_differs = exists().where(
        stored.c.id == orders.c.order_id,
        or_(
            *(
                and_(orders.c[f].is_not(None), orders.c[f].is_distinct_from(stored.c[f]))
                for f in HEAD_FIELDS
            )
        ),
    )
    staging.run(update(orders).where(orders.c.state.is_(None), head_differs).values(state=CHANGED))
    arrived = coming().where(orders.c.state.is_(None), orders.c.has_lines >= 0).subquery()
    same = and_(
        stored_lines.c.order_id == arrived.c.order_id,
        stored_lines.c.position == arrived.c.position,
        *(stored_lines.c[c].is_not_distinct_from(arrived.c[c]) for c in COMPARED),
    )
    unmatched = (
        select(arrived.c.order_id).outerjoin(stored_lines, same).where(stored_lines.c.id.is_(None))
    )
    surplus = (
        select(orders.c.order_id)
        .join(stored_lines, stored_lines.c.order_id == orders.c.order_id)
        .where(orders.c.state.is_(None), orders.c.has_lines >= 0)
        .where(stored_lines.c.position > orders.c.size)
    )
    for differing in (unmatched, surplus):
        staging.run(
            update(orders)
            .where(orders.c.state.is_(None), orders.c.order_id.in_(differing))
            .values(state=CHANGED)
        )
    staging.run(update(orders).where(orders.c.state.is_(None)).values(state=UNCHANGED))


def coming() -> Select[Any]:
    """The lines that count, with their positions in the whole order."""
    start = func.coalesce(heads.c.start, 0)
    return (
        select(
            orders.c.key,
            orders.c.order_id,
            orders.c.state,
            (lines.c.position + start).label("position"),
            *(lines.c[c] for c in COMPARED),
        )
        .select_from(orders)
        .join(heads, heads.c.key == orders.c.key)
        .join(lines, lines.c.head == heads.c.head)
        .where(or_(heads.c.is_total == 0, orders.c.has_lines == 0))
    )


def insert_new(staging: Staging, import_id: int) -> None:
    """Insert the new orders."""
    targets = ["key", "number", "customer_id", "ordered_on", "required_on", "rep_id"]
    rows = select(*(orders.c[c] for c in targets), literal(import_id, BigInteger)).where(
        orders.c.state == NEW
    )
    staging.run(insert(stored).from_select([*targets, "import_id"], rows))
    same_key = select(stored.c.id).where(stored.c.key == orders.c.key).scalar_subquery()
    staging.run(update(orders).where(orders.c.state == NEW).values(order_id=same_key))


def insert_lines(staging: Staging) -> None:
    """Insert the lines of new and changed orders."""
    taken = coming().where(orders.c.state.in_([NEW, CHANGED]), orders.c.has_lines >= 0)
    rows = taken.with_only_columns(
        orders.c.order_id,
        lines.c.position + func.coalesce(heads.c.start, 0),
        *(lines.c[c] for c in COMPARED),
    )
    staging.run(insert(stored_lines).from_select(["order_id", "position", *COMPARED], rows))


def count_states(staging: Staging) -> dict[str, int]:
    """Return how many staged orders are new, changed, unchanged, refused."""
    query = select(orders.c.state, func.count()).group_by(orders.c.state)
    return {str(state): int(count) for state, count in staging.rows(query)}
