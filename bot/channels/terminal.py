"""The terminal as a channel: the same answers as on the phone, typed into a keyboard.

Buttons print as ``[1] Label``; ``#1`` presses one of the last reply that had any. Some words are
the terminal's own: ``/as NAME`` speaks as somebody else, ``/quit`` ends, and what a keyboard cannot
send is pretended: ``/photo CAPTION``, ``/voice``, ``/file PATH``, ``/contact NAME, NUMBER`` …
Of files only a playbook's is read.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.app import App
from bot.coaching.reading import LARGEST
from bot.messages import Attachment, AttachmentKind, Button, Incoming, Message
from bot.understanding.language import language_of
from bot.voice.plain import as_plain
from bot.voice.rendering import Language, Voice
from crm.entities import Person
from crm.store import people

_PRESS = re.compile(r"#\s*(\d{1,3})")
_SHOWN_PEOPLE = 20
_SENT: Mapping[str, AttachmentKind] = {
    "/photo": "photo",
    "/voice": "voice",
    "/video": "video",
    "/file": "document",
    "/location": "location",
    "/sticker": "sticker",
    "/contact": "contact",
}

Write = Callable[[str], None]


@dataclass(slots=True)
class Terminal:
    """One person at one keyboard."""

    app: App
    write: Write
    language: Language | None = None
    bold: bool = False
    person: Person | None = None
    buttons: tuple[Button, ...] = ()

    def take(self, line: str) -> bool:
        """Answer one line. False ends the conversation."""
        text = line.strip()
        if text in {"/quit", "/exit"}:
            return False
        if not text:
            return True
        word, _, rest = text.partition(" ")
        press = _PRESS.fullmatch(text)
        if word == "/as":
            self.speak_as(rest.strip())
        elif press:
            self._press(int(press[1]))
        elif word in _SENT and self.person is not None:
            self._ask(_pretend(_SENT[word], rest.strip()))
        elif self.person is not None:
            self._ask(Incoming(text=text))
        else:
            self._introduce(text)
        return True

    def take_all(self, lines: Iterable[str]) -> None:
        """Answer line after line until they end."""
        for line in lines:
            if not self.take(line):
                break

    def start(self) -> None:
        """Begin as the only admin, or ask who is there."""
        with self.app.database.reading() as session:
            admin = people.find_only_admin(session)
        if admin:
            self._become(admin)
        else:
            self.speak_as("")

    def _introduce(self, text: str) -> None:
        """The first words of somebody unknown: the only admin speaks, or it is somebody's name."""
        with self.app.database.reading() as session:
            admin = people.find_only_admin(session)
        if admin is None:
            self.speak_as(text)
            return
        self._become(admin)
        self._ask(Incoming(text=text))

    def speak_as(self, name: str) -> None:
        """Go on as the person of that name; ask which one where it is not clear."""
        with self.app.database.reading() as session:
            found = people.find_people(session, name)
            everyone = found or people.list_people(session)
        if len(found) == 1:
            self._become(found[0])
            return
        voice = self._voice_for(name)
        text = voice.say("who_are_you", name=name, found=len(found), people=len(everyone))
        shown = everyone[:_SHOWN_PEOPLE]
        self._show(Message(text, tuple((Button(_with_code(p), f"as:{p.id}"),) for p in shown)))

    def _become(self, person: Person) -> None:
        self.person = person
        self.buttons = ()
        voice = self._voice_for(person.name)
        self._show(Message(voice.say("speaking_as", person=person)))

    def _voice_for(self, name: str) -> Voice:
        """The voice for somebody of that name: a Chinese one is spoken to in Chinese."""
        chinese: Language | None = "zh" if language_of(name) == "zh" else None
        return self.app.voice(self.language or chinese)

    def _press(self, number: int) -> None:
        if not 1 <= number <= len(self.buttons):
            voice = self._voice_spoken()
            self._show(Message(voice.say("no_such_button", number=number, last=len(self.buttons))))
            return
        action = self.buttons[number - 1].action
        if action.startswith("as:"):
            self._choose(int(action.removeprefix("as:")))
        elif self.person is not None:
            self._ask(Incoming(action=action))

    def _choose(self, person_id: int) -> None:
        with self.app.database.reading() as session:
            self._become(next(p for p in people.list_people(session) if p.id == person_id))

    def _ask(self, incoming: Incoming) -> None:
        assert self.person is not None
        before = 0
        for message in self.app.answer(self.person, incoming, self._chat(), self.language):
            self._show(message, before)
            before += len(message.buttons)

    def _chat(self) -> str:
        """The chat that somebody has at this kind of channel: it goes on where it stopped."""
        assert self.person is not None
        return f"terminal:{self.person.id}"

    def _voice_spoken(self) -> Voice:
        if self.person is None or self.language is not None:
            return self.app.voice(self.language)
        return self.app.voice_in(self._chat(), self.person)

    def _show(self, message: Message, before: int = 0) -> None:
        """Write a message; its buttons are numbered on from those of the same reply before it."""
        self.write(as_plain(message.text, bold=self.bold))
        if message.buttons:
            self.buttons = (*(self.buttons if before else ()), *message.buttons)
            number = before
            for row in message.rows:
                labels = []
                for button in row:
                    number += 1
                    labels.append(f"[{number}] {button.label}")
                self.write("  ".join(labels))
        self.write("")


def _with_code(person: Person) -> str:
    return f"{person.name} ({person.code})" if person.code else person.name


def _pretend(kind: AttachmentKind, rest: str) -> Incoming:
    """What arrives when somebody sends a thing that a keyboard has not."""
    if kind == "contact":
        name, _, phone = rest.partition(",")
        return Incoming(attachment=Attachment(kind, name.strip(), phone.strip()))
    if kind == "document":
        return Incoming(attachment=_attach(rest))
    return Incoming(text=rest, attachment=Attachment(kind))


def _attach(path: str) -> Attachment:
    """A file of this machine as it would arrive: only a playbook's is looked into."""
    sent = Attachment("document", Path(path).name)
    if not sent.is_playbook:
        return Attachment("document", path)
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        return replace(sent, unread="failed")
    return replace(sent, content=content)
