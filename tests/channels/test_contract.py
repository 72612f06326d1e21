"""What every channel promises: the same words, the same buttons, whatever it is made of.

The terminal on one side, on the other the real process in front of a Bot API server.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from bot.app import App, real_time
from bot.channels.terminal import Terminal
from bot.settings import Settings
from bot.voice.plain import as_plain
from crm.store.database import Database, open_database
from tests.support import cast as who
from tests.support.cast import write_cast
from tests.support.emulator import Emulator, Phone, running_emulator
from tests.support.running import link, running_bot, wait_until_quiet

Reply = tuple[str, list[str]]
"""What one message says, without markup, and what its buttons say."""

PEOPLE = {"ana": who.ANA, "boris": who.BORIS, "carla": who.CARLA, "dora": who.DORA}


class Talk(Protocol):
    """A conversation of one person at some channel."""

    def says(self, text: str) -> list[Reply]:
        """Type a text; return the messages of the answer."""

    def taps(self, label: str) -> list[Reply]:
        """Tap the newest button whose label begins so."""

    def sends_photo(self, caption: str) -> list[Reply]:
        """Send a photo."""


class Channel(Protocol):
    """A channel with the cast's company behind it."""

    def talk(self, name: str) -> Talk:
        """Go on as that person."""


@dataclass
class AtTerminal:
    """A keyboard."""

    app: App

    def talk(self, name: str) -> "TerminalTalk":
        """Go on as that person."""
        return TerminalTalk(self.app, name)


class TerminalTalk:
    """One person at the keyboard."""

    def __init__(self, app: App, name: str) -> None:
        self.written: list[str] = []
        self.terminal = Terminal(app, write=self.written.append)
        self.terminal.speak_as(name)

    def says(self, text: str) -> list[Reply]:
        """Type a line."""
        self.written.clear()
        self.terminal.take(text)
        return self._replies()

    def taps(self, label: str) -> list[Reply]:
        """Press a button by its number."""
        labels = [button.label for button in self.terminal.buttons]
        number = next(i for i, each in enumerate(labels, 1) if each.startswith(label))
        return self.says(f"#{number}")

    def sends_photo(self, caption: str) -> list[Reply]:
        """Pretend a photo."""
        return self.says(f"/photo {caption}")

    def _replies(self) -> list[Reply]:
        replies: list[Reply] = []
        while self.written:
            text = self.written.pop(0)
            labels: list[str] = []
            while (line := self.written.pop(0)) != "":
                labels += re.split(r"  \[\d+\] ", re.sub(r"^\[1\] |^\[\d+\] ", "", line))
            replies.append((text, labels))
        return replies


@dataclass
class AtTelegram:
    """Phones, the server, the process."""

    emulator: Emulator
    database: Database
    updates: int = 0
    phones: dict[str, Phone] = field(default_factory=dict)

    def talk(self, name: str) -> "TelegramTalk":
        """Take up that person's phone."""
        phone = self.phones.setdefault(name, self.emulator.phone(1000 + PEOPLE[name], name))
        return TelegramTalk(self, phone)

    def settle(self) -> None:
        """Wait until one more update is answered and the answer has arrived."""
        self.updates += 1
        wait_until_quiet(self.emulator, self.database, self.updates)


@dataclass
class TelegramTalk:
    """One person's phone."""

    channel: AtTelegram
    phone: Phone

    def says(self, text: str) -> list[Reply]:
        """Type a message."""
        self.phone.sends(text)
        return self._replies()

    def taps(self, label: str) -> list[Reply]:
        """Tap a button."""
        heard = self.channel.emulator.heard(self.phone.account)
        buttons = [(*button, each.message_id) for each in heard for button in each.buttons]
        _, data, message_id = next(b for b in reversed(buttons) if b[0].startswith(label))
        self.phone.presses(data, message_id)
        return self._replies()

    def sends_photo(self, caption: str) -> list[Reply]:
        """Send a photo."""
        sizes = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
        self.phone.sends(photo=sizes, caption=caption)
        return self._replies()

    def _replies(self) -> list[Reply]:
        self.channel.settle()
        return [(as_plain(each.text), each.labels) for each in self.phone.hears(0)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """A database with the cast in it, to be copied."""
    path = tmp_path_factory.mktemp("company") / "tiercoach.db"
    shutil.copy(empty_file, path)
    database = open_database(str(path), create=False)
    with database.writing() as session:
        write_cast(session)
    for person_id in PEOPLE.values():
        link(database, 1000 + person_id, person_id)
    database.close()
    return path


@pytest.fixture(scope="module")
def at_terminal(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtTerminal]:
    """The terminal, with a company of its own behind it."""
    with _copied(company, tmp_path_factory.mktemp("terminal")) as (database, _):
        settings = Settings(_env_file=None, timezone="UTC", database_url="unused")
        yield AtTerminal(App(database, settings, clock=real_time))


@pytest.fixture(scope="module")
def at_telegram(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtTelegram]:
    """The real process in front of a server, with a company of its own behind it."""
    folder = tmp_path_factory.mktemp("telegram")
    with (
        _copied(company, folder) as (database, url),
        running_emulator() as emulator,
        running_bot(emulator, url, folder),
    ):
        yield AtTelegram(emulator, database)


@contextmanager
def _copied(company: Path, folder: Path) -> Iterator[tuple[Database, str]]:
    url = str(shutil.copy(company, folder / "tiercoach.db"))
    database = open_database(url, create=False)
    yield database, url
    database.close()


@pytest.fixture(params=["at_terminal", "at_telegram"])
def channel(request: pytest.FixtureRequest) -> Channel:
    """Each channel in turn."""
    found: Channel = request.getfixturevalue(request.param)
    return found


def test_from_a_question_to_a_card_a_visit_and_undo(channel: Channel) -> None:
    ana = channel.talk("ana")
    ((text, labels),) = ana.says("my A customers")
    assert text.startswith("Your A customers: 2")
    assert labels[:2] == ["Alpha Foods", "深圳市华兴电子有限公司"]
    ((text, labels),) = ana.taps("Alpha Foods")
    assert text.startswith("Alpha Foods (K1) · A\nLondon, UK")
    assert labels[:2] == ["Met", "Nobody in"]
    ((text, labels),) = ana.taps("Met")
    assert "Alpha Foods" in text
    assert labels[:2] == ["Edit", "Undo"]
    ((text, _),) = ana.taps("Undo")
    assert text.startswith("Taken back: Alpha Foods.")
    ((text, _),) = ana.says("last visit Alpha Foods")
    assert "never" in text.lower() or "no visit" in text.lower()


def test_a_question_in_chinese_is_answered_in_chinese(channel: Channel) -> None:
    ((text, labels),) = channel.talk("carla").says("我的客户")
    assert text.startswith("你的客户：2家")
    assert labels[:2] == ["Cedar Paper", "Delta Marine"]


def test_a_name_with_an_ampersand_reads_as_it_is_written(channel: Channel) -> None:
    ((text, _),) = channel.talk("boris").says("card of Bolt & Sons")
    assert text.startswith("Bolt & Sons (K8)")


def test_markup_that_somebody_types_is_only_text(channel: Channel) -> None:
    ana = channel.talk("ana")
    typed = "note for Alpha Foods: wants <b>200</b> <i>valves & taps</i>"
    ((text, _),) = ana.says(typed)
    assert "wants <b>200</b> <i>valves & taps</i>" in text
    ana.taps("Undo")


def test_a_photo_is_told_what_can_be_done_instead(channel: Channel) -> None:
    ((text, _),) = channel.talk("boris").sends_photo("")
    assert "photo" in text.lower() or "picture" in text.lower()


def test_nonsense_gets_examples_to_tap(channel: Channel) -> None:
    ((text, labels),) = channel.talk("boris").says("qwrtzp fnord")
    assert text
    assert len(labels) == 3


def test_another_teams_customer_reads_as_nobody(channel: Channel) -> None:
    ana = channel.talk("ana")
    ((theirs, _),) = ana.says("card of Delta Marine")
    ((nobody, _),) = ana.says("card of Zelta Narine")
    assert theirs.replace("Delta Marine", "Zelta Narine") == nobody


SCRIPT = (
    "help", "帮助", "how many customers does each rep have", "all customers", "more", "more",
    "card of Cedar Paper", "why", "what would lift it", "who is overdue", "我该拜访谁",
    "we met Cedar Paper yesterday, they want 200 more reams", "undo", "undo",
    "orders of Alpha Foods", "who owes us money", "note for Bolt & Sons: <b>call</b> before 5",
    "撤销",
    "remind me to call Bravo Tools on friday", "my reminders", "华兴", "1", "not a question at all",
    "x" * 4000, "👍" * 300, "= 1 + 1 & 2 < 3",
)  # fmt: skip


def test_both_channels_say_the_same_word_for_word(
    at_terminal: AtTerminal, at_telegram: AtTelegram
) -> None:
    keyboard, phone = at_terminal.talk("dora"), at_telegram.talk("dora")
    for line in SCRIPT:
        assert keyboard.says(line) == phone.says(line), line
    assert keyboard.sends_photo("Cedar Paper") == phone.sends_photo("Cedar Paper")
