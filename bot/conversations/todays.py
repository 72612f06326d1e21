"""A day as its morning told it, and how it stands now: whom to see, reminders, what was decided.

The customers of the morning stay on the day's list in their order, whatever becomes of them; only
whose day was fixed for today since then join them. Who is no longer in sight is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from bot.conversations import marks
from bot.conversations.desk import Desk
from bot.conversations.marks import Marked
from bot.post import digests, tellings
from crm.cadence import Because
from crm.entities import Customer, LastContacts, VisitKind
from crm.store import customers, decided, plans, reminders, rounds
from crm.store.customers import Filter, Listed
from crm.store.decided import Decided
from crm.store.reminders import Reminder

REMINDED = 20
DECIDED = 2
"""So many reminders and decisions are told in a morning; others are questions of their own."""

_YESTERDAY = timedelta(days=1)
_LATELY = timedelta(days=7)
"""So long a decision is still news to somebody who was away."""

Became = Literal["open", "met", "tried", "moved"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a morning told, as it is kept: numbers in the order they were told.

    ``decisions`` are the keys of what was decided, ``slipped`` the customers and ``unreached`` the
    people that a manager was told of. ``said`` stands for the words as they were sent last.
    """

    customers: tuple[int, ...] = ()
    reminders: tuple[int, ...] = ()
    decisions: tuple[str, ...] = ()
    slipped: tuple[int, ...] = ()
    unreached: tuple[int, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A customer of the day: what became of it, who asked for the visit, whom one stands in for."""

    marked: Marked
    became: Became
    asker: str | None = None
    covered: str | None = None

    @property
    def customer(self) -> Customer:
        """The customer."""
        return self.marked.customer


@dataclass(frozen=True, slots=True)
class Day:
    """How a day stands: of each kind what is open first, else in the order of the morning."""

    rows: tuple[Row, ...]
    reminders: tuple[Reminder, ...]
    decisions: tuple[Decided, ...]

    @property
    def open(self) -> int:
        """How much is still to be done."""
        waiting = sum(each.done_at is None for each in self.reminders)
        return waiting + sum(row.became == "open" for row in self.rows)

    @property
    def total(self) -> int:
        """How much there was to do."""
        return len(self.rows) + len(self.reminders)


_KEPT_AS = TypeAdapter(Kept)


def find_kept(desk: Desk) -> Kept | None:
    """Return what today's morning told; None when there was none yet."""
    found = digests.find(desk.session, desk.viewer.person_id, desk.today)
    return None if found is None else read_kept(found.state)


def read_kept(state: str) -> Kept:
    """Return what is kept of a morning; nothing for what another version of the program kept."""
    try:
        return _KEPT_AS.validate_json(state)
    except ValidationError:
        return Kept()


def as_state(kept: Kept) -> str:
    """Return what a morning told as the text that is kept of it."""
    return _KEPT_AS.dump_json(kept).decode()


def keep(desk: Desk, kept: Kept) -> None:
    """Keep what today's morning told, where it was told."""
    found = digests.find(desk.session, desk.viewer.person_id, desk.today)
    if found is not None and read_kept(found.state) != kept:
        digests.keep(
            desk.session,
            person_id=found.person_id,
            told_on=found.told_on,
            chat=found.chat,
            outbox_id=found.outbox_id,
            state=as_state(kept),
        )


def begin(desk: Desk) -> Kept:
    """Choose what a morning tells: who is due today, what to be reminded of, and what was decided
    since yesterday.

    What was noted today before anybody looked takes nobody off it.
    """
    began = (_as_it_began(desk, row) for row in _list_own(desk).values())
    due = [row for row in began if row.next.is_for(desk.today)]
    since = _midnight(desk) - _YESTERDAY
    return Kept(
        customers=tuple(row.customer.id for row in marks.by_urgency(desk, due)),
        reminders=tuple(each.id for each in _list_reminders(desk)[:REMINDED]),
        decisions=tuple(each.key for each in _list_decided(desk) if each.at >= since)[:DECIDED],
    )


def begin_untold(desk: Desk) -> Kept:
    """Choose what a morning tells that nobody asked for: every decision is told in one of them."""
    told: list[str] = []
    for each in _list_decided(desk):
        if len(told) == DECIDED:
            break
        key = f"decided:{each.key}"
        if tellings.tell_once(desk.session, desk.viewer.person_id, key, desk.today):
            told.append(each.key)
    return replace(begin(desk), decisions=tuple(told))


def look(desk: Desk, kept: Kept) -> Day:
    """Return how the day stands, with whose visit was fixed for today since the morning."""
    own = _list_own(desk)
    fixed = (each for each, row in own.items() if _is_fixed_for_today(desk, row.marked))
    listed = [own[each] for each in dict.fromkeys((*kept.customers, *fixed)) if each in own]
    rows = _with_askers(desk, [row for row in listed if row.marked.next.on is not None])
    remembered = [
        found
        for each in kept.reminders
        if (found := reminders.find(desk.session, desk.viewer, each)) is not None
    ]
    news = {each.key: each for each in _list_decided(desk)} if kept.decisions else {}
    return Day(
        rows=tuple(sorted(rows, key=lambda row: row.became != "open")),
        reminders=tuple(sorted(remembered, key=lambda each: each.done_at is not None)),
        decisions=tuple(news[key] for key in kept.decisions if key in news),
    )


def find_row(desk: Desk, customer_id: int) -> Row | None:
    """Return a customer as a row of the day, on its list or not; None when it is not in sight."""
    found = customers.list_by_id(desk.session, desk.viewer, [customer_id])
    if not found:
        return None
    contacts = customers.get_card(desk.session, desk.viewer, customer_id, desk.today).contacts
    (row,) = _with_askers(desk, [_mark(desk, Listed(found[0], contacts, None))])
    return row


@dataclass(frozen=True, slots=True)
class _Known:
    """A customer where it stands in its rhythm, and when it was reached."""

    marked: Marked
    contacts: LastContacts


def _mark(desk: Desk, listed: Listed) -> _Known:
    following = desk.next_visit(listed.customer.tier, listed.contacts)
    return _Known(Marked(listed.customer, following), listed.contacts)


def _list_own(desk: Desk) -> dict[int, _Known]:
    """Whom one looks after today: one's own customers and those of whom one stands in for."""
    found = (
        _mark(desk, listed)
        for eye in desk.viewer.eyes
        for listed in customers.list_customers(desk.session, desk.viewer, Filter(rep_id=eye))
    )
    return {row.marked.customer.id: row for row in found}


def _as_it_began(desk: Desk, row: _Known) -> Marked:
    """How a customer stood before what was noted today, for those that are off the day's list.

    Of a day agreed today it is not known which one it replaced: then the rhythm counts.
    """
    contacts, customer = row.contacts, row.marked.customer
    changed = row.marked.next.because is Because.PLAN or desk.today in {
        contacts.visited_on,
        contacts.attempted_on,
        contacts.touched_on,
    }
    if row.marked.next.is_for(desk.today) or not changed:
        return row.marked
    before = desk.today - _YESTERDAY
    visited, tried, touched = (
        None if found is None else found.on
        for kind in (VisitKind.VISIT, VisitKind.ATTEMPT, VisitKind.TOUCH)
        for found in (rounds.find_last(desk.session, customer.id, kind, before),)
    )
    plan = plans.find(desk.session, customer.id)
    if plan is not None and (plan.made_on >= desk.today or (visited and visited >= plan.made_on)):
        plan = None
    known = LastContacts(visited, tried, touched, plan.planned_on if plan else None)
    return Marked(customer, desk.next_visit(customer.tier, known))


def _is_fixed_for_today(desk: Desk, row: Marked) -> bool:
    return row.next.because is Because.PLAN and row.next.on == desk.today


def _with_askers(desk: Desk, listed: Iterable[_Known]) -> list[Row]:
    """The rows, and who asked for a visit that somebody else fixed."""
    found = list(listed)
    fixed = [row.marked.customer.id for row in found if row.marked.next.because is Because.PLAN]
    makers = plans.list_makers(desk.session, fixed)
    rows = []
    for row in found:
        customer = row.marked.customer
        rep_id = customer.rep_id
        maker_id, maker = makers.get(customer.id, (None, None))
        asked = maker_id not in {None, rep_id, *desk.viewer.eyes}
        stands_in = rep_id in desk.viewer.covers
        rows.append(
            Row(
                row.marked,
                _became(desk, row),
                asker=maker if asked else None,
                covered=customer.rep_name if stands_in else None,
            )
        )
    return rows


def _became(desk: Desk, row: _Known) -> Became:
    contacts = row.contacts
    reached = [contacts.visited_on]
    if desk.policy.visits.touch_restarts:
        reached.append(contacts.touched_on)
    if desk.today in reached:
        return "met"
    if row.marked.next.is_for(desk.today):
        return "open"
    return "tried" if contacts.attempted_on == desk.today else "moved"


def _list_reminders(desk: Desk) -> list[Reminder]:
    """What has no hour of its own; what is left of other days."""
    due = reminders.list_due(desk.session, desk.viewer, desk.today)
    return [each for each in due if each.due_time is None or each.due_on < desk.today]


def _list_decided(desk: Desk) -> list[Decided]:
    return decided.list_decided(desk.session, desk.viewer, _midnight(desk) - _LATELY)


def _midnight(desk: Desk) -> datetime:
    return datetime.combine(desk.today, time.min, tzinfo=desk.now.tzinfo)
