"""Reminders there are already: dropped or moved by their place, by what they are about, or all.

Nothing is dropped or moved on a guess: where several may be meant, they are listed and asked about.
"""

from collections.abc import Sequence

from bot.conversations.desk import Desk
from bot.conversations.reminders import SHOWN, correct, done_buttons, find_moment
from bot.conversations.taps import undo_row
from bot.messages import Message
from bot.understanding.open_reminders import ALL, NEWEST
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from crm.store import reminders
from crm.store.reminders import Reminder
from crm.text import fold


def show_dropped(desk: Desk, understood: Understood) -> list[Message]:
    """Drop the reminders that are meant, or ask which where that may be one of several."""
    slots = understood.slots
    waiting = reminders.list_open(desk.session, desk.viewer)
    meant = _list_meant(waiting, slots)
    if not meant or (len(meant) > 1 and slots.text != ALL):
        return _ask_which(desk, meant or waiting, slots, moves=False)
    ids = [each.id for each in meant]
    deed_id = reminders.settle(desk.session, desk.viewer, *ids, now=desk.now)
    text = desk.say("reminders_dropped", shown=meant[:SHOWN], others=len(meant[SHOWN:]))
    return [Message(text, undo_row(desk, deed_id))]


def show_moved(desk: Desk, understood: Understood) -> list[Message]:
    """Move the one reminder that is meant, or ask which; what is no moment is not taken for one."""
    slots = understood.slots
    waiting = reminders.list_open(desk.session, desk.viewer)
    meant = _list_meant(waiting, slots)
    when = slots.value or ""
    if len(meant) != 1 or find_moment(desk, when) == (None, None):
        return _ask_which(desk, meant or waiting, slots, moves=True)
    return correct(desk, meant[0].id, when)


def _list_meant(waiting: Sequence[Reminder], slots: Slots) -> list[Reminder]:
    """Return those that may be meant; all of them where it is not said."""
    if slots.name is not None:
        words = fold(slots.name).replace(" the ", " ").split()
        return [each for each in waiting if all(word in _words_of(each) for word in words)]
    if slots.text == NEWEST:
        return sorted(waiting, key=lambda each: each.id)[-1:]
    if slots.text is None or slots.text == ALL:
        return list(waiting)
    place = int(slots.text)
    return list(waiting[place - 1 : place] if place > 0 else waiting[place:])


def _words_of(reminder: Reminder) -> str:
    return fold(f"{reminder.text or ''} {reminder.customer or ''}")


def _ask_which(
    desk: Desk, found: Sequence[Reminder], slots: Slots, *, moves: bool
) -> list[Message]:
    """List those that may be meant; a tap drops one, a sentence moves one."""
    shown = found[:SHOWN]
    text = desk.say(
        "reminders",
        shown=shown,
        today=desk.today,
        others=len(found) - len(shown),
        which="move" if moves else "drop",
        unknown=slots.name if slots.name and not _list_meant(found, slots) else None,
    )
    return [Message(text, () if moves else done_buttons(desk, shown))]
