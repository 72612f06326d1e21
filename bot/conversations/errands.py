"""What the bot says unasked or later: words that are found when their turn has come.

An errand is run at the desk of whoever it is for, at the moment it leaves. Whoever runs one says
what to send, or why nothing is sent: it is no longer true, or not yet time.
"""

from collections.abc import Callable, Mapping

from bot.conversations import (
    called_off,
    cover_notices,
    lines_settled,
    morning,
    packet,
    practice_time,
    reminders,
    roles,
)
from bot.conversations.desk import Desk
from bot.conversations.saying import Said
from bot.messages import Errand
from bot.post import outcomes
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome

Run = Callable[[Desk, Claimed, str], Said | Outcome]

ERRANDS: Mapping[str, Run] = {
    "reminder": reminders.run_reminder,
    "digest": morning.run_digest,
    "refresh": morning.run_refresh,
    "packet": packet.run_packet,
    "cover": cover_notices.run_cover,
    "called_off": called_off.run_called_off,
    "back": cover_notices.run_back,
    "role": roles.run_told,
    "drill": practice_time.run_drill,
    "heard": lines_settled.run_settled,
}
"""Who finds the words of an errand, by its kind."""


def run_errand(desk: Desk, row: Claimed, errand: Errand) -> Said | Outcome:
    """Find the words of an errand; one that no version of the program knows is dropped."""
    run = ERRANDS.get(errand.kind)
    if run is None:
        return outcomes.cancelled("nobody knows what to say")
    return run(desk, row, errand.about)
