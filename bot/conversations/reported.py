"""The visits reported just now: what a few more words are about, though a line came in between."""

from datetime import timedelta

from bot.conversations.desk import Desk
from crm.errors import NotFound
from crm.store import visits
from crm.store.visits import Visit

STAYS = timedelta(minutes=15)
"""So long a report is still what unnamed words are about."""


def list_reported(desk: Desk) -> list[Visit]:
    """Return the visits of the last report as they stand, unless another customer is spoken of."""
    reported = desk.dialog.reported
    if reported is None or desk.now - reported.asked_at > STAYS:
        return []
    found = []
    for visit_id in reported.visit_ids:
        try:
            found.append(visits.get_own(desk.session, desk.viewer, visit_id))
        except NotFound:
            continue
    spoken = desk.dialog.last.customer if desk.dialog.last else None
    about = spoken.customer_id if spoken else None
    return found if about is None or about in {each.customer_id for each in found} else []
