"""The digest of a morning as it is kept, and edited; what is told only once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.messages import Errand
from bot.post import claiming, digests, outbox, outcomes, tellings
from bot.post.errands import read_errand
from bot.post.outbox import REMINDER, Outgoing
from bot.post.tables import outbox as rows
from crm.store.database import Database
from tests.support import cast as who
from tests.support.chatting import MORNING, Office
from tests.support.posting import CHANNEL, UNPACED

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def tell(database: Database, chat: str = "chat", *, arrives: bool = True) -> int:
    """Tell Ana her digest; return its row."""
    with database.writing() as session:
        row_id = outbox.enqueue(session, Outgoing(CHANNEL, chat, "x", who.ANA, REMINDER), NOW)
        assert row_id is not None
        digests.keep(
            session, person_id=who.ANA, told_on=ON, chat=chat, outbox_id=row_id, state="{}"
        )
        (row,) = claiming.claim(session, CHANNEL, owner="me", rate=UNPACED, now=NOW).rows
        outcome = outcomes.sent(77) if arrives else outcomes.blocked("x")
        assert outbox.settle(session, row, outcome, NOW)
    return row_id


def edits(database: Database) -> list[Any]:
    with database.reading() as session:
        found = session.execute(select(rows).where(rows.c.payload.like('%"refresh"%'))).all()
    return list(found)


def refresh(database: Database) -> None:
    with database.writing() as session:
        digests.refresh(session, who.ANA, ON, NOW)


def test_what_is_kept_is_found_and_replaced(database: Database) -> None:
    row_id = tell(database)
    with database.writing() as session:
        found = digests.find(session, who.ANA, ON)
        assert found is not None
        assert (found.chat, found.outbox_id, found.state) == ("chat", row_id, "{}")
        digests.keep(
            session, person_id=who.ANA, told_on=ON, chat="chat", outbox_id=row_id, state="[1]"
        )
        again = digests.find(session, who.ANA, ON)
        assert again is not None
        assert (again.id, again.state) == (found.id, "[1]")
        assert digests.find_message(session, who.ANA, ON) == 77
        assert digests.find(session, who.BORIS, ON) is None


def test_an_edit_waits_once_and_nobody_counts_it(database: Database) -> None:
    tell(database)
    refresh(database)
    refresh(database)
    (edit,) = edits(database)
    assert read_errand(edit.payload) == Errand("refresh", "2026-11-24")
    assert (edit.chat, edit.priority, edit.unasked) == ("chat", REMINDER, False)


def test_one_that_is_on_its_way_does_not_tell_what_happened_since(database: Database) -> None:
    tell(database)
    refresh(database)
    with database.writing() as session:
        claiming.claim(session, CHANNEL, owner="me", rate=UNPACED, now=NOW)
    refresh(database)
    assert len(edits(database)) == 2


def test_a_digest_that_was_not_sent_is_not_edited(database: Database) -> None:
    refresh(database)
    tell(database, arrives=False)
    refresh(database)
    assert edits(database) == []


@pytest.mark.parametrize(
    ("text", "edited"), [("visited Alpha Foods today", 1), ("undo", 0), ("my A customers", 0)]
)
def test_what_somebody_does_edits_their_digest_of_today(
    office: Office, text: str, edited: int
) -> None:
    tell(office.database)
    office.chat("boris").says("visited Bolt & Sons today")
    assert edits(office.database) == []
    office.chat("ana").says(text)
    assert len(edits(office.database)) == edited
    assert MORNING.date() == ON


def test_something_is_told_once(database: Database) -> None:
    with database.writing() as session:
        assert tellings.tell_once(session, who.ANA, "slip:1:2026-11-23", ON)
        assert not tellings.tell_once(session, who.ANA, "slip:1:2026-11-23", ON)
        assert tellings.tell_once(session, who.BORIS, "slip:1:2026-11-23", ON)
        assert tellings.tell_once(session, who.ANA, "slip:1:2026-12-01", ON)
