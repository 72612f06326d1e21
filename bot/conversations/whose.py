"""Whose customers are asked for: one rep's, or those of a manager and everyone below."""

from dataclasses import dataclass

from bot.conversations.desk import Desk
from bot.understanding.slots import Slots
from crm.entities import Role
from crm.store import people
from crm.store.customers import Filter


@dataclass(frozen=True, slots=True)
class Whose:
    """Of one rep, or of a manager's whole team; both None: of all in sight."""

    rep_id: int | None = None
    team_of: int | None = None
    name: str | None = None


def find_whose(desk: Desk, slots: Slots) -> Whose:
    """Say whose customers a question is about: a manager who is named stands for everyone below.

    Raises NotFound where that person is gone.
    """
    if slots.own:
        return Whose(desk.viewer.person_id, name=desk.viewer.name)
    if slots.rep_id is None:
        return Whose()
    if people.get_person(desk.session, slots.rep_id).role is Role.MANAGER:
        team = desk.label("whose.team", rep=slots.rep_name)
        return Whose(team_of=slots.rep_id, name=team)
    return Whose(slots.rep_id, name=slots.rep_name)


def find_which(desk: Desk, slots: Slots) -> Filter:
    """Say which customers a question is about: whose, of which tier, place and trade.

    Raises NotFound where the person named is gone.
    """
    whose = find_whose(desk, slots)
    return Filter(
        tiers=slots.tiers or ((slots.tier,) if slots.tier else ()),
        cities=slots.cities,
        countries=slots.countries,
        industries=slots.industries,
        rep_id=whose.rep_id,
        team_of=whose.team_of,
        no_rep=True if slots.no_rep else None,
    )
