"""The hold: a tier changes when two applied gradings of different days agree on the side."""

from datetime import date, timedelta

import pytest

from crm.store import gradings
from crm.store.database import Database, Session
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.grading import TODAY, applied, buys, graded, policy_with, tiers

HOLDING = policy_with(hold=True)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def overtaken(database: Database, cast: Cast) -> Database:
    """Alpha was graded A and Cedar C; then Cedar bought more than all others."""
    del cast
    with database.writing() as session:
        for customer_id, amount in ((who.ALPHA, 900), (who.BRAVO, 500), (who.CEDAR, 100)):
            buys(session, customer_id, amount)
        applied(session, HOLDING)
        applied(session, HOLDING, day(1))
        assert some(session) == ("A", "B", "C")
        buys(session, who.CEDAR, 5_000, day(2))
    return database


def some(session: Session) -> tuple[str | None, ...]:
    now = tiers(session)
    return now[who.ALPHA], now[who.BRAVO], now[who.CEDAR]


def test_one_grading_moves_nobody_and_the_second_does(overtaken: Database) -> None:
    with overtaken.writing() as session:
        assert applied(session, HOLDING, day(2)).changed == 0
        assert gradings.get_grade(session, who.CEDAR).grade.held_by == "hold"
        assert gradings.get_grade(session, who.CEDAR).grade.ruled == "A"
        applied(session, HOLDING, day(3))
        assert some(session) == ("B", "C", "A")
        assert gradings.get_grade(session, who.CEDAR).grade.held_by is None


def test_the_same_day_graded_twice_is_no_second_word(overtaken: Database) -> None:
    with overtaken.writing() as session:
        for _ in range(3):
            applied(session, HOLDING, day(2))
        assert some(session) == ("A", "B", "C")


def test_a_preview_is_no_word_at_all_and_shows_what_would_be_applied(overtaken: Database) -> None:
    with overtaken.writing() as session:
        preview = graded(session, HOLDING, day(2))
        graded(session, HOLDING, day(3))
        grading_id = applied(session, HOLDING, day(2)).grading_id
        assert some(session) == ("A", "B", "C")
        latest = gradings.find_latest(session)
        assert latest is not None
        assert latest.id == grading_id
        assert latest.overview == preview.overview


def test_without_the_hold_one_grading_is_enough(overtaken: Database) -> None:
    with overtaken.writing() as session:
        applied(session, policy_with(), day(2))
        assert some(session) == ("B", "C", "A")


@pytest.mark.usefixtures("cast")
def test_a_first_grading_holds_nobody_back_who_has_no_tier(database: Database) -> None:
    with database.writing() as session:
        buys(session, who.BORIS_OWN, 100)
        applied(session, HOLDING)
        assert tiers(session)[who.BORIS_OWN] == "B"
