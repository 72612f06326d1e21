"""Tiers set by hand: they stay, expire, are released and taken back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.entities import Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import gradings, hand_tiers, history, taking_back, tier_moves
from crm.store.database import Database, Session
from crm.store.tables import hand_tiers as table
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.grading import NOW, TODAY, applied, buys, graded, policy_with, tiers

EVERYBODY = (who.ALPHA, who.BRAVO, who.CEDAR, who.DELTA, who.HUAXIN, who.HUAXING)
JUNE = date(2027, 6, 30)


@pytest.fixture
def books(database: Database, cast: Cast) -> Cast:
    """Six customers have ordered, Alpha the most, each less than the one before: A B B C C C."""
    with database.writing() as session:
        for place, customer_id in enumerate(EVERYBODY):
            buys(session, customer_id, 700 - 100 * place)
        applied(session)
    return cast


def set_by(
    session: Session, actor: Viewer | None, customer_id: int, tier: str, until: date | None = None
) -> tier_moves.Done:
    return hand_tiers.set_tier(
        session,
        actor,
        customer_id,
        tier,
        reason="volume doubled",
        policy=policy_with(),
        now=NOW,
        expires_on=until,
    )


def test_it_counts_at_once_and_stays_through_gradings(database: Database, books: Cast) -> None:
    with database.writing() as session:
        before = tiers(session)
        done = set_by(session, books.boris, who.HUAXING, "A")
        assert (done.from_tier, done.to_tier) == ("C", "A")
        assert tiers(session) == before | {who.HUAXING: "A"}
        applied(session, as_of=TODAY + timedelta(days=1))
        assert tiers(session) == before | {who.HUAXING: "A"}
        stored = gradings.get_grade(session, who.HUAXING)
        assert (stored.grade.suggested, stored.grade.ruled, stored.grade.tier) == ("C", "C", "A")
        assert stored.grade.held_by == "hand"
        assert stored.grading.overview.held == {"hand": 1}


def test_its_last_day_is_the_day_it_expires_on(database: Database, books: Cast) -> None:
    with database.writing() as session:
        set_by(session, books.boris, who.HUAXING, "A", JUNE)
        applied(session, as_of=JUNE)
        assert tiers(session)[who.HUAXING] == "A"
        found = hand_tiers.find(session, who.HUAXING, JUNE)
        assert found is not None
        assert (found.set_by, found.reason, found.expires_on) == (
            "Boris Banks",
            "volume doubled",
            JUNE,
        )
        applied(session, as_of=JUNE + timedelta(days=1))
        assert tiers(session)[who.HUAXING] == "C"
        assert hand_tiers.find(session, who.HUAXING, JUNE + timedelta(days=1)) is None


def test_released_it_has_what_the_rules_say_at_once(database: Database, books: Cast) -> None:
    with database.writing() as session:
        before = tiers(session)
        set_by(session, books.boris, who.HUAXING, "A")
        applied(session, as_of=TODAY + timedelta(days=1))
        done = hand_tiers.release(session, books.boris, who.HUAXING, now=NOW)
        assert (done.from_tier, done.to_tier) == ("A", "C")
        assert tiers(session) == before
        with pytest.raises(Overtaken):
            hand_tiers.release(session, books.boris, who.HUAXING, now=NOW)


def test_a_new_customer_is_new_again_when_released(database: Database, books: Cast) -> None:
    with database.writing() as session:
        set_by(session, books.boris, who.BORIS_OWN, "A")
        applied(session, as_of=TODAY + timedelta(days=1))
        assert tiers(session)[who.BORIS_OWN] == "A"
        grading = graded(session)
        assert grading.kept_new[who.BORIS_OWN].tier == "A"
        assert grading.overview.held == {"hand": 1}
        hand_tiers.release(session, books.boris, who.BORIS_OWN, now=NOW)
        assert tiers(session)[who.BORIS_OWN] is None


def test_the_person_and_the_reason_are_in_both_logs(database: Database, books: Cast) -> None:
    with database.writing() as session:
        set_by(session, books.boris, who.BRAVO, "A", JUNE)
        change = gradings.list_tier_changes(session, books.ana, customer_id=who.BRAVO)[0]
        assert (change.from_tier, change.to_tier, change.person_id, change.reason) == (
            "B",
            "A",
            who.BORIS,
            "volume doubled",
        )
        told = [each for each in history.list_changes(session) if each.table == "hand_tiers"]
    assert {(each.person, each.name) for each in told} == {("Boris Banks", "Bravo Tools")}
    fields = {each.field: each.after for each in told}
    assert fields["reason"] == "volume doubled"
    assert fields["set_by"] == "Boris Banks"
    assert fields["expires_on"] == "2027-06-30"


def test_set_again_the_new_word_counts(database: Database, books: Cast) -> None:
    with database.writing() as session:
        set_by(session, books.boris, who.BRAVO, "A")
        set_by(session, books.gus, who.BRAVO, "C")
        assert tiers(session)[who.BRAVO] == "C"
        assert [each.set_by for each in hand_tiers.list_in_force(session, None, TODAY)] == [
            "Gus Gold"
        ]


@pytest.mark.parametrize(
    ("name", "customer_id", "refused"),
    [
        ("ana", who.ALPHA, NotAllowed),
        ("ana", who.CEDAR, NotFound),
        ("carla", who.ALPHA, NotFound),
        ("fay", who.ALPHA, NotAllowed),
        ("boris", who.ALPHA, None),
        ("boris", who.BORIS_OWN, None),
        ("boris", who.CEDAR, NotFound),
        ("boris", who.ORPHAN, NotFound),
        ("dora", who.CEDAR, None),
        ("gus", who.ORPHAN, None),
        (None, who.ORPHAN, None),
    ],
)
def test_managers_set_and_release_their_own_peoples_tiers_and_admins_all(
    database: Database,
    books: Cast,
    name: str | None,
    customer_id: int,
    refused: type[Exception] | None,
) -> None:
    actor = None if name is None else getattr(books, name)
    with database.writing() as session:
        if refused is None:
            set_by(session, actor, customer_id, "B")
            hand_tiers.release(session, actor, customer_id, now=NOW)
            return
        before = tiers(session)
        with pytest.raises(refused):
            set_by(session, actor, customer_id, "B")
        set_by(session, books.gus, customer_id, "B")
        with pytest.raises(refused):
            hand_tiers.release(session, actor, customer_id, now=NOW)
        assert tiers(session) == before | {customer_id: "B"}


@pytest.mark.parametrize(
    ("tier", "reason", "until"),
    [
        ("D", "why not", None),
        ("A", "  ", None),
        ("A", "x" * 501, None),
        ("A", "late", TODAY.replace(day=23)),
    ],
)
def test_a_tier_nobody_has_no_reason_and_a_past_day_are_refused(
    database: Database, books: Cast, tier: str, reason: str, until: date | None
) -> None:
    with database.writing() as session, pytest.raises(Refused):
        hand_tiers.set_tier(
            session,
            books.gus,
            who.ALPHA,
            tier,
            reason=reason,
            policy=policy_with(),
            now=NOW,
            expires_on=until,
        )


def test_a_tier_the_policy_no_longer_has_keeps_nobody(database: Database, books: Cast) -> None:
    renamed = policy_with().model_dump()
    renamed["tiers"][0]["name"] = "Gold"
    gold = policy_with().model_validate(renamed)
    with database.writing() as session:
        set_by(session, books.gus, who.HUAXING, "A")
        applied(session, gold, TODAY + timedelta(days=1))
        assert tiers(session)[who.HUAXING] == "C"


def test_taken_back_everything_is_as_it_was(database: Database, books: Cast) -> None:
    with database.writing() as session:
        first = set_by(session, books.boris, who.BRAVO, "A", JUNE)
        rows = session.execute(select(table)).all()
        second = set_by(session, books.boris, who.BRAVO, "C")
        with pytest.raises(Overtaken):
            taking_back.take_back(session, books.boris, first.deed_id, now=NOW)
        taking_back.take_back(session, books.boris, second.deed_id, now=NOW)
        assert session.execute(select(table)).all() == rows
        assert tiers(session)[who.BRAVO] == "A"
        with pytest.raises(Overtaken):
            taking_back.take_back(session, books.boris, second.deed_id, now=NOW)


def test_taken_back_a_first_word_leaves_none(database: Database, books: Cast) -> None:
    with database.writing() as session:
        done = set_by(session, books.boris, who.BRAVO, "A")
        taking_back.take_back(session, books.boris, done.deed_id, now=NOW)
        assert tiers(session)[who.BRAVO] == "B"
        assert hand_tiers.find(session, who.BRAVO, TODAY) is None


def test_a_release_taken_back_is_in_force_again(database: Database, books: Cast) -> None:
    with database.writing() as session:
        set_by(session, books.boris, who.BRAVO, "A")
        done = hand_tiers.release(session, books.boris, who.BRAVO, now=NOW)
        taking_back.take_back(session, books.boris, done.deed_id, now=NOW)
        assert tiers(session)[who.BRAVO] == "A"
        assert hand_tiers.find(session, who.BRAVO, TODAY) is not None


def test_only_who_did_it_takes_it_back_that_day_and_before_a_grading(
    database: Database, books: Cast
) -> None:
    with database.writing() as session:
        done = set_by(session, books.boris, who.BRAVO, "A")
        for actor in (books.gus, books.ana, books.carla):
            with pytest.raises(NotFound):
                taking_back.take_back(session, actor, done.deed_id, now=NOW)
        with pytest.raises(Overtaken):
            taking_back.take_back(session, books.boris, done.deed_id, now=NOW + timedelta(days=1))
        with pytest.raises(NotFound):
            taking_back.take_back(session, books.boris, 99_999, now=NOW)
        applied(session, as_of=TODAY + timedelta(days=1))
        with pytest.raises(Overtaken):
            taking_back.take_back(session, books.boris, done.deed_id, now=NOW)


def test_what_was_decided_since_overtakes_an_older_question(
    database: Database, books: Cast
) -> None:
    with database.writing() as session:
        asked = tier_moves.find_version(session, who.BRAVO)
        set_by(session, books.gus, who.BRAVO, "B")
        with pytest.raises(Overtaken):
            hand_tiers.set_tier(
                session,
                books.boris,
                who.BRAVO,
                "A",
                reason="volume doubled",
                policy=policy_with(),
                now=NOW,
                version=asked,
            )
