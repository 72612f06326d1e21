"""Commands with a slash, on every channel: a shorter way to say what can also be said in words.

A command alone is its question; what follows it is read as if the words had been typed:
``/away 1-5 Dec`` is "away 1-5 Dec". One that nobody knows is answered with those there are.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversations.desk import Desk
from bot.messages import Message
from bot.understanding.language import language_of
from bot.understanding.slots import Slots
from bot.understanding.understand import Understood
from bot.voice.rendering import Language, Voice
from crm.entities import Role

_SLASH = re.compile(r"/([a-z][a-z_]{0,31})(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)

_EVERYONE = frozenset(Role)
_VISITS = frozenset({Role.REP, Role.MANAGER, Role.ADMIN})
_LEADS = frozenset({Role.MANAGER, Role.ADMIN})
_NONE = Slots()


@dataclass(frozen=True, slots=True)
class Command:
    """What a command asks, who has it, and the words that stand for it before what is added.

    ``shown`` in the menu; the others work when they are typed.
    """

    intent: str
    roles: frozenset[Role]
    zh: str
    en: str
    slots: Slots = _NONE
    shown: bool = True

    def worded(self, rest: str, language: Language) -> str:
        """Return the question with what was added to it, in words."""
        return f"{self.zh if language == 'zh' else self.en} {rest}"


COMMANDS: Mapping[str, Command] = {
    "today": Command("morning", _VISITS, "今天", "today"),
    "customers": Command("list_customers", _EVERYONE, "客户", "customers"),
    "practice": Command("coach_start", _EVERYONE, "练习", "practise"),
    "team": Command("due_visits", _LEADS, "团队拜访", "team visits", Slots(group_by="rep")),
    "waiting": Command("list_requests", _LEADS, "申请", "requests"),
    "invite": Command("invite", _LEADS, "邀请", "invite"),
    "away": Command("away", _VISITS, "请假", "I’m away"),
    "settings": Command("settings", _EVERYONE, "设置", "settings"),
    "help": Command("help", _EVERYONE, "帮助", "help"),
    "start": Command("small_talk", _EVERYONE, "你好", "hello", shown=False),
    "cancel": Command("cancel", _EVERYONE, "取消", "cancel", shown=False),
    "undo": Command("undo", _EVERYONE, "撤销", "undo", shown=False),
}
"""In the order of the menu."""

STRANGERS = ("start", "help")
"""What the menu offers to who is not let in."""


@dataclass(frozen=True, slots=True)
class Slash:
    """A command as it was typed."""

    name: str
    rest: str


def read_slash(text: str) -> Slash | None:
    """Read a command; None for everything else that begins with a slash, and for any other text.

    >>> read_slash("/away@a_bot 1-5 Dec"), read_slash("1/2"), read_slash("/")
    (Slash(name='away', rest='1-5 Dec'), None, None)
    """
    found = _SLASH.fullmatch(text.strip())
    return None if found is None else Slash(found[1].lower(), (found[2] or "").strip())


def answer(
    desk: Desk,
    said: Slash,
    in_words: Callable[[str, Desk], list[Message]],
    understood: Callable[[Desk, Understood], list[Message]],
) -> list[Message]:
    """Answer a command: ``in_words`` what was added to it, ``understood`` the command alone."""
    command = COMMANDS.get(said.name)
    if command is None or desk.viewer.role not in command.roles:
        names = [f"/{name}" for name in list_names(desk.viewer.role)]
        return [Message(desk.say("no_such_command", name=said.name, names=names))]
    if said.rest or command.intent == "undo":
        language = language_of(said.rest) or desk.voice.language
        return in_words(command.worded(said.rest, language).strip(), desk)
    return understood(desk, Understood(command.intent, "do", command.slots))


def list_names(role: Role) -> list[str]:
    """Return the commands of a role, in the order of the menu."""
    return [name for name, each in COMMANDS.items() if each.shown and role in each.roles]


def list_menu(role: Role | None, voice: Voice) -> list[tuple[str, str]]:
    """Return a role's commands with what each does, a stranger's without a role."""
    names = STRANGERS if role is None else list_names(role)
    return [(name, voice.label(f"commands.{name}")) for name in names]
