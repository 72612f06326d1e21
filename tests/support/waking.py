"""People's phones on a working day: what stands in each chat, message by message.

Everything is as it runs but for Telegram itself: the errand is worded when its turn comes, an
answer to a press takes the place of what was pressed, and an edit of what stands there is one.
"""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from bot.channels.payloads import read_call, write_arrival
from bot.channels.telegram import NAME, chat_of
from bot.channels.telegram.answering import TelegramAnswerer
from bot.channels.telegram.preparing import Preparing
from bot.messages import Arrival, Errand, Incoming, Message
from bot.post import claiming, links, outbox, outcomes
from bot.post.errands import write_errand
from bot.post.inbox import Head
from bot.post.mornings import digest_key
from bot.post.outbox import REMINDER, Claimed, Outgoing
from bot.post.tables import outbox as rows
from bot.voice.plain import as_plain
from tests.support.chatting import MORNING, Office
from tests.support.posting import UNPACED

TODAY = MORNING.date()


@dataclass
class Town:
    """All phones there are, and what is carried to them."""

    office: Office
    phones: dict[str, "Phone"] = field(default_factory=dict)

    def phone(self, person_id: int) -> "Phone":
        """Let a person in, and return their phone."""
        phone = Phone(self, person_id)
        with self.office.database.writing() as session:
            links.put_in(
                session,
                NAME,
                phone.account,
                phone.chat,
                person_id,
                confirmed=True,
                now=self.office.app.clock(),
            )
        self.phones[phone.chat] = phone
        return phone

    def deliver(self) -> None:
        """Deliver whatever waits."""
        preparing, now = Preparing(self.office.app), self.office.app.clock()
        while True:
            with self.office.database.writing() as session:
                claims = claiming.claim(
                    session, NAME, owner="test", rate=UNPACED, now=now, prepare=preparing
                )
            if not claims.rows:
                break
            for row in claims.rows:
                number = self.phones[row.chat].take(row)
                with self.office.database.writing() as session:
                    outbox.settle(session, row, outcomes.sent(number), now)

    def why_not(self) -> list[str | None]:
        """Return why what was cancelled was, in its order."""
        query = select(rows.c.failure).where(rows.c.state == "cancelled").order_by(rows.c.id)
        with self.office.database.reading() as session:
            return list(session.scalars(query))


@dataclass
class Phone:
    """What one person sees; ``edits`` counts what was put in the place of something."""

    town: Town
    person_id: int
    messages: dict[int, Message] = field(default_factory=dict)
    edits: int = 0

    @property
    def account(self) -> int:
        """Their number at the channel."""
        return 1000 + self.person_id

    @property
    def chat(self) -> str:
        """Their chat."""
        return chat_of(self.account)

    def wakes(self, on: date = TODAY) -> str:
        """Ring the morning; return what it tells, or nothing where nothing was sent."""
        before = len(self.messages)
        errand = write_errand(Errand("digest", on.isoformat()))
        key = digest_key(self.person_id, on)
        with self.town.office.database.writing() as session:
            outgoing = Outgoing(NAME, self.chat, errand, self.person_id, REMINDER, key=key)
            outbox.enqueue(session, outgoing, MORNING)
        self.town.deliver()
        return self.read(max(self.messages)) if len(self.messages) > before else ""

    def says(self, text: str) -> str:
        """Type a text; return the last message there is then."""
        self._receive(Arrival("message", Incoming(text=text), self.account))
        return self.read(max(self.messages))

    def taps(self, label: str, number: int | None = None) -> str:
        """Tap a button of a message, the last that has such a one; return how that one reads."""
        number = number or self.find(label)
        action = next(b.action for b in self.messages[number].buttons if b.label.startswith(label))
        return self.presses(action, number)

    def presses(self, action: str, number: int) -> str:
        """Send any action as a press of a message; return how that one reads."""
        pressed = Incoming(action=action)
        self._receive(Arrival("press", pressed, self.account, message_id=number))
        return self.read(number)

    def find(self, label: str) -> int:
        """Return the last message with a button that begins so."""
        return max(
            number
            for number, message in self.messages.items()
            if any(b.label.startswith(label) for b in message.buttons)
        )

    def read(self, number: int) -> str:
        """Return how a message reads now."""
        return as_plain(self.messages[number].text)

    def labels(self, number: int) -> list[str]:
        """Return what a message's buttons say now."""
        return [button.label for button in self.messages[number].buttons]

    def take(self, row: Claimed) -> int:
        """Take a call in; return the number of its message."""
        call = read_call(row.payload)
        number = call.message_id or row.id
        self.messages[number] = call.message
        self.edits += call.do == "edit"
        return number

    def _receive(self, arrival: Arrival) -> None:
        with self.town.office.database.writing() as session:
            answerer = TelegramAnswerer(self.town.office.app)
            answerer.answer(session, Head(0, NAME, self.chat, write_arrival(arrival)))
        self.town.deliver()
