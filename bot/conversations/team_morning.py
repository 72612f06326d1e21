"""The morning of who leads: what the team has due, whom it is late at, and what waits for them.

A customer of the first tier that slips past its latest day is named once, to the nearest manager
of its rep; from then on it counts among those late, one tap away. Each row has a button that leads
on.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversations import admitting, heard_lines, requests
from bot.conversations.admitting import OpenQuestion
from bot.conversations.desk import Desk
from bot.conversations.marks import Marked, in_rows
from bot.conversations.taps import Rows
from bot.conversations.todays import Kept
from bot.messages import Button
from bot.post import links, tellings
from crm.cadence import Because, NextVisit, VisitState
from crm.entities import Customer, Person, Role
from crm.store import customers, leaving, people
from crm.store.customers import Filter
from crm.store.leaving import Waiting
from crm.store.tier_moves import DECIDES

BUSIEST = 3
SLIPPED = 3
UNREACHED = 2
"""So many of each are named; the others are a tap away, or told the next morning."""

LARGE = 300
"""People: of a larger team only those who report to its head directly are looked at."""


@dataclass(frozen=True, slots=True)
class Late:
    """A customer past its latest day; ``settled``: a visit is planned for today or later."""

    customer: Customer
    next: NextVisit
    settled: bool


@dataclass(frozen=True, slots=True)
class Team:
    """What there is to tell of a team; ``late`` are those of the first tier past their latest day,
    the worst first, then those that are settled."""

    tier: str
    staff: Mapping[int, Person]
    due: int
    busiest: tuple[tuple[str, int], ...]
    late: tuple[Late, ...]
    decisions: int
    heard: int
    waiting: tuple[Waiting, ...]
    accounts: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the morning: its text is chosen by ``kind``, its buttons lead on."""

    kind: str
    facts: Mapping[str, object]
    buttons: tuple[Button, ...] = ()


def find_team(desk: Desk) -> Team | None:
    """Return what there is to tell of those below; None for who leads nobody."""
    viewer, session = desk.viewer, desk.session
    if viewer.role not in DECIDES:
        return None
    staff = {each.id: each for each in people.list_team(session, viewer)}
    others = _list_of_others(desk, staff.values()) if viewer.role is Role.MANAGER else []
    due = [row for row in others if row.next.is_for(desk.today)]
    counted = Counter(row.customer.rep_name or "" for row in due)
    admin = viewer.role is Role.ADMIN
    on = desk.company_on or desk.today
    return Team(
        tier=desk.policy.tier_names[0],
        staff=staff,
        due=len(due),
        busiest=tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:BUSIEST]),
        late=_sort_late(desk, others),
        decisions=requests.count_waiting(desk),
        heard=heard_lines.count_waiting(desk),
        waiting=tuple(leaving.list_waiting(session, viewer, desk.today)),
        accounts=tuple(admitting.list_open_questions(session, on)) if admin else (),
    )


def begin(desk: Desk, kept: Kept, team: Team | None) -> Kept:
    """Choose whom of those late a morning names, without noting it: it was asked for."""
    if team is None:
        return kept
    slipped = [row.customer.id for row in _list_slipped(desk, team)]
    return replace(kept, slipped=tuple(slipped[:SLIPPED]))


def begin_untold(desk: Desk, kept: Kept, team: Team | None) -> Kept:
    """Choose what a morning names that nobody asked for: each of them is told once."""
    if team is None:
        return kept
    slipped = (row for row in _list_slipped(desk, team) if row.next.latest_on is not None)
    told = _take_untold(
        desk, ((row.customer.id, f"slip:{row.customer.id}:{row.next.latest_on}") for row in slipped)
    )
    out = links.list_out_of_reach(desk.session, _list_direct(desk, team))
    unreached = _take_untold(desk, ((each, f"reach:{each}:{why}") for each, why in out), UNREACHED)
    return replace(kept, slipped=told, unreached=unreached)


def word(desk: Desk, team: Team, kept: Kept, copy: int, room: int) -> tuple[str, Rows]:
    """Word what there is to tell of a team in so many rows, with the buttons below."""
    named = [row for each in kept.slipped for row in team.late if row.customer.id == each]
    decide = [Line("decisions", {"n": team.decisions})] if team.decisions else []
    if team.heard:
        decide.append(Line("heard", {"n": team.heard}))
    if team.waiting:
        first = [each.customer.name for each in team.waiting[:2]]
        decide.append(Line("waiting", {"n": len(team.waiting), "names": first}))
    if team.accounts:
        first = [each.person.name for each in team.accounts[:2]]
        decide.append(Line("accounts", {"n": len(team.accounts), "names": first}))
    lines = [
        *([Line("due", {"n": team.due, "reps": team.busiest})] if team.due else []),
        *decide,
    ]
    spare = room - len(lines)
    fits = len(named) if len(named) == len(team.late) and len(named) <= spare else spare - 1
    named = named[: max(0, fits)]
    rest = len(team.late) - len(named)
    late = [Line("slipped", {"row": row}) for row in named]
    if rest:
        late.append(Line("late", {"n": rest, "tier": team.tier, "others": bool(named)}))
    unreached = [team.staff[each] for each in kept.unreached if each in team.staff]
    lines = [*lines[: bool(team.due)], *late, *lines[bool(team.due) :]]
    lines += [
        Line("unreached", {"person": each}) for each in unreached[: max(0, room - len(lines))]
    ]
    if not lines:
        return "", ()
    number = desk.offer() if named else 0
    buttons = [each for line in lines for each in _lead_on(desk, line, copy, number)]
    return desk.say("team_morning", lines=lines), in_rows(buttons, 2)


def _list_of_others(desk: Desk, staff: Collection[Person]) -> list[Marked]:
    """Everybody's customers below, but one's own; of a large team those of who reports to one."""
    asked = [Filter()]
    if len(staff) > LARGE:
        asked = [Filter(rep_id=each.id) for each in staff if each.manager_id in desk.viewer.eyes]
    found = (
        listed
        for which in asked
        for listed in customers.list_customers(desk.session, desk.viewer, which)
    )
    return [
        Marked(each.customer, desk.next_visit(each.customer.tier, each.contacts))
        for each in found
        if each.customer.rep_id is not None and _is_other(desk, each.customer.rep_id)
    ]


def _list_direct(desk: Desk, team: Team) -> list[int]:
    """Who reports to this manager; to an admin everybody does."""
    if desk.viewer.role is Role.ADMIN:
        return [each for each in team.staff if _is_other(desk, each)]
    return [each.id for each in team.staff.values() if each.manager_id in desk.viewer.eyes]


def _is_other(desk: Desk, person_id: int) -> bool:
    return person_id not in desk.viewer.eyes


def _sort_late(desk: Desk, others: Sequence[Marked]) -> tuple[Late, ...]:
    best = desk.policy.tier_names[0]
    late = [
        Late(row.customer, row.next, _is_settled(desk, row.next))
        for row in others
        if row.customer.tier == best and row.next.state is VisitState.OVERDUE
    ]
    return tuple(sorted(late, key=lambda row: (row.settled, -row.next.days_late)))


def _is_settled(desk: Desk, following: NextVisit) -> bool:
    planned = following.because is Because.PLAN and following.on == desk.today
    return planned or following.waits


def _list_slipped(desk: Desk, team: Team) -> list[Late]:
    """Those late whose rep's nearest manager this is, and that have no day yet."""
    return [row for row in team.late if not row.settled and _is_nearest(desk, team, row)]


def _is_nearest(desk: Desk, team: Team, row: Late) -> bool:
    """Nobody who works here stands between this manager and the rep."""
    rep = team.staff.get(row.customer.rep_id or 0)
    return rep is None or rep.manager_id in desk.viewer.eyes or rep.manager_id not in team.staff


def _take_untold(
    desk: Desk, found: Iterable[tuple[int, str]], most: int = SLIPPED
) -> tuple[int, ...]:
    told: list[int] = []
    for each, key in found:
        if len(told) == most:
            break
        if tellings.tell_once(desk.session, desk.viewer.person_id, key, desk.today):
            told.append(each)
    return tuple(told)


def assign_button(desk: Desk, row: Late, copy: int, number: int, late: int) -> Button:
    """Return the button that asks a customer's rep for a visit; ``late`` as the action has it."""
    label = desk.label("buttons.assign", what=row.customer.name)
    return Button(label, f"massign:{copy}:{number}:{row.customer.id}:{late}")


def _lead_on(desk: Desk, line: Line, copy: int, number: int) -> tuple[Button, ...]:
    """Where a row leads."""
    facts = line.facts
    match line.kind:
        case "slipped":
            row = facts["row"]
            assert isinstance(row, Late)
            return () if row.settled else (assign_button(desk, row, copy, number, 0),)
        case "unreached":
            person = facts["person"]
            assert isinstance(person, Person)
            return (Button(person.name, f"mreach:{person.id}"),)
    label = desk.label(f"buttons.team_{line.kind}", n=facts["n"], tier=facts.get("tier"))
    return (Button(label, _ACTIONS[line.kind].format(copy=copy)),)


_ACTIONS = {
    "due": "mteam:",
    "late": "mlate:{copy}:0",
    "decisions": "waiting:",
    "heard": "heardall:",
    "waiting": "mgone:",
    "accounts": "mdoor:",
}
