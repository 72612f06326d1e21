"""What new customers could be: proposed by a rep, decided by a manager, held until its review."""

from datetime import timedelta

import pytest

from crm.entities import Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import gradings, hand_tiers, potentials, taking_back
from crm.store.database import Database, Session
from crm.store.tier_moves import Done
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.grading import NOW, TODAY, applied, buys, policy_with, tiers

POLICY = policy_with()
REVIEW = TODAY + timedelta(days=180)


def propose(session: Session, actor: Viewer | None, customer_id: int, tier: str = "B") -> Done:
    return potentials.propose(
        session, actor, customer_id, tier, evidence="asked for 500 a month", policy=POLICY, now=NOW
    )


def decide(session: Session, actor: Viewer | None, customer_id: int, *, confirmed: bool) -> Done:
    return potentials.decide(
        session, actor, customer_id, confirmed=confirmed, policy=POLICY, now=NOW
    )


@pytest.fixture
def start(database: Database, cast: Cast) -> Cast:
    """Alpha and Cedar have ordered and are graded; the others are new."""
    with database.writing() as session:
        buys(session, who.ALPHA, 500)
        buys(session, who.CEDAR, 400)
        applied(session)
    return cast


def test_until_it_is_confirmed_the_customer_stays_new(database: Database, start: Cast) -> None:
    with database.writing() as session:
        propose(session, start.ana, who.BRAVO)
        applied(session, as_of=TODAY + timedelta(days=1))
        assert tiers(session)[who.BRAVO] is None
        decide(session, start.boris, who.BRAVO, confirmed=True)
        assert tiers(session)[who.BRAVO] == "B"


def test_it_holds_through_a_first_order_until_its_review(database: Database, start: Cast) -> None:
    with database.writing() as session:
        propose(session, start.ana, who.BRAVO)
        decide(session, start.boris, who.BRAVO, confirmed=True)
        buys(session, who.BRAVO, 1, TODAY + timedelta(days=5))
        applied(session, as_of=REVIEW)
        stored = gradings.get_grade(session, who.BRAVO)
        assert (stored.grade.ruled, stored.grade.tier, stored.grade.held_by) == (
            "C",
            "B",
            "potential",
        )
        assert tiers(session)[who.BRAVO] == "B"
        applied(session, as_of=REVIEW + timedelta(days=1))
        assert tiers(session)[who.BRAVO] == "C"


def test_without_an_order_it_is_new_again_after_its_review(database: Database, start: Cast) -> None:
    with database.writing() as session:
        propose(session, start.ana, who.BRAVO)
        decide(session, start.boris, who.BRAVO, confirmed=True)
        applied(session, as_of=REVIEW + timedelta(days=1))
        assert tiers(session)[who.BRAVO] is None


def test_declined_it_changes_nothing_and_may_be_proposed_again(
    database: Database, start: Cast
) -> None:
    with database.writing() as session:
        before = tiers(session)
        propose(session, start.ana, who.BRAVO)
        decide(session, start.boris, who.BRAVO, confirmed=False)
        assert tiers(session) == before
        assert potentials.list_proposed(session, None) == []
        propose(session, start.ana, who.BRAVO, "A")
        assert [each.tier for each in potentials.list_proposed(session, start.boris)] == ["A"]


def test_who_has_ordered_has_no_potential(database: Database, start: Cast) -> None:
    with database.writing() as session, pytest.raises(Refused):
        propose(session, start.ana, who.ALPHA)


def test_while_one_holds_no_other_is_proposed(database: Database, start: Cast) -> None:
    with database.writing() as session:
        propose(session, start.ana, who.BRAVO)
        decide(session, start.boris, who.BRAVO, confirmed=True)
        with pytest.raises(Refused):
            propose(session, start.ana, who.BRAVO, "A")
        with pytest.raises(Overtaken):
            decide(session, start.boris, who.BRAVO, confirmed=False)


def test_a_tier_by_hand_goes_before_it(database: Database, start: Cast) -> None:
    with database.writing() as session:
        hand_tiers.set_tier(
            session, start.boris, who.BRAVO, "A", reason="strategic", policy=POLICY, now=NOW
        )
        propose(session, start.ana, who.BRAVO, "C")
        decide(session, start.boris, who.BRAVO, confirmed=True)
        assert tiers(session)[who.BRAVO] == "A"
        applied(session, as_of=TODAY + timedelta(days=1))
        assert tiers(session)[who.BRAVO] == "A"
        hand_tiers.release(session, start.boris, who.BRAVO, now=NOW)
        assert tiers(session)[who.BRAVO] == "C"


@pytest.mark.parametrize(
    ("name", "customer_id", "proposing", "deciding"),
    [
        ("ana", who.BRAVO, None, NotAllowed),
        ("ana", who.DELTA, NotFound, NotFound),
        ("carla", who.BRAVO, NotFound, NotFound),
        ("fay", who.BRAVO, NotAllowed, NotAllowed),
        ("boris", who.BRAVO, None, None),
        ("boris", who.DELTA, NotFound, NotFound),
        ("dora", who.DELTA, None, None),
        ("gus", who.ORPHAN, None, None),
        (None, who.ORPHAN, None, None),
    ],
)
def test_reps_propose_for_their_own_and_managers_decide_for_their_people(
    database: Database,
    start: Cast,
    name: str | None,
    customer_id: int,
    proposing: type[Exception] | None,
    deciding: type[Exception] | None,
) -> None:
    actor = None if name is None else getattr(start, name)
    with database.writing() as session:
        if proposing is None:
            propose(session, actor, customer_id)
        else:
            with pytest.raises(proposing):
                propose(session, actor, customer_id)
            propose(session, None, customer_id)
        if deciding is None:
            decide(session, actor, customer_id, confirmed=True)
            assert tiers(session)[customer_id] == "B"
        else:
            with pytest.raises(deciding):
                decide(session, actor, customer_id, confirmed=True)


def test_nobody_sees_what_is_proposed_in_another_team(database: Database, start: Cast) -> None:
    with database.writing() as session:
        propose(session, start.ana, who.BRAVO)
        assert potentials.list_proposed(session, start.carla) == []
        assert len(potentials.list_proposed(session, start.dora)) == 1


def test_a_decision_taken_back_waits_again(database: Database, start: Cast) -> None:
    with database.writing() as session:
        before = tiers(session)
        propose(session, start.ana, who.BRAVO)
        done = decide(session, start.boris, who.BRAVO, confirmed=True)
        taking_back.take_back(session, start.boris, done.deed_id, now=NOW)
        assert tiers(session) == before
        assert len(potentials.list_proposed(session, start.boris)) == 1
