"""A month of fifty reps in three zones: every morning is told once, in time, and only what is true.

Meanwhile the bot is down for an hour and for a day, or cannot send; one node dies amid its sends;
customers change hands; people leave, go away, travel, and keep other hours. The whole of it passes
on SQLite; on PostgreSQL, where both nodes work at the same time, two days (``make faults``: all).
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.post.outbox import REMINDER
from tests.support.month_company import HEAD
from tests.support.month_passed import BEGINS, ENDS, MOST_UNASKED, Books, let_pass, read_key
from tests.support.postgres import Server

SOME_DAYS = (
    datetime(2026, 10, 7, 20, 5, tzinfo=UTC),
    datetime(2026, 10, 9, 20, 5, tzinfo=UTC),
)
"""China is back from its holidays, a node dies, somebody leaves."""

WHOLE = "WHOLE_MONTH"
"""Set it, as ``make faults`` does, to have all of it on PostgreSQL too."""

SETTLES = timedelta(days=14)
"""So long it may take until a manager has heard of everything, a few at a time."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def books(
    request: pytest.FixtureRequest, empty_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Books]:
    """Let the month pass, once."""
    if request.param == "sqlite":
        url = str(shutil.copy(empty_file, tmp_path_factory.mktemp("month") / "tiercoach.db"))
        yield let_pass(url, BEGINS, ENDS)
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield let_pass(url, *((BEGINS, ENDS) if WHOLE in os.environ else SOME_DAYS))


def test_nothing_arrives_twice(books: Books) -> None:
    arrived = Counter(told.row.id for told in books.told)
    assert set(arrived.values()) == {1}
    keys = Counter(told.row.key for told in books.told if told.is_digest)
    assert set(keys.values()) == {1}


def test_every_morning_that_came_is_accounted_for(books: Books) -> None:
    expected, unsettled = set(books.month.expected), books.events.unsettled
    assert len(expected) > 100
    assert expected - set(books.mornings) <= unsettled
    assert set(books.mornings) - expected <= unsettled
    still_open = {"queued", "sending"}
    assert not [key for key, (state, _) in books.mornings.items() if state in still_open]


def test_a_morning_is_told_at_its_minute_or_when_the_bot_is_back_unless_it_is_too_late(
    books: Books,
) -> None:
    told = {read_key(each.row.key or ""): each for each in books.told if each.is_digest}
    for key, expected in books.month.expected.items():
        if key in books.events.unsettled:
            continue
        possible = books.could_be_sent(expected)
        if possible - expected >= timedelta(hours=4):
            assert books.state(key) == "expired"
        elif key in told:
            assert told[key].at == possible
        else:
            assert books.state(key) == "cancelled"


def test_what_is_not_said_in_the_morning_was_nothing_or_for_nobody(books: Books) -> None:
    for (person_id, day), (state, why) in books.mornings.items():
        if why == "away":
            assert books.is_away(person_id, day)
        elif why == "no longer allowed":
            assert person_id in books.events.left
        elif state == "cancelled":
            assert why == "nothing to say"
    assert {state for state, _ in books.mornings.values()} <= {
        "sent",
        "cancelled",
        "expired",
        "unknown",
    }


def test_nobody_is_spoken_to_unasked_in_quiet_hours_or_on_a_day_off(books: Books) -> None:
    assert [told for told in books.told if told.row.unasked and not told.in_hours] == []


def test_nobody_is_told_of_a_customer_that_is_not_theirs_at_that_moment(books: Books) -> None:
    assert [told for told in books.told if told.foreign] == []
    assert len({name for told in books.told for name in told.named}) > 100


def test_nobody_is_told_more_than_three_things_a_day_that_they_did_not_ask_for(
    books: Books,
) -> None:
    days = Counter(
        (told.row.person_id, books.person(told).today(told.at))
        for told in books.told
        if told.row.unasked
    )
    assert max(days.values()) == MOST_UNASKED


def test_who_is_away_or_has_left_hears_nothing_in_the_morning(books: Books) -> None:
    for told in books.told:
        person_id = told.row.person_id or HEAD
        left_at = books.events.left.get(person_id)
        assert left_at is None or told.at < left_at
        if told.is_digest:
            assert not books.is_away(*read_key(told.row.key or ""))


def test_a_customer_of_the_first_tier_that_slipped_reaches_its_manager_once(books: Books) -> None:
    told = Counter(books.list_slips())
    assert set(told.values()) == {1}
    heard_of = {(name, latest_on) for _, name, latest_on in told}
    today = books.month.clock.now.date()
    for name, latest_on in books.overdue.items():
        if books.month.began.date() <= latest_on <= today - SETTLES:
            assert (name, latest_on) in heard_of


def test_a_morning_is_edited_where_it_stands_and_that_same_day(books: Books) -> None:
    digests = {(each.row.chat, each.number): each for each in books.told if each.is_digest}
    edits = [each for each in books.told if each.replaces and each.row.priority == REMINDER]
    assert edits
    for edit in edits:
        assert not edit.row.unasked
        morning, person = digests[edit.row.chat, edit.replaces or 0], books.person(edit)
        assert person.today(morning.at) == person.today(edit.at)


def test_what_was_being_sent_when_a_node_died_is_unknown_and_never_sent_again(
    books: Books,
) -> None:
    lost = {read_key(told.row.key or "") for told in books.month.lost if told.is_digest}
    assert lost
    assert {key for key, (state, _) in books.mornings.items() if state == "unknown"} == lost


def test_a_reminder_asked_for_comes_once_at_its_minute_or_later_that_day(books: Books) -> None:
    heard = 0
    for words, (person_id, at) in books.events.reminders.items():
        if person_id in books.events.travelled | set(books.events.left):
            continue
        moments = [
            told.at
            for told in books.told
            if words in told.text and (told.row.key or "").startswith("reminder:")
        ]
        someone, possible = books.month.everyone[person_id], books.could_be_sent(at)
        is_over = someone.today(possible) > someone.today(at) or possible >= books.month.clock.now
        assert moments == ([] if is_over else [possible])
        heard += len(moments)
    assert heard
