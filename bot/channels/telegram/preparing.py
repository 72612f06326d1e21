"""What is done with a row of the outbox when its turn has come: is it still allowed, and its words.

The re-check comes last of all: who has left, was shut out or moved to another account since is
sent nothing.
"""

import logging

from bot.app import App
from bot.channels.payloads import Call, write_call
from bot.messages import Errand
from bot.post import allowance, links, outcomes
from bot.post.errands import read_errand
from bot.post.outbox import Claimed
from bot.post.outcomes import Outcome
from crm.store import people
from crm.store.database import CANNOT_NOW, Session, savepoint

log = logging.getLogger(__name__)


class Preparing:
    """Prepares rows for ``Delivery``."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, session: Session, row: Claimed) -> str | Outcome:
        """Return the call to make, or why none is made."""
        today = self._app.clock().astimezone(self._app.settings.timezone).date()
        if not links.may_be_sent(session, row, today):
            return outcomes.cancelled("no longer allowed")
        if row.unasked and row.person_id is not None:
            hours = self._app.hours_of(people.get_person(session, row.person_id))
            waits = allowance.check(session, row, hours, self._app.clock())
            if waits is not None:
                return waits
        errand = read_errand(row.payload)
        return row.payload if errand is None else self._run(session, row, errand)

    def _run(self, session: Session, row: Claimed, errand: Errand) -> str | Outcome:
        """Find the words of an errand. One that cannot be worded keeps nobody else waiting."""
        try:
            with savepoint(session):
                found = self._app.run_errand(session, row, errand)
        except CANNOT_NOW:
            raise
        except Exception as error:
            log.exception("Message %d cannot be worded", row.id)
            return outcomes.refused(f"it could not be worded: {type(error).__name__}")
        if isinstance(found, Outcome):
            return found
        return write_call(Call(found.message, "edit" if found.replaces else "send", found.replaces))
