"""Practice as tests play it and read it afterwards: the suit shop, and the log of what was said."""

from datetime import timedelta

from bot.coaching import log
from bot.coaching.log import Entry, Rating
from bot.coaching.reading import shipped_playbooks
from bot.voice.rendering import Language
from crm.store.database import Database
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office

SHOP = shipped_playbooks()["suit_shop"]

GIVES_AWAY = {"en": "Shall I give you ten percent off?", "zh": "那给您打八折吧"}
"""Wrong wherever it is said."""


def walks_on(chat: Chat, language: Language) -> str:
    """Type the first right line of the scene that the walk through the shop is at."""
    walk = chat.dialog.walk
    scene = SHOP.find_scene(walk.scene if walk else None)
    assert scene is not None
    return chat.says(scene.good[0].say.written(language).replace("{{ rep }}", chat.person.name))


def practised(office: Office, person_id: int = who.ANA) -> list[Entry]:
    """Return what somebody has practised, in the order it was said."""
    with office.database.reading() as session:
        return log.list_entries(session, person_id)


def has_practised(
    database: Database,
    person_id: int,
    line: str = "looking_can_i_help",
    rating: Rating = "again",
    *,
    days: int = 1,
    playbook: str = "suit_shop",
    scene: str = "just_looking",
) -> None:
    """Let somebody have practised a line so many days ago."""
    at = MORNING - timedelta(days=days)
    entry = Entry(
        at,
        "drill",
        playbook,
        scene,
        line,
        "good" if rating == "good" else "bad",
        rating=rating,
    )
    with database.writing() as session:
        log.write(session, person_id, entry)
