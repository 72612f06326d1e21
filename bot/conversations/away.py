"""Days away: noted as they are said, then who stands in is asked with a tap. "I'm back" ends them.

Whoever says that they are on leave may put the phone away at once: the days are kept before
anybody is asked who covers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.conversations import called_off, covering, marks, packet, whom
from bot.conversations.cover_notices import find_absence, say_done, tell_about
from bot.conversations.desk import Desk
from bot.conversations.groups import Asked
from bot.conversations.marks import ROWS, Marked
from bot.conversations.pending import AwayWish
from bot.conversations.taps import gone, undo_row
from bot.messages import Button, Message, one_row
from bot.understanding.away import HALF_DAY, list_named, read_away_days
from bot.understanding.colleague_questions import WHOM_I_COVER
from bot.understanding.understand import Understood
from crm.cadence import VisitState
from crm.calendar import is_working_day, next_working_day
from crm.entities import Person, Role
from crm.store import absences, people
from crm.store.absences import Absence
from crm.store.customers import Filter
from crm.store.tier_moves import DECIDES

NAMED = 3
"""So many customers that are due are named."""

_WEEK = timedelta(days=6)


def show_away(desk: Desk, understood: Understood) -> list[Message]:
    """Note the days somebody is away, or ask for them."""
    slots = understood.slots
    person_id = slots.rep_id or desk.viewer.person_id
    if person_id != desk.viewer.person_id:
        if desk.viewer.role not in DECIDES:
            return [Message(desk.say("away_refused", why="colleague"))]
        if not _is_below(desk, person_id):
            return [Message(desk.say("nobody_here"))]
    until = slots.period.to_on if slots.period else None
    if slots.on is not None and slots.days is not None:
        until = _after_working_days(desk, slots.on, slots.days)
    wish = AwayWish(0, desk.now, person_id, slots.on, until, slots.cover_id)
    return _ask_whole_day(desk, wish) if slots.key == HALF_DAY else go_on(desk, wish)


def show_list(desk: Desk, understood: Understood) -> list[Message]:
    """List who is away, now and later, of those in sight."""
    ahead = absences.list_ahead(desk.session, desk.viewer, desk.today)
    slots, period = understood.slots, understood.slots.period
    if slots.key is not None or slots.rep_id is not None:
        return _show_covers(desk, understood, ahead)
    if period is not None:
        ahead = [
            each
            for each in ahead
            if each.from_on <= period.to_on and each.until_on >= period.from_on
        ]
    me = desk.viewer.person_id
    return [Message(desk.say("away_list", shown=ahead[:ROWS], left=len(ahead[ROWS:]), me=me))]


def _show_covers(desk: Desk, understood: Understood, ahead: Sequence[Absence]) -> list[Message]:
    """Say when somebody is away and who stands in, or for whom one stands in oneself."""
    me, slots = desk.viewer.person_id, understood.slots
    about = slots.rep_id or me
    if slots.key == WHOM_I_COVER:
        shown = [each for each in ahead if each.cover_id == me]
    else:
        shown = [each for each in ahead if each.person_id == about]
    if not shown and about != me and not _is_below(desk, about):
        return [Message(desk.say("nobody_here"))]
    who = slots.rep_name if about != me else None
    return [Message(desk.say("away_who_covers", key=slots.key, shown=shown[:ROWS], who=who, me=me))]


def show_cover_wish(desk: Desk, understood: Understood) -> list[Message]:
    """Let somebody stand in who was named, on the days that are noted."""
    slots = understood.slots
    person_id = slots.rep_id or desk.viewer.person_id
    if not _is_me(desk, person_id):
        if desk.viewer.role not in DECIDES:
            return [Message(desk.say("away_refused", why="colleague"))]
        if not _is_below(desk, person_id):
            return [Message(desk.say("nobody_here"))]
    absence = absences.find_overlap(desk.session, person_id, desk.today, date.max)
    if absence is None:
        return [Message(desk.say("away_no_days", who=slots.rep_name))]
    return covering.set_cover(desk, absence, slots.cover_id)


def show_back(desk: Desk, understood: Understood) -> list[Message]:
    """End the days somebody is away, or strike out those that are to come; say what was done."""
    slots = understood.slots
    person_id = slots.rep_id or desk.viewer.person_id
    other = person_id != desk.viewer.person_id
    if other and desk.viewer.role not in DECIDES:
        return [Message(desk.say("away_refused", why="colleague"))]
    if other and not _is_below(desk, person_id):
        return [Message(desk.say("nobody_here"))]
    absence = absences.find_current(desk.session, person_id, desk.today)
    absence = absence or absences.find_overlap(desk.session, person_id, desk.today, date.max)
    who = slots.rep_name if other else None
    if absence is None:
        return [Message(desk.say("away_back", who=who, was=None, done=None, today=desk.today))]
    deed_id = absences.end_early(desk.session, desk.viewer, absence.id, now=desk.now)
    called_off.tell_ended(desk, absence.cover_id, deed_id)
    struck = absence.from_on >= desk.today
    done = None if struck else say_done(desk, absence)
    text = desk.say("away_back", who=who, was=absence, done=done, today=desk.today)
    return [Message(text, undo_row(desk, deed_id))]


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with the days, or who stands in, that were asked for; None when it is neither."""
    wish = desk.dialog.pending
    if not isinstance(wish, AwayWish) or understood.intent in whom.COMMANDS | _ABOUT_DAYS:
        return None
    if wish.deed_id is not None:
        named = list_named(text, desk.context())
        absence = find_absence(desk, wish.deed_id)
        if len(named) != 1 or len(text.split()) > _MOST_WORDS or absence is None:
            return None
        return covering.set_cover(desk, absence, named[0][0].id)
    slots = read_away_days(text, max(wish.from_on or desk.today, desk.today))
    if slots is None:
        return None
    from_on = wish.from_on or slots.on
    until = slots.period.to_on if slots.period else None
    if slots.days is not None and from_on is not None:
        until = _after_working_days(desk, from_on, slots.days)
    return go_on(desk, replace(wish, from_on=from_on, until_on=until))


_MOST_WORDS = 4

_ABOUT_DAYS = frozenset({"list_away", "back", "set_cover", "leaver"})
"""What says of itself whose days it is about."""


def go_on(desk: Desk, wish: AwayWish) -> list[Message]:
    """Ask for the days that are missing, or keep them and ask who stands in."""
    today = desk.today
    if wish.from_on is None or wish.until_on is None:
        wish = whom.opened(desk, wish)
        return [_ask_days(desk, wish)]
    from_on, until_on = max(wish.from_on, today), wish.until_on
    if until_on < from_on or until_on - from_on >= absences.LONGEST:
        return [Message(desk.say("away_refused", why="days"))]
    before = absences.find_overlap(desk.session, wish.person_id, from_on, until_on)
    if before is not None and before.from_on <= from_on <= before.until_on < until_on:
        return _lengthen(desk, before, until_on)
    if before is not None:
        return [Message(desk.say("away_already", a=before, mine=_is_me(desk, wish.person_id)))]
    able = covering.list_covers(desk, wish.person_id, from_on, until_on)
    can = wish.cover_id is None or any(each.id == wish.cover_id for each in able)
    cover_id = wish.cover_id if can else None
    deed_id = absences.plan_away(
        desk.session, desk.viewer, wish.person_id, from_on, until_on, cover_id, now=desk.now
    )
    desk.dialog.pending = None
    return [_show_kept(desk, deed_id, able, cannot=None if can else wish.cover_id)]


def _lengthen(desk: Desk, before: Absence, until_on: date) -> list[Message]:
    """Keep a later last day for days that are noted already; who stands in stays, if they can."""
    rest = before.until_on + timedelta(days=1)
    other = absences.find_overlap(desk.session, before.person_id, rest, until_on)
    if other is not None or until_on - before.from_on >= absences.LONGEST:
        mine = _is_me(desk, before.person_id)
        return [Message(desk.say("away_already", a=other or before, mine=mine))]
    deed_id = absences.lengthen(desk.session, desk.viewer, before.id, until_on, now=desk.now)
    desk.dialog.pending = None
    able = covering.list_covers(desk, before.person_id, before.from_on, until_on)
    can = before.cover_id is None or any(each.id == before.cover_id for each in able)
    return [_show_kept(desk, deed_id, able, cannot=None if can else before.cover_id)]


def press_days(desk: Desk, rest: str) -> list[Message]:
    """Go on with days that were tapped: ``away:<number>:<from>:<until>``."""
    number, *written = rest.split(":")
    days = [_parse_date(each) for each in written]
    wish = desk.dialog.pending
    if len(days) != 2 or not whom.is_asked(desk, number) or not isinstance(wish, AwayWish):
        return gone(desk)
    if wish.deed_id is not None or days[0] is None:
        return gone(desk)
    return go_on(desk, replace(wish, from_on=days[0], until_on=days[1]))


def list_due(desk: Desk, person_id: int, until_on: date) -> list[Marked]:
    """Return the customers of a person that are to be visited by then, of those in sight: the most
    urgent first."""
    which = Filter(rep_id=person_id)
    return marks.find(desk, Asked(which=which, state=VisitState.DUE, until=until_on))


def _show_kept(desk: Desk, deed_id: int, able: Sequence[Person], *, cannot: int | None) -> Message:
    """Say which days are kept and what is due then, and ask who stands in."""
    absence = find_absence(desk, deed_id)
    assert absence is not None
    has_customers = bool(packet.list_of(desk, absence.person_id))
    due = list_due(desk, absence.person_id, absence.until_on)
    to_cover = absences.list_to_cover(
        desk.session, absence.person_id, absence.from_on, absence.until_on
    )
    asks = absence.cover_id is None and has_customers and bool(able)
    text = desk.say(
        "away_kept",
        a=absence,
        mine=_is_me(desk, absence.person_id),
        due=due[:NAMED],
        others=len(due[NAMED:]),
        covers=[each.person for each in to_cover],
        cannot=people.get_person(desk.session, cannot).name if cannot else None,
        asks=asks,
        told=tell_about(desk, deed_id, absence),
    )
    if not asks:
        return Message(text, undo_row(desk, deed_id))
    desk.dialog.pending = AwayWish(
        desk.dialog.next_number(), desk.now, absence.person_id, deed_id=deed_id
    )
    return Message(text, (*covering.cover_rows(desk, deed_id, able, 0), *undo_row(desk, deed_id)))


def _ask_days(desk: Desk, wish: AwayWish) -> Message:
    today = desk.today
    tomorrow, friday = today + timedelta(days=1), _end_of_week(today)
    monday = today + timedelta(days=7 - today.weekday())

    def button(label: str, from_on: date, until_on: date) -> Button:
        action = f"away:{wish.number}:{from_on.isoformat()}:{until_on.isoformat()}"
        return Button(desk.label(f"buttons.{label}"), action)

    cancel = one_row(whom.call_off(desk, wish.number))
    if wish.from_on is not None:
        first = max(wish.from_on, today)
        rows = (
            (button("that_day", first, first), button("a_week", first, first + _WEEK)),
            *cancel,
        )
        return Message(desk.say("away_until", on=first), rows)
    rows = (
        (button("today", today, today), button("tomorrow", tomorrow, tomorrow)),
        (button("this_week", today, friday), button("next_week", monday, _end_of_week(monday))),
        *cancel,
    )
    who = None
    if not _is_me(desk, wish.person_id):
        who = people.get_person(desk.session, wish.person_id).name
    return Message(desk.say("away_days", who=who), rows)


def _ask_whole_day(desk: Desk, wish: AwayWish) -> list[Message]:
    """Half a day is not kept: whoever visits in the morning is there that day."""
    if wish.from_on is None or wish.until_on is None:
        return [Message(desk.say("away_half", on=None))]
    wish = whom.opened(desk, wish)
    days = f"{wish.from_on}:{wish.until_on}"
    whole = Button(desk.label("buttons.whole_day"), f"away:{wish.number}:{days}")
    cancel = whom.call_off(desk, wish.number)
    return [Message(desk.say("away_half", on=wish.from_on), one_row(whole, cancel))]


def _end_of_week(day: date) -> date:
    """The Sunday of a day's week: days that are no working days change nothing."""
    return day + timedelta(days=6 - day.weekday())


def _after_working_days(desk: Desk, first: date, count: int) -> date:
    """The last of so many working days, the first one on ``first`` or the next one after it."""
    last = first if is_working_day(desk.hours, first) else next_working_day(desk.hours, first)
    for _ in range(min(count, absences.LONGEST.days) - 1):
        last = next_working_day(desk.hours, last)
    return last


def _is_me(desk: Desk, person_id: int) -> bool:
    return person_id == desk.viewer.person_id


def _is_below(desk: Desk, person_id: int) -> bool:
    alone = replace(desk.viewer, covers=())
    if desk.viewer.role is Role.ADMIN:
        return True
    return people.is_in_sight(desk.session, alone, person_id)


def _parse_date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "away": press_days,
    **covering.PRESSED,
}
"""What a button does, by the first word of its action."""
