"""The daily drill at a time somebody chose: the setting, and the bell that offers it."""

from datetime import UTC, datetime, time, timedelta

from bot.coaching import log
from bot.conversations import drilling
from bot.conversations.desk import Desk
from bot.conversations.saying import Said
from bot.messages import Button, Message, one_row
from bot.post import outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from bot.understanding.preferences import OFF
from crm.calendar import is_quiet, next_working_day
from crm.store import absences, people

OFFERED = ("07:45", "08:15", "12:30", "17:30", OFF)


def read(desk: Desk, value: str) -> dict[str, str | None] | None:
    """Read the time, or that there shall be none; None for one in quiet time."""
    if value == OFF:
        return {"practice_time": None}
    quiet = is_quiet(desk.hours, time.fromisoformat(value))
    return None if quiet else {"practice_time": value}


def find_current(desk: Desk) -> str:
    """Return the time that is set, or off."""
    return people.get_person(desk.session, desk.viewer.person_id).practice_time or OFF


def list_offered(desk: Desk) -> list[tuple[str, str]]:
    """Return the times to tap outside quiet time, each with what its button says."""
    label = desk.label("buttons.practice_off")
    open_ones = [each for each in OFFERED if each == OFF or read(desk, each)]
    return [(each, label if each == OFF else each) for each in open_ones]


def run_drill(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Offer two minutes of practice; not to who is away, has practised, or has nothing due."""
    reason = _find_reason_not_to(desk, about)
    if reason is not None:
        return outcomes.cancelled(reason)
    lines = drilling.choose_lines(desk)
    if not lines:
        return outcomes.cancelled("nothing to practise")
    on = next_working_day(desk.hours, desk.today)
    text = desk.say(
        "drill_bell",
        count=len(lines),
        customers=drilling.name_customers(desk, lines),
        on=on,
        tomorrow=on == desk.today + timedelta(days=1),
    )
    rows = one_row(
        Button(desk.label("buttons.begin_drill"), "drills"),
        Button(desk.label("buttons.not_today"), "nodrill"),
    )
    message = Message(text, rows)
    desk.dialog.show([message], desk.now)
    return Said(message)


def press_not_today(desk: Desk, _rest: str = "") -> list[Message]:
    """Leave it for today, and say when it is offered again."""
    at = people.get_person(desk.session, desk.viewer.person_id).practice_time
    return [Message(desk.say("drill_not_today", at=at), in_place=True)]


def _find_reason_not_to(desk: Desk, about: str) -> str | None:
    if about != desk.today.isoformat():
        return "another day"
    if people.get_person(desk.session, desk.viewer.person_id).practice_time is None:
        return "not wanted any more"
    if absences.is_away(desk.session, desk.viewer.person_id, desk.today):
        return "away"
    midnight = datetime.combine(desk.today, time.min, tzinfo=desk.now.tzinfo).astimezone(UTC)
    entries = log.list_entries(desk.session, desk.viewer.person_id)
    done = any(each.source == "drill" and each.practised_at >= midnight for each in entries)
    return "practised already" if done else None
