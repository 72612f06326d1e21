"""The people who work here: a tree of reps and their managers."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, select

from crm.entities import Person, Role, Viewer
from crm.errors import NotFound, Refused
from crm.store import deeds
from crm.store.database import Session
from crm.store.scope import team
from crm.store.staging.log import renew_revision
from crm.store.tables import people
from crm.text import fold

_PERSON = (
    people.c.id,
    people.c.name,
    people.c.role,
    people.c.manager_id,
    people.c.code,
    people.c.title,
    people.c.language,
    people.c.timezone,
    people.c.country,
    people.c.working_days,
    people.c.quiet_from,
    people.c.quiet_until,
    people.c.digest_time,
    people.c.practice_time,
)


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    person_id, name, role, *rest = row
    return Person(person_id, name, Role(role), *rest)


def list_people(session: Session) -> list[Person]:
    """Return everyone who works here now, by name."""
    query = select(*_PERSON).where(people.c.left_on.is_(None)).order_by(people.c.name, people.c.id)
    return [_person(row) for row in session.execute(query)]


def list_team(session: Session, viewer: Viewer) -> list[Person]:
    """Return the people whose customers this viewer may see, themselves included."""
    query = select(*_PERSON).where(people.c.left_on.is_(None)).order_by(people.c.name, people.c.id)
    if viewer.role is Role.MANAGER:
        query = query.where(people.c.id.in_(team(viewer.eyes)))
    elif viewer.role is Role.REP:
        query = query.where(people.c.id.in_(viewer.eyes))
    return [_person(row) for row in session.execute(query)]


def is_in_sight(session: Session, viewer: Viewer, person_id: int) -> bool:
    """Say whether this viewer may see that person's customers."""
    return any(person.id == person_id for person in list_team(session, viewer))


def find_people(session: Session, name: str) -> list[Person]:
    """Return those of that name or code; several when namesakes work here.

    A part of a name is enough where it fits: ``nancy`` finds Nancy Davolio.
    """
    wanted = fold(name)
    if not wanted:
        return []
    everyone = list_people(session)
    exact = [p for p in everyone if wanted in {fold(p.name), fold(p.code or "")}]
    if exact:
        return exact
    words = [p for p in everyone if wanted in fold(p.name).split()]
    return words or [p for p in everyone if fold(p.name).startswith(wanted)]


def find_only_admin(session: Session) -> Person | None:
    """Return the admin if there is exactly one."""
    query = select(*_PERSON).where(people.c.role == Role.ADMIN, people.c.left_on.is_(None)).limit(2)
    rows = session.execute(query).all()
    return _person(rows[0]) if len(rows) == 1 else None


def viewer_of(person: Person, covers: tuple[int, ...] = ()) -> Viewer:
    """Return the eyes of that person, who may stand in for others (see ``absences``)."""
    return Viewer(person_id=person.id, name=person.name, role=person.role, covers=covers)


def add(
    session: Session,
    actor: Viewer | None,
    name: str,
    role: Role,
    *,
    code: str | None = None,
    title: str | None = None,
    manager_id: int | None = None,
    now: datetime,
) -> int:
    """Take somebody in who is in none of the company's files, such as an admin; return their id."""
    deed_id = deeds.begin(session, actor, "person", now)
    values = {"name": name, "name_key": fold(name), "role": role, "code": code, "title": title}
    person_id = deeds.add(session, deed_id, people, {**values, "manager_id": manager_id})
    renew_revision(session, "names")
    return person_id


def get_person(session: Session, person_id: int) -> Person:
    """Return that person, who may have left. Raises NotFound when there is none."""
    row = session.execute(select(*_PERSON).where(people.c.id == person_id)).one_or_none()
    if row is None:
        raise NotFound("no such person")
    return _person(row)


def give_role(
    session: Session, actor: Viewer | None, person_id: int, role: Role, *, now: datetime
) -> None:
    """Let a person see and do what this role may. Raises NotFound when there is no such person."""
    _change(session, actor, person_id, now, role=role)


def place_under(
    session: Session, actor: Viewer | None, person_id: int, manager_id: int, *, now: datetime
) -> None:
    """Make somebody the manager of a person.

    Raises NotFound when there is no such person, Refused when the manager stands below them.
    """
    if session.scalar(select(people.c.id).where(people.c.id == manager_id, _below(person_id))):
        raise Refused("Nobody can be placed under themselves or under somebody of their own team.")
    _change(session, actor, person_id, now, manager_id=manager_id)


def change_settings(
    session: Session, actor: Viewer | None, person_id: int, *, now: datetime, **values: str | None
) -> int:
    """Change a person's own settings as a deed that can be taken back; return its number.

    ``values`` are fields of ``Person``: language, timezone, working_days, quiet_from, quiet_until,
    digest_time, practice_time; None is the company's again. Whose they are may, and an admin; to
    anybody else there is no such person. Raises Refused when a value is none.
    """
    allowed = actor is None or actor.person_id == person_id or actor.role is Role.ADMIN
    if not allowed:
        raise NotFound("no such person")
    for name, value in values.items():
        if value is not None and not _is_setting(name, value):
            raise Refused(f"{value!r} cannot be the {name.replace('_', ' ')}.")
    deed_id = deeds.begin(session, actor, "settings", now)
    deeds.change(session, deed_id, people, person_id, values)
    return deed_id


def _is_setting(name: str, value: str) -> bool:
    """Say whether a value is one that can be read back as it stands."""
    try:
        return _SETTINGS[name](value)
    except (ValueError, KeyError, OSError):
        return False


def _is_time(value: str) -> bool:
    return time.fromisoformat(value).strftime("%H:%M") == value


_SETTINGS: Mapping[str, Callable[[str], bool]] = {
    "language": lambda value: value in {"zh", "en"},
    "timezone": lambda value: ZoneInfo(value).key == value,
    "working_days": lambda value: value == "".join(sorted({*value} & {*"1234567"})) != "",
    "quiet_from": _is_time,
    "quiet_until": _is_time,
    "digest_time": _is_time,
    "practice_time": _is_time,
}


def list_loops(session: Session) -> list[tuple[Person, ...]]:
    """Return the people who are their own managers by way of each other, loop by loop."""
    everyone = {person.id: person for person in list_people(session)}
    loops: list[tuple[Person, ...]] = []
    seen: set[int] = set()
    for start in everyone:
        way: list[int] = []
        at: int | None = start
        while at in everyone and at not in seen:
            seen.add(at)
            way.append(at)
            at = everyone[at].manager_id
        if at in way:
            loops.append(tuple(everyone[each] for each in way[way.index(at) :]))
    return loops


def _below(person_id: int) -> ColumnElement[bool]:
    return people.c.id.in_(team([person_id]))


def _change(
    session: Session, actor: Viewer | None, person_id: int, now: datetime, **values: Any
) -> None:
    deed_id = deeds.begin(session, actor, "person", now)
    deeds.change(session, deed_id, people, person_id, values)
    renew_revision(session, "names")
