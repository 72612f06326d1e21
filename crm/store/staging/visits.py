"""Staged visits: known by what they consist of, so that the same file again adds none.

The same words make the same key. Words that differ may still mean the same visit: an export calls
everybody by the names the store has, whatever the file they came from called them.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Text,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)

from crm.store.staging.area import Staging
from crm.store.staging.tables import NEW, REFUSED, UNCHANGED, refs, refusals
from crm.store.staging.tables import visits as staged
from crm.store.tables import visits as stored
from crm.store.types import UtcDateTime

COLUMNS = ("file", "line", "key", "ref", "person_id", "kind", "visited_on", "note")


def settle(staging: Staging, import_id: int, now: datetime) -> None:
    """Give visits their customers and keys, refuse those of unknown customers, insert the new."""
    staging.index(staged, "file", "line")
    place = func.row_number().over(
        partition_by=[staged.c.file, staged.c.key], order_by=staged.c.line
    )
    ranked = select(staged.c.file, staged.c.line, place.label("place")).subquery()
    staging.run(
        update(staged)
        .where(staged.c.file == ranked.c.file, staged.c.line == ranked.c.line)
        .values(key=staged.c.key + literal("-") + cast(ranked.c.place, Text))
    )
    for source, target in ((refs.c.customer_id, "customer_id"), (refs.c.problem, "problem")):
        found = select(source).where(refs.c.ref == staged.c.ref).scalar_subquery()
        staging.run(update(staged).values({target: found}))
    unknown = literal("no customer is known by this code or name.")
    staging.run(
        update(staged)
        .where(staged.c.customer_id.is_(None))
        .values(state=REFUSED, problem=func.coalesce(staged.c.problem, unknown))
    )
    rows = select(staged.c.file, staged.c.line, staged.c.problem).where(staged.c.state == REFUSED)
    staging.run(insert(refusals).from_select(["file", "line", "problem"], rows))
    known = select(stored.c.id).where(stored.c.key == staged.c.key).exists()
    staging.run(update(staged).where(staged.c.state.is_(None), known).values(state=UNCHANGED))
    _find_alike(staging)
    staging.run(update(staged).where(staged.c.state.is_(None)).values(state=NEW))
    firsts = (
        select(func.min(staged.c.file).label("file"), staged.c.key)
        .where(staged.c.state == NEW)
        .group_by(staged.c.key)
        .subquery()
    )
    targets = ["key", "customer_id", "person_id", "kind", "visited_on", "note"]
    new = (
        select(
            *(staged.c[c] for c in targets),
            literal(now, UtcDateTime),
            literal(import_id, BigInteger),
        )
        .join(firsts, (firsts.c.key == staged.c.key) & (firsts.c.file == staged.c.file))
        .where(staged.c.state == NEW)
        .order_by(staged.c.visited_on, staged.c.file, staged.c.line)
    )
    staging.run(insert(stored).from_select([*targets, "recorded_at", "import_id"], new))


def _find_alike(staging: Staging) -> None:
    """Mark the first n rows of a file that say what n stored visits say, whatever their words."""
    content = ("customer_id", "visited_on", "kind", "person_id", "note")
    place = func.row_number().over(
        partition_by=[staged.c.file, *(staged.c[c] for c in content)], order_by=staged.c.line
    )
    ranked = select(
        staged.c.file, staged.c.line, place.label("place"), *(staged.c[c] for c in content)
    ).where(staged.c.customer_id.is_not(None))
    row = ranked.subquery()
    alike = (
        select(func.count())
        .select_from(stored)
        .where(
            *(stored.c[c] == row.c[c] for c in content[:3]),
            *(stored.c[c].is_not_distinct_from(row.c[c]) for c in content[3:]),
        )
        .scalar_subquery()
    )
    staging.run(
        update(staged)
        .where(staged.c.file == row.c.file, staged.c.line == row.c.line)
        .where(staged.c.state.is_(None), row.c.place <= alike)
        .values(state=UNCHANGED)
    )


def count_states(staging: Staging) -> dict[str, int]:
    """Return how many staged visits are new, unchanged, refused."""
    query = select(staged.c.state, func.count()).group_by(staged.c.state)
    return {str(state): int(count) for state, count in staging.rows(query)}
