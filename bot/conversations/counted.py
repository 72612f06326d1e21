"""Customers that are counted: "the 2nd one" is the second of the list on the screen.

The list is the last one that was shown here; where none was for half a day, it is the morning as
it stands. Without either nobody is guessed at.
"""

from bot.conversations import todays
from bot.conversations.desk import Desk
from bot.conversations.taps import Rows
from bot.messages import Button, Message, one_row
from bot.understanding.excerpts import find_customer
from bot.understanding.language import language_of
from bot.understanding.ordinals import Counted, list_counted
from crm.store import customers


def name_counted(desk: Desk, text: str) -> str | list[Message]:
    """Return a text with the names of those that it counts, or the question who is meant.

    A text that names somebody counts nobody: its "first one" may be a pump.
    """
    counted = list_counted(text)
    if (
        not counted
        or _counts_the_report(desk)
        or find_customer(text, (0, len(text)), desk.context()).customer is not None
    ):
        return text
    listed = _list_on_screen(desk)
    names = {each.id: each.name for each in customers.list_by_id(desk.session, desk.viewer, listed)}
    seen = [names[each] for each in listed if each in names]
    if any(each.place > len(seen) for each in counted):
        return [_ask(desk.speaking(language_of(text)), seen, counted)]
    for each in reversed(counted):
        text = f"{text[: each.start]} {seen[each.place - 1]} {text[each.end :]}"
    return " ".join(text.split())


def _counts_the_report(desk: Desk) -> bool:
    """Say whether several visits were told after the last list: then it is they who are counted."""
    told, listed_at = desk.dialog.reported, desk.dialog.listed_at
    if told is None or len(told.visit_ids) < 2 or not told.is_open(desk.now):
        return False
    return listed_at is None or told.asked_at >= listed_at


def _list_on_screen(desk: Desk) -> tuple[int, ...]:
    listed = desk.dialog.find_listed(desk.now)
    kept = todays.find_kept(desk) if not listed else None
    if kept is None:
        return listed
    return tuple(row.customer.id for row in todays.look(desk, kept).rows)


def _ask(desk: Desk, seen: list[str], counted: list[Counted]) -> Message:
    place = max(each.place for each in counted)
    text = desk.say("counted", place=place, shown=len(seen))
    rows: Rows = one_row(Button(desk.label("commands.today"), "morn:0:0"))
    return Message(text, rows)
