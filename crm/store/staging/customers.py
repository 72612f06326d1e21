"""Staged customers against the store's: which are new, which changed, which are twice in a file.

Those with a code are settled first, by code; then those without, by name, so that a list of names
finds the customers a list of codes has just brought.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
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
from crm.store.staging.tables import CHANGED, NEW, REFUSED, REPEATED, UNCHANGED
from crm.store.staging.tables import customers as staged
from crm.store.tables import customers

DETAILS = (
    "name",
    "city",
    "region",
    "country",
    "industry",
    "address",
    "phone",
    "email",
    "rep_id",
)
COLUMNS = ("file", "line", "code", "name_key", *DETAILS)
PAGE = 500


def find_repeated(staging: Staging) -> Iterator[tuple[int, int, str, int, int, bool]]:
    """Mark rows that come again: whole repeats as repeated, contradicting ones as refused.

    Yields the contradicting ones: file, line, 'code' or 'name', first file, first line.
    """
    staging.index(staged, "file", "line")
    for what, key, among in (
        ("code", staged.c.code, staged.c.code.is_not(None)),
        ("name", staged.c.name_key, staged.c.code.is_(None)),
    ):
        window: dict[str, Any] = {"partition_by": key, "order_by": [staged.c.file, staged.c.line]}
        ranked = (
            select(
                staged.c.file,
                staged.c.line,
                func.first_value(staged.c.file).over(**window).label("first_file"),
                func.first_value(staged.c.line).over(**window).label("first_line"),
                func.row_number().over(**window).label("place"),
            )
            .where(among)
            .subquery()
        )
        first, later = staged.alias("first"), staged.alias("later")
        same = and_(*(first.c[c].is_not_distinct_from(later.c[c]) for c in ("code", *DETAILS)))
        query = (
            select(ranked.c.file, ranked.c.line, ranked.c.first_file, ranked.c.first_line, same)
            .join(later, and_(later.c.file == ranked.c.file, later.c.line == ranked.c.line))
            .join(
                first,
                and_(first.c.file == ranked.c.first_file, first.c.line == ranked.c.first_line),
            )
            .where(ranked.c.place > 1)
        )
        for file, line, first_file, first_line, is_same in list(staging.rows(query)):
            state = REPEATED if is_same else REFUSED
            staging.run(
                update(staged)
                .where(staged.c.file == file, staged.c.line == line)
                .values(state=state)
            )
            yield file, line, what, first_file, first_line, bool(is_same)


def settle(staging: Staging, import_id: int, *, with_code: bool) -> None:
    """Find the customers these rows are, mark them, and insert the new ones."""
    mine = and_(
        staged.c.state.is_(None),
        staged.c.code.is_not(None) if with_code else staged.c.code.is_(None),
    )
    if with_code:
        by_code = select(customers.c.id).where(customers.c.code == staged.c.code)
        staging.run(update(staged).where(mine).values(customer_id=by_code.scalar_subquery()))
    _find_by_name(staging, mine)
    _mark(staging, mine)
    new = and_(
        staged.c.state == NEW,
        staged.c.customer_id.is_(None),
        staged.c.code.is_not(None) if with_code else staged.c.code.is_(None),
    )
    targets = ["code", "name", "name_key", *DETAILS[1:], "import_id"]
    rows = select(
        staged.c.code,
        func.coalesce(staged.c.name, staged.c.code),
        staged.c.name_key,
        *(staged.c[c] for c in DETAILS[1:]),
        literal(import_id, BigInteger),
    )
    staging.run(
        insert(customers).from_select(
            targets, rows.where(new).order_by(staged.c.file, staged.c.line)
        )
    )
    own = customers.c.code == staged.c.code
    if not with_code:
        own = and_(
            customers.c.name_key == staged.c.name_key,
            customers.c.code.is_(None),
            customers.c.import_id == import_id,
        )
    found = select(func.min(customers.c.id)).where(own).scalar_subquery()
    staging.run(update(staged).where(new).values(customer_id=found))


def list_ambiguous(staging: Staging) -> Iterator[tuple[int, int, str, list[str]]]:
    """Yield rows without a code whose name several customers bear: file, line, name, codes."""
    shared = (
        select(staged.c.file, staged.c.line, staged.c.name, staged.c.name_key)
        .join(customers, customers.c.name_key == staged.c.name_key)
        .where(staged.c.code.is_(None), staged.c.state.is_(None))
        .group_by(staged.c.file, staged.c.line, staged.c.name, staged.c.name_key)
        .having(func.count() > 1)
    )
    for file, line, name, name_key in list(staging.rows(shared)):
        codes = select(customers.c.code).where(customers.c.name_key == name_key)
        found = [code or "(none)" for (code,) in staging.rows(codes.order_by(customers.c.code))]
        staging.run(
            update(staged).where(staged.c.file == file, staged.c.line == line).values(state=REFUSED)
        )
        yield file, line, name, found


def _find_by_name(staging: Staging, mine: ColumnElement[bool]) -> None:
    """A name finds a customer if only one bears it, and if their codes don't contradict."""
    pairs = (
        select(
            staged.c.file,
            staged.c.line,
            customers.c.id,
            func.count().over(partition_by=[staged.c.file, staged.c.line]).label("candidates"),
            func.count().over(partition_by=customers.c.id).label("claims"),
        )
        .join(customers, customers.c.name_key == staged.c.name_key)
        .where(mine, staged.c.customer_id.is_(None))
        .where(or_(staged.c.code.is_(None), customers.c.code.is_(None)))
        .subquery()
    )
    staging.run(
        update(staged)
        .where(staged.c.file == pairs.c.file, staged.c.line == pairs.c.line)
        .where(pairs.c.candidates == 1, pairs.c.claims == 1)
        .values(customer_id=pairs.c.id)
    )


def _mark(staging: Staging, mine: ColumnElement[bool]) -> None:
    """An empty cell says nothing: only what a row gives is compared."""
    differs = or_(
        *(
            and_(staged.c[c].is_not(None), staged.c[c].is_distinct_from(customers.c[c]))
            for c in ("code", *DETAILS)
        )
    )
    changed = exists().where(customers.c.id == staged.c.customer_id, differs)
    for state, condition in (
        (NEW, staged.c.customer_id.is_(None)),
        (CHANGED, changed),
        (UNCHANGED, staged.c.state.is_(None)),
    ):
        staging.run(update(staged).where(mine, condition).values(state=state))


def apply_changed(staging: Staging, import_id: int, now: datetime) -> None:
    """Write the changed customers, a page at a time, and log what they were."""
    last = 0
    columns = ("code", *DETAILS)
    while True:
        query = (
            select(
                customers.c.id,
                *(staged.c[c].label(f"new_{c}") for c in columns),
                *(customers.c[c].label(f"old_{c}") for c in columns),
                staged.c.name_key,
            )
            .join(customers, customers.c.id == staged.c.customer_id)
            .where(staged.c.state == CHANGED, customers.c.id > last)
            .order_by(customers.c.id)
            .limit(PAGE)
        )
        page = [dict(row._mapping) for row in staging.rows(query)]
        if not page:
            return
        last = page[-1]["id"]
        logged = []
        for row in page:
            new = {c: row[f"new_{c}"] for c in columns if row[f"new_{c}"] is not None}
            after = {c: value for c, value in new.items() if value != row[f"old_{c}"]}
            before = {c: row[f"old_{c}"] for c in after}
            written = {**after, "name_key": row["name_key"]} if "name" in after else after
            if written:
                staging.run(update(customers).where(customers.c.id == row["id"]).values(**written))
                logged.append((row["id"], before, after))
        record_changes(staging.session, import_id, "customers", logged, now)


def count_states(staging: Staging) -> dict[str, int]:
    """Return how many staged customers are new, changed, unchanged, repeated."""
    query = select(staged.c.state, func.count()).group_by(staged.c.state)
    return {str(state): int(count) for state, count in staging.rows(query)}


def count_without_rep(staging: Staging) -> int:
    """Return how many customers of the files have nobody who looks after them."""
    query = (
        select(func.count())
        .select_from(staged)
        .join(customers, customers.c.id == staged.c.customer_id)
        .where(customers.c.rep_id.is_(None), staged.c.state.in_([NEW, CHANGED, UNCHANGED]))
    )
    return int(staging.scalar(query) or 0)
