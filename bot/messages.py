"""What comes in and what goes out, the same on every channel."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Base64Bytes

_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap. ``action`` says what a tap asks for; it holds ids, never a name."""

    label: str
    action: str


AttachmentKind = Literal[
    "photo", "voice", "video", "document", "location", "sticker", "contact", "other"
]


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a person sent that is no text. What is in it stays where it is, but for a playbook's
    file sent by somebody who may put one in force: that is its ``content``.

    ``name`` is a file's name, or with ``phone`` whom a shared contact is about. ``unread`` says why
    a playbook's file was not fetched.
    """

    kind: AttachmentKind
    name: str = ""
    phone: str = ""
    content: Base64Bytes | None = None
    unread: Literal["", "too_large", "failed"] = ""

    @property
    def is_playbook(self) -> bool:
        """Whether it is a file that a playbook may be in."""
        return self.kind == "document" and self.name.lower().endswith((".yaml", ".yml"))


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a person did: typed a text, pressed a button (then ``action`` is set), or sent
    something (then ``text`` is what they wrote below it)."""

    text: str = ""
    action: str | None = None
    attachment: Attachment | None = None


What = Literal["message", "press", "start", "membership"]
ChatKind = Literal["private", "group"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in from an account at a channel, before anybody asks who that is.

    ``start``: the first words of a chat, ``incoming.text`` is the code they were begun with, if
    any. ``membership``: the account let the bot in or put it out, ``incoming.text`` is "member" or
    "kicked". ``name`` and ``language_code`` are what the account says of itself: never identity.
    """

    what: What
    incoming: Incoming
    account: int
    chat_kind: ChatKind = "private"
    message_id: int | None = None
    callback_id: str | None = None
    name: str = ""
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image to look at; the message's text stands below it."""

    content: Base64Bytes
    name: str = "picture.png"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to keep; the message's text stands below it."""

    content: Base64Bytes
    name: str


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be said later, whose words are found when its turn comes: they are true then.

    ``kind`` names who finds them, ``about`` is what it is about.
    """

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person gets: a text in which only <b> and <i> are markup, and rows of buttons.

    ``in_place``: as an answer to a press it takes the place of the message that was pressed, where
    a channel can do that (the next page of a list).
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    in_place: bool = False
    picture: Picture | None = None
    document: Document | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons in reading order."""
        return tuple(button for row in self.rows for button in row)


def one_row(*buttons: Button) -> tuple[tuple[Button, ...], ...]:
    """Lay buttons out side by side."""
    return (buttons,) if buttons else ()


def one_each(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """Lay buttons out one below the other."""
    return tuple((button,) for button in buttons)


def parse_id(text: str) -> int | None:
    """Read an id out of an action, which may hold anything: None when it is none.

    >>> parse_id("12"), parse_id("9" * 40), parse_id("twelve")
    (12, None, None)
    """
    return int(text) if _ID.fullmatch(text) else None
