"""Somebody leaves, and their customers go to others: what becomes of everything, and undo."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from crm.entities import Role, Viewer
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import (
    absences,
    customers,
    deeds,
    handovers,
    leaving,
    people,
    plans,
    requests,
    taking_back,
)
from crm.store.customers import Filter
from crm.store.database import Database, Session
from crm.store.tables import customers as customer_rows
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.snapshots import take_snapshot

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()


def leave(session: Session, actor: Viewer, person_id: int = who.ANA) -> int:
    return leaving.leave(session, actor, person_id, now=NOW, on=TODAY)


def names(session: Session, viewer: Viewer) -> list[str]:
    return [each.customer.name for each in leaving.list_waiting(session, viewer, TODAY)]


ANAS = ["Alpha Foods", "深圳市华兴电子有限公司", "Bravo Tools", "东莞华兴五金厂"]


def test_the_customers_of_who_has_left_wait_in_sight_of_those_above(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        assert names(session, cast.boris) == []
        leave(session, cast.boris)
        assert names(session, cast.boris) == names(session, cast.dora) == ANAS
        assert names(session, cast.emil) == names(session, cast.carla) == []
        assert set(names(session, cast.gus)) == {*ANAS, "Orphan Optics"}
        first, *_ = leaving.list_waiting(session, cast.boris)
        assert (first.rep, first.left_on) == ("Ana Alba", TODAY)


def test_who_leaves_next_month_does_not_wait_yet(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        leave(session, cast.boris)
        yesterday = leaving.list_waiting(session, cast.boris, TODAY - timedelta(days=1))
        assert yesterday == []


@pytest.mark.parametrize(
    ("actor", "person_id", "error"),
    [
        ("ana", who.CARLA, NotAllowed),
        ("ana", who.ANA, NotAllowed),
        ("fay", who.ANA, NotAllowed),
        ("boris", who.CARLA, NotFound),
        ("boris", who.DORA, NotFound),
        ("boris", who.BORIS, NotAllowed),
        ("gus", who.GUS, NotAllowed),
        ("boris", 987_654, NotFound),
    ],
)
def test_only_those_above_say_who_has_left(
    database: Database, cast: Cast, actor: str, person_id: int, error: type[Refused]
) -> None:
    with database.writing() as session, pytest.raises(error):
        leave(session, getattr(cast, actor), person_id)


def test_nobody_leaves_twice(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        leave(session, cast.boris)
        with pytest.raises(Overtaken):
            leave(session, cast.boris)
        with pytest.raises(NotFound):
            leave(session, cast.emil)


def test_a_cover_of_somebody_else_gives_no_say_in_who_has_left(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        absences.plan_away(session, cast.dora, who.EMIL, TODAY, TODAY, who.BORIS, now=NOW)
        covers = absences.list_covered(session, who.BORIS, TODAY)
        eyes = people.viewer_of(people.get_person(session, who.BORIS), covers)
        with pytest.raises(NotFound):
            leave(session, eyes, who.CARLA)


def test_people_of_who_has_left_report_to_whoever_was_above(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        leave(session, cast.dora, who.BORIS)
        assert people.get_person(session, who.ANA).manager_id == who.DORA
        assert requests.find_decider(session, who.ANA) == "Dora Prime"


def test_what_they_asked_for_is_dropped_and_whom_they_covered_nobody_covers(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        requests.ask(session, cast.ana, "missing", text="Zorro Foods", now=NOW)
        ends = TODAY + timedelta(days=3)
        absences.plan_away(session, cast.boris, who.BORIS, TODAY, ends, who.ANA, now=NOW)
        plans.plan(session, cast.ana, who.ALPHA, ends, now=NOW)
        ahead = leaving.look_ahead(session, cast.boris, who.ANA, TODAY)
        assert (ahead.customers, ahead.covered, ahead.requests) == (4, ("Boris Banks",), 1)
        leave(session, cast.boris)
        assert requests.list_open(session, cast.boris) == []
        current = absences.find_current(session, who.BORIS, TODAY)
        assert current is not None
        assert current.cover_id is None
        plan = plans.find(session, who.ALPHA)
        assert plan is not None
        assert plan.planned_on == ends


def test_the_earlier_of_two_dates_is_the_day_they_are_shut_out(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        leaving.leave(session, cast.boris, who.ANA, now=NOW, on=date(2026, 11, 23))
        (first, *_) = leaving.list_waiting(session, cast.boris)
        assert first.left_on == date(2026, 11, 23)


def test_all_customers_go_at_once_and_come_back_with_one_undo(
    database: Database, cast: Cast
) -> None:
    before = take_snapshot(database)
    with database.writing() as session:
        moves = dict.fromkeys([who.ALPHA, who.BRAVO, who.HUAXIN, who.HUAXING], who.CARLA)
        deed_id = handovers.hand_over_all(session, cast.dora, moves, from_id=who.ANA, now=NOW)
        seen = customers.list_customers(session, cast.ana, Filter())
        assert seen == []
        handed = handovers.list_handed(session, cast.carla, deed_id)
        assert {each.id for each in handed} == set(moves)
        assert handovers.list_handed(session, cast.ana, deed_id) == []
    with database.writing() as session:
        taking_back.take_back(session, cast.dora, deed_id, now=NOW)
        assert handovers.list_handed(session, cast.carla, deed_id) == []
    assert take_snapshot(database) == before


@pytest.mark.parametrize(
    ("actor", "moves", "from_id", "error"),
    [
        ("ana", {who.ALPHA: who.CARLA}, who.ANA, NotAllowed),
        ("fay", {who.ALPHA: who.CARLA}, who.ANA, NotAllowed),
        ("boris", {who.ALPHA: who.CARLA}, who.ANA, NotFound),
        ("boris", {who.ALPHA: who.BORIS, who.CEDAR: who.BORIS}, who.ANA, NotFound),
        ("dora", {who.ALPHA: who.FAY}, who.ANA, NotFound),
        ("dora", {who.ALPHA: who.EMIL, who.CEDAR: who.EMIL}, who.ANA, Overtaken),
        ("dora", {who.ALPHA: who.ANA}, who.ANA, Overtaken),
        ("dora", {}, who.ANA, Refused),
    ],
)
def test_nobody_gives_what_is_not_theirs_to_give(
    database: Database,
    cast: Cast,
    actor: str,
    moves: dict[int, int],
    from_id: int,
    error: type[Refused],
) -> None:
    before = take_snapshot(database)
    with database.writing() as session, pytest.raises(error):
        handovers.hand_over_all(session, getattr(cast, actor), moves, from_id=from_id, now=NOW)
    assert take_snapshot(database) == before


def test_who_has_left_takes_nothing_over(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        leave(session, cast.dora, who.CARLA)
        with pytest.raises(NotFound):
            handovers.hand_over_all(
                session, cast.dora, {who.ALPHA: who.CARLA}, from_id=who.ANA, now=NOW
            )
        able = handovers.list_takers_of(session, cast.dora, who.ANA, [who.ALPHA])
        assert who.CARLA not in {each.id for each in able}


def test_shared_out_among_reps_of_the_same_manager(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        person_id = people.add(session, None, "Hans Holm", Role.REP, manager_id=who.BORIS, now=NOW)
        sharers = handovers.list_sharers(session, cast.dora, who.ANA, [who.ALPHA])
        assert [each.id for each in sharers] == [person_id]
        (taker,) = handovers.count_of(session, sharers)
        assert taker.tiers == {}
        (carla,) = handovers.count_of(session, [people.get_person(session, who.CARLA)])
        assert carla.tiers == {"A": 1, "C": 1}
        assert carla.cities == {"London": 1, "Lyon": 1}


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["leave", "give", "ask", "absent"]),
        st.sampled_from([who.ANA, who.BORIS, who.CARLA, who.EMIL]),
        st.sampled_from([who.ANA, who.BORIS, who.CARLA, who.EMIL]),
    ),
    min_size=1,
    max_size=6,
)


def step(session: Session, cast: Cast, what: str, about: int, other: int) -> int:
    """Do one thing as Dora, whose people all of them are."""
    if what == "leave":
        return leave(session, cast.dora, about)
    if what == "absent":
        return absences.plan_away(session, cast.dora, about, TODAY, TODAY, other, now=NOW)
    theirs = customers.list_customers(session, cast.dora, Filter(rep_id=about))
    ids = [row.customer.id for row in theirs]
    if what == "ask":
        return requests.ask(session, cast.dora, "not_mine", customer_id=(ids or [0])[0], now=NOW)
    return handovers.hand_over_all(
        session, cast.dora, dict.fromkeys(ids, other), from_id=about, now=NOW
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_undo_from_the_last_to_the_first_leaves_all_as_it_was(
    database: Database, cast: Cast, steps: list[tuple[str, int, int]]
) -> None:
    before, done = take_snapshot(database), []
    for what, about, other in steps:
        try:
            with database.writing() as session:
                done.append(step(session, cast, what, about, other))
        except Refused:
            continue
    for deed_id in reversed(done):
        with database.writing() as session:
            taking_back.take_back(session, cast.dora, deed_id, now=NOW)
    assert take_snapshot(database) == before


def test_hundreds_of_customers_go_in_one_deed(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        session.execute(
            insert(customer_rows),
            [{"name": f"Firm {n}", "name_key": f"firm {n}", "rep_id": who.ANA} for n in range(300)],
        )
        theirs = customers.list_customers(session, cast.dora, Filter(rep_id=who.ANA))
        moves = {row.customer.id: who.CARLA for row in theirs}
        deed_id = handovers.hand_over_all(session, cast.dora, moves, from_id=who.ANA, now=NOW)
        assert len(deeds.list_rows(session, deed_id, customer_rows)) == 304
        taking_back.take_back(session, cast.dora, deed_id, now=NOW)
        again = customers.list_customers(session, cast.dora, Filter(rep_id=who.ANA))
        assert len(again) == 304
