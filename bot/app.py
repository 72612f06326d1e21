"""The program, built once: the database, the policy, and what is kept between messages."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversations import find_action, is_writing, respond
from bot.conversations.desk import Desk, Dialog
from bot.messages import Incoming, Message
from bot.settings import Settings
from bot.understanding.concepts import load_lexicon
from bot.understanding.directory import Directory
from bot.understanding.intents import load_table
from bot.voice.rendering import LANGUAGES, Language, Voice
from crm.entities import Person
from crm.store.database import Database
from crm.store.people import viewer_of
from crm.store.policies import PolicyInForce

Clock = Callable[[], datetime]


def ticking_from(start: datetime) -> Clock:
    """Return a clock that shows ``start`` now and ticks on from there."""
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)


def real_time() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def _known(language: str | None) -> Language | None:
    return next((known for known in LANGUAGES if known == language), None)


@dataclass(slots=True)
class App:
    """Answers messages of any channel."""

    database: Database
    settings: Settings
    clock: Clock
    policy: PolicyInForce = field(default_factory=PolicyInForce)
    directory: Directory = field(default_factory=Directory)

    def __post_init__(self) -> None:
        """Read what words mean now, so that nobody's first message waits for it."""
        load_lexicon()
        load_table()

    def voice(self, language: Language | None = None) -> Voice:
        """Return the voice for somebody not known yet."""
        today = self.clock().astimezone(self.settings.timezone).date()
        return Voice(language or self.settings.language, today)

    def answer(
        self, person: Person, incoming: Incoming, dialog: Dialog, language: Language | None = None
    ) -> list[Message]:
        """Answer one message in one transaction, in the language it was written in.

        ``language`` overrides that; a message in no language is answered in the one spoken last.
        """
        zone = ZoneInfo(person.timezone) if person.timezone else self.settings.timezone
        now = self.clock().astimezone(zone)
        own = _known(person.language) or self.settings.language
        spoken = language or dialog.language or own
        writes = is_writing(find_action(incoming, dialog))
        with self.database.writing() if writes else self.database.reading() as session:
            desk = Desk(
                session=session,
                viewer=viewer_of(person),
                policy=self.policy.get(session),
                directory=self.directory,
                voice=Voice(spoken, now.date()),
                fixed_language=language is not None,
                dialog=dialog,
                now=now,
            )
            return respond(incoming, desk)
