"""Where the rows of a team's morning lead: whom to ask for a visit, and what waits.

A visit that somebody above asks for is a plan like any other, made for the rep's next working day;
their digest says who asked.
"""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from bot.conversations import admitting, leaving, listing
from bot.conversations.choosing import SHOWN, asked_about, told_apart
from bot.conversations.desk import Desk
from bot.conversations.groups import Asked
from bot.conversations.marks import in_rows
from bot.conversations.taps import gone, take, undo_row
from bot.conversations.team_morning import assign_button, find_team
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.post import links
from bot.understanding.asking_visits import ASK_VISIT
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from crm.cadence import VisitState
from crm.calendar import hours_of, is_working_day, next_working_day
from crm.entities import Customer, Person, Role
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
    rep = _find_rep(desk, customer)
    if rep is None:
        raise NotFound("nobody to ask")
    if desk.viewer.role not in DECIDES or not take(desk, f"{number}"):
        return []
    return _plan(desk, customer, rep, _find_day(desk, rep))


def show_asked(desk: Desk, understood: Understood) -> list[Message]:
    """Ask somebody's visit of them in words: for the day that was said, or the next they can.

    Whoever is not sure to be meant is asked about, and so is a rep whose customer it is not.
    """
    match, slots = understood.customer, understood.slots
    if match is None or not match.candidates:
        return [Message(desk.say("nobody", typed=understood.typed_name))]
    found = customers.list_by_id(desk.session, desk.viewer, match.candidates[:SHOWN])
    if match.customer_id is None or not match.sure or not found:
        number = desk.offer()
        buttons = [Button(told_apart(each), f"askvisit:{number}:{each.id}") for each in found]
        others = len(match.candidates) - len(found) + match.others
        return [Message(desk.say("which", found=len(found), others=others), one_each(buttons))]
    customer = found[0]
    rep = _find_rep(desk, customer)
    asked = {None, customer.rep_id, *([_find_cover(desk, rep)] if rep else [])}
    past = slots.on if slots.on is not None and slots.on < desk.today else None
    if rep is None or slots.rep_id not in asked or past:
        facts = {"name": customer.name, "rep": customer.rep_name, "who": slots.rep_name}
        text = desk.say("assign_other", past=past, may=rep is not None, **facts)
        if rep is None:
            return [Message(text)]
        label = desk.label("buttons.assign_to", who=rep.name)
        return [Message(text, one_row(Button(label, f"askvisit:{desk.offer()}:{customer.id}")))]
    return _plan(desk, customer, rep, _choose_day(desk, rep, slots))


def press_asked(desk: Desk, rest: str) -> list[Message]:
    """Ask the rep of the customer that was tapped: ``askvisit:<number>:<customer>``."""
    number, _, about = rest.partition(":")
    customer_id = parse_id(about)
    if customer_id is None:
        return gone(desk)
    understood = asked_about(desk, ASK_VISIT, customer_id)
    customer = customers.get_customer(desk.session, desk.viewer, customer_id)
    rep = _find_rep(desk, customer)
    if rep is None or not take(desk, number):
        return gone(desk)
    slots = understood.slots if understood else Slots()
    return _plan(desk, customer, rep, _choose_day(desk, rep, slots))


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


def _find_rep(desk: Desk, customer: Customer) -> Person | None:
    everyone = people.list_team(desk.session, desk.viewer)
    return next((each for each in everyone if each.id == customer.rep_id), None)


def _find_cover(desk: Desk, rep: Person) -> int | None:
    away = absences.find_current(desk.session, rep.id, desk.today)
    return away.cover_id if away is not None else None


def _plan(desk: Desk, customer: Customer, rep: Person, on: date) -> list[Message]:
    deed_id = plans.plan(desk.session, desk.viewer, customer.id, on, now=desk.now)
    said = desk.say("assigned", name=customer.name, rep=rep.name, on=on)
    return [Message(said, undo_row(desk, deed_id))]


def _choose_day(desk: Desk, rep: Person, slots: Slots) -> date:
    """The day that was said; by a day is as soon as the rep can."""
    if slots.on is not None and slots.on >= desk.today:
        return slots.on
    return _find_day(desk, rep)


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
    "askvisit": press_asked,
}
"""What a button below a row does; but for those that word the morning anew."""
