"""A conversation as a test writes it: somebody says something, and reads the reply."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import insert

from bot.app import App
from bot.conversations.dialog import Dialog, read_kept
from bot.messages import Attachment, AttachmentKind, Incoming, Message
from bot.post import dialogs
from bot.settings import Settings
from bot.understanding.directory import Directory
from bot.voice.plain import as_plain
from bot.voice.rendering import Language
from crm.entities import Person, VisitKind
from crm.store import people
from crm.store.database import Database
from crm.store.policies import PolicyInForce
from crm.store.tables import visits

_NUMBERS = itertools.count()

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Chat:
    """One person's chat with the bot on the morning of Tuesday 24 November 2026."""

    app: App
    person: Person
    language: Language | None = None
    key: str = field(default_factory=lambda: f"test:{next(_NUMBERS)}")
    last: list[Message] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Type a text; return the reply as plain text."""
        return self._send(Incoming(text=text))

    def taps(self, label: str) -> str:
        """Tap the button of the last reply whose label begins so; return the reply."""
        button = next(b for m in self.last for b in m.buttons if b.label.startswith(label))
        return self._send(Incoming(action=button.action))

    def presses(self, action: str) -> str:
        """Send any action, as a forged or forwarded button would."""
        return self._send(Incoming(action=action))

    def sends(self, kind: AttachmentKind, text: str = "", name: str = "", phone: str = "") -> str:
        """Send a photo, a voice note or the like, with a text below it; return the reply."""
        return self.attaches(Attachment(kind, name, phone), text)

    def attaches(self, sent: Attachment, text: str = "") -> str:
        """Send any attachment, with a text below it; return the reply."""
        return self._send(Incoming(text=text, attachment=sent))

    @property
    def labels(self) -> list[str]:
        """What the last reply's buttons say."""
        return [button.label for message in self.last for button in message.buttons]

    @property
    def dialog(self) -> Dialog:
        """What is kept of this chat between messages."""
        with self.app.database.reading() as session:
            now = self.app.clock()
            return read_kept(dialogs.find(session, self.key, self.person.id, now))

    def _send(self, incoming: Incoming) -> str:
        self.last = self.app.answer(self.person, incoming, self.key, self.language)
        return "\n".join(as_plain(message.text) for message in self.last)


@dataclass
class Office:
    """The company of the cast, and a chat with each of them."""

    database: Database
    app: App

    def chat(self, name: str) -> Chat:
        """Begin a chat as the person of that first name."""
        with self.database.reading() as session:
            (person,) = people.find_people(session, name)
        return Chat(self.app, person)

    def restart(self) -> None:
        """Begin anew as another process would: with nothing but the database."""
        self.app.policy = PolicyInForce()
        self.app.directory = Directory()

    def visited(
        self,
        customer_id: int,
        on: str,
        kind: VisitKind = VisitKind.VISIT,
        person_id: int | None = 1,
    ) -> None:
        """Record a visit, an attempt or a touch."""
        day = datetime.fromisoformat(on).date()
        with self.database.writing() as session:
            session.execute(
                insert(visits).values(
                    customer_id=customer_id, person_id=person_id, kind=kind, visited_on=day
                )
            )


def open_office(database: Database) -> Office:
    """Open the company's database for conversations on that morning."""
    settings = Settings(_env_file=None, timezone="UTC", database_url="unused")
    return Office(database, App(database, settings, clock=lambda: MORNING))
