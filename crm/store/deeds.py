"""Deeds: what one person did at once, written row by row into the change log.

Every row that a deed touches is logged with what it was before and after, so that it can be taken
back exactly (see ``taking_back``). The logs only grow: an undo is a deed of its own. Tables that
hold money are not written this way. ``now`` is in the time zone of whoever acts: its date is
their day. An actor of None is the command line.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Table, delete, exists, func, insert, select, update

from crm.entities import Viewer
from crm.errors import NotFound, Overtaken
from crm.store.database import Session
from crm.store.staging.log import renew_revision
from crm.store.tables import changes, deeds

_NAMING = {
    "customers": {"name", "code", "city", "country", "industry", "tier", "rep_id"},
    "people": {"name", "role", "manager_id", "left_on"},
}
"""What others keep a copy of in memory: columns by table; of aliases everything."""

_READS = "only reads"
_BEGUN = "deeds begun"


def begin(
    session: Session,
    actor: Viewer | None,
    kind: str,
    now: datetime,
    *,
    undoes_id: int | None = None,
) -> int:
    """Begin a deed of a kind ("visits", "note", "tier" …) and return its number.

    ``undoes_id`` is the deed that it takes back: only ``taking_back`` gives one.
    """
    values = {
        "kind": kind,
        "person_id": actor.person_id if actor else None,
        "done_at": now,
        "undoes_id": undoes_id,
    }
    if session.info.get(_READS):
        raise RuntimeError(f"what only reads has begun a deed: {kind}")
    deed_id: int = session.execute(
        insert(deeds).values(**values).returning(deeds.c.id)
    ).scalar_one()
    session.info.setdefault(_BEGUN, []).append(deed_id)
    return deed_id


def list_begun(session: Session) -> list[int]:
    """Return the deeds that were begun in this session, whatever became of them."""
    return list(session.info.get(_BEGUN, ()))


@contextmanager
def only_reading(session: Session) -> Iterator[None]:
    """Let no deed begin meanwhile: whoever said that they only look does only that."""
    before = session.info.get(_READS, False)
    session.info[_READS] = True
    try:
        yield
    finally:
        session.info[_READS] = before


def add(session: Session, deed_id: int, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a row as part of a deed and return the row's number."""
    row_id: int = session.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()
    _log(session, deed_id, table, row_id, None, _read(session, table, row_id))
    return row_id


def change(
    session: Session, deed_id: int, table: Table, row_id: int, values: Mapping[str, Any]
) -> None:
    """Give a row other values as part of a deed; the same values are no change.

    Raises NotFound when there is no such row.
    """
    before = _get(session, table, row_id)
    session.execute(update(table).where(table.c.id == row_id).values(**values))
    after = _get(session, table, row_id)
    if before != after:
        _log(session, deed_id, table, row_id, before, after)


def remove(session: Session, deed_id: int, table: Table, row_id: int) -> None:
    """Delete a row as part of a deed.

    Raises NotFound when there is no such row.
    """
    before = _get(session, table, row_id)
    session.execute(delete(table).where(table.c.id == row_id))
    _log(session, deed_id, table, row_id, before, None)


def find_line(session: Session, deed_id: int) -> int | None:
    """Return the last line of the change log that a deed wrote, or None when it wrote none."""
    line: int | None = session.scalar(
        select(func.max(changes.c.id)).where(changes.c.deed_id == deed_id)
    )
    return line


def find_last(
    session: Session, actor: Viewer, now: datetime, *, but: Collection[str] = ()
) -> int | None:
    """Return the last thing this person did today that is not taken back yet, or None.

    What is of a kind in ``but`` is passed over.
    """
    midnight = datetime.combine(now.date(), time.min, tzinfo=now.tzinfo)
    undo = deeds.alias("undo")
    query = (
        select(deeds.c.id)
        .where(deeds.c.person_id == actor.person_id, deeds.c.done_at >= midnight)
        .where(deeds.c.undoes_id.is_(None), ~exists().where(undo.c.undoes_id == deeds.c.id))
        .where(deeds.c.kind.not_in(but))
        .order_by(deeds.c.id.desc())
        .limit(1)
    )
    deed_id: int | None = session.scalar(query)
    return deed_id


def find_kind(session: Session, deed_id: int) -> str | None:
    """Return the kind of a deed, or None when there is none."""
    return session.scalar(select(deeds.c.kind).where(deeds.c.id == deed_id))


def find_doer(session: Session, deed_id: int) -> int | None:
    """Return who did a deed; None for the command line, and when there is none."""
    person_id: int | None = session.scalar(select(deeds.c.person_id).where(deeds.c.id == deed_id))
    return person_id


def list_before(session: Session, deed_id: int, table: Table) -> list[Mapping[str, Any]]:
    """Return what rows of a table were before a deed changed them, as far as it did, in its
    order."""
    query = select(changes.c.before).where(
        changes.c.deed_id == deed_id, changes.c.table_name == table.name
    )
    return [before for before in session.scalars(query.order_by(changes.c.id)) if before]


def get_done_at(session: Session, deed_id: int) -> datetime:
    """Return when a deed that is known to be there was done."""
    at: datetime = session.execute(
        select(deeds.c.done_at).where(deeds.c.id == deed_id)
    ).scalar_one()
    return at


def is_taken_back(session: Session, deed_id: int) -> bool:
    """Say whether a deed was taken back."""
    return session.scalar(select(deeds.c.id).where(deeds.c.undoes_id == deed_id)) is not None


def list_rows(session: Session, deed_id: int, table: Table) -> list[int]:
    """Return the rows of a table that a deed touched, in its order."""
    query = select(changes.c.row_id).where(
        changes.c.deed_id == deed_id, changes.c.table_name == table.name
    )
    return list(dict.fromkeys(session.scalars(query.order_by(changes.c.id))))


def list_changed(session: Session, deed_id: int, table: Table) -> list[int]:
    """Return the rows of a table that were there before a deed and after it, in its order."""
    query = select(changes.c.row_id, changes.c.before, changes.c.after).where(
        changes.c.deed_id == deed_id, changes.c.table_name == table.name
    )
    rows = session.execute(query.order_by(changes.c.id)).all()
    made = {row_id for row_id, before, after in rows if before is None or after is None}
    return list(dict.fromkeys(row_id for row_id, *_ in rows if row_id not in made))


def get_own(session: Session, actor: Viewer | None, deed_id: int, now: datetime) -> str:
    """Lock a deed of today that its doer may still change or take back; return its kind.

    Raises NotFound when there is no such deed or somebody else did it, which read the same, and
    Overtaken when it was done before today or is taken back already.
    """
    query = select(deeds).where(deeds.c.id == deed_id, deeds.c.undoes_id.is_(None))
    deed = session.execute(query.with_for_update()).one_or_none()
    if deed is None or (actor is not None and deed.person_id != actor.person_id):
        raise NotFound("no such deed")
    if is_taken_back(session, deed_id):
        raise Overtaken("It is taken back already.")
    if deed.done_at.astimezone(now.tzinfo).date() != now.date():
        raise Overtaken("It was not done today.")
    kind: str = deed.kind
    return kind


def _read(session: Session, table: Table, row_id: int) -> dict[str, Any] | None:
    row = session.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()
    return None if row is None else {name: _as_logged(value) for name, value in row.items()}


def _get(session: Session, table: Table, row_id: int) -> dict[str, Any]:
    row = _read(session, table, row_id)
    if row is None:
        raise NotFound("no such row")
    return row


def _as_logged(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _log(
    session: Session,
    deed_id: int,
    table: Table,
    row_id: int,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    deed = session.execute(select(deeds).where(deeds.c.id == deed_id)).one()
    session.execute(
        insert(changes).values(
            changed_at=deed.done_at,
            person_id=deed.person_id,
            deed_id=deed_id,
            table_name=table.name,
            row_id=row_id,
            before=_differing(before, after),
            after=_differing(after, before),
        )
    )
    if table.name == "customer_aliases" or _names_differ(table, before, after):
        renew_revision(session, "names")


def _names_differ(
    table: Table, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> bool:
    was, became = before or {}, after or {}
    return any(was.get(name) != became.get(name) for name in _NAMING.get(table.name, ()))


def _differing(
    logged: dict[str, Any] | None, other: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Return what a row is logged with: all of it when it comes or goes, else what differs."""
    if logged is None or other is None:
        return logged
    return {name: value for name, value in logged.items() if value != other[name]}
