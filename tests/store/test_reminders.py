"""Reminders: everyone's own, by day, until they are done."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from crm.errors import NotFound, Overtaken, Refused
from crm.store import reminders
from crm.store.database import Database
from crm.store.tables import customers
from crm.store.taking_back import take_back
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.grading import NOW, TODAY

FRIDAY = TODAY + timedelta(days=3)


def test_a_reminder_is_due_from_its_day_on_until_it_is_done(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        for due_on, text, customer_id in (
            (FRIDAY, "send samples", who.ALPHA),
            (TODAY, "tender", None),
            (FRIDAY + timedelta(1), None, who.BRAVO),
        ):
            reminders.record(
                session, cast.ana, due_on=due_on, text=text, customer_id=customer_id, now=NOW
            )
        due = reminders.list_due(session, cast.ana, FRIDAY)
        assert [(r.due_on, r.text, r.customer) for r in due] == [
            (TODAY, "tender", None),
            (FRIDAY, "send samples", "Alpha Foods"),
        ]
        deed_id = reminders.settle(session, cast.ana, due[0].id, now=NOW)
        assert len(reminders.list_open(session, cast.ana)) == 2
        with pytest.raises(Overtaken):
            reminders.settle(session, cast.ana, due[0].id, now=NOW)
        take_back(session, cast.ana, deed_id, now=NOW)
        assert len(reminders.list_open(session, cast.ana)) == 3


def test_nobody_sees_or_settles_anothers_reminders(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        reminders.record(session, cast.ana, due_on=TODAY, text="tender", customer_id=None, now=NOW)
        (mine,) = reminders.list_open(session, cast.ana)
        for other in (cast.boris, cast.carla, cast.gus):
            assert reminders.list_due(session, other, FRIDAY) == []
            assert reminders.find(session, other, mine.id) is None
            with pytest.raises(NotFound):
                reminders.settle(session, other, mine.id, now=NOW)
            with pytest.raises(NotFound):
                reminders.change(session, other, mine.id, now=NOW, text="x")


def test_a_reminder_names_no_customer_out_of_sight(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        with pytest.raises(NotFound):
            reminders.record(
                session, cast.ana, due_on=TODAY, text="x", customer_id=who.CEDAR, now=NOW
            )
        reminders.record(session, cast.ana, due_on=TODAY, text="x", customer_id=who.ALPHA, now=NOW)
        session.execute(
            update(customers).where(customers.c.id == who.ALPHA).values(rep_id=who.CARLA)
        )
        (mine,) = reminders.list_open(session, cast.ana)
        assert (mine.customer_id, mine.customer, mine.text) == (None, None, "x")


def test_a_reminder_is_moved_and_worded_anew(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        reminders.record(session, cast.ana, due_on=TODAY, text="x", customer_id=None, now=NOW)
        (mine,) = reminders.list_open(session, cast.ana)
        deed_id = reminders.change(session, cast.ana, mine.id, now=NOW, due_on=FRIDAY, text="y")
        (moved,) = reminders.list_open(session, cast.ana)
        assert (moved.due_on, moved.text) == (FRIDAY, "y")
        take_back(session, cast.ana, deed_id, now=NOW)
        assert reminders.list_open(session, cast.ana) == [mine]


def test_a_reminder_needs_a_day_ahead_and_something_to_say(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        for due_on, text in ((TODAY - timedelta(1), "x"), (TODAY, None), (TODAY, "  ")):
            with pytest.raises(Refused):
                reminders.record(
                    session, cast.ana, due_on=due_on, text=text, customer_id=None, now=NOW
                )
