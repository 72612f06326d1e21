"""Staged invoices against the store's: found by number, compared field by field.

Only fields the file has columns for are compared. An empty paid date means not paid.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Text,
    and_,
    cast,
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
from crm.store.staging.tables import (
    CHANGED,
    NEW,
    REFUSED,
    REPEATED,
    UNCHANGED,
    refs,
    refusals,
)
from crm.store.staging.tables import invoices as staged
from crm.store.tables import invoices as stored

FIELDS = ("customer_id", "issued_on", "due_on", "paid_on", "amount", "delay_reason")
COLUMNS = ("file", "line", "key", "number", "ref", *FIELDS[1:])
PAGE = 500


def number_occurrences(staging: Staging) -> None:
    """Give equal invoices without a number their keys: content, then how-manieth in the file."""
    place = func.row_number().over(
        partition_by=[staged.c.file, staged.c.key], order_by=staged.c.line
    )
    ranked = (
        select(staged.c.file, staged.c.line, place.label("place"))
        .where(staged.c.number.is_(None))
        .subquery()
    )
    staging.run(
        update(staged)
        .where(staged.c.file == ranked.c.file, staged.c.line == ranked.c.line)
        .values(key=staged.c.key + literal("-") + cast(ranked.c.place, Text))
    )


def check(staging: Staging) -> None:
    """Give each invoice its customer; mark repeats, refuse contradictions."""
    staging.index(staged, "key")
    staging.index(staged, "file", "line")
    for source, target in ((refs.c.customer_id, "customer_id"), (refs.c.problem, "problem")):
        found = select(source).where(refs.c.ref == staged.c.ref).scalar_subquery()
        staging.run(update(staged).values({target: found}))
    first = staged.alias("first")
    window: dict[str, Any] = {"partition_by": staged.c.key}
    window["order_by"] = [staged.c.file, staged.c.line]
    ranked = select(
        staged.c.file,
        staged.c.line,
        func.first_value(staged.c.file).over(**window).label("first_file"),
        func.first_value(staged.c.line).over(**window).label("first_line"),
        func.row_number().over(**window).label("place"),
    ).subquery()
    later = and_(staged.c.file == ranked.c.file, staged.c.line == ranked.c.line, ranked.c.place > 1)
    same = and_(*(first.c[f].is_not_distinct_from(staged.c[f]) for f in FIELDS))
    repeated = exists().where(
        first.c.file == ranked.c.first_file, first.c.line == ranked.c.first_line, same
    )
    staging.run(
        update(staged)
        .where(later)
        .values(
            state=REFUSED,
            problem=literal("has the same number as line ") + cast(ranked.c.first_line, Text),
        )
    )
    staging.run(update(staged).where(later, repeated).values(state=REPEATED, problem=None))
    staging.run(
        update(staged)
        .where(staged.c.problem.is_not(None), staged.c.state.is_(None))
        .values(state=REFUSED)
    )
    rows = select(staged.c.file, staged.c.line, staged.c.problem).where(staged.c.state == REFUSED)
    staging.run(insert(refusals).from_select(["file", "line", "problem"], rows))


def settle(
    staging: Staging,
    columns_of: Iterable[tuple[int, frozenset[str]]],
    import_id: int,
    now: datetime,
) -> None:
    """Compare, insert the new ones and update the changed ones. ``columns_of`` each file."""
    same_key = select(stored.c.id).where(stored.c.key == staged.c.key).scalar_subquery()
    staging.run(update(staged).where(staged.c.state.is_(None)).values(invoice_id=same_key))
    staging.run(
        update(staged)
        .where(staged.c.state.is_(None), staged.c.invoice_id.is_(None))
        .values(state=NEW)
    )
    targets = ["key", "number", *FIELDS]
    rows = select(*(staged.c[c] for c in targets), literal(import_id, BigInteger))
    staging.run(
        insert(stored).from_select(
            [*targets, "import_id"],
            rows.where(staged.c.state == NEW).order_by(staged.c.file, staged.c.line),
        )
    )
    for file, columns in columns_of:
        fields = [f for f in FIELDS if f == "customer_id" or f in columns]
        differs = or_(*(staged.c[f].is_distinct_from(stored.c[f]) for f in fields))
        changed = exists().where(stored.c.id == staged.c.invoice_id, differs)
        mine = and_(staged.c.file == file, staged.c.state.is_(None))
        staging.run(update(staged).where(mine, changed).values(state=CHANGED))
        _write_changed(staging, file, fields, import_id, now)
    staging.run(update(staged).where(staged.c.state.is_(None)).values(state=UNCHANGED))


def _write_changed(
    staging: Staging, file: int, fields: list[str], import_id: int, now: datetime
) -> None:
    last = 0
    while True:
        query = (
            select(
                stored.c.id,
                *(staged.c[f].label(f"new_{f}") for f in fields),
                *(stored.c[f].label(f"old_{f}") for f in fields),
            )
            .join(stored, stored.c.id == staged.c.invoice_id)
            .where(staged.c.state == CHANGED, staged.c.file == file, stored.c.id > last)
            .order_by(stored.c.id)
            .limit(PAGE)
        )
        page = [dict(row._mapping) for row in staging.rows(query)]
        if not page:
            return
        last = page[-1]["id"]
        logged = []
        for row in page:
            old, new = _amended(row, fields)
            staging.run(update(stored).where(stored.c.id == row["id"]).values(**new))
            logged.append((row["id"], _plain(old), _plain(new)))
        record_changes(staging.session, import_id, "invoices", logged, now)


def _amended(row: dict[str, Any], fields: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for field in fields:
        old, new = row[f"old_{field}"], row[f"new_{field}"]
        if field == "amount":
            new = Decimal(new).scaleb(-4)
        if old != new:
            before[field], after[field] = old, new
    return before, after


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, int | str) else str(value)
        for name, value in values.items()
    }


def count_states(staging: Staging) -> Iterator[tuple[str, int]]:
    """Yield how many staged invoices are new, changed, unchanged, repeated, refused."""
    query = select(staged.c.state, func.count()).group_by(staged.c.state)
    for state, count in staging.rows(query):
        yield str(state), int(count)
