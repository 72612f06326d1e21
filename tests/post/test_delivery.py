"""Delivery: everything queued is sent once, in order, and what became of it is noted."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.post import outbox, outcomes
from bot.post.delivery import Delivery, Sender
from bot.post.outbox import BROADCAST, Claimed, Outgoing
from bot.post.outcomes import Outcome
from bot.post.writer import Writer
from crm.errors import StoreUnavailable
from crm.store.database import Database, Session, open_database
from tests.support.posting import CHANNEL, NOW, UNPACED, Ledger, Post, closing_writer


@pytest.fixture
def post(database: Database) -> Post:
    """An empty outbox."""
    return Post(database)


def clock() -> datetime:
    return NOW


def deliver(
    post: Post, sender: Sender, until: Callable[[], bool], *, woken: bool = False, **more: Any
) -> None:
    """Run a delivery until something is so, and stop it as a process does that is told to end.

    With ``woken`` it is told all the time that something was queued.
    """

    async def run(writer: Writer) -> None:
        terms = {"rate": UNPACED, "clock": clock, **more}
        delivery = Delivery(writer, sender, **terms)
        running = asyncio.create_task(delivery.run())
        while not until() and not running.done():
            if woken:
                delivery.wake()
            await asyncio.sleep(0.001)
        delivery.stop()
        await running

    with closing_writer(post.database) as writer:
        asyncio.run(run(writer))


def in_order(ledger: Ledger) -> bool:
    chats: dict[str, list[int]] = {}
    for chat, text in ledger.sent:
        chats.setdefault(chat, []).append(int(text))
    return all(numbers == sorted(numbers) for numbers in chats.values())


def test_everything_is_sent_once_and_in_each_chats_order(post: Post) -> None:
    with post.database.writing() as session:
        for number in range(60):
            outgoing = Outgoing(CHANNEL, f"chat {number % 7}", str(number))
            outbox.enqueue(session, outgoing, NOW)
    ledger = Ledger(takes=0.01)
    deliver(post, ledger, lambda: len(ledger.sent) == 60, woken=True)
    assert sorted(map(int, ledger.texts)) == list(range(60))
    assert in_order(ledger)
    assert 1 < ledger.most_at_once <= 4
    assert set(post.states().values()) == {"sent"}


def test_a_send_that_dies_is_unknown_and_nobody_else_notices(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    def die_at_two(text: str) -> Outcome:
        if text == "2":
            raise ConnectionResetError("secret words")
        return outcomes.sent(1)

    for number in range(1, 5):
        post.queue("ana", str(number))
    ledger = Ledger(answer=die_at_two)
    deliver(post, ledger, lambda: len(ledger.sent) == 4)
    assert post.states() == {"1": "sent", "2": "unknown", "3": "sent", "4": "sent"}
    assert "may have been sent or not" in caplog.text


def test_what_surely_did_not_arrive_is_tried_until_it_does(post: Post) -> None:
    tries = iter([outcomes.again(0), outcomes.pause(0.01), outcomes.again(0)])
    for number in range(3):
        post.queue("ana", str(number))
    ledger = Ledger(answer=lambda _text: next(tries, outcomes.sent(1)))
    deliver(post, ledger, lambda: len(ledger.sent) == 6)
    assert ledger.texts == ["0", "0", "0", "0", "1", "2"]
    assert set(post.states().values()) == {"sent"}


def test_whoever_asks_is_told_of_each_send_that_is_settled(post: Post) -> None:
    told: list[tuple[str, str]] = []

    def settled(_session: Session, claimed: Claimed, outcome: Outcome) -> None:
        told.append((claimed.payload, outcome.state))

    post.queue("ana")
    post.queue("boris")
    answers = {"ana": outcomes.blocked("shut out"), "boris": outcomes.sent(1)}
    deliver(post, Ledger(answer=answers.__getitem__), lambda: len(told) == 2, settled=settled)
    assert sorted(told) == [("ana", "blocked"), ("boris", "sent")]


def test_what_is_not_allowed_any_more_never_reaches_the_channel(post: Post) -> None:
    def only_boris(_session: Session, claimed: Claimed) -> str | Outcome:
        return claimed.payload if claimed.chat == "boris" else outcomes.cancelled("shut out")

    post.queue("ana")
    post.queue("boris")
    ledger = Ledger()
    deliver(post, ledger, lambda: bool(ledger.sent), prepare=only_boris)
    assert ledger.texts == ["boris"]
    assert post.states() == {"ana": "cancelled", "boris": "sent"}


def test_a_delivery_that_is_stopped_ends_what_it_began(post: Post) -> None:
    class Slow(Ledger):
        async def send(self, chat: str, payload: str) -> Outcome:
            began.append(payload)
            return await super().send(chat, payload)

    began: list[str] = []
    for number in range(20):
        post.queue(f"chat {number}", str(number))
    ledger = Slow(takes=0.05)
    deliver(post, ledger, lambda: bool(began))
    assert sorted(began) == sorted(ledger.texts)
    states = list(post.states().values())
    assert states.count("sent") == len(began)
    assert states.count("queued") == 20 - len(began)


def test_what_it_is_sending_itself_is_not_taken_for_lost(post: Post) -> None:
    post.queue("ana")
    ledger = Ledger(takes=0.3)
    deliver(post, ledger, lambda: bool(ledger.sent), woken=True, lease=0.1)
    assert post.states() == {"ana": "sent"}


def test_replies_overtake_a_broadcast_under_way(post: Post) -> None:
    for number in range(30):
        post.queue(f"chat {number}", f"broadcast {number}", priority=BROADCAST)

    class Answering(Ledger):
        async def send(self, chat: str, payload: str) -> Outcome:
            if not self.sent:
                post.queue("ana", "reply")
            return await super().send(chat, payload)

    ledger = Answering()
    deliver(post, ledger, lambda: len(ledger.sent) == 31, in_flight=1)
    assert ledger.texts.index("reply") <= 2


def test_what_another_process_queues_is_seen_without_a_word(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.delivery.LOOKS_EVERY", 0.01)
    ledger = Ledger()
    queued: list[int | None] = []

    def until() -> bool:
        if not queued:
            queued.append(post.queue("ana"))
        return bool(ledger.sent)

    deliver(post, ledger, until)
    assert ledger.texts == ["ana"]


class Locking(Ledger):
    """A channel during whose call somebody else begins to write, for so many seconds."""

    def __init__(self, database: Database, seconds: float) -> None:
        super().__init__()
        self._other = database.engine.connect()
        self._seconds = seconds

    async def send(self, chat: str, payload: str) -> Outcome:
        """Send it, and lock the database meanwhile."""
        driver = self._other.connection.cursor()
        driver.execute("ROLLBACK" if self._other.in_transaction() else "SELECT 1")
        driver.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(self._seconds, self.end)
        return await super().send(chat, payload)

    def end(self) -> None:
        """Let the others write again."""
        self._other.close()


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """An outbox on SQLite that nobody waits for when it is locked."""
    monkeypatch.setattr("crm.store.database.WAIT_MILLISECONDS", 1)
    database = open_database(str(tmp_path / "tiercoach.db"), create=True)
    yield Post(database)
    database.close()


def test_an_outcome_is_kept_while_the_database_is_gone(impatient: Post) -> None:
    impatient.queue("ana")
    ledger = Locking(impatient.database, seconds=0.1)
    deliver(impatient, ledger, lambda: bool(ledger.sent))
    assert ledger.texts == ["ana"]
    assert impatient.states() == {"ana": "sent"}


def test_a_delivery_to_be_stopped_does_not_wait_for_a_database_that_stays_gone(
    impatient: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.delivery.GIVES_UP_AFTER", 0.1)
    impatient.queue("ana")
    ledger = Locking(impatient.database, seconds=3600)
    with pytest.raises(StoreUnavailable):
        deliver(impatient, ledger, lambda: bool(ledger.sent))
    ledger.end()
    assert impatient.states() == {"ana": "sending"}
