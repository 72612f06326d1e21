"""Complaints written down, and people taken in by hand: who may, and what the log keeps."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from crm.entities import Role
from crm.errors import NotFound
from crm.store import complaints, customers, deeds, people, tables
from crm.store.database import Database
from tests.support.cast import ALPHA, Cast

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_complaint_is_open_on_the_card_until_it_is_settled(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        complaints.record(session, cast.ana, ALPHA, kind="quality", text="It leaks.", now=NOW)
        settled = NOW + timedelta(days=1)
        complaints.record(
            session, cast.ana, ALPHA, kind=None, text="Came late.", now=NOW, closed_at=settled
        )
        card = customers.get_card(session, cast.ana, ALPHA, NOW.date())
    assert card.open_complaints == 1


def test_a_complaint_is_logged_with_who_took_it(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        deed_id = complaints.record(session, cast.ana, ALPHA, kind=None, text="It leaks.", now=NOW)
        logged = session.execute(select(tables.changes)).one()
        (row_id,) = deeds.list_rows(session, deed_id, tables.complaints)
    assert (logged.table_name, logged.row_id) == ("complaints", row_id)
    assert (logged.deed_id, logged.person_id) == (deed_id, cast.ana.person_id)


def test_nobody_complains_of_another_teams_customer(database: Database, cast: Cast) -> None:
    with database.writing() as session, pytest.raises(NotFound):
        complaints.record(session, cast.carla, ALPHA, kind=None, text="It leaks.", now=NOW)


def test_somebody_taken_in_by_hand_is_found_and_logged(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        before = customers.find_names_revision(session)
        person_id = people.add(session, cast.gus, "Hana Holt", Role.DESK, code="P8", now=NOW)
        (found,) = people.find_people(session, "P8")
        logged = session.execute(select(tables.changes)).one()
        assert customers.find_names_revision(session) != before
    assert (found.id, found.role) == (person_id, Role.DESK)
    assert (logged.table_name, logged.person_id) == ("people", cast.gus.person_id)
