"""``tiercoach outbox``: listed, sent again, dropped."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.payloads import Call, write_call
from bot.commands.main import main
from bot.messages import Message
from bot.post import claiming, outbox, outcomes
from bot.post.outbox import Outgoing
from bot.post.outcomes import Outcome
from crm.store.database import open_database
from tests.support.cast import ANA, write_cast
from tests.support.process import Finished

Run = Callable[..., Finished]

HOUR_AGO = datetime.now(UTC) - timedelta(minutes=61)


@pytest.fixture
def run(
    tmp_path: Path,
    empty_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """A command line in a folder whose database has the cast and three messages, one unknown."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)
    shutil.copy(empty_file, "tiercoach.db")
    unknown = outcomes.unknown("ReadTimeout")
    queue_and_send("<b>Alpha &amp; Sons</b>\n\tis\x1b[31m due", unknown, person_id=ANA)
    queue_and_send("arrived", outcomes.sent(7), person_id=ANA)
    queue_and_send("waits " * 20, None)

    def run(*arguments: str) -> Finished:
        code = main(["outbox", *arguments])
        out, err = capsys.readouterr()
        return Finished(code, out, err)

    return run


def queue_and_send(text: str, outcome: Outcome | None, person_id: int | None = None) -> None:
    database = open_database("tiercoach.db", create=False)
    with database.writing() as session:
        if not outbox.list_rows(session):
            write_cast(session)
        payload = write_call(Call(Message(text)))
        outgoing = Outgoing("telegram", f"telegram:{text[:9]}", payload, person_id)
        outbox.enqueue(session, outgoing, HOUR_AGO)
        if outcome is not None:
            claims = claiming.claim(session, "telegram", owner="x", rate=1e9, now=HOUR_AGO)
            for row in claims.rows:
                outbox.settle(session, row, outcome, HOUR_AGO)
    database.close()


def test_what_is_not_settled_is_listed_a_row_a_line(run: Run) -> None:
    lines = run().out.splitlines()
    assert [line.split("\t") for line in lines] == [
        ["1", "Ana Alba", "unknown", "1h", "Alpha & Sons is [31m due"],
        ["3", "-", "queued", "1h", ("waits " * 20)[:59] + "…"],
    ]


def test_one_state_is_listed_alone(run: Run) -> None:
    assert run("--state", "sent").out == "2\tAna Alba\tsent\t1h\tarrived\n"
    assert run("--state", "blocked").out == ""


def test_the_unknown_is_sent_again_on_somebodys_word(run: Run) -> None:
    assert run("resend", "1").out == "Message 1 is queued again.\n"
    assert run("--state", "unknown").out == ""
    assert run().out.startswith("1\tAna Alba\tqueued\t")
    again = run("resend", "1")
    assert (again.code, again.err) == (2, "Message 1 waits to be sent.\n")


def test_the_unknown_is_dropped_on_somebodys_word(run: Run) -> None:
    assert run("drop", "1").out == "Message 1 is dropped.\n"
    assert run("--state", "cancelled").out.startswith("1\tAna Alba\tcancelled\t")
    again = run("drop", "1")
    assert (again.code, again.err) == (2, "Message 1 was dropped.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("resend", "2"), "Message 2 was delivered."),
        (("drop", "2"), "Message 2 was delivered."),
        (("drop", "99"), "There is no message 99 in the outbox."),
        (("drop", "x"), "'x' is not a valid integer"),
        (("--state", "lost"), "'lost' is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.splitlines()) == 1
