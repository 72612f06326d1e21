"""The other side of Telegram: a Bot API server, and people who write again once they are answered.

``lo-bot-api-emulator`` is the server, as in the tests. People and server are one process, so that
writing and reading cost the machine as little as they can: what is measured is the bot.
"""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator

TOKEN = "4242:for-measuring-only"
PATIENCE = 60.0
"""Seconds without any answer after which a bot is given up."""


class Phones(LoBotApiEmulator):  # type: ignore[misc]  # it is not typed
    """People by the number of their chat, each with the texts that they write in turn."""

    def __init__(self, texts: Mapping[int, Sequence[str]]) -> None:
        super().__init__(max_updates=100_000, max_history=1)
        self.root = ""
        self.waits: list[float] = []
        self._chats = list(texts)
        self._texts = {chat: itertools.cycle(own) for chat, own in texts.items()}
        self._numbers = itertools.count(1)
        self._updates = itertools.count(int(1000 * time.time()))  # a bot remembers those it had
        self._asked: dict[int, float] = {}
        self._to_write = 0
        self._writing: set[asyncio.Task[None]] = set()
        self._answered = asyncio.Event()

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        """Take in a call of the bot."""
        chat = fields.get("chat_id")
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            result["username"] = "measured_bot"
        if method == "sendMessage" and chat is not None:
            result["date"] = int(time.time())
            self._read(int(chat))
        return result

    async def write_on(self, messages: int) -> float:
        """Let everybody write, each again once answered; return the seconds so many took."""
        self._begin(messages - len(self._chats))
        began = time.perf_counter()
        for chat in self._chats:
            await self._write(chat)
        await self._all_answered()
        return time.perf_counter() - began

    async def write_now_and_then(self, messages: int, per_second: float) -> None:
        """Let one after the other write, so many a second, whether answered or not."""
        self._begin(0)
        began = time.perf_counter()
        for number in range(messages):
            await asyncio.sleep(began + number / per_second - time.perf_counter())
            await self._write(self._chats[number % len(self._chats)])
        await self._all_answered()

    def _begin(self, to_write: int) -> None:
        self.waits.clear()
        self._asked.clear()
        self._to_write = to_write

    async def _all_answered(self) -> None:
        while self._asked or self._writing:
            self._answered.clear()
            await asyncio.wait_for(self._answered.wait(), PATIENCE)

    async def _write(self, chat: int) -> None:
        person = {"id": chat, "is_bot": False, "first_name": f"Rep {chat}"}
        message = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": f"Rep {chat}"},
            "from": person,
            "text": next(self._texts[chat]),
        }
        self._asked[chat] = time.perf_counter()
        update = {"update_id": next(self._updates), "message": message}
        await self.enqueue_update(update, token=TOKEN)

    def _read(self, chat: int) -> None:
        asked = self._asked.pop(chat, None)
        if asked is None:
            return
        self.waits.append(time.perf_counter() - asked)
        self._answered.set()
        if self._to_write > 0:
            self._to_write -= 1
            task = asyncio.create_task(self._write(chat))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)


@asynccontextmanager
async def serving(texts: Mapping[int, Sequence[str]]) -> AsyncIterator[Phones]:
    """Run the server on a free port of this machine."""
    phones = Phones(texts)
    runner = web.AppRunner(phones.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        phones.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield phones
    finally:
        await runner.cleanup()
