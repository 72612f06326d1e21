"""Accounts at a channel, before anybody knows whose they are: codes sent, buttons pressed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app import App
from bot.conversations.door import Letter
from bot.messages import Arrival, Button, ChatKind, Incoming, What
from bot.post import invites
from bot.voice.plain import as_plain
from crm.entities import Role
from tests.support.chatting import MORNING, Office

CHANNEL = "telegram"


@dataclass
class Phone:
    """One account in its private chat. What the bot writes to it is in ``got``, the last last."""

    phones: "Phones"
    account: int
    language: str | None = None
    got: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    @property
    def chat(self) -> str:
        """The chat as the post knows it."""
        return f"{CHANNEL}:{self.account}"

    @property
    def labels(self) -> list[str]:
        """What the buttons of the last message say."""
        return [button.label for button in self.buttons]

    def starts(self, code: str = "") -> str:
        """Open the bot, with a code or without; return what it answers here."""
        return self._send("start", Incoming(text=code))

    def says(self, text: str) -> str:
        """Type a text; return the answer."""
        return self._send("message", Incoming(text=text))

    def taps(self, label: str) -> str:
        """Tap the button of the last message whose label begins so; return the answer."""
        button = next(each for each in self.buttons if each.label.startswith(label))
        return self.presses(button.action)

    def presses(self, action: str) -> str:
        """Press any button, as a forged or forwarded one would be."""
        return self._send("press", Incoming(action=action))

    def lets_the_bot(self, word: str) -> str:
        """Let the bot in ("member") or put it out ("kicked")."""
        return self._send("membership", Incoming(text=word))

    def _send(self, what: What, incoming: Incoming) -> str:
        before = len(self.got)
        arrival = Arrival(what, incoming, self.account, language_code=self.language, name="Zed")
        self.phones.receive(self.chat, arrival)
        return "\n".join(self.got[before:])


@dataclass
class Phones:
    """Everybody's phones, and a clock to turn."""

    office: Office
    now: datetime = MORNING
    known: dict[int, Phone] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        old = self.office.app
        self.app = App(old.database, old.settings, clock=lambda: self.now)

    def phone(self, account: int, language: str | None = None) -> Phone:
        """Take up the phone of that account."""
        return self.known.setdefault(account, Phone(self, account, language))

    def invite(self, person_id: int, role: Role = Role.REP) -> str:
        """Make an invite as the command line does; return its code."""
        with self.office.database.writing() as session:
            return invites.make(session, person_id, role, now=self.now)

    def let_in(self, account: int, person_id: int, role: Role = Role.REP) -> Phone:
        """Invite a person and let them in with that account."""
        phone = self.phone(account)
        phone.starts(self.invite(person_id, role))
        return phone

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def group(self, group: int, account: int, what: What, incoming: Incoming) -> list[Letter]:
        """Let something happen in a group; return what was written there."""
        kind: ChatKind = "group"
        arrival = Arrival(what, incoming, account, chat_kind=kind)
        return self.receive(f"{CHANNEL}:-{group}", arrival)

    def receive(self, chat: str, arrival: Arrival) -> list[Letter]:
        """Take in what came, and carry the letters where they go."""
        with self.office.database.writing() as session:
            letters = self.app.receive_in(session, CHANNEL, chat, arrival)
        for letter in letters:
            for phone in self.known.values():
                if phone.chat == letter.chat:
                    phone.got.append(as_plain(letter.message.text))
                    phone.buttons = list(letter.message.buttons)
        self.letters += letters
        return letters
