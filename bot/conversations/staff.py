"""Who works here, by name: of whoever asks, the manager above, the colleagues beside and below.

Desk and admin see everybody, team by team; others their own team and who is admin.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.conversations.desk import Desk
from bot.messages import Message
from bot.understanding.understand import Understood
from crm.entities import Person, Role
from crm.store import people

NAMED = 6
"""So many names stand in a row."""

TEAMS = 4
"""So many teams are told at once."""


@dataclass(frozen=True, slots=True)
class Names:
    """A row of names, of whom they are, and how many more there are; ``what`` says which row."""

    what: str
    of: str | None
    names: tuple[str, ...]
    others: int


def show_colleagues(desk: Desk, _understood: Understood) -> list[Message]:
    """Name the people somebody works with, and what they are."""
    everyone = people.list_people(desk.session)
    role = desk.viewer.role
    rows = _teams(everyone) if role in {Role.ADMIN, Role.DESK} else _around(desk, everyone)
    admins = _row("admins", [each for each in everyone if each.role is Role.ADMIN])
    shown = [row for row in (*rows[:TEAMS], admins) if row.names]
    left = max(0, len(rows) - TEAMS)
    return [Message(desk.say("colleagues", role=role, shown=shown, left=left))]


def _around(desk: Desk, everyone: list[Person]) -> list[Names]:
    me = people.get_person(desk.session, desk.viewer.person_id)
    above = [each for each in everyone if each.id == me.manager_id]
    beside = [
        each for each in everyone if above and each.manager_id == me.manager_id and each.id != me.id
    ]
    below = [each for each in everyone if each.manager_id == me.id]
    return [_row("above", above), _row("beside", beside), _row("below", below)]


def _teams(everyone: list[Person]) -> list[Names]:
    """Each manager with whom they lead, the largest team first."""
    teams = [
        _row("team", [each for each in everyone if each.manager_id == boss.id], boss.name)
        for boss in everyone
        if boss.role is Role.MANAGER
    ]
    return sorted(teams, key=lambda row: -(len(row.names) + row.others))


def _row(what: str, who: Iterable[Person], of: str | None = None) -> Names:
    names = [each.name for each in who]
    return Names(what, of, tuple(names[:NAMED]), len(names[NAMED:]))
