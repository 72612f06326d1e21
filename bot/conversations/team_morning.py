"""The morning of who leads: what the team has due, whom it is late at, and what waits for them.

A customer of the first tier that slips past its latest day is named once, to the nearest manager
of its rep; from then on it counts among those late, one tap away. Each row has a button that leads
on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.conversations import admitting, listing, requests
from bot.conversations.admitting import OpenQuestion
from bot.conversations.desk import Desk
from bot.conversations.groups import Asked
from bot.conversations.marks import Marked, in_rows
from bot.conversations.taps import Rows, gone, take, undo_row
from bot.conversations.todays import Kept
from bot.messages import Button, Message, one_row, parse_id
from bot.post import links, tellings
from crm.cadence import Because, NextVisit, VisitState
from crm.calendar import Hours, hours_of, is_working_day, next_working_day
from crm.entities import Customer, Person, Role
from crm.errors import NotFound
from crm.store import absences, customers, leaving, people, plans
from crm.store.customers import Filter
from crm.store.leaving import Waiting
from crm.store.tier_moves import DECIDES

BUSIEST = 3
SLIPPED = 3
UNREACHED = 2
"""So many of each are named; the others are a tap away, or told the next morning."""

LATE = 6
"""So many of those late stand on a page, below its head."""

BEFORE = time(10)
"""Until then a visit that is asked for can still be made the same day."""

_FURTHEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Late:
    """A customer past its latest day; ``settled``: a visit is planned for today or later."""

    customer: Customer
    next: NextVisit
    settled: bool


@dataclass(frozen=True, slots=True)
class Team:
    """What there is to tell of a team; ``late`` are those of the first tier past their latest day,
    the least late first, then those that are settled."""

    tier: str
    staff: Mapping[int, Person]
    due: int
    busiest: tuple[tuple[str, int], ...]
    late: tuple[Late, ...]
    decisions: int
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
    others = _list_of_others(desk) if viewer.role is Role.MANAGER else []
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
        waiting=tuple(leaving.list_waiting(session, viewer, desk.today)),
        accounts=tuple(admitting.list_open_questions(session, on)) if admin else (),
    )


def begin(desk: Desk, kept: Kept) -> Kept:
    """Choose whom of those late a morning names, without noting it: it was asked for."""
    team = find_team(desk)
    if team is None:
        return kept
    slipped = [row.customer.id for row in _list_slipped(desk, team)]
    return replace(kept, slipped=tuple(slipped[:SLIPPED]))


def begin_untold(desk: Desk, kept: Kept) -> Kept:
    """Choose what a morning names that nobody asked for: each of them is told once."""
    team = find_team(desk)
    if team is None:
        return kept
    slipped = (row for row in _list_slipped(desk, team) if row.next.latest_on is not None)
    told = _take_untold(
        desk, ((row.customer.id, f"slip:{row.customer.id}:{row.next.latest_on}") for row in slipped)
    )
    out = links.list_out_of_reach(
        desk.session, [each for each in team.staff if _is_other(desk, each)]
    )
    unreached = _take_untold(desk, ((each, f"reach:{each}:{why}") for each, why in out), UNREACHED)
    return replace(kept, slipped=told, unreached=unreached)


def word(desk: Desk, team: Team, kept: Kept, copy: int, room: int) -> tuple[str, Rows]:
    """Word what there is to tell of a team in so many rows, with the buttons below."""
    named = [row for each in kept.slipped for row in team.late if row.customer.id == each]
    decide = [Line("decisions", {"n": team.decisions})] if team.decisions else []
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


def show_late(desk: Desk, copy: int, start: int) -> Message:
    """List whom the team is late at, each with a tap that asks its rep for a visit."""
    team = find_team(desk)
    late = team.late if team is not None else ()
    shown = late[start : start + LATE]
    left = max(0, len(late) - start - LATE)
    tier = desk.policy.tier_names[0]
    text = desk.say("team_late", shown=shown, total=len(late), tier=tier)
    number = desk.offer() if shown else 0
    names = [_assigning(desk, row, copy, number, start + 1) for row in shown if not row.settled]
    turn = [Button(desk.label("buttons.back"), f"morn:{copy}:0")]
    if left:
        more = f"mlate:{copy}:{start + LATE}"
        turn.append(Button(desk.label("buttons.more_of", n=left), more))
    return Message(text, (*in_rows(names, 2), *one_row(*turn)), in_place=True)


def assign(desk: Desk, number: int, customer_id: int) -> list[Message]:
    """Ask a customer's rep for a visit on their next working day; before ten it is today.

    A second tap does nothing. The rep reads in their digest who asked.
    """
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    everyone = {each.id: each for each in people.list_team(desk.session, desk.viewer)}
    rep = everyone.get(customer.rep_id or 0)
    if rep is None:
        raise NotFound("nobody to ask")
    if desk.viewer.role not in DECIDES or not take(desk, f"{number}"):
        return []
    on = _find_day(desk, rep)
    deed_id = plans.plan(desk.session, desk.viewer, customer_id, on, now=desk.now)
    said = desk.say("assigned", name=customer.name, rep=rep.name, on=on)
    return [Message(said, undo_row(desk, deed_id))]


def press_due(desk: Desk, _rest: str) -> list[Message]:
    """Show what the team has due, by rep: ``mteam:``."""
    return listing.show_groups(desk, Asked(Filter(), VisitState.DUE, until=desk.today), "rep")


def press_waiting(desk: Desk, _rest: str) -> list[Message]:
    """List the customers that nobody looks after: ``mgone:``."""
    shown = leaving.list_waiting(desk.session, desk.viewer, desk.today)
    if not shown:
        return gone(desk)
    cards = [Button(each.customer.name, f"card:{each.customer.id}") for each in shown[:LATE]]
    text = desk.say("team_waiting", shown=shown[:LATE], left=max(0, len(shown) - LATE))
    return [Message(text, in_rows(cards, 2))]


def press_accounts(desk: Desk, _rest: str) -> list[Message]:
    """List who waits to be let in, each with a tap that does so: ``mdoor:``."""
    admin = desk.viewer.role is Role.ADMIN
    on = desk.company_on or desk.today
    shown = admitting.list_open_questions(desk.session, on)[:LATE] if admin else []
    if not shown:
        return gone(desk)
    roles = [desk.label(f"roles.{each.role}") for each in shown]
    text = desk.say("team_door", shown=[*zip(shown, roles, strict=True)])
    let_in = [Button(desk.label("buttons.let_in_who", who=q.person.name), q.action) for q in shown]
    return [Message(text, in_rows(let_in, 1))]


def press_unreached(desk: Desk, rest: str) -> list[Message]:
    """Say how somebody is reached again: ``mreach:<person>``."""
    person_id = parse_id(rest) or 0
    staff = {each.id: each for each in people.list_team(desk.session, desk.viewer)}
    out = dict(links.list_out_of_reach(desk.session, [person_id]))
    if person_id not in staff or person_id not in out or desk.viewer.role not in DECIDES:
        return gone(desk)
    return [Message(desk.say("team_reach", person=staff[person_id], why=out[person_id]))]


def _list_of_others(desk: Desk) -> list[Marked]:
    """Everybody's customers below that are due or late, but one's own."""
    found = customers.list_customers(desk.session, desk.viewer, Filter())
    return [
        Marked(each.customer, desk.next_visit(each.customer.tier, each.contacts))
        for each in found
        if each.customer.rep_id is not None and _is_other(desk, each.customer.rep_id)
    ]


def _is_other(desk: Desk, person_id: int) -> bool:
    return person_id not in desk.viewer.eyes


def _sort_late(desk: Desk, others: Sequence[Marked]) -> tuple[Late, ...]:
    best = desk.policy.tier_names[0]
    late = [
        Late(row.customer, row.next, _is_settled(desk, row.next))
        for row in others
        if row.customer.tier == best and row.next.state is VisitState.OVERDUE
    ]
    return tuple(sorted(late, key=lambda row: (row.settled, row.next.days_late)))


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


def _find_day(desk: Desk, rep: Person) -> date:
    """The day a rep goes if they are asked now."""
    hours: Hours = hours_of(rep, desk.company_hours or desk.hours)
    local = desk.now.astimezone(hours.zone)
    today, on = local.date(), local.date()
    if local.time() >= BEFORE or not is_working_day(hours, on) or on < desk.today:
        on = next_working_day(hours, on)
    while _is_uncovered(desk, rep, on) and on - today < _FURTHEST:
        on = next_working_day(hours, on)
    return max(on, desk.today)


def _is_uncovered(desk: Desk, rep: Person, on: date) -> bool:
    """Whether the rep is away on a day and nobody goes instead."""
    away = absences.find_current(desk.session, rep.id, on)
    return away is not None and away.cover_id is None


def _assigning(desk: Desk, row: Late, copy: int, number: int, late: int) -> Button:
    label = desk.label("buttons.assign", what=row.customer.name)
    return Button(label, f"massign:{copy}:{number}:{row.customer.id}:{late}")


def _lead_on(desk: Desk, line: Line, copy: int, number: int) -> tuple[Button, ...]:
    """Where a row leads."""
    facts = line.facts
    match line.kind:
        case "slipped":
            row = facts["row"]
            assert isinstance(row, Late)
            return () if row.settled else (_assigning(desk, row, copy, number, 0),)
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
    "waiting": "mgone:",
    "accounts": "mdoor:",
}

PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "mteam": press_due,
    "mgone": press_waiting,
    "mdoor": press_accounts,
    "mreach": press_unreached,
}
"""What else a button of a team's morning does."""
