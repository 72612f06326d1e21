"""Several processes share one outbox, and are killed, stopped and started again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.post import outbox
from bot.post.faults import POINTS
from bot.post.outbox import Outgoing
from crm.store.database import Database, open_database
from tests.support.postgres import Server
from tests.support.posting import CHANNEL, NOW, Post
from tests.support.sending import sign_of

ROOT = Path(__file__).parents[2]
IN_FLIGHT = 4
LIMIT_SECONDS = 90.0
AS_FAST_AS_IT_GOES = 100_000.0

DELIVERY_POINTS = [point for point in POINTS if point.split(".")[0] in {"claim", "send", "settle"}]


@dataclass
class Works:
    """Delivering processes at work on one database, and the ledger of what has arrived."""

    url: str
    ledger: Path
    database: Database
    rate: float = AS_FAST_AS_IT_GOES
    lease: float = 20.0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def post(self) -> Post:
        """The outbox."""
        return Post(self.database)

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start one more process."""
        command = [self.url, str(self.ledger), str(self.rate), str(self.lease)]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.sending", *command],
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process as a power cut would."""
        process.kill()
        process.wait()
        self.running.remove(process)

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Tell a process to end once it can hear it, and wait until it has."""
        wait_until(sign_of(self.ledger, process.pid).exists)
        process.terminate()
        assert process.wait(LIMIT_SECONDS) == 0
        self.running.remove(process)

    def queue(self, count: int, chats: int) -> None:
        """Queue numbered texts for so many chats."""
        with self.database.writing() as session:
            for number in range(count):
                outgoing = Outgoing(CHANNEL, f"chat {number % chats}", str(number))
                outbox.enqueue(session, outgoing, NOW)

    @property
    def arrived(self) -> list[tuple[int, str, str]]:
        """What has arrived, in its order: the process that sent it, the chat and the text."""
        if not self.ledger.exists():
            return []
        lines = [line.split("\t") for line in self.ledger.read_text("utf-8").splitlines()]
        return [(int(number), chat, text) for number, chat, text in lines]

    def busy(self) -> list[subprocess.Popen[bytes]]:
        """The processes that sent something lately."""
        lately = {number for number, _, _ in self.arrived[-40:]}
        return [process for process in self.running if process.pid in lately]

    def is_settled(self) -> bool:
        """Nothing is queued or being sent."""
        return not {"queued", "sending"} & set(self.post.states().values())


def wait_until(so: Callable[[], object]) -> None:
    """Wait for what other processes do."""
    until = time.monotonic() + LIMIT_SECONDS
    while not so():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.005)


@contextmanager
def works_on(url: str, folder: Path) -> Iterator[Works]:
    """Give a database with no process at work yet; end those that are left."""
    works = Works(url, folder / "ledger", open_database(url, create=False))
    try:
        yield works
    finally:
        for process in works.running:
            process.kill()
            process.wait()
        works.database.close()


@pytest.fixture
def works(database_url: str, tmp_path: Path) -> Iterator[Works]:
    """One database and its processes, on SQLite and on PostgreSQL."""
    with works_on(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def shared(postgres: Server, tmp_path: Path) -> Iterator[Works]:
    """A PostgreSQL database and its processes."""
    with postgres.database() as url, works_on(url, tmp_path) as opened:
        yield opened


def check_books(works: Works, queued: int, kills: int) -> None:
    """Every row is accounted for: nothing lost, nothing twice, in order, few unknown."""
    states = works.post.states()
    arrived = Counter(text for _, _, text in works.arrived)
    sent = {text for text, state in states.items() if state == "sent"}
    unknown = {text for text, state in states.items() if state == "unknown"}
    assert len(states) == queued == len(sent) + len(unknown)
    assert all(times == 1 for times in arrived.values())
    assert sent <= set(arrived) <= sent | unknown
    assert len(unknown) <= IN_FLIGHT * kills
    chats: dict[str, list[int]] = {}
    for _, chat, text in works.arrived:
        chats.setdefault(chat, []).append(int(text))
    assert all(numbers == sorted(numbers) for numbers in chats.values())


def test_four_processes_killed_at_random_lose_and_double_nothing(shared: Works) -> None:
    kills, queued = 8, 600
    dice = random.Random(20261124)
    shared.lease = 3600.0
    shared.queue(queued, chats=40)
    for _ in range(4):
        shared.start()
    marks = sorted(dice.sample(range(20, queued - 60), kills))
    for mark in marks:
        wait_until(lambda mark=mark: len(shared.arrived) >= mark and shared.busy())  # type: ignore[misc]
        shared.kill(dice.choice(shared.busy()))
        shared.start()
    wait_until(shared.is_settled)
    for process in list(shared.running):
        shared.stop(process)
    check_books(shared, queued, kills)


@pytest.mark.parametrize("point", DELIVERY_POINTS)
def test_a_process_killed_anywhere_leaves_every_row_accounted_for(works: Works, point: str) -> None:
    works.lease = 3600.0
    works.queue(40, chats=8)
    dying = works.start(TIERCOACH_FAULT=f"{point}:3")
    assert dying.wait(LIMIT_SECONDS) == -signal.SIGKILL
    works.running.remove(dying)
    left = works.start()
    wait_until(works.is_settled)
    works.stop(left)
    check_books(works, 40, kills=1)
    states = works.post.states()
    unknown = [text for text, state in states.items() if state == "unknown"]
    arrived = {text for _, _, text in works.arrived}
    if point == "send.after":
        assert arrived & set(unknown)
    if point == "claim.after_commit":
        assert set(unknown) - arrived


def test_a_process_told_to_end_leaves_nothing_unknown(works: Works) -> None:
    works.queue(80, chats=8)
    for _ in range(3):
        process = works.start()
        before = len(works.arrived)
        wait_until(lambda before=before: len(works.arrived) >= before + 5)  # type: ignore[misc]
        works.stop(process)
        assert not {"sending", "unknown"} & set(works.post.states().values())
    works.start()
    wait_until(works.is_settled)
    check_books(works, 80, kills=0)


def test_who_wakes_up_after_its_lease_changes_nothing(shared: Works) -> None:
    shared.lease = 0.5
    shared.post.queue("ana", "slow")
    sleeper = shared.start()
    wait_until(lambda: bool(shared.arrived))
    sleeper.send_signal(signal.SIGSTOP)
    try:
        other = shared.start()
        wait_until(lambda: shared.post.states()["slow"] == "unknown")
        shared.post.queue("ana", "after")
        wait_until(lambda: shared.post.states()["after"] == "sent")
        (shared.ledger.with_name("go")).touch()
    finally:
        sleeper.send_signal(signal.SIGCONT)
    shared.stop(sleeper)
    shared.stop(other)
    assert shared.post.states() == {"slow": "unknown", "after": "sent"}
    assert [text for _, _, text in shared.arrived] == ["slow", "after"]


def test_a_claim_slept_over_is_not_sent_late(shared: Works) -> None:
    """At that rate it has claimed two or three rows whose turn has not come when it is stopped."""
    shared.rate, shared.lease = 28.0, 0.5
    shared.queue(30, chats=30)
    sleeper = shared.start()
    wait_until(lambda: len(shared.arrived) >= 5)
    sleeper.send_signal(signal.SIGSTOP)
    try:
        other = shared.start()
        wait_until(shared.is_settled)
        states, arrived = shared.post.states(), shared.arrived
    finally:
        sleeper.send_signal(signal.SIGCONT)
    shared.stop(sleeper)
    shared.stop(other)
    assert shared.post.states() == states
    assert shared.arrived == arrived
    check_books(shared, 30, kills=1)
