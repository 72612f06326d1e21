"""Whom to visit today, tomorrow, this week: the day's list, with what to be reminded of.

Who has a day agreed, or was tried just now, waits for that day however overdue.
"""

from dataclasses import dataclass, replace
from datetime import date

from bot.conversations import marks
from bot.conversations.desk import Desk
from bot.conversations.groups import Asked
from bot.conversations.marks import ROWS, Marked
from bot.conversations.reminders import done_buttons
from bot.messages import Message
from crm.store import reminders
from crm.store.reminders import Reminder

REMINDED = 3
"""So many reminders stand among the rows; the others are a question of their own."""


@dataclass(frozen=True, slots=True)
class Until:
    """How far ahead somebody looks: a common name for it, if it has one, and the last day."""

    label: str | None
    to_on: date


def show_page(desk: Desk, asked: Asked, start: int) -> list[Message]:
    """Show whom to visit, the most urgent first; the first page has the reminders too."""
    marked = marks.find(desk, asked)
    marks.speak_of_only(desk, marked)
    reminded = _list_reminders(desk, asked) if start == 0 else []
    if not marked:
        return [_show_nobody(desk, asked, reminded)]
    end = start + ROWS - len(reminded)
    shown = marked[start:end]
    left = max(0, len(marked) - end)
    number = desk.dialog.keep_list(asked)
    text = desk.say(
        "due",
        p=_until(desk, asked),
        shown=shown,
        left=left,
        reminders=reminded,
        today=desk.today,
        **marks.head(desk, asked, marked),
    )
    turns = marks.turns(desk, asked, marked, number, start, end if left else None)
    return [Message(text, (*marks.cards(shown), *done_buttons(desk, reminded), *turns))]


def _show_nobody(desk: Desk, asked: Asked, reminded: list[Reminder]) -> Message:
    """Say that nobody is due, and who is next."""
    following = _find_following(desk, asked)
    text = desk.say(
        "due_none",
        p=_until(desk, asked),
        next=following,
        s=marks.name_subject(desk, asked),
        reminders=reminded,
        today=desk.today,
    )
    cards = marks.cards([following] if following else [])
    return Message(text, (*cards, *done_buttons(desk, reminded)))


def _find_following(desk: Desk, asked: Asked) -> Marked | None:
    anytime = marks.find(desk, replace(asked, until=date.max))
    return min(anytime, key=lambda row: row.next.on or date.max, default=None)


def _until(desk: Desk, asked: Asked) -> Until:
    if asked.until is None or asked.until <= desk.today:
        return Until("today", desk.today)
    return Until(asked.label, asked.until)


def _list_reminders(desk: Desk, asked: Asked) -> list[Reminder]:
    """Those that fall due by then, unless the question is about some customers only."""
    if asked.is_narrowed:
        return []
    until = _until(desk, asked).to_on
    return reminders.list_due(desk.session, desk.viewer, until)[:REMINDED]
