"""A Bot API server on this machine that nobody here wrote, and people on their phones.

``lo-bot-api-emulator`` checks every request as its server does. It keeps no text, has no failures
of its own and no name for the bot: this adds what arrived in each chat, failures in front and the
name.
"""

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator, updates

TOKEN = "4242:canary-Zx81-never-to-be-seen"
BOT_NAME = "tiercoach_test_bot"
PATIENCE = 60.0
"""Seconds after which what a test waits for will not come any more."""

updates.KINDS |= {"my_chat_member", "edited_message", "channel_post"}


@dataclass(frozen=True, slots=True)
class Said:
    """One message the server accepted for a chat, or an edit of one."""

    method: str
    chat: int
    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...]
    fields: dict[str, str]
    uploads: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [label for label, _ in self.buttons]


@dataclass(slots=True)
class _Fault:
    """What goes wrong with the next calls of a method."""

    method: str
    times: int
    status: int = 0
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    when: Callable[[dict[str, Any]], bool] = lambda fields: True
    accepted: bool = False


class _Server(LoBotApiEmulator):  # type: ignore[misc]  # it is not typed
    """The emulator, with a memory and with failures."""

    def __init__(self) -> None:
        super().__init__(enable_control=True, max_updates=100_000, max_history=10)
        self.said: list[Said] = []
        self.calls: list[str] = []
        self.menus: dict[tuple[str, str], dict[str, str]] = {}
        self.faults: list[_Fault] = []
        self.changed = threading.Condition()
        self.ending = asyncio.Event()

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        with self.changed:
            self.calls.append(method)
            self.changed.notify_all()
        fault = self._fault(method, fields)
        if fault is not None and not fault.accepted:
            raise _Failing(fault)
        wanted = dict(fields)
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            result["username"] = BOT_NAME
        if method in {"setMyCommands", "deleteMyCommands"}:
            self._remember_menu(wanted)
        if method.startswith(("send", "editMessageText")) and isinstance(result, dict):
            result["date"] = int(time.time())
            self._remember(method, wanted, uploads, result)
        if fault is not None:
            raise _Failing(fault)
        return result

    def _fault(self, method: str, fields: dict[str, Any]) -> _Fault | None:
        for fault in self.faults:
            if fault.method == method and fault.times > 0 and fault.when(fields):
                fault.times -= 1
                return fault
        return None

    def _remember(
        self, method: str, fields: dict[str, Any], uploads: dict[str, Any], result: dict[str, Any]
    ) -> None:
        keyboard = json.loads(fields.get("reply_markup") or "{}").get("inline_keyboard", [])
        said = Said(
            method=method,
            chat=int(fields["chat_id"]),
            message_id=int(result["message_id"]),
            text=str(fields.get("text", fields.get("caption", ""))),
            buttons=tuple((b["text"], b["callback_data"]) for row in keyboard for b in row),
            fields={name: str(value) for name, value in fields.items()},
            uploads=tuple(str(each["filename"]) for each in uploads.values()),
        )
        with self.changed:
            self.said.append(said)
            self.changed.notify_all()

    def _remember_menu(self, fields: dict[str, Any]) -> None:
        scope = json.loads(fields["scope"])
        whose = str(scope.get("chat_id", scope["type"])), fields.get("language_code") or ""
        shown = json.loads(fields.get("commands") or "[]")
        with self.changed:
            self.menus[whose] = {each["command"]: each["description"] for each in shown}
            self.changed.notify_all()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await super().handle(request)
        except _Failing as failing:
            return await self._failed(request, failing.fault)
        return response

    async def _failed(self, request: web.Request, fault: _Fault) -> web.StreamResponse:
        if fault.status == HANGING:
            await self.ending.wait()
        if fault.status in {CUT, HANGING}:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        body = {"ok": False, "error_code": fault.status, "description": fault.description}
        if fault.parameters:
            body["parameters"] = fault.parameters
        return web.json_response(body, status=fault.status)


class _Failing(BaseException):
    """Goes through the emulator's own handling of errors."""

    def __init__(self, fault: _Fault) -> None:
        super().__init__(fault.description)
        self.fault = fault


CUT, HANGING = -1, -2


@dataclass(slots=True)
class Emulator:
    """The running server, as a test sees it."""

    root: str
    server: _Server
    loop: asyncio.AbstractEventLoop
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def said(self) -> list[Said]:
        """What the server accepted so far, in the order it did."""
        return list(self.server.said)

    def heard(self, chat: int) -> list[Said]:
        """What arrived in a chat."""
        return [each for each in self.said if each.chat == chat]

    def menu(self, whose: int | str, phone: str = "") -> dict[str, str]:
        """Return the commands set for a chat, or for ``all_private_chats``, and a phone's language:
        what each says it does."""
        return self.server.menus.get((str(whose), phone), {})

    def put(self, update: dict[str, Any]) -> int:
        """Let something happen; return the update's number."""
        putting = self.server.enqueue_update(update, token=TOKEN)
        return int(asyncio.run_coroutine_threadsafe(putting, self.loop).result(PATIENCE))

    def put_twice(self, update: dict[str, Any]) -> None:
        """Let something happen that the server tells about twice."""
        number = self.put(update)
        waiting = self.server._update_queues._state(TOKEN).updates
        waiting.append({"update_id": number, **update})

    def fail(self, method: str, status: int, description: str = "", **more: Any) -> None:
        """Let the next call of a method fail (``times`` of them), ``when`` its fields say so.

        CUT ends the connection and HANGING never answers; with ``accepted`` the call has its
        effect before.
        """
        self.server.faults.append(_Fault(method, more.pop("times", 1), status, description, **more))

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so; fail when it does not become so."""
        until = time.monotonic() + PATIENCE
        with self.server.changed:
            while not is_so():
                left = until - time.monotonic()
                assert left > 0, f"waited in vain; heard: {self.said[-5:]}"
                self.server.changed.wait(min(left, 0.2))

    def pause(self) -> None:
        """Wait until the server is called again, or a moment."""
        with self.server.changed:
            self.server.changed.wait(0.05)

    def phone(self, account: int, name: str = "Somebody", language: str | None = None) -> "Phone":
        """Return somebody's phone."""
        return Phone(self, account, name, language)


@dataclass(slots=True)
class Phone:
    """Somebody's private chat with the bot."""

    emulator: Emulator
    account: int
    name: str
    language: str | None = None
    read: int = 0

    @property
    def sender(self) -> dict[str, Any]:
        """This account, as an update shows it."""
        shown = {"id": self.account, "is_bot": False, "first_name": self.name}
        return shown | ({"language_code": self.language} if self.language else {})

    def message(self, **content: Any) -> dict[str, Any]:
        """A message of this account."""
        return {
            "message": {
                "message_id": next(self.emulator.numbers),
                "date": int(time.time()),
                "chat": {"id": self.account, "type": "private", "first_name": self.name},
                "from": self.sender,
                **content,
            }
        }

    def sends(self, text: str = "", **content: Any) -> int:
        """Send a text, or anything; return the update's number."""
        said = {"text": text} if text else {}
        return self.emulator.put(self.message(**said, **content))

    def presses(self, data: str, message_id: int = 1) -> int:
        """Press a button of a message of the bot."""
        shown = {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": {"id": self.account, "type": "private"},
            "text": "…",
        }
        query = {
            "id": str(next(self.emulator.numbers)),
            "from": self.sender,
            "chat_instance": "1",
            "message": shown,
            "data": data,
        }
        return self.emulator.put({"callback_query": query})

    def says(self, text: str, answers: int = 1) -> list[Said]:
        """Send a text and wait for so many messages of answer."""
        self.sends(text)
        return self.hears(answers)

    def taps(self, label: str, answers: int = 1) -> list[Said]:
        """Tap the newest button whose label begins so, and wait for the answer."""
        for said in reversed(self.emulator.heard(self.account)):
            for shown, data in said.buttons:
                if shown.startswith(label):
                    self.presses(data, said.message_id)
                    return self.hears(answers)
        raise AssertionError(f"no button {label!r}")

    def hears(self, answers: int = 1) -> list[Said]:
        """Wait for so many messages that were not read yet, and read them."""
        self.emulator.wait_until(
            lambda: len(self.emulator.heard(self.account)) >= self.read + answers
        )
        news = self.emulator.heard(self.account)[self.read :]
        self.read += len(news)
        return news


@contextmanager
def running_emulator() -> Iterator[Emulator]:
    """Run the server on a free port of this machine, in a thread of its own."""
    loop = asyncio.new_event_loop()
    server = _Server()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.1)
    started: list[int] = []

    async def start() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        started.append(runner.addresses[0][1])

    loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, name="emulator", daemon=True)
    thread.start()
    try:
        yield Emulator(f"http://127.0.0.1:{started[0]}", server, loop)
    finally:
        loop.call_soon_threadsafe(server.ending.set)
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
