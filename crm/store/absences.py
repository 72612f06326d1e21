"""Days away: who is away when, and who stands in and sees their customers meanwhile.

Only on those days, and only the one who stands in: neither their manager nor whoever covers them
sees any more for it. Whoever stands in may do with those customers what they may do with their
own. They are told, not asked.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from crm.entities import Person, Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import deeds
from crm.store import people as staff
from crm.store.database import Session
from crm.store.scope import team
from crm.store.tables import absences, changes, customers, people
from crm.store.tier_moves import DECIDES

LONGEST = timedelta(days=366)
"""So long somebody may be away at once."""

_COVERS = frozenset({Role.REP, Role.MANAGER})

_COVERED = (
    select(absences.c.person_id)
    .where(
        absences.c.cover_id == bindparam("cover"),
        absences.c.from_on <= bindparam("today"),
        absences.c.until_on >= bindparam("today"),
    )
    .distinct()
    .order_by(absences.c.person_id)
)
_AWAY = (
    select(absences.c.id)
    .where(
        absences.c.person_id == bindparam("person"),
        absences.c.from_on <= bindparam("today"),
        absences.c.until_on >= bindparam("today"),
    )
    .limit(1)
)
_person = people.alias("away")
_cover = people.alias("cover")


@dataclass(frozen=True, slots=True)
class Absence:
    """Days somebody is away, the first and the last one included; ``cover_id`` stands in."""

    id: int
    person_id: int
    person: str
    from_on: date
    until_on: date
    cover_id: int | None
    cover: str | None


def list_covered(session: Session, person_id: int, today: date) -> tuple[int, ...]:
    """Return whom a person stands in for today."""
    found = session.connection().execute(_COVERED, {"cover": person_id, "today": today})
    return tuple(found.scalars())


def is_away(session: Session, person_id: int, today: date) -> bool:
    """Say whether somebody is away today."""
    about = {"person": person_id, "today": today}
    return session.connection().execute(_AWAY, about).first() is not None


def find(session: Session, absence_id: int) -> Absence | None:
    """Return days away by their number; the caller looks at whose they are."""
    return next(iter(_list(session, absences.c.id == absence_id)), None)


def find_current(session: Session, person_id: int, today: date) -> Absence | None:
    """Return the days away that today is one of, or None."""
    return next(
        iter(_list(session, absences.c.person_id == person_id, _within(today, today))), None
    )


def find_overlap(session: Session, person_id: int, from_on: date, until_on: date) -> Absence | None:
    """Return the first days somebody is away already among these, or None."""
    mine = absences.c.person_id == person_id
    return next(iter(_list(session, mine, _within(from_on, until_on))), None)


def list_ahead(session: Session, viewer: Viewer, today: date) -> list[Absence]:
    """Return the days away from today on, the next ones first: one's own, of those whose customers
    one sees, and of whom one will stand in for."""
    mine = {viewer.person_id, *(each.id for each in staff.list_team(session, viewer))}
    seen = absences.c.person_id.in_(mine) | (absences.c.cover_id == viewer.person_id)
    return _list(session, seen, absences.c.until_on >= today)


def find_touched(session: Session, deed_id: int) -> Absence | None:
    """Return the days away that a deed was about, as they stand now; as they were, once struck
    out."""
    query = select(changes).where(
        changes.c.deed_id == deed_id, changes.c.table_name == absences.name
    )
    entry = session.execute(query.order_by(changes.c.id)).first()
    if entry is None:
        return None
    kept = {**(entry.before or {}), **(entry.after or {})}
    found = find(session, entry.row_id)
    if found is not None or not {"person_id", "from_on", "until_on"} <= kept.keys():
        return found
    person = staff.get_person(session, kept["person_id"])
    from_on, until_on = (date.fromisoformat(kept[each]) for each in ("from_on", "until_on"))
    return Absence(entry.row_id, person.id, person.name, from_on, until_on, None, None)


def list_to_cover(session: Session, cover_id: int, from_on: date, until_on: date) -> list[Absence]:
    """Return whom somebody stands in for on any of these days."""
    return _list(session, absences.c.cover_id == cover_id, _within(from_on, until_on))


def list_covers(
    session: Session, actor: Viewer, person_id: int, from_on: date, until_on: date
) -> list[Person]:
    """Return who may stand in for somebody on these days: those of the same manager and that
    manager, and for whoever decides everybody below; nobody who is away then.

    Those of the same manager come first, whoever has most customers in the same cities before the
    others.
    """
    person = staff.get_person(session, person_id)
    everyone = [each for each in staff.list_people(session) if each.role in _COVERS]
    near = select(people.c.id).where(people.c.id.in_(team([person.manager_id or person_id])))
    able = set(session.scalars(near))
    if actor.role in DECIDES:
        able |= {each.id for each in staff.list_team(session, _alone(actor))}
    away = {each.person_id for each in _list(session, _within(from_on, until_on))}
    near_by = _count_near(session, person_id)

    def order(each: Person) -> tuple[bool, bool, int]:
        beside = each.manager_id is not None and each.manager_id == person.manager_id
        return not beside, each.role is not Role.REP, -near_by.get(each.id, 0)

    found = [each for each in everyone if each.id in able - away - {person_id}]
    return sorted(found, key=order)


def plan_away(
    session: Session,
    actor: Viewer,
    person_id: int,
    from_on: date,
    until_on: date,
    cover_id: int | None,
    *,
    now: datetime,
) -> int:
    """Note that somebody is away, and who stands in; return the deed.

    Raises NotFound for a person out of sight, NotAllowed for days of a colleague, and Refused for
    days that are over or the wrong way round, days they are away already, more than a year, and a
    cover who cannot.
    """
    _lock(session, actor, person_id)
    if until_on < from_on or until_on < now.date():
        raise Refused("Those days are over, or the last one comes before the first.")
    if until_on - from_on >= LONGEST:
        raise Refused("Nobody is away for more than a year.")
    if find_overlap(session, person_id, from_on, until_on) is not None:
        raise Refused("They are away on some of those days already.")
    _check_cover(session, actor, person_id, from_on, until_on, cover_id)
    deed_id = deeds.begin(session, actor, "absence", now)
    values: dict[str, Any] = {
        "person_id": person_id,
        "from_on": from_on,
        "until_on": until_on,
        "cover_id": cover_id,
        "made_at": now,
    }
    deeds.add(session, deed_id, absences, values)
    return deed_id


def set_cover(
    session: Session, actor: Viewer, absence_id: int, cover_id: int | None, *, now: datetime
) -> int:
    """Let somebody else stand in, or nobody; return the deed.

    Raises what ``plan_away`` does, and Overtaken when the days are over or taken back.
    """
    absence = get_own(session, actor, absence_id)
    if absence.until_on < now.date():
        raise Overtaken("Those days are over.")
    first = max(absence.from_on, now.date())
    _check_cover(session, actor, absence.person_id, first, absence.until_on, cover_id)
    deed_id = deeds.begin(session, actor, "absence", now)
    deeds.change(session, deed_id, absences, absence_id, {"cover_id": cover_id})
    return deed_id


def lengthen(
    session: Session, actor: Viewer, absence_id: int, until_on: date, *, now: datetime
) -> int:
    """Keep a later last day away; return the deed. Who cannot stand in for so long no longer does.

    Raises as ``set_cover``, and Refused when it is more than a year, or days noted already.
    """
    absence = get_own(session, actor, absence_id)
    rest = absence.until_on + timedelta(days=1)
    if absence.until_on < now.date():
        raise Overtaken("Those days are over.")
    if until_on < rest or until_on - absence.from_on >= LONGEST:
        raise Refused("The last day is not later, or it is more than a year.")
    if find_overlap(session, absence.person_id, rest, until_on) is not None:
        raise Refused("They are away on some of those days already.")
    able = list_covers(session, actor, absence.person_id, absence.from_on, until_on)
    can = any(each.id == absence.cover_id for each in able)
    deed_id = deeds.begin(session, actor, "absence", now)
    values = {"until_on": until_on, "cover_id": absence.cover_id if can else None}
    deeds.change(session, deed_id, absences, absence_id, values)
    return deed_id


def end_early(session: Session, actor: Viewer, absence_id: int, *, now: datetime) -> int:
    """Note that somebody is back: yesterday was the last day away; return the deed.

    Days of which none has passed are struck out. Raises as ``set_cover``.
    """
    absence = get_own(session, actor, absence_id)
    if absence.until_on < now.date():
        raise Overtaken("Those days are over.")
    deed_id = deeds.begin(session, actor, "absence", now)
    if absence.from_on >= now.date():
        deeds.remove(session, deed_id, absences, absence_id)
    else:
        until_on = now.date() - timedelta(days=1)
        deeds.change(session, deed_id, absences, absence_id, {"until_on": until_on})
    return deed_id


def get_own(session: Session, actor: Viewer, absence_id: int) -> Absence:
    """Lock and return days away that this person may change.

    Raises NotFound when there are none in their sight, NotAllowed when they are a colleague's.
    """
    absence = find(session, absence_id)
    if absence is None:
        raise NotFound("no such days away")
    _lock(session, actor, absence.person_id)
    return absence


def _lock(session: Session, actor: Viewer, person_id: int) -> None:
    """Lock a person whose days these are: one's own, or of those one decides for."""
    if person_id != actor.person_id:
        if actor.role not in DECIDES:
            raise NotAllowed("Everybody plans their own days away, or their manager does.")
        if all(each.id != person_id for each in staff.list_team(session, _alone(actor))):
            raise NotFound("no such person")
    session.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())


def _alone(actor: Viewer) -> Viewer:
    """Return the eyes of somebody without those of whom they stand in for."""
    return Viewer(actor.person_id, actor.name, actor.role)


def _check_cover(
    session: Session,
    actor: Viewer,
    person_id: int,
    from_on: date,
    until_on: date,
    cover_id: int | None,
) -> None:
    if cover_id is None:
        return
    able = list_covers(session, actor, person_id, from_on, until_on)
    if all(each.id != cover_id for each in able):
        raise Refused("They cannot stand in on those days.")


def _count_near(session: Session, person_id: int) -> dict[int, int]:
    """How many customers each rep has in the cities of a person's customers."""
    cities = select(customers.c.city).where(customers.c.rep_id == person_id)
    query = (
        select(customers.c.rep_id, func.count())
        .where(customers.c.city.in_(cities), customers.c.rep_id.is_not(None))
        .group_by(customers.c.rep_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _within(from_on: date, until_on: date) -> ColumnElement[bool]:
    return (absences.c.from_on <= until_on) & (absences.c.until_on >= from_on)


def _list(session: Session, *which: ColumnElement[bool]) -> list[Absence]:
    query: Select[Any] = (
        select(
            absences.c.id,
            absences.c.person_id,
            _person.c.name,
            absences.c.from_on,
            absences.c.until_on,
            absences.c.cover_id,
            _cover.c.name,
        )
        .join(_person, _person.c.id == absences.c.person_id)
        .outerjoin(_cover, _cover.c.id == absences.c.cover_id)
        .where(*which)
        .order_by(absences.c.from_on, absences.c.id)
    )
    return [Absence(*row) for row in session.execute(query)]
