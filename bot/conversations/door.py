"""The door: what came in from an account before anybody knows whose it is, and what goes out.

An answer there may go to others too, so it is letters: each says which chat it goes to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversations.desk import Desk
from bot.messages import Arrival, Message
from bot.voice.rendering import LANGUAGES, Language, Voice
from crm.calendar import Hours
from crm.entities import Person
from crm.store.database import Session


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, the chat it goes to, and whom it is for; None: whoever reads that chat."""

    chat: str
    person_id: int | None
    message: Message


Talk = Callable[[Person, str, Callable[[Desk], list[Message]]], list[Message]]
"""Opens the desk of a person in a chat, for what is said there."""


@dataclass(frozen=True, slots=True)
class Door:
    """What came in, at a moment in the company's time zone; ``language`` and ``hours`` are the
    company's."""

    session: Session
    channel: str
    chat: str
    arrival: Arrival
    now: datetime
    language: Language
    hours: Hours
    talk: Talk

    @property
    def today(self) -> date:
        """The date where the company is."""
        return self.now.date()

    def voice(self, person: Person | None = None) -> Voice:
        """Return the voice for a person; without one, for whoever wrote."""
        own = person.language if person else guess_language(self.arrival.language_code)
        known = next((language for language in LANGUAGES if language == own), None)
        return Voice(known or self.language, self.today)

    def say(self, text: str, **facts: str) -> tuple[Letter, ...]:
        """Say something to whoever wrote, as to somebody not known."""
        return (Letter(self.chat, None, Message(self.voice().say(text, **facts))),)


def guess_language(code: str | None) -> Language | None:
    """Return the language for a phone set to that one; None where it says nothing.

    >>> guess_language("zh-hans"), guess_language("fr"), guess_language(None)
    ('zh', 'en', None)
    """
    if not code:
        return None
    return "zh" if code.lower().startswith("zh") else "en"
