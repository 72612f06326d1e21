"""People from a file: who they are and whom they report to.

They are few, so they are planned one by one. Whoever is named as somebody's manager is a manager.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crm.imports.fields import Kind
from crm.imports.parsing import Columns
from crm.imports.planning import KindPlan
from crm.store.database import Session
from crm.store.staging import Staging, people
from crm.text import fold

DETAILS = ("code", "name", "title", "email", "phone", "city", "country")


@dataclass(slots=True, eq=False)
class Named:
    """A person as a row gives them."""

    file: int
    line: int
    values: dict[str, Any]
    manager: str | None
    stored: dict[str, Any] | None = None
    boss: "Named | dict[str, Any] | None" = None
    person_id: int | None = None


@dataclass(slots=True)
class Team:
    """The people of all files of an import, gathered and then settled together."""

    rows: list[Named] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def gather(self, file: int, columns: Columns) -> list[tuple[int, int, str | None, str]]:
        """Take the rows of a batch; return those refused."""
        refused: list[tuple[int, int, str | None, str]] = []
        details = {name: columns.get(name) for name in DETAILS}
        names = full_names(columns)
        managers = columns.get("manager")
        for row, line in enumerate(columns.lines):
            values = {name: column[row] for name, column in details.items()}
            values["name"] = names[row] or values["code"]
            if values["name"] is None:
                refused.append((file, line, None, "has no name."))
                continue
            self.rows.append(Named(file, line, values, managers[row]))
        return refused

    def settle(self, session: Session, staging: Staging, import_id: int, now: datetime) -> KindPlan:
        """Find, insert and change people; refuse repeats that contradict, and loops."""
        stored = people.list_rows(session)
        self._drop_repeats(staging)
        for row in self.rows:
            code = row.values["code"]
            like = [p for p in stored if None in {code, p["code"]} or p["code"] == code]
            row.stored = _find(code, row.values["name"], like)
            row.person_id = row.stored["id"] if row.stored else None
        self._find_bosses(stored)
        self._refuse_loops(staging, stored)
        new = [row for row in self.rows if row.stored is None]
        bosses = {_identity(row.boss) for row in self.rows if row.boss is not None}
        for row in new:
            role = "manager" if _identity(row) in bosses else "rep"
            values = {**row.values, "name_key": fold(row.values["name"]), "role": role}
            row.person_id = people.insert_person(session, import_id, values)
        changed = 0
        for row in self.rows:
            changed += self._write_differences(session, import_id, row, bosses, now)
        self._raise_bosses(session, import_id, stored, now)
        return KindPlan(Kind.PEOPLE, len(new), changed, len(self.rows) - len(new) - changed)

    def _drop_repeats(self, staging: Staging) -> None:
        seen: dict[str, Named] = {}
        kept, refused = [], []
        for row in sorted(self.rows, key=lambda row: (row.file, row.line)):
            code = row.values["code"]
            first = seen.setdefault(code or fold(row.values["name"]), row)
            if first is row:
                kept.append(row)
            elif (first.values, first.manager) != (row.values, row.manager):
                what = "code" if code else "name"
                problem = f"has the same {what} as line {first.line}."
                refused.append((row.file, row.line, None, problem))
        self.rows = kept
        staging.refuse(refused)

    def _find_bosses(self, stored: Sequence[dict[str, Any]]) -> None:
        unknown = []
        for row in self.rows:
            if row.manager is None:
                continue
            key = fold(row.manager)
            boss = [r for r in self.rows if r.values["code"] == row.manager] or [
                r for r in self.rows if fold(r.values["name"]) == key
            ]
            row.boss = boss[0] if len(boss) == 1 else _find(row.manager, row.manager, stored)
            if row.boss is None:
                unknown.append(row.manager)
        if unknown:
            names = ", ".join(sorted(set(unknown))[:5])
            self.notes.append(f"these managers are not known and were left out: {names}")

    def _refuse_loops(self, staging: Staging, stored: Sequence[dict[str, Any]]) -> None:
        known = {person["id"]: person for person in stored}
        rows = {row.person_id: row for row in self.rows if row.person_id is not None}
        looped = [row for row in self.rows if _reports_to_themselves(row, rows, known)]
        problem = "reports to themselves by way of their managers."
        staging.refuse((row.file, row.line, None, problem) for row in looped)
        self.rows = [row for row in self.rows if row not in looped]
        for row in self.rows:
            if row.boss in looped:
                row.boss = None

    def _write_differences(
        self, session: Session, import_id: int, row: Named, bosses: set[Any], now: datetime
    ) -> int:
        wanted = {name: value for name, value in row.values.items() if value is not None}
        if row.boss is not None:
            wanted["manager_id"] = _identity(row.boss)
        old = row.stored or {"manager_id": None, **row.values}
        if row.stored and row.stored["role"] == "rep" and _identity(row) in bosses:
            wanted["role"] = "manager"
        after = {name: value for name, value in wanted.items() if value != old.get(name)}
        if not after or row.person_id is None:
            return 0
        if row.stored is None:
            people.place_person(session, row.person_id, after["manager_id"])
            return 0
        before = {name: old[name] for name in after}
        if "name" in after:
            after["name_key"] = fold(after["name"])
            before["name_key"] = old["name_key"]
        people.update_person(session, import_id, row.person_id, before, after, now)
        return 1

    def _raise_bosses(
        self, session: Session, import_id: int, stored: Sequence[dict[str, Any]], now: datetime
    ) -> None:
        """Somebody known before, in no row here, who is now named as a manager."""
        mine = {row.person_id for row in self.rows}
        named = {row.boss["id"] for row in self.rows if isinstance(row.boss, dict)}
        for person in stored:
            if person["id"] in named - mine and person["role"] == "rep":
                before, after = {"role": "rep"}, {"role": "manager"}
                people.update_person(session, import_id, person["id"], before, after, now)


def full_names(columns: Columns) -> list[str | None]:
    """Return the name of each row, put together from first and last where it has no other."""
    whole, first, last = (columns.get(f) for f in ("name", "first_name", "last_name"))
    return [
        name or " ".join(part for part in (given, family) if part) or None
        for name, given, family in zip(whole, first, last, strict=True)
    ]


def _find(code: str | None, name: str, stored: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the stored person of that code, else the only one of that name."""
    by_code = [person for person in stored if code and person["code"] == code]
    by_name = [person for person in stored if person["name_key"] == fold(name)]
    found = by_code or by_name
    return found[0] if len(found) == 1 else None


def _identity(who: "Named | dict[str, Any] | None") -> Any:
    """A row and the stored person it is about are the same."""
    if isinstance(who, Named):
        return who.person_id if who.person_id is not None else id(who)
    return who["id"] if who else None


def _reports_to_themselves(
    row: Named, rows: Mapping[int, Named], stored: Mapping[int, dict[str, Any]]
) -> bool:
    """Walk up the tree, by the file where it says something, else by what is stored."""
    above: Named | dict[str, Any] | None = row.boss
    for _ in range(100):
        if above is None:
            return False
        if above is row:
            return True
        if isinstance(above, Named) and (above.boss is not None or above.stored is None):
            above = above.boss
            continue
        known = above.stored if isinstance(above, Named) else above
        manager_id = known["manager_id"] if known else None
        above = rows.get(manager_id) or stored.get(manager_id) if manager_id else None
    return True
