"""Reminders: "remind me on Friday to call Huaxin". They stand among what is due that day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from bot.conversations import planning, whom
from bot.conversations.answering import is_other_topic
from bot.conversations.bare_dates import find_answered_date, find_bare_date
from bot.conversations.desk import Desk
from bot.conversations.pending import Correction, Named, PlanWish, ReminderWish
from bot.conversations.saying import Said
from bot.conversations.taps import gone, mending_row, undo_row
from bot.messages import Button, Message, one_each, one_row, parse_id
from bot.post import links, outcomes
from bot.post.alarms import reminder_key
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.understanding.excerpts import without
from bot.understanding.hours import Hour, choose, find_hour
from bot.understanding.understand import Understood
from crm.calendar import is_quiet, is_working_day
from crm.errors import Overtaken, Refused
from crm.store import deeds, reminders
from crm.store.reminders import Reminder
from crm.store.tables import reminders as reminders_table

SHOWN = 7
LABEL = 28
"""Characters of a reminder that fit on a button."""


def show_remind(desk: Desk, understood: Understood) -> list[Message]:
    """Keep a reminder, or ask for its day or what it is about.

    A customer that is not clear is left out where there are words: they say who was meant.
    """
    slots = understood.slots
    match = understood.customer
    named = None if match is None else whom.name(match, understood.typed_name)
    if slots.text and (named is None or named.settled_id is None):
        named = None
    on = slots.on or (slots.period.from_on if slots.period else None)
    text, at = slots.text, None
    if slots.hour is not None:
        on, at = choose(slots.hour, on if slots.hour.dated else None, desk.now)
        text = _without_hour(text, slots.hour)
    return go_on(desk, ReminderWish(0, desk.now, named, on, text, at, slots.asked))


def _without_hour(text: str | None, hour: Hour) -> str | None:
    """Leave out of what is to be remembered when that is: the hour stands before it."""
    if text is None:
        return None
    return text.removesuffix(f" {hour.words}").removeprefix(f"{hour.words} ")


def show_reminders(desk: Desk, _understood: Understood) -> list[Message]:
    """List what somebody is to be reminded of, each with a button to tick it off."""
    waiting = reminders.list_open(desk.session, desk.viewer)
    shown = waiting[:SHOWN]
    text = desk.say(
        "reminders",
        shown=shown,
        today=desk.today,
        others=len(waiting) - len(shown),
        which=None,
        unknown=None,
    )
    return [Message(text, done_buttons(desk, shown))]


def done_buttons(desk: Desk, shown: Sequence[Reminder]) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each reminder that ticks it off."""
    return one_each(
        Button(desk.label("buttons.done", what=shorten(each)), f"rdone:{each.id}") for each in shown
    )


def press_done(desk: Desk, rest: str) -> list[Message]:
    """Tick a reminder off: ``rdone:<id>``; a second tap finds it done."""
    reminder_id = parse_id(rest) or 0
    try:
        deed_id = reminders.settle(desk.session, desk.viewer, reminder_id, now=desk.now)
    except Overtaken:
        return [Message(desk.say("reminder_done", r=None))]
    done = reminders.find(desk.session, desk.viewer, reminder_id)
    return [Message(desk.say("reminder_done", r=done), undo_row(desk, deed_id))]


def run_reminder(desk: Desk, row: Claimed, about: str) -> Said | Outcome:
    """Remind of something at its hour, unless it is done or was moved meanwhile."""
    found = reminders.find(desk.session, desk.viewer, parse_id(about) or 0)
    if found is None or found.done_at is not None or found.due_time is None:
        return outcomes.cancelled("done or moved")
    if row.key != reminder_key(found.id, found.due_on, found.due_time):
        return outcomes.cancelled("moved")
    text = desk.say("reminder_due", r=found)
    return Said(Message(text, done_buttons(desk, [found])))


def take_customer(desk: Desk, wish: ReminderWish, named: Named | None) -> list[Message]:
    """Go on with the customer that was asked for; None asks for another one."""
    return go_on(desk, replace(wish, whom=named or Named()))


def take_text(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Go on with the day or the words that were asked for; None when it is something else."""
    wish = desk.dialog.pending
    if not isinstance(wish, ReminderWish) or understood.intent in whom.COMMANDS:
        return None
    if wish.whom is not None and wish.whom.settled_id is None:
        named = whom.take_name(desk, text, understood)
        return None if named is None else take_customer(desk, wish, named)
    if _asks_day(desk, wish):
        on = find_answered_date(text, understood, desk.today, ahead=True)
        return None if on is None else go_on(desk, replace(wish, on=on))
    return None if is_other_topic(text, understood) else go_on(desk, replace(wish, text=text))


def press_day(desk: Desk, rest: str) -> list[Message]:
    """Go on with a day that was tapped, of a reminder or a plan: ``day:<number>:<date>``."""
    on, wish = planning.find_tapped_day(desk, rest), desk.dialog.pending
    if on is not None and isinstance(wish, ReminderWish):
        return go_on(desk, replace(wish, on=on))
    if on is not None and isinstance(wish, PlanWish):
        return planning.go_on(desk, replace(wish, on=on))
    return gone(desk)


def show_edit(desk: Desk, deed_id: int) -> list[Message]:
    """Ask for another day or other words for a reminder."""
    deeds.get_own(desk.session, desk.viewer, deed_id, desk.now)
    found = _find(desk, deed_id)
    if found is None or found.done_at is not None:
        return gone(desk)
    asked = whom.opened(desk, Correction(0, desk.now, "date", "reminders", (found.id,)))
    text = desk.say("reminder_edit", r=found)
    return [Message(text, one_row(whom.call_off(desk, asked.number)))]


def take_correction(desk: Desk, text: str, understood: Understood) -> list[Message] | None:
    """Move a reminder to the day that was typed, or word it anew where it is no day."""
    asked = desk.dialog.pending
    if not isinstance(asked, Correction) or asked.table != "reminders":
        return None
    if find_moment(desk, text) == (None, None) and is_other_topic(text, understood):
        return None
    return correct(desk, asked.row_ids[0], text)


def correct_last(desk: Desk, deed_id: int, understood: Understood) -> list[Message] | None:
    """Put the reminder made last right by what was typed; None when nothing was."""
    found = _find(desk, deed_id)
    if found is None or found.done_at is not None or not understood.slots.text:
        return None
    return correct(desk, found.id, understood.slots.text)


def correct(desk: Desk, reminder_id: int, text: str) -> list[Message]:
    """Move a reminder to the day and the hour that a text consists of, or word it anew."""
    on, at = find_moment(desk, text)
    try:
        deed_id = reminders.change(
            desk.session,
            desk.viewer,
            reminder_id,
            now=desk.now,
            due_on=on,
            due_time=at,
            text=None if on or at else text,
        )
    except Refused:
        if not on and not at:
            raise
        found = reminders.find(desk.session, desk.viewer, reminder_id)
        return [Message(desk.say("reminder_edit", r=found))]
    return _show_kept(desk, deed_id)


def find_moment(desk: Desk, text: str) -> tuple[date | None, str | None]:
    """Read a text that is a day, an hour, or both; what holds anything else is neither."""
    hour = find_hour(text, (0, len(text)))
    rest = text if hour is None else " ".join(without(text, [hour.span]))
    on = find_bare_date(rest, desk.today, ahead=True) if rest else None
    if hour is None or (rest and on is None):
        return find_bare_date(text, desk.today, ahead=True), None
    chosen, at = choose(hour, on, desk.now)
    return (chosen if on is None and hour.minutes is not None else on), at


def _asks_day(desk: Desk, wish: ReminderWish) -> bool:
    """Say whether the day is still to be asked for: none was said, or one that has passed."""
    return wish.on is None or reminders.is_past(wish.on, wish.at, desk.now)


def go_on(desk: Desk, wish: ReminderWish) -> list[Message]:
    """Ask for what is missing, or keep the reminder."""
    wish = whom.opened(desk, wish)
    customer_id = wish.whom.settled_id if wish.whom else None
    if wish.whom is not None and customer_id is None:
        return whom.ask(desk, wish.number, wish.whom if wish.whom != Named() else None)
    if wish.on is None or _asks_day(desk, wish):
        text = desk.say("reminder_day", past=wish.on, at=wish.at)
        return [Message(text, planning.day_buttons(desk, wish.number))]
    if not wish.text and customer_id is None:
        text = desk.say("reminder_what", on=wish.on, at=wish.at)
        return [Message(text, one_row(whom.call_off(desk, wish.number)))]
    deed_id = reminders.record(
        desk.session,
        desk.viewer,
        due_on=wish.on,
        due_time=wish.at,
        text=wish.text,
        customer_id=customer_id,
        now=desk.now,
    )
    return _show_kept(desk, deed_id, repeats=wish.repeats)


def _show_kept(desk: Desk, deed_id: int, *, repeats: bool = False) -> list[Message]:
    desk.dialog.pending = None
    kept = _find(desk, deed_id)
    if kept is None:
        return gone(desk)
    text = desk.say(
        "reminder_kept",
        r=kept,
        rings=links.is_in(desk.session, desk.viewer.person_id),
        unusual=_find_unusual(desk, kept),
        repeats=repeats,
    )
    return [Message(text, mending_row(desk, deed_id))]


def _find_unusual(desk: Desk, kept: Reminder) -> str | None:
    """Say what is unusual about when a reminder rings: in quiet time, or on a day off.

    It rings all the same, since it was asked for; one without a time waits for a working day.
    """
    if kept.due_time and is_quiet(desk.hours, time.fromisoformat(kept.due_time)):
        return "quiet"
    return None if is_working_day(desk.hours, kept.due_on) else "day_off"


def _find(desk: Desk, deed_id: int) -> Reminder | None:
    rows = deeds.list_rows(desk.session, deed_id, reminders_table)
    return reminders.find(desk.session, desk.viewer, rows[0]) if rows else None


def shorten(reminder: Reminder) -> str:
    """Return so much of a reminder as a button holds."""
    what = " ".join((reminder.text or reminder.customer or "").split())
    return what if len(what) <= LABEL else f"{what[:LABEL].rstrip()}…"
