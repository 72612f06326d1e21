"""Days away: who may note them, who may stand in, and what whoever stands in sees and writes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from crm.entities import Role, Viewer, VisitKind
from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import (
    absences,
    contacts,
    customers,
    details,
    notes,
    people,
    plans,
    reminders,
    requests,
    taking_back,
    visits,
)
from crm.store.contacts import Particulars
from crm.store.customers import Filter
from crm.store.database import Database, Session
from crm.store.tables import people as people_rows
from crm.store.visits import Told
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.snapshots import take_snapshot

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)
HANS = 20


@pytest.fixture
def hans(database: Database, cast: Cast) -> Viewer:
    """Another rep of Ana's manager."""
    with database.writing() as session:
        session.execute(
            insert(people_rows).values(
                id=HANS, name="Hans Holm", name_key="hans holm", role="rep", manager_id=who.BORIS
            )
        )
    return Viewer(HANS, "Hans Holm", Role.REP)


def on(session: Session, viewer: Viewer, day: date) -> Viewer:
    """Return somebody's eyes on a day, as a message finds them."""
    person = people.get_person(session, viewer.person_id)
    return people.viewer_of(person, absences.list_covered(session, viewer.person_id, day))


def plan(
    session: Session,
    actor: Viewer,
    person_id: int = who.ANA,
    cover_id: int | None = None,
    days: tuple[date, date] = (FIRST, LAST),
) -> int:
    return absences.plan_away(session, actor, person_id, *days, cover_id, now=NOW)


def test_one_is_away_from_the_first_to_the_last_day(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        plan(session, cast.ana)
        away = [
            absences.is_away(session, who.ANA, FIRST + timedelta(days=n)) for n in (-1, 0, 4, 5)
        ]
    assert away == [False, True, True, False]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((LAST, FIRST), "over"),
        ((TODAY - timedelta(days=3), TODAY - timedelta(days=1)), "over"),
        ((FIRST, FIRST + timedelta(days=366)), "year"),
        ((LAST, LAST + timedelta(days=9)), "already"),
    ],
)
def test_days_that_cannot_be_are_refused(
    database: Database, cast: Cast, days: tuple[date, date], why: str
) -> None:
    with database.writing() as session:
        plan(session, cast.ana)
        with pytest.raises(Refused, match=why):
            plan(session, cast.ana, days=days)


def test_a_manager_notes_days_of_their_people_and_nobody_elses(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        plan(session, cast.boris)
        plan(session, cast.dora, who.CARLA)
        plan(session, cast.gus, who.EMIL)
        with pytest.raises(NotFound):
            plan(session, cast.boris, who.CARLA)
        with pytest.raises(NotAllowed):
            plan(session, cast.ana, who.CARLA)


def test_a_cover_is_of_the_same_manager_or_the_manager(
    database: Database, cast: Cast, hans: Viewer
) -> None:
    with database.reading() as session:
        able = absences.list_covers(session, cast.ana, who.ANA, FIRST, LAST)
        assert [each.id for each in able] == [HANS, who.BORIS]
        above = absences.list_covers(session, cast.dora, who.ANA, FIRST, LAST)
        assert [each.id for each in above][:2] == [HANS, who.CARLA]
    with database.writing() as session, pytest.raises(Refused):
        plan(session, cast.ana, cover_id=who.CARLA)


def test_who_is_away_cannot_stand_in(database: Database, cast: Cast, hans: Viewer) -> None:
    with database.writing() as session:
        plan(session, hans, HANS, days=(LAST, LAST))
        with pytest.raises(Refused):
            plan(session, cast.ana, cover_id=HANS)
        plan(session, cast.ana, cover_id=HANS, days=(FIRST, LAST - timedelta(days=1)))


def seen(session: Session, viewer: Viewer) -> set[int]:
    return {row.customer.id for row in customers.list_customers(session, viewer, Filter())}


def test_the_cover_sees_the_customers_on_those_days_only(
    database: Database, cast: Cast, hans: Viewer
) -> None:
    days = [FIRST + timedelta(days=n) for n in range(-1, 6)]
    with database.writing() as session:
        plan(session, cast.ana, cover_id=HANS)
        sees = [day for day in days if who.ALPHA in seen(session, on(session, hans, day))]
    assert sees == days[1:-1]


Doing = Callable[[Session, Viewer, datetime], Any]

DOING: dict[str, Doing] = {
    "card": lambda s, v, n: customers.get_card(s, v, who.ALPHA, n.date()),
    "customer": lambda s, v, n: customers.get_customer(s, v, who.ALPHA),
    "details": lambda s, v, n: details.get_details(s, v, who.ALPHA),
    "note": lambda s, v, n: notes.record(s, v, who.ALPHA, "note", "x", now=n),
    "plan": lambda s, v, n: plans.plan(s, v, who.ALPHA, n.date(), now=n),
    "visit": lambda s, v, n: visits.record(
        s, v, [Told(who.ALPHA, VisitKind.VISIT)], on=n.date(), now=n
    ),
    "contact": lambda s, v, n: contacts.add(s, v, who.ALPHA, Particulars("Li Wei"), now=n),
    "not mine": lambda s, v, n: requests.ask(s, v, "not_mine", customer_id=who.ALPHA, now=n),
    "reminder": lambda s, v, n: reminders.record(
        s, v, due_on=n.date(), text=None, customer_id=who.ALPHA, now=n
    ),
}


@pytest.mark.parametrize("doing", sorted(DOING))
def test_the_cover_reads_and_writes_on_those_days_only(
    database: Database, cast: Cast, hans: Viewer, doing: str
) -> None:
    with database.writing() as session:
        plan(session, cast.ana, cover_id=HANS)
        for offset in (-1, 0, 4, 5):
            day = datetime.combine(FIRST + timedelta(days=offset), NOW.timetz())
            eyes = on(session, hans, day.date())
            if offset == 0:
                assert DOING[doing](session, eyes, day) is not None
            elif offset != 4:
                with pytest.raises(NotFound):
                    DOING[doing](session, eyes, day)


def test_the_manager_of_the_cover_and_who_covers_the_cover_gain_nothing(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        before = {name: seen(session, getattr(cast, name)) for name in ("emil", "boris")}
        plan(session, cast.dora, cover_id=who.CARLA)
        plan(session, cast.dora, who.CARLA, who.EMIL, (LAST + timedelta(days=1),) * 2)
        assert who.ALPHA in seen(session, on(session, cast.carla, FIRST))
        assert {n: seen(session, on(session, getattr(cast, n), FIRST)) for n in before} == before
        later = on(session, cast.emil, LAST + timedelta(days=1))
        assert who.ALPHA not in seen(session, later)


def test_a_rep_who_covers_a_manager_sees_no_team(
    database: Database, cast: Cast, hans: Viewer
) -> None:
    with database.writing() as session:
        plan(session, cast.boris, who.BORIS, HANS)
        eyes = on(session, hans, FIRST)
        assert seen(session, eyes) == {who.BORIS_OWN}


def test_back_early_ends_it_with_yesterday(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        plan(session, cast.ana)
        later = NOW + timedelta(days=9)
        current = absences.find_current(session, who.ANA, later.date())
        assert current is not None
        absences.end_early(session, cast.ana, current.id, now=later)
        kept = absences.find(session, current.id)
        assert kept is not None
        assert (kept.until_on, absences.is_away(session, who.ANA, later.date())) == (
            later.date() - timedelta(days=1),
            False,
        )
        with pytest.raises(Overtaken):
            absences.end_early(session, cast.ana, current.id, now=later)


def test_days_that_have_not_begun_are_struck_out(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        plan(session, cast.ana)
        (ahead,) = absences.list_ahead(session, cast.ana, TODAY)
        absences.end_early(session, cast.boris, ahead.id, now=NOW)
        assert absences.list_ahead(session, cast.ana, TODAY) == []


def test_colleagues_read_nothing_of_anothers_days(
    database: Database, cast: Cast, hans: Viewer
) -> None:
    with database.writing() as session:
        plan(session, cast.ana)
        assert absences.list_ahead(session, cast.carla, TODAY) == []
        assert absences.list_ahead(session, hans, TODAY) == []
        (ahead,) = absences.list_ahead(session, cast.boris, TODAY)
        with pytest.raises(NotAllowed):
            absences.end_early(session, hans, ahead.id, now=NOW)
        absences.set_cover(session, cast.boris, ahead.id, HANS, now=NOW)
        assert [each.person for each in absences.list_ahead(session, hans, TODAY)] == ["Ana Alba"]


_DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "cover", "back"]),
        st.integers(0, 12),
        st.integers(0, 5),
        st.sampled_from([None, HANS, who.BORIS, who.CARLA]),
    ),
    max_size=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=_DEEDS)
def test_undo_from_the_last_to_the_first_leaves_all_as_it_was(
    database: Database, cast: Cast, hans: Viewer, done: list[tuple[str, int, int, int | None]]
) -> None:
    before, made = take_snapshot(database), []
    for what, start, length, cover_id in done:
        first = TODAY + timedelta(days=start)
        try:
            with database.writing() as session:
                ahead = absences.list_ahead(session, cast.ana, TODAY)
                if what == "plan":
                    days = (first, first + timedelta(days=length))
                    made.append(plan(session, cast.ana, cover_id=cover_id, days=days))
                elif ahead and what == "cover":
                    made.append(
                        absences.set_cover(session, cast.ana, ahead[0].id, cover_id, now=NOW)
                    )
                elif ahead:
                    made.append(absences.end_early(session, cast.ana, ahead[0].id, now=NOW))
        except Refused:
            continue
    for deed_id in reversed(made):
        with database.writing() as session:
            taking_back.take_back(session, cast.ana, deed_id, now=NOW)
    assert take_snapshot(database) == before
