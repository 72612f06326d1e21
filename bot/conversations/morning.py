"""The morning: one message that opens the day, edited in place as the day goes.

Names first, then what to do with one: Met, Nobody in, Tomorrow. It is worded when it leaves, and
worded anew from the same list whenever something has happened; an edit that would change no word
is not made.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b

from bot.conversations import (
    assigning,
    day_rows,
    opened,
    planning,
    reminders,
    team_morning,
    todays,
    visits,
    whom,
)
from bot.conversations.desk import Desk
from bot.conversations.pending import PlanWish
from bot.conversations.saying import Said
from bot.conversations.taps import Rows, gone, speak_of, take
from bot.conversations.team_morning import Team
from bot.conversations.todays import Kept, Row
from bot.messages import Button, Message, parse_id
from bot.post import digests, outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.understanding.understand import Understood
from crm.calendar import next_working_day
from crm.entities import VisitKind
from crm.store import absences
from crm.store.writers import RECORDS

BESIDE_A_TEAM = 2
"""So many of them where a team is told of as well."""

ASKED_FOR = 0
"""The copy that somebody asked for; the digest's own is its date, as a number."""


def run_digest(desk: Desk, row: Claimed, about: str) -> Said | Outcome:
    """Word the digest of a morning; there is none for who is away or has nothing to be told."""
    if about != desk.today.isoformat():
        return outcomes.cancelled("another morning")
    if absences.is_away(desk.session, desk.viewer.person_id, desk.today):
        return outcomes.cancelled("away")
    team = team_morning.find_team(desk)
    before = digests.find(desk.session, desk.viewer.person_id, desk.today)
    if before is not None and before.outbox_id == row.id:
        kept = todays.read_kept(before.state)
    else:
        kept = team_morning.begin_untold(desk, todays.begin_untold(desk), team)
    message = _word(desk, kept, team, _own_copy(desk))
    if message is None:
        return outcomes.cancelled("nothing to say")
    digests.keep(
        desk.session,
        person_id=desk.viewer.person_id,
        told_on=desk.today,
        chat=row.chat,
        outbox_id=row.id,
        state=todays.as_state(replace(kept, said=_digest(message))),
    )
    desk.dialog.show([message], desk.now)
    return Said(message)


def run_refresh(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Word a digest anew where it stands, if that changes a word."""
    number = digests.find_message(desk.session, desk.viewer.person_id, desk.today)
    kept = todays.find_kept(desk)
    if about != desk.today.isoformat() or number is None or kept is None:
        return outcomes.cancelled("another morning")
    message = _show_list(desk, kept, _own_copy(desk))
    said = _digest(message)
    if said == kept.said:
        return outcomes.cancelled("unchanged")
    todays.keep(desk, replace(kept, said=said))
    return Said(message, replaces=number)


def show_morning(desk: Desk, _understood: Understood) -> list[Message]:
    """Show the morning to who asks for it: as it was told today, or as it would be."""
    message = _show_list(desk, _find_or_begin(desk), ASKED_FOR)
    return [replace(message, in_place=False)]


def press_list(desk: Desk, rest: str) -> list[Message]:
    """Show the list again, from a row on: ``morn:<copy>:<from>``."""
    copy, start = _read(rest, 2)
    return [_show_list(desk, _find_or_begin(desk), copy, start)]


def press_open(desk: Desk, rest: str) -> list[Message]:
    """Show what to do with a customer, in the place of the list: ``mopen:<copy>:<customer>``."""
    copy, customer_id = _read(rest, 2)
    row = todays.find_row(desk, customer_id)
    if row is None:
        return gone(desk)
    speak_of(desk, customer_id)
    opened.listen(desk, customer_id)
    return [Message(desk.say("morning_one", row=row), _deeds(desk, row, copy), in_place=True)]


def press_reached(desk: Desk, rest: str, kind: VisitKind) -> list[Message]:
    """Record that somebody was met, or nobody in: ``mmet:<copy>:<number>:<customer>``."""
    copy, number, customer_id = _read(rest, 3)
    told = visits.press_reached(desk, f"{number}:{customer_id}", kind, asks=False)
    return _with_list(desk, copy, told)


def press_later(desk: Desk, rest: str) -> list[Message]:
    """Plan a visit for the next working day: ``mlater:<copy>:<number>:<customer>``."""
    copy, number, customer_id = _read(rest, 3)
    told: list[Message] = []
    if take(desk, str(number)):
        on = next_working_day(desk.hours, desk.today)
        told = planning.go_on(desk, PlanWish(0, desk.now, whom.chosen(customer_id), on))
    return _with_list(desk, copy, told)


def press_done(desk: Desk, rest: str) -> list[Message]:
    """Tick a reminder off: ``mdone:<copy>:<reminder>``."""
    copy, reminder_id = _read(rest, 2)
    told = reminders.press_done(desk, str(reminder_id))
    return _with_list(desk, copy, told)


def press_assign(desk: Desk, rest: str) -> list[Message]:
    """Ask a rep for a visit: ``massign:<copy>:<number>:<customer>:<late>``, where ``late`` is one
    more than the row from which the list of those overdue was shown, 0 for the morning itself."""
    copy, number, customer_id, late = _read(rest, 4)
    told = assigning.assign(desk, number, customer_id)
    messages = _with_list(desk, copy, told)
    if late and desk.glance.pressed:
        return [assigning.show_late(desk, copy, late - 1), *told]
    return messages


def press_late(desk: Desk, rest: str) -> list[Message]:
    """Show whom the team is late at, of the first tier: ``mlate:<copy>:<from>``."""
    copy, start = _read(rest, 2)
    return [assigning.show_late(desk, copy, start)]


def _read(rest: str, parts: int) -> list[int]:
    """The numbers of an action; what is none of them is 0, and nothing has that number."""
    return [parse_id(part) or 0 for part in [*rest.split(":"), *[""] * parts][:parts]]


def _own_copy(desk: Desk) -> int:
    return int(f"{desk.today:%Y%m%d}")


def _find_or_begin(desk: Desk) -> Kept:
    """What the morning told; where none was, what it would, kept so that the list stays."""
    kept = todays.find_kept(desk)
    if kept is None:
        kept = team_morning.begin(desk, todays.begin(desk), team_morning.find_team(desk))
        digests.keep(
            desk.session,
            person_id=desk.viewer.person_id,
            told_on=desk.today,
            chat="",
            outbox_id=None,
            state=todays.as_state(kept),
        )
    return kept


def _show_list(desk: Desk, kept: Kept, copy: int, start: int = 0) -> Message:
    """The list in the place of what stands there; the digest's own is kept as what was said."""
    message = _word(desk, kept, team_morning.find_team(desk), copy, start)
    if message is None:
        message = Message(desk.say("morning_none", total=todays.look(desk, kept).total))
    if start == 0 and copy == _own_copy(desk) and desk.glance.pressed:
        todays.keep(desk, replace(kept, said=_digest(message)))
    return replace(message, in_place=True)


def _with_list(desk: Desk, copy: int, told: list[Message]) -> list[Message]:
    """The list as it is now, in the place of what was pressed, and what is told of a deed.

    Who typed what a button says pressed nothing: then the digest is worded anew by itself.
    """
    if told and not desk.glance.pressed:
        return told
    return [_show_list(desk, _find_or_begin(desk), copy), *told]


def _digest(message: Message) -> str:
    said = "\n".join((message.text, *(button.label for button in message.buttons)))
    return blake2b(said.encode(), digest_size=8).hexdigest()


def _word(desk: Desk, kept: Kept, team: Team | None, copy: int, start: int = 0) -> Message | None:
    """Word how the day stands, from a row on; None when there is nothing to say."""
    day = todays.look(desk, kept)
    if not day.open and not day.decisions and team is None:
        return Message(desk.say("morning_none", total=day.total)) if day.total else None
    most = day_rows.ROWS if team is None else BESIDE_A_TEAM
    text, rows = day_rows.word_day(desk, day, copy, start, most)
    if team is not None and start == 0:
        room = day_rows.ROWS + 1 - (text.count("\n") + 1 if text else 0)
        of_team, below = team_morning.word(desk, team, kept, copy, room)
        text, rows = "\n".join(filter(None, (text, of_team))), (*rows, *below)
    return Message(text, rows) if text else None


def _deeds(desk: Desk, row: Row, copy: int) -> Rows:
    """What can be done with a customer of the day."""
    about = row.customer.id
    onward = (
        Button(desk.label("buttons.card"), f"card:{about}"),
        Button(desk.label("buttons.back"), f"morn:{copy}:0"),
    )
    if row.became == "met" or desk.viewer.role not in RECORDS:
        return (onward,)
    what = f"{copy}:{desk.offer()}:{about}"
    on = next_working_day(desk.hours, desk.today)
    tomorrow = on == desk.today + timedelta(days=1)
    later = desk.label("buttons.tomorrow") if tomorrow else desk.voice.dated(on)
    return (
        (
            Button(desk.label("buttons.met"), f"mmet:{what}"),
            Button(desk.label("buttons.nobody_in"), f"mout:{what}"),
        ),
        (Button(later, f"mlater:{what}"), *onward),
    )


PRESSED: Mapping[str, Callable[[Desk, str], list[Message]]] = {
    "morn": press_list,
    "mopen": press_open,
    "mmet": lambda desk, rest: press_reached(desk, rest, VisitKind.VISIT),
    "mout": lambda desk, rest: press_reached(desk, rest, VisitKind.ATTEMPT),
    "mlater": press_later,
    "mdone": press_done,
    "mlate": press_late,
    "massign": press_assign,
    **assigning.PRESSED,
}
"""What a button of a morning does, by the first word of its action."""
