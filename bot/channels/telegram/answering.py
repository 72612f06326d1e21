"""A row of the inbox → the answer, as calls in the outbox: the same words as on every channel."""

from collections.abc import Iterator
from dataclasses import replace

from bot.app import App
from bot.channels.payloads import Call, read_arrival, write_call
from bot.channels.telegram import NAME
from bot.channels.telegram.splitting import LONGEST_CAPTION, split_text, units
from bot.messages import Arrival, Message
from bot.post import links, outbox
from bot.post.inbox import Head
from bot.post.outbox import Outgoing
from crm.store.database import Session


class TelegramAnswerer:
    """Answers what came in from Telegram."""

    name = NAME

    def __init__(self, app: App) -> None:
        self._app = app

    def answer(self, session: Session, head: Head) -> None:
        """Answer one row and enqueue the replies, in the transaction given."""
        arrival = read_arrival(head.payload)
        now = self._app.clock()
        for letter in self._app.receive_in(session, NAME, head.chat, arrival):
            answering = arrival if letter.chat == head.chat else None
            for call in calls_for(letter.message, answering):
                outgoing = Outgoing(NAME, letter.chat, write_call(call), letter.person_id)
                outbox.enqueue(session, outgoing, now)

    def apologise(self, session: Session, head: Head) -> None:
        """Say that a message could not be answered, to somebody who is let in."""
        arrival = read_arrival(head.payload)
        now = self._app.clock()
        person = links.find_person(session, NAME, arrival.account, now.date())
        if person is None or arrival.chat_kind == "group":
            return
        voice = self._app.voice_in(head.chat, person)
        call = Call(Message(voice.say("went_wrong")))
        outbox.enqueue(session, Outgoing(NAME, head.chat, write_call(call), person.id), now)


def calls_for(message: Message, arrival: Arrival | None) -> Iterator[Call]:
    """Lay a message out as calls: a long text in parts, the buttons below the last.

    ``arrival`` is what it answers; None where it goes to another chat.
    """
    if message.picture is not None or message.document is not None:
        yield from _with_attachments(message)
        return
    *parts, last = split_text(message.text) or [""]
    for part in parts:
        yield Call(Message(part))
    ending = replace(message, text=last)
    pressed = arrival.message_id if arrival is not None and arrival.what == "press" else None
    if message.in_place and pressed is not None and not parts:
        yield Call(ending, "edit", pressed)
    elif last:
        yield Call(ending)


def _with_attachments(message: Message) -> Iterator[Call]:
    """A picture, then a file; the text is the caption of the last where it fits there."""
    fits = units(message.text) <= LONGEST_CAPTION
    caption = Message(message.text, message.rows) if fits else Message("")
    if message.picture is not None and message.document is not None:
        yield Call(Message("", picture=message.picture))
        yield Call(replace(caption, document=message.document))
    else:
        yield Call(replace(caption, picture=message.picture, document=message.document))
    if not fits:
        *parts, last = split_text(message.text)
        for part in parts:
            yield Call(Message(part))
        yield Call(Message(last, message.rows))
