"""A row of the inbox → the answer, as calls in the outbox: the same words as on every channel."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.app import App
from bot.channels.payloads import Call, read_arrival, write_call
from bot.channels.telegram import NAME
from bot.channels.telegram.splitting import LONGEST_CAPTION, split_text, units
from bot.messages import Arrival, Message
from bot.post import links, outbox
from bot.post.inbox import Head
from bot.post.outbox import Outgoing
from bot.voice.rendering import Language
from crm.entities import Person
from crm.store.database import Session


class TelegramAnswerer:
    """Answers what came in from Telegram."""

    name = NAME

    def __init__(self, app: App) -> None:
        self._app = app

    def answer(self, session: Session, head: Head) -> None:
        """Answer one row and enqueue the replies, in the transaction given."""
        arrival = read_arrival(head.payload)
        today = self._app.clock().date()
        person = links.find_person(session, NAME, arrival.account, today)
        if person is None:
            return
        speaking = _guessed(person, arrival)
        messages = self._app.answer_in(session, speaking, arrival.incoming, head.chat)
        self._enqueue(session, head.chat, person.id, calls_for(messages, arrival))

    def apologise(self, session: Session, head: Head) -> None:
        """Say that a message could not be answered."""
        arrival = read_arrival(head.payload)
        person = links.find_person(session, NAME, arrival.account, self._app.clock().date())
        if person is None:
            return
        voice = self._app.voice_in(head.chat, _guessed(person, arrival))
        self._enqueue(session, head.chat, person.id, [Call(Message(voice.say("went_wrong")))])

    def _enqueue(
        self, session: Session, chat: str, person_id: int | None, calls: Iterable[Call]
    ) -> None:
        now = self._app.clock()
        for call in calls:
            outgoing = Outgoing(NAME, chat, write_call(call), person_id)
            outbox.enqueue(session, outgoing, now)


def calls_for(messages: Iterable[Message], arrival: Arrival) -> Iterator[Call]:
    """Lay an answer out as calls: long texts in parts, the buttons below the last."""
    for message in messages:
        if message.picture is not None or message.document is not None:
            yield from _with_attachments(message)
            continue
        *parts, last = split_text(message.text) or [""]
        for part in parts:
            yield Call(Message(part))
        ending = replace(message, text=last)
        pressed = arrival.message_id if arrival.what == "press" and not parts else None
        if message.in_place and pressed is not None:
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


def _guessed(person: Person, arrival: Arrival) -> Person:
    """The language of somebody who has not chosen one is first guessed from their phone's."""
    code = (arrival.language_code or "").partition("-")[0]
    guesses: dict[str, Language] = {"zh": "zh", "en": "en"}
    if person.language is None and code in guesses:
        return replace(person, language=guesses[code])
    return person
