"""Taking a deed back: every row, and every tier it moved, as it was before.

Only whoever did it takes it back, and only on the same day. A later change that stands on it
refuses it, unless that one was taken back itself. A customer whose tier was decided once is in
the log of tier changes and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Table, exists, or_, select

from crm.entities import Viewer
from crm.errors import NotFound, Overtaken
from crm.store import deeds, tier_moves
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import changes, customers, gradings, metadata, tier_changes
from crm.store.tables import deeds as deed_rows
from crm.store.types import UtcDateTime

_TIERS = frozenset({"hand_tiers", "potentials"})
"""What a later grading has built on."""

_STANDS = "A later change stands on it."


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back: the kind of deed, the customers it was about, the undo's own number.

    ``moves`` tells whose tier went back: before and after by customer.
    """

    kind: str
    deed_id: int
    undone_id: int
    customer_ids: tuple[int, ...]
    moves: Mapping[int, tuple[str | None, str | None]]


def take_back(session: Session, actor: Viewer | None, deed_id: int, *, now: datetime) -> TakenBack:
    """Undo a deed of today.

    Raises what ``deeds.get_own`` does; NotFound too when a customer of it is out of sight by now,
    and Overtaken when a later change or grading stands on it.
    """
    kind = deeds.get_own(session, actor, deed_id, now)
    query = select(changes).where(changes.c.deed_id == deed_id).order_by(changes.c.id.desc())
    logged = session.execute(query).all()
    about = _list_customers(session, logged)
    if actor is not None:
        _check_sight(session, actor, about)
    moved = _list_moves(session, logged)
    for entry in logged:
        _refuse_if_stood_upon(session, deed_id, entry)
    for move in moved:
        _refuse_if_moved_since(session, move)
    undone_id = deeds.begin(session, actor, kind, now, undoes_id=deed_id)
    for entry in logged:
        _restore(session, undone_id, entry)
    moves = {}
    for move in moved:
        tier_moves.move(
            session, move.customer_id, move.from_tier, deed_id=undone_id, now=now, actor=actor
        )
        moves[move.customer_id] = (move.to_tier, move.from_tier)
    return TakenBack(kind, deed_id, undone_id, tuple(about), moves)


def _list_customers(session: Session, logged: Sequence[Row[Any]]) -> list[int]:
    """The customers that the rows of a deed are about, in its order."""
    found: dict[int, None] = {}
    for entry in reversed(logged):
        table = metadata.tables[entry.table_name]
        if table is customers:
            found[entry.row_id] = None
        elif "customer_id" in table.c:
            kept = {**(entry.before or {}), **(entry.after or {})}
            row = select(table.c.customer_id).where(table.c.id == entry.row_id)
            customer_id = kept.get("customer_id") or session.scalar(row)
            if customer_id is not None:
                found[customer_id] = None
    return list(found)


def _check_sight(session: Session, actor: Viewer, about: list[int]) -> None:
    """Lock the customers concerned; whoever lost one of them from sight changes nothing there."""
    query = select(customers.c.id).where(customers.c.id.in_(about), visible(actor))
    if len(session.scalars(query.with_for_update()).all()) != len(about):
        raise NotFound("no such customer")


def _counts(deed_id: ColumnElement[int | None]) -> ColumnElement[bool]:
    """Whether a change is still there: no undo, and not taken back by one."""
    undo = deed_rows.alias("undo")
    void = or_(undo.c.undoes_id == deed_id, (undo.c.id == deed_id) & undo.c.undoes_id.is_not(None))
    return ~exists().where(void)


def _refuse_if_stood_upon(session: Session, deed_id: int, entry: Row[Any]) -> None:
    """Refuse if something later changed the row, or refers to one that would go."""
    newer = select(changes.c.id).where(
        changes.c.table_name == entry.table_name,
        changes.c.row_id == entry.row_id,
        changes.c.id > entry.id,
        changes.c.deed_id.is_distinct_from(deed_id),
        _counts(changes.c.deed_id),
    )
    graded = select(gradings.c.id).where(gradings.c.applied_at > entry.changed_at)
    if session.scalar(newer.limit(1)) is not None or (
        entry.table_name in _TIERS and session.scalar(graded.limit(1)) is not None
    ):
        raise Overtaken(_STANDS)
    if entry.before is None:
        _refuse_if_referred_to(session, deed_id, entry)


def _refuse_if_referred_to(session: Session, deed_id: int, entry: Row[Any]) -> None:
    parent = metadata.tables[entry.table_name]
    for child in metadata.sorted_tables:
        for key in child.foreign_keys:
            if key.column.table is not parent:
                continue
            standing = select(key.parent).where(key.parent == entry.row_id)
            if "id" in child.c:
                mine = select(changes.c.row_id).where(
                    changes.c.deed_id == deed_id, changes.c.table_name == child.name
                )
                standing = standing.where(child.c.id.not_in(mine))
            if session.scalar(standing.limit(1)) is not None:
                raise Overtaken(_STANDS)


def _list_moves(session: Session, logged: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The tier changes that a deed led to, the last one first."""
    query = select(tier_changes).where(tier_changes.c.change_id.in_([e.id for e in logged]))
    return list(session.execute(query.order_by(tier_changes.c.id.desc())))


def _refuse_if_moved_since(session: Session, move: Row[Any]) -> None:
    newer = (
        select(tier_changes.c.id)
        .outerjoin(changes, changes.c.id == tier_changes.c.change_id)
        .where(tier_changes.c.customer_id == move.customer_id, tier_changes.c.id > move.id)
        .where(_counts(changes.c.deed_id))
    )
    if session.scalar(newer.limit(1)) is not None:
        raise Overtaken("Its tier has changed again since.")


def _restore(session: Session, undone_id: int, entry: Row[Any]) -> None:
    """Bring one row back to what it was before that line of the log."""
    table = metadata.tables[entry.table_name]
    if entry.before is None:
        deeds.remove(session, undone_id, table, entry.row_id)
    elif entry.after is None:
        deeds.add(session, undone_id, table, _as_kept(table, entry.before))
    else:
        deeds.change(session, undone_id, table, entry.row_id, _as_kept(table, entry.before))


def _as_kept(table: Table, logged: Mapping[str, Any]) -> dict[str, Any]:
    """Return logged values as the table takes them."""
    read = {Date: date.fromisoformat, UtcDateTime: datetime.fromisoformat}
    return {
        name: None if value is None else read.get(type(table.c[name].type), lambda v: v)(value)
        for name, value in logged.items()
    }
