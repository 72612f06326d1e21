"""A desk as a conversation function is given it, in a transaction of the test's own."""

from bot.app import App
from bot.conversations.desk import Desk
from bot.conversations.dialog import Dialog
from bot.voice.rendering import Language, Voice
from crm.entities import Viewer
from crm.store import people
from crm.store.database import Session


def open_desk(
    app: App,
    session: Session,
    viewer: Viewer,
    dialog: Dialog | None = None,
    language: Language = "en",
) -> Desk:
    """Sit somebody down at a desk, with what was said before if it matters."""
    hours = app.hours_of(people.get_person(session, viewer.person_id))
    now = app.clock().astimezone(hours.zone)
    return Desk(
        session=session,
        viewer=viewer,
        policy=app.policy.get(session),
        directory=app.directory,
        shelves=app.shelves,
        voice=Voice(language, now.date()),
        dialog=dialog or Dialog(),
        now=now,
        fixed_language=True,
        hours=hours,
        company_on=now.date(),
        company_hours=app.settings.company_hours,
    )
