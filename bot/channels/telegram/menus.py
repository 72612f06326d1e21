"""The menu of commands on each phone, kept as it should be: by role, in the person's language.

Nobody orders a menu: what is shown is compared with who people are, again and again, and set where
it differs. So it does not matter how somebody was let in, became a manager or left, a crash costs
nothing, and no answer waits for a menu.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable
from datetime import date

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram import NAME, failures, number_of
from bot.conversations.slash import list_menu
from bot.post import menus
from bot.post.menus import EVERYBODY, Menu
from bot.post.writer import Writer
from bot.voice.rendering import LANGUAGES, Language, Voice
from crm.entities import Role
from crm.errors import StoreUnavailable
from crm.store.database import Session

log = logging.getLogger(__name__)

LOOKS_EVERY = 60.0
"""Seconds after which it looks by itself: the command line may have changed something."""
LOOKS_AFTER = 3.0
"""... and after it was told that something may have changed, at the earliest."""

AT_ONCE = 20
BETWEEN = 0.1
"""Menus looked up at once, and the seconds between two calls: messages go first."""

LONGEST_SECONDS = 5.0
"""A call lasts no longer: who stops the program waits for it."""

_PHONES: tuple[Language | None, ...] = (None, "zh")
"""Whoever's phone speaks Chinese sees the second list, everybody else the first."""

Commands = list[tuple[str, str]]


class Menus:
    """Sets the menus of one bot, one call after the other."""

    def __init__(self, bot: Bot, writer: Writer, *, today: Callable[[], date]) -> None:
        self._bot, self._writer, self._today = bot, writer, today
        self._version = version()
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()

    def wake(self) -> None:
        """Say that somebody may have come, changed or gone."""
        self._woken.set()

    def stop(self) -> None:
        """Set no more."""
        self._stopped.set()
        self._woken.set()

    async def run(self) -> None:
        """Keep the menus right until it is stopped."""
        while not self._stopped.is_set():
            self._woken.clear()
            rest = LOOKS_AFTER
            try:
                while await self._turn() and not self._stopped.is_set():
                    continue
            except RetryAfter as error:
                rest = failures.seconds_of(error)
            except (TelegramError, TimeoutError, StoreUnavailable) as error:
                log.debug("The menus are set later: %s", error)
                rest = LOOKS_EVERY
            except Exception:
                # A menu is worth nobody's message: what else the process does goes on.
                log.exception("The menus are left as they are for a while")
                rest = LOOKS_EVERY
            await self._rest(rest)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), LOOKS_EVERY - LOOKS_AFTER)

    async def _turn(self) -> bool:
        """Set some of what is not as it should be; False when everything is."""
        look = await self._writer.do(self._look)
        for menu in look:
            if self._stopped.is_set():
                break
            await self._show(menu)
            await self._rest(BETWEEN)
        return bool(look)

    def _look(self, session: Session) -> list[Menu]:
        today = self._today()
        if menus.find_version(session, NAME) != self._version:
            return [Menu(f"{NAME}:{EVERYBODY}", None, None)]
        left = menus.list_left_over(session, NAME, today, AT_ONCE)
        gone = [Menu(chat, None, None) for chat in left]
        return gone + menus.list_outdated(session, NAME, today, self._version, AT_ONCE)

    async def _show(self, menu: Menu) -> None:
        """Set one menu and note it. A chat that is not there any more has nothing to show."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._set(menu)
        except (Forbidden, BadRequest) as error:
            log.info("A menu was not set: %s", failures.told(error))
        everybody = menu.chat == f"{NAME}:{EVERYBODY}"
        await self._writer.do(
            lambda session: (
                menus.record(session, menu, self._version)
                if everybody or menu.role
                else menus.forget(session, menu.chat)
            )
        )

    async def _set(self, menu: Menu) -> None:
        scope: BotCommandScope = BotCommandScopeAllPrivateChats()
        if menu.chat != f"{NAME}:{EVERYBODY}":
            scope = BotCommandScopeChat(number_of(menu.chat))
            if menu.role is None:
                for phone in _PHONES:
                    await self._bot.delete_my_commands(scope, phone)
                return
        for phone in _PHONES:
            shown = _listed(menu.role, _language(menu.language, phone))
            commands = [BotCommand(name, what) for name, what in shown]
            await self._bot.set_my_commands(commands, scope, phone)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)


def version() -> str:
    """Return the mark of all commands there are: another text or another role makes another."""
    everything = [
        (role, language, _listed(role, language))
        for role in (None, *Role)
        for language in LANGUAGES
    ]
    return hashlib.sha256(repr(everything).encode()).hexdigest()[:16]


def _listed(role: Role | None, language: Language) -> Commands:
    return list_menu(role, Voice(language, date.min))


def _language(own: str | None, phone: Language | None) -> Language:
    """Their own language on every phone; without one, that of the phone."""
    known = next((each for each in LANGUAGES if each == own), None)
    return known or phone or "en"
