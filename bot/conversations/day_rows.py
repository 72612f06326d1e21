"""The rows of a day: which of them have room, in what order, and what there is to tap.

Not everything has room: a few customers come first, then what was decided and what to be reminded
of, then the other customers. What is over is a tap away.
"""

from bot.conversations import reminders
from bot.conversations.desk import Desk
from bot.conversations.marks import in_rows
from bot.conversations.taps import Rows
from bot.conversations.todays import Day, Row
from bot.messages import Button, one_row
from crm.store.decided import Decided
from crm.store.reminders import Reminder

ROWS = 6
"""So many rows below the head: seven in all."""

FIRST = 3
"""So many customers come before the reminders and decisions, where not all have room."""

INLINE = 3
"""So many customers stand in one line."""

Item = Row | Reminder | Decided
"""What a row is about."""


def word_day(desk: Desk, day: Day, copy: int, start: int, room: int) -> tuple[str, Rows]:
    """Word the rows of a day from one on, with the buttons below; no words for an empty day.

    A few customers stand in one line, unless somebody asked for one or it is somebody else's.
    """
    if not day.total and not day.decisions:
        return "", ()
    if not day.open and not day.decisions:
        return desk.say("morning_none", total=day.total), ()
    items = _in_order(day)
    inline = len(day.rows) <= INLINE and not any(row.asker or row.covered for row in day.rows)
    if inline and start == 0:
        shown = [*day.rows, *[each for each in items if not isinstance(each, Row)][:room]]
    else:
        shown = items[start : start + (room if start == 0 else ROWS)]
    end = start + len(shown)
    text = desk.say(
        "morning",
        rows=[each for each in shown if isinstance(each, Row)],
        reminders=[each for each in shown if isinstance(each, Reminder)],
        decisions=[each for each in shown if isinstance(each, Decided)],
        today=desk.today,
        total=len(day.rows),
        overdue=sum(r.became == "open" and r.marked.next.days_late > 0 for r in day.rows),
        left=sum(row.became == "open" for row in day.rows),
        inline=inline and start == 0,
    )
    return text, (*_tap(desk, shown, copy), *_turn(desk, copy, start, end, len(items) - end))


def _in_order(day: Day) -> list[Item]:
    """What is told first where not everything has room."""
    first, others = day.rows[:FIRST], day.rows[FIRST:]
    return [*first, *day.decisions, *day.reminders, *others]


def _tap(desk: Desk, shown: list[Item], copy: int) -> Rows:
    """The names to tap, then the reminders to tick off."""
    names = [
        Button(each.customer.name, f"mopen:{copy}:{each.customer.id}")
        for each in shown
        if isinstance(each, Row) and each.became == "open"
    ]
    done = [
        Button(desk.label("buttons.done", what=reminders.shorten(each)), f"mdone:{copy}:{each.id}")
        for each in shown
        if isinstance(each, Reminder) and each.done_at is None
    ]
    return (*in_rows(names, 2), *in_rows(done, 1))


def _turn(desk: Desk, copy: int, start: int, end: int, left: int) -> Rows:
    row = []
    if start:
        row.append(Button(desk.label("buttons.back"), f"morn:{copy}:0"))
    if left > 0:
        row.append(Button(desk.label("buttons.more_of", n=left), f"morn:{copy}:{end}"))
    return one_row(*row)
