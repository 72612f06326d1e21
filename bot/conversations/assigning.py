"""Where the rows of a team's morning lead: whom to ask for a visit, and what waits.

A visit that somebody above asks for is a plan like any other, made for the rep's next working day;
their digest says who asked.
"""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from bot.conversations import admitting, leaving, listing
from bot.conversations.desk import Desk
from bot.conversations.groups import Asked
from bot.conversations.marks import in_rows
from bot.conversations.taps import gone, take, undo_row
from bot.conversations.team_morning import assign_button, find_team
from bot.messages import Button, Message, one_row, parse_id
from bot.post import links
from bot.understanding.understand import Understood
from crm.cadence import VisitState
from crm.calendar import hours_of, is_working_day, next_working_day
from crm.entities import Person, Role
from crm.errors import NotFound
from crm.store import absences, customers, people, plans
from crm.store.customers import Filter
from crm.store.tier_moves import DECIDES

LATE = 6
"""So many of those late stand on a page, below its head."""

BEFORE = time(10)
"""Until then a visit that is asked for can still be made the same day."""

_FURTHEST = timedelta(days=60)


def show_late(desk: Desk, copy: int, start: int) -> Message:
    """List whom the team is late at, each with a tap that asks its rep for a visit."""
    team = find_team(desk)
    late = team.late if team is not None else ()
    shown = late[start : start + LATE]
    left = max(0, len(late) - start - LATE)
    tier = desk.policy.tier_names[0]
    text = desk.say("team_late", shown=shown, total=len(late), tier=tier)
    number = desk.offer() if shown else 0
    names = [assign_button(desk, row, copy, number, start + 1) for row in shown if not row.settled]
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
    return leaving.show_waiting(desk, Understood("waiting_customers", "do"))


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


def _find_day(desk: Desk, rep: Person) -> date:
    """The day a rep goes if they are asked now."""
    hours = hours_of(rep, desk.company_hours or desk.hours)
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


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "mteam": press_due,
    "mgone": press_waiting,
    "mdoor": press_accounts,
    "mreach": press_unreached,
}
"""What a button below a row does; but for those that word the morning anew."""
