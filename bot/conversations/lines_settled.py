"""What became of a line that somebody called judged wrongly: told once, the day after.

All lines settled on one day are one message, however many managers judged them.
"""

from datetime import UTC, date, datetime, time, timedelta

from bot.coaching import heard
from bot.conversations.desk import Desk
from bot.conversations.saying import Said
from bot.messages import Errand, Message
from bot.post import notices, outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome

SHOWN = 3

_LASTS = timedelta(days=4)
"""A weekend and a day: what is older nobody remembers having said."""


def tell_settled(desk: Desk, person_id: int) -> None:
    """Have somebody told tomorrow what became of their lines of today."""
    on = desk.now.astimezone(UTC).date()
    tomorrow = _begin(on + timedelta(days=1))
    notices.tell(
        desk.session,
        person_id,
        Errand("heard", on.isoformat()),
        key=f"heard:{on}",
        now=desk.now,
        due_at=tomorrow,
        expires_at=tomorrow + _LASTS,
    )


def run_settled(desk: Desk, _row: Claimed, about: str) -> Said | Outcome:
    """Say which lines of that day are right now, and which are not."""
    begins = _begin(date.fromisoformat(about))
    settled = heard.list_settled(
        desk.session, desk.viewer.person_id, begins, begins + timedelta(days=1)
    )
    if not settled:
        return outcomes.cancelled("nothing was settled")
    rows = [(each.text, each.outcome == "good") for each in settled[:SHOWN]]
    return Said(Message(desk.say("heard_settled", rows=rows, more=len(settled) - len(rows))))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
