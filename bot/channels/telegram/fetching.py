"""The files of playbooks that managers send: the only files that are fetched at all.

They are fetched before what came is kept, so that an answer has everything it needs. Nobody else's
are, however many they send: first it is looked who sends. A file that is too large or cannot be
had is answered like that, and nothing waits for it longer than a few seconds.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from telegram import Bot, Message, Update
from telegram.error import TelegramError

from bot.channels.telegram import NAME, failures
from bot.coaching.reading import LARGEST
from bot.messages import Attachment
from bot.post import links
from bot.post.writer import Writer
from crm.store.database import Session
from crm.store.tier_moves import DECIDES

log = logging.getLogger(__name__)

PATIENCE = 8.0
"""Seconds that all files of one batch may take; a phone that sends one waits for less."""

AT_ONCE = 3
"""Files of one batch that are fetched; of more it is said that they should be sent again."""

Fetched = Mapping[int, Attachment]
"""What was fetched, by the number of the update that it came with."""


class Fetching:
    """Fetches the files of one batch of updates."""

    def __init__(self, bot: Bot, writer: Writer, today: Callable[[], date]) -> None:
        self._bot, self._writer, self._today = bot, writer, today

    async def fetch(self, updates: Sequence[Update]) -> Fetched:
        """Return the playbooks' files among them, with what is in them or why that is unknown."""
        found = {each.update_id: each.message for each in updates if is_playbook(each.message)}
        senders = {each.from_user.id for each in found.values() if each and each.from_user}
        if not senders:
            return {}
        deciders = await self._writer.do(lambda session: self._list_deciders(session, senders))
        sent = [
            (number, message)
            for number, message in found.items()
            if message and message.from_user and message.from_user.id in deciders
        ]
        tasks = {
            number: asyncio.create_task(self._fetch(message)) for number, message in sent[:AT_ONCE]
        }
        if tasks:
            await asyncio.wait(tasks.values(), timeout=PATIENCE)
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        return {number: _result(tasks.get(number), _name_of(message)) for number, message in sent}

    def _list_deciders(self, session: Session, accounts: set[int]) -> set[int]:
        today = self._today()
        people = {each: links.find_person(session, NAME, each, today) for each in accounts}
        return {each for each, person in people.items() if person and person.role in DECIDES}

    async def _fetch(self, message: Message) -> Attachment:
        document = message.document
        assert document is not None
        sent = Attachment("document", _name_of(message))
        if (document.file_size or 0) > LARGEST:
            return replace(sent, unread="too_large")
        try:
            file = await self._bot.get_file(document.file_id)
            if (file.file_size or 0) > LARGEST:
                return replace(sent, unread="too_large")
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("A playbook's file was not fetched: %s", failures.told(error))
            return replace(sent, unread="failed")
        if len(content) > LARGEST:
            return replace(sent, unread="too_large")
        return replace(sent, content=content)


def is_playbook(message: Message | None) -> bool:
    """Whether a private message is a file that a playbook may be in."""
    if message is None or message.document is None or message.chat.type != "private":
        return False
    return Attachment("document", message.document.file_name or "").is_playbook


def _name_of(message: Message) -> str:
    name = message.document.file_name if message.document else None
    return (name or "").encode("utf-8", "ignore").decode("utf-8")


def _result(task: "asyncio.Task[Attachment] | None", name: str) -> Attachment:
    if task is None or task.cancelled() or task.exception() is not None:
        return Attachment("document", name, unread="failed")
    return task.result()
