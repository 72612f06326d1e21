"""What is told of days away to who did not say so: to the cover, and to who comes back.

The cover is told at once, and again on the first day, when they see the customers. On the first
day back it is told what the cover did. Each of it is said only if it is still so.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.conversations import packet
from bot.conversations.desk import Desk
from bot.conversations.marks import ROWS
from bot.conversations.packet import Source
from bot.conversations.saying import Said
from bot.messages import Errand, Message, parse_id
from bot.post import notices, outcomes, tellings
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from crm.calendar import moment_of
from crm.store import absences, deeds, standing_in
from crm.store.absences import Absence
from crm.store.tables import absences as absence_rows


@dataclass(frozen=True, slots=True)
class Done:
    """What the cover did with the customers of who was away: one line a customer."""

    cover: str
    shown: tuple[standing_in.Reached, ...]
    left: int
    notes: int


def tell_about(desk: Desk, deed_id: int, absence: Absence) -> bool:
    """Have the cover told now and on the first day, and whoever is away on the first day back.

    False when the cover has no account to be told at, or said it themselves.
    """
    if absence.cover_id is None:
        return False
    told = False
    ends = _midnight(desk, absence.until_on + timedelta(days=1))
    if absence.cover_id != desk.viewer.person_id:
        told = notices.tell(
            desk.session,
            absence.cover_id,
            Errand("cover", str(deed_id)),
            key=f"cover:{deed_id}",
            now=desk.now,
            expires_at=ends,
        )
    if absence.from_on > desk.today:
        notices.tell(
            desk.session,
            absence.cover_id,
            Errand("cover", f"{deed_id}:begins"),
            key=f"cover-begins:{deed_id}",
            now=desk.now,
            due_at=_midnight(desk, absence.from_on),
            expires_at=ends,
        )
    notices.tell(
        desk.session,
        absence.person_id,
        Errand("back", f"{deed_id}:{absence.until_on.isoformat()}"),
        key=f"back:{deed_id}",
        now=desk.now,
        due_at=ends,
    )
    return told


def run_cover(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Tell somebody that they stand in; once before the days begin and once when they do."""
    absence = find_absence(desk, parse_id(about.partition(":")[0]) or 0)
    if absence is None or absence.cover_id != desk.viewer.person_id:
        return outcomes.cancelled("somebody else stands in, or nobody")
    if absence.until_on < desk.today:
        return outcomes.cancelled("they are back")
    begun = absence.from_on <= desk.today
    key = f"cover:{absence.id}:{absence.until_on}:{'begun' if begun else 'ahead'}"
    if not tellings.tell_once(desk.session, desk.viewer.person_id, key, desk.today):
        return outcomes.cancelled("told already")
    found = packet.list_of(desk, absence.person_id) if begun else []
    text = desk.say("cover_told", a=absence, begun=begun, **packet.count(desk, found))
    source = Source(person_id=absence.person_id)
    return Said(Message(text, packet.list_rows(found[: packet.PAGE], source, 0, len(found))))


def run_back(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Tell who is back what was done meanwhile, unless they came back earlier and know."""
    absence = find_absence(desk, parse_id(about.partition(":")[0]) or 0)
    if absence is None or absence.person_id != desk.viewer.person_id or absence.cover_id is None:
        return outcomes.cancelled("taken back, or nobody stood in")
    if absence.until_on.isoformat() != about.partition(":")[2]:
        return outcomes.cancelled("they came back on another day")
    if absences.is_away(desk.session, desk.viewer.person_id, desk.today):
        return outcomes.cancelled("away again")
    return Said(Message(desk.say("away_done", d=say_done(desk, absence), a=absence)))


def say_done(desk: Desk, absence: Absence) -> Done | None:
    """Return what the cover did until today; None where nobody stood in."""
    if absence.cover_id is None or absence.cover is None:
        return None
    until_on = min(absence.until_on, desk.today)
    reached = standing_in.list_reached(
        desk.session, desk.viewer, absence.person_id, absence.cover_id, absence.from_on, until_on
    )
    notes = standing_in.count_notes(
        desk.session,
        absence.person_id,
        absence.cover_id,
        _midnight(desk, absence.from_on),
        _midnight(desk, until_on + timedelta(days=1)),
    )
    shown = tuple(reached[: ROWS - 2])
    return Done(absence.cover, shown, len(reached) - len(shown), notes)


def find_absence(desk: Desk, deed_id: int) -> Absence | None:
    """Return the days away that a deed noted or changed, unless they were taken back."""
    if deeds.find_kind(desk.session, deed_id) != "absence":
        return None
    if deeds.is_taken_back(desk.session, deed_id):
        return None
    rows = deeds.list_rows(desk.session, deed_id, absence_rows)
    return absences.find(desk.session, rows[0]) if rows else None


def _midnight(desk: Desk, day: date) -> datetime:
    return moment_of(day, time.min, desk.hours.zone)
