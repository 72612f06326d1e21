"""The outbox: what leaves next, and what becomes of it."""

import itertools
import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from bot.post import claiming, outbox, outcomes, owners
from bot.post.outbox import BROADCAST, REMINDER, REPLY, Claimed, Outgoing
from bot.post.outcomes import Outcome
from bot.post.paces import BURST, seconds_between
from bot.post.tables import gates, paces
from crm.errors import NotFound, Overtaken
from crm.store.database import Database, Session
from tests.support.posting import NOW, Post


@pytest.fixture
def post(database: Database) -> Post:
    """An empty outbox."""
    return Post(database)


def texts(claimed: list[Claimed]) -> list[str]:
    return [each.payload for each in claimed]


def test_a_chat_gets_its_messages_in_order_and_one_at_a_time(post: Post) -> None:
    for text in ("first", "second", "third"):
        post.queue("ana", text)
    (first,) = post.claim(limit=4)
    assert first.payload == "first"
    assert post.claim(limit=4) == []
    post.settle(first)
    assert post.send_all(limit=4) == ["second", "third"]


def test_replies_go_before_reminders_and_reminders_before_broadcasts(post: Post) -> None:
    post.queue("ana", "broadcast", priority=BROADCAST)
    post.queue("boris", "reminder", priority=REMINDER)
    post.queue("carla", "reply", priority=REPLY)
    post.queue("ana", "reply to Ana", priority=REPLY)
    assert post.send_all() == ["reply", "reply to Ana", "reminder", "broadcast"]


def test_one_chats_backlog_starves_nobody(post: Post) -> None:
    for number in range(100):
        post.queue("busy", f"busy {number}")
    post.queue("ana")
    assert texts(post.claim(limit=4)) == ["busy 0", "ana"]


def test_a_reply_bursts_and_then_keeps_the_pace_of_its_chat(post: Post) -> None:
    rate = 280.0
    for number in range(10):
        post.queue("ana", f"{number}")
    times: list[float] = []
    while len(times) < 10:
        found = post.look(rate=rate)
        for each in found.rows:
            times.append(found.seconds)
            post.settle(each)
    between = seconds_between(rate)
    for late in range(10):
        for early in range(late):
            at_most = BURST + (times[late] - times[early]) / between
            assert late - early + 1 <= at_most + 1e-6


def test_a_broadcast_does_not_burst(post: Post) -> None:
    def open_gate() -> None:
        with post.database.writing() as session:
            session.execute(gates.update().values(free_at=0.0))

    once_in_a_thousand_seconds = 28 / 1000
    post.queue("ana", "one", priority=BROADCAST)
    post.queue("ana", "two", priority=BROADCAST)
    (one,) = post.claim(rate=once_in_a_thousand_seconds)
    post.settle(one)
    open_gate()
    found = post.look(rate=once_in_a_thousand_seconds)
    assert not found.rows
    assert found.wait is not None
    assert 900 < found.wait <= 1000
    post.queue("ana", "reply")
    assert texts(post.claim(rate=once_in_a_thousand_seconds)) == ["reply"]


def test_the_gate_lets_nobody_leave_within_a_step_of_another(post: Post) -> None:
    rate, each = 500.0, 50
    for number in range(4 * each):
        post.queue(f"chat {number}")
    turns: list[float] = []

    def work(owner: str) -> None:
        mine: list[Claimed] = []
        while len(mine) < each:
            mine += post.claim(owner, rate=rate, limit=min(4, each - len(mine)))
        turns.extend(row.leaves_at for row in mine)

    threads = [threading.Thread(target=work, args=(f"owner {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns.sort()
    assert len(turns) == 4 * each
    steps = [later - earlier for earlier, later in itertools.pairwise(turns)]
    assert min(steps) > 1 / rate - 1e-5


def test_a_429_pauses_everybody_and_loses_nothing(post: Post) -> None:
    post.queue("ana")
    post.queue("boris")
    (ana,) = post.claim("one")
    assert post.settle(ana, outcomes.pause(3600, "429"))
    found = post.look("two")
    assert not found.rows
    assert found.wait is not None
    assert 3500 < found.wait <= 3600
    assert post.states() == {"ana": "queued", "boris": "queued"}


def test_what_could_not_be_sent_is_not_overtaken_in_its_chat(post: Post) -> None:
    post.queue("ana", "first")
    post.queue("ana", "second")
    post.queue("boris")
    (first,) = post.claim()
    post.settle(first, outcomes.again(3600, "no connection"))
    assert post.send_all(limit=4) == ["boris"]
    wait = post.look().wait
    assert wait is not None
    assert 3500 < wait <= 3600


def test_the_pause_before_another_try_grows(post: Post) -> None:
    post.queue("ana")
    waits = []
    for _ in range(4):
        (ana,) = post.claim()
        post.settle(ana, outcomes.again())
        waits.append(post.look().wait or 0.0)
        with post.database.writing() as session:
            session.execute(paces.delete())
    assert [round(wait) for wait in waits] == [1, 2, 4, 8]


def test_a_lease_that_runs_out_leaves_a_row_unknown_and_frees_its_chat(post: Post) -> None:
    post.queue("ana", "first")
    post.queue("ana", "second")
    post.claim(lease=-1.0)
    assert post.reap() == 1
    assert post.reap() == 0
    assert post.send_all() == ["second"]
    assert post.states() == {"first": "unknown", "second": "sent"}


def test_a_lease_that_runs_is_left_alone(post: Post) -> None:
    post.queue("ana")
    post.claim()
    assert post.reap() == 0


def test_whoever_settles_late_is_not_heard(post: Post) -> None:
    row_id = post.queue("ana")
    assert row_id is not None
    (claimed,) = post.claim("slow", lease=-1.0)
    post.reap()
    assert not post.settle(claimed)
    assert post.states() == {"ana": "unknown"}
    with post.database.writing() as session:
        outbox.resend(session, row_id, NOW)
    (again,) = post.claim("slow")
    assert not post.settle(claimed, outcomes.refused("an answer to the first try"))
    assert post.settle(again)
    assert post.states() == {"ana": "sent"}


def test_a_row_is_settled_once(post: Post) -> None:
    post.queue("ana")
    (claimed,) = post.claim()
    assert post.settle(claimed)
    assert not post.settle(claimed, outcomes.unknown("cut"))
    assert post.states() == {"ana": "sent"}


@pytest.mark.parametrize(
    "outcome",
    [
        outcomes.blocked("x"),
        outcomes.unreachable("x"),
        outcomes.refused("x"),
        outcomes.unknown("x"),
        outcomes.expired(),
        outcomes.cancelled("x"),
    ],
)
def test_what_has_ended_is_never_sent_again(post: Post, outcome: Outcome) -> None:
    post.queue("ana")
    (claimed,) = post.claim()
    post.settle(claimed, outcome)
    assert post.claim() == []
    assert post.states() == {"ana": outcome.state}


def test_a_key_is_queued_once(post: Post) -> None:
    assert post.queue("ana", key="digest:1:2026-11-24") is not None
    assert post.queue("ana", key="digest:1:2026-11-24") is None
    assert post.send_all() == ["ana"]
    assert post.queue("ana", key="digest:1:2026-11-24") is None


def test_what_is_not_yet_due_waits_and_says_how_long(post: Post) -> None:
    post.queue("ana", due_at=NOW + timedelta(days=36500))
    post.queue("ana", "now")
    assert post.send_all() == ["now"]
    wait = post.look().wait
    assert wait is not None
    assert wait > 10**8


def test_nothing_to_do_waits_for_somebody_to_queue(post: Post) -> None:
    assert post.look().wait is None


def test_what_is_too_late_expires_and_the_next_goes(post: Post) -> None:
    for number in range(5):
        post.queue("ana", f"late {number}", expires_at=NOW - timedelta(minutes=1))
    post.queue("ana", "timely", expires_at=NOW + timedelta(minutes=1))
    assert texts(post.claim()) == ["timely"]
    assert list(post.states().values()).count("expired") == 5


def test_what_is_no_longer_true_is_cancelled_and_the_next_goes(post: Post) -> None:
    def not_for_ana(_session: Session, row: Claimed) -> str | Outcome:
        return row.payload if row.chat != "ana" else outcomes.cancelled("past")

    post.queue("ana")
    post.queue("boris")
    assert texts(post.claim(prepare=not_for_ana)) == ["boris"]
    assert post.states() == {"ana": "cancelled", "boris": "sending"}


def test_a_process_that_died_here_is_known_at_once(post: Post) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = socket.gethostname()[:50]
    post.queue("ana")
    post.queue("boris")
    post.queue("carla")
    post.claim(f"{host}:{ended.pid}:1")
    post.claim(owners.own_name())
    post.claim(f"another-machine:{ended.pid}:1")
    with post.database.writing() as session:
        assert outbox.reap_gone(session, NOW) == 1
    assert post.states() == {"ana": "unknown", "boris": "sending", "carla": "sending"}


@pytest.mark.parametrize("owner", ["", "no owner", "a:b:c", "::", f"{socket.gethostname()}:x:1"])
def test_an_owner_of_whom_nothing_is_known_is_not_called_dead(owner: str) -> None:
    assert not owners.is_gone(owner)


def test_a_number_given_again_after_a_restart_is_a_dead_owner() -> None:
    assert owners.is_gone(f"{socket.gethostname()[:50]}:{os.getpid()}:1")
    assert not owners.is_gone(f"{socket.gethostname()[:50]}:{os.getppid()}:1")


def test_people_decide_what_becomes_of_the_unknown(post: Post) -> None:
    again, never = post.queue("ana"), post.queue("boris")
    assert again is not None
    assert never is not None
    for claimed in post.claim(limit=2):
        post.settle(claimed, outcomes.unknown("cut"))
    with post.database.reading() as session:
        listed = outbox.list_rows(session, "unknown")
    assert [(row.id, row.failure) for row in listed] == [(again, "cut"), (never, "cut")]
    with post.database.writing() as session:
        outbox.resend(session, again, NOW)
        outbox.drop(session, never, NOW)
    assert post.send_all() == ["ana"]
    assert post.states() == {"ana": "sent", "boris": "cancelled"}


def test_what_expired_can_be_sent_all_the_same(post: Post) -> None:
    row_id = post.queue("ana", expires_at=NOW - timedelta(minutes=1))
    assert row_id is not None
    assert post.claim() == []
    with post.database.writing() as session:
        outbox.resend(session, row_id, NOW)
    assert post.send_all() == ["ana"]


def test_what_is_under_way_or_has_arrived_can_be_neither_sent_again_nor_dropped(
    post: Post,
) -> None:
    row_id = post.queue("ana")
    assert row_id is not None
    (claimed,) = post.claim()
    for _ in range(2):
        for decide in (outbox.resend, outbox.drop):
            with pytest.raises(Overtaken), post.database.writing() as session:
                decide(session, row_id, NOW)
        post.settle(claimed)
    assert post.states() == {"ana": "sent"}
    with pytest.raises(NotFound), post.database.writing() as session:
        outbox.drop(session, row_id + 1, NOW)


def test_a_pause_of_one_channel_is_none_of_anothers(post: Post) -> None:
    post.queue("ana")
    (ana,) = post.claim()
    post.settle(ana, outcomes.pause(3600))
    with post.database.writing() as session:
        outbox.enqueue(session, Outgoing("other", "boris", "boris"), NOW)
        claims = claiming.claim(session, "other", owner="one", rate=28, now=NOW)
    assert texts(list(claims.rows)) == ["boris"]
