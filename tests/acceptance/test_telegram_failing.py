"""The bot as it runs in front of a Telegram that fails: what became of every answer is known."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.payloads import Call, write_call
from bot.channels.telegram import chat_of
from bot.messages import Message
from bot.post.outbox import Outgoing, enqueue
from bot.post.tables import links, outbox
from crm.store.database import Database
from tests.support.emulator import CUT, HANGING, Emulator, running_emulator
from tests.support.reckoning import Reps
from tests.support.running import running_bot, wait_until_quiet

TOO_MANY = "Too Many Requests: retry after 1"
FAILURES: tuple[tuple[dict[str, Any], str, int], ...] = (
    ({"status": 429, "description": TOO_MANY, "parameters": {"retry_after": 1}}, "sent", 1),
    ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, "blocked", 0),
    ({"status": 400, "description": "Bad Request: chat not found"}, "unreachable", 0),
    ({"status": 400, "description": "Bad Request: can't parse entities"}, "sent", 1),
    ({"status": 400, "description": "Bad Request: BUTTON_DATA_INVALID"}, "refused", 0),
    ({"status": CUT, "accepted": True}, "unknown", 1),
    ({"status": CUT}, "unknown", 0),
    ({"status": HANGING}, "unknown", 0),
)
"""What happens to somebody's first answer, how its row ends, and how often it arrived."""
NOT_MODIFIED = "Bad Request: message is not modified"
EDITED = len(FAILURES) + 1


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A Bot API server of this test's own."""
    with running_emulator() as running:
        yield running


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_failure_ends_as_the_table_says_and_the_next_answer_arrives(
    emulator: Emulator, database: Database, database_url: str, tmp_path: Path
) -> None:
    """Everybody writes two notes; the answer to the first fails, each in its own way.

    An edit changes nothing. Who could not be reached can be again once they write.
    """
    reps = Reps(emulator, database, len(FAILURES))
    queue_edit(database, EDITED)
    for chat, (failure, _, _) in enumerate(FAILURES, start=1):
        emulator.fail("sendMessage", when=is_for(chat), **failure)
    emulator.fail("editMessageText", 400, NOT_MODIFIED)
    reps.write(len(FAILURES))
    with running_bot(emulator, database_url, tmp_path):
        wait_until_quiet(emulator, database, reps.messages)
        assert out_of_reach(database) == {"blocked", "unreachable", None}
        reps.write(len(FAILURES))
        wait_until_quiet(emulator, database, reps.messages)
        assert out_of_reach(database) == {None}
    for chat, (failure, state, arrived) in enumerate(FAILURES, start=1):
        assert states_of(database, chat) == [state, "sent"], failure
        assert len(emulator.heard(chat)) == arrived + 1, failure
    assert states_of(database, EDITED) == ["sent"]
    reps.check_inbox()
    reps.check_notes()


def queue_edit(database: Database, chat: int) -> None:
    call = Call(Message("as it was"), "edit", 12)
    with database.writing() as session:
        outgoing = Outgoing("telegram", chat_of(chat), write_call(call))
        enqueue(session, outgoing, datetime.now(UTC))


def is_for(chat: int) -> Callable[[dict[str, Any]], bool]:
    return lambda fields: int(fields["chat_id"]) == chat


def states_of(database: Database, chat: int) -> list[str]:
    query = select(outbox.c.state).where(outbox.c.chat == chat_of(chat)).order_by(outbox.c.id)
    with database.reading() as session:
        return list(session.scalars(query))


def out_of_reach(database: Database) -> set[str | None]:
    with database.reading() as session:
        return set(session.scalars(select(links.c.out_of_reach)))
