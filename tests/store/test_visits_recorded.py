"""Visits as people report them: one deed, nothing twice, nobody else's customers."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.entities import Viewer, VisitKind
from crm.errors import NotAllowed, NotFound, Refused
from crm.store import corrections, customers, notes, plans, visits, writers
from crm.store.database import Database, Session
from crm.store.tables import notes as note_rows
from crm.store.tables import planned_visits
from crm.store.tables import visits as visit_rows
from crm.store.taking_back import take_back
from crm.store.visits import Recorded, Told
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.grading import NOW, TODAY

YESTERDAY = TODAY - timedelta(days=1)
FRIDAY = TODAY + timedelta(days=3)


def record(session: Session, actor: Viewer, *told: Told, **more: Any) -> Recorded:
    return visits.record(session, actor, told, **{"on": TODAY, "now": NOW, **more})


def rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted(tuple(row) for row in session.execute(select(table)))
        for table in (visit_rows, note_rows, planned_visits)
    }


def test_one_report_is_one_deed_whoever_it_is_about(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        before = rows(session)
        made = record(
            session,
            cast.ana,
            Told(who.ALPHA, need="200 valves"),
            Told(who.BRAVO, VisitKind.ATTEMPT),
            note="rain",
            next_on=FRIDAY,
        )
        assert [(v.customer_id, v.kind, v.note, v.needs) for v in made.visits] == [
            (who.ALPHA, VisitKind.VISIT, "rain", ("200 valves",)),
            (who.BRAVO, VisitKind.ATTEMPT, "rain", ()),
        ]
        assert notes.find_newest(session, who.ALPHA).need == "200 valves"
        assert made.deed_id is not None
        take_back(session, cast.ana, made.deed_id, now=NOW)
        assert rows(session) == before


def test_each_customer_of_a_report_may_have_its_own_day_note_and_next_visit(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        before = rows(session)
        made = record(
            session,
            cast.ana,
            Told(who.ALPHA, note="shut at noon", next_on=FRIDAY),
            Told(who.BRAVO, on=YESTERDAY),
            note="rain",
        )
        assert [(v.customer_id, v.visited_on, v.note) for v in made.visits] == [
            (who.ALPHA, TODAY, "rain\nshut at noon"),
            (who.BRAVO, YESTERDAY, "rain"),
        ]
        assert plans.find(session, who.BRAVO) is None
        assert made.deed_id is not None
        take_back(session, cast.ana, made.deed_id, now=NOW)
        assert rows(session) == before


def test_who_was_not_reached_is_only_noted(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        made = record(session, cast.ana, Told(who.ALPHA, None, note="no answer"))
        assert made.visits == ()
        assert rows(session)["visits"] == []
        assert notes.find_newest(session, who.ALPHA).note == "no answer"


def test_no_day_of_a_report_may_lie_ahead(database: Database, cast: Cast) -> None:
    with database.writing() as session, pytest.raises(Refused):
        record(session, cast.ana, Told(who.ALPHA), Told(who.BRAVO, on=FRIDAY))


@pytest.mark.parametrize("customer_id", [who.CEDAR, who.ORPHAN, 999])
def test_nobody_records_at_a_customer_out_of_sight(
    database: Database, cast: Cast, customer_id: int
) -> None:
    with database.writing() as session:
        before = rows(session)
        with pytest.raises(NotFound):
            record(session, cast.ana, Told(who.ALPHA), Told(customer_id))
        with pytest.raises(NotFound):
            notes.record(session, cast.ana, customer_id, "note", "x", now=NOW)
        with pytest.raises(NotFound):
            plans.plan(session, cast.ana, customer_id, FRIDAY, now=NOW)
        assert rows(session) == before


def test_a_manager_records_for_their_people_and_the_desk_for_nobody(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        (made,) = record(session, cast.boris, Told(who.ALPHA)).visits
        assert visits.get_own(session, cast.boris, made.id) == made
        with pytest.raises(NotFound):
            visits.get_own(session, cast.ana, made.id)
        with pytest.raises(NotAllowed):
            record(session, cast.fay, Told(who.ALPHA))


def test_a_visit_lies_behind_and_the_next_one_ahead(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        for more in ({"on": FRIDAY}, {"next_on": YESTERDAY}):
            with pytest.raises(Refused):
                record(session, cast.ana, Told(who.ALPHA), **more)


def test_the_same_visit_again_adds_what_is_new_and_nothing_else(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        first = record(session, cast.ana, Told(who.ALPHA, need="more"), note="met Li")
        before = rows(session)
        again = record(session, cast.ana, Told(who.ALPHA, need="more"), note="met Li")
        assert again.deed_id is None
        assert rows(session) == before
        more = record(session, cast.ana, Told(who.ALPHA, need="less"), note="and Wang")
        (visit,) = more.visits
        assert more.joined == (visit.id,) == (first.visits[0].id,)
        assert (visit.note, visit.needs) == ("met Li\nand Wang", ("more", "less"))
        assert more.deed_id is not None
        take_back(session, cast.ana, more.deed_id, now=NOW)
        assert rows(session) == before


def test_another_day_kind_or_person_is_another_visit(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        record(session, cast.ana, Told(who.ALPHA))
        record(session, cast.ana, Told(who.ALPHA, VisitKind.TOUCH))
        record(session, cast.ana, Told(who.ALPHA), on=YESTERDAY)
        record(session, cast.boris, Told(who.ALPHA))
        assert len(rows(session)["visits"]) == 4


def test_a_word_is_added_to_ones_own_visit(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        (made,) = record(session, cast.ana, Told(who.ALPHA), on=YESTERDAY).visits
        visits.add_word(session, cast.ana, made.id, now=NOW, note="nice", need="soap")
        told = visits.get_own(session, cast.ana, made.id)
        assert (told.note, told.needs) == ("nice", ("soap",))
        assert visits.add_word(session, cast.ana, made.id, now=NOW, note="nice") is None
        with pytest.raises(NotFound):
            visits.add_word(session, cast.boris, made.id, now=NOW, note="x")


def test_a_correction_is_a_deed_of_its_own(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        made = record(session, cast.ana, Told(who.ALPHA, need="soap"), Told(who.BRAVO), note="a")
        before = rows(session)
        ids = [visit.id for visit in made.visits]
        moved = corrections.change(session, cast.ana, ids, now=NOW, on=YESTERDAY, note="b")
        assert moved is not None
        changed = visits.list_of_deed(session, cast.ana, moved)
        assert [(v.visited_on, v.note) for v in changed] == [(YESTERDAY, "b")] * 2
        assert corrections.change(session, cast.ana, ids, now=NOW, on=YESTERDAY) is None
        take_back(session, cast.ana, moved, now=NOW)
        assert rows(session) == before


def test_a_corrected_customer_takes_the_need_along(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        (made,) = record(session, cast.ana, Told(who.ALPHA, need="soap")).visits
        corrections.change(session, cast.ana, [made.id], now=NOW, customer_id=who.BRAVO)
        assert notes.find_newest(session, who.ALPHA).need is None
        assert notes.find_newest(session, who.BRAVO).need == "soap"
        with pytest.raises(NotFound):
            corrections.change(session, cast.ana, [made.id], now=NOW, customer_id=who.CEDAR)


def test_a_correction_that_makes_two_the_same_makes_them_one(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        (one,) = record(session, cast.ana, Told(who.ALPHA, need="soap"), note="a").visits
        (two,) = record(
            session, cast.ana, Told(who.ALPHA, need="salt"), note="b", on=YESTERDAY
        ).visits
        before = rows(session)
        deed_id = corrections.change(session, cast.ana, [two.id], now=NOW, on=TODAY)
        assert deed_id is not None
        (left,) = visits.list_of_deed(session, cast.ana, deed_id)
        assert (left.id, left.note, left.needs) == (one.id, "a\nb", ("soap", "salt"))
        take_back(session, cast.ana, deed_id, now=NOW)
        assert rows(session) == before


def planned_on(session: Session, viewer: Viewer, customer_id: int) -> date | None:
    return customers.get_card(session, viewer, customer_id, TODAY).contacts.planned_on


def test_what_was_agreed_at_a_visit_is_about_the_next_one(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        record(session, cast.ana, Told(who.ALPHA), next_on=FRIDAY)
        assert planned_on(session, cast.ana, who.ALPHA) == FRIDAY
        (made,) = record(session, cast.ana, Told(who.BRAVO), on=YESTERDAY, next_on=FRIDAY).visits
        corrections.change(session, cast.ana, [made.id], now=NOW, on=TODAY)
        assert planned_on(session, cast.ana, who.BRAVO) == FRIDAY
        later = NOW + timedelta(days=1)
        record(session, cast.ana, Told(who.BRAVO), on=later.date(), now=later)
        assert planned_on(session, cast.ana, who.BRAVO) is None


def test_a_newer_plan_replaces_the_older_and_gives_it_back(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        plans.plan(session, cast.ana, who.ALPHA, FRIDAY, now=NOW)
        newer = plans.plan(session, cast.boris, who.ALPHA, FRIDAY + timedelta(7), now=NOW)
        assert planned_on(session, cast.ana, who.ALPHA) == FRIDAY + timedelta(7)
        take_back(session, cast.boris, newer, now=NOW)
        assert planned_on(session, cast.ana, who.ALPHA) == FRIDAY
        with pytest.raises(Refused):
            plans.plan(session, cast.ana, who.ALPHA, YESTERDAY, now=NOW)


def test_a_plan_made_after_todays_visit_is_not_settled_by_it(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        record(session, cast.ana, Told(who.ALPHA))
        plans.plan(session, cast.ana, who.ALPHA, FRIDAY, now=NOW)
        assert planned_on(session, cast.ana, who.ALPHA) == FRIDAY


def test_the_newest_need_and_the_later_note_count(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        notes.record(session, cast.ana, who.ALPHA, "need", "salt", now=NOW)
        deed_id = notes.record(session, cast.ana, who.ALPHA, "need", "soap", now=NOW)
        notes.record(session, cast.ana, who.ALPHA, "note", "closed Mondays", now=NOW)
        record(session, cast.ana, Told(who.ALPHA), on=YESTERDAY, note="met Li")
        newest = notes.find_newest(session, who.ALPHA)
        assert (newest.need, newest.note, newest.noted_on) == ("soap", "closed Mondays", TODAY)
        take_back(session, cast.ana, deed_id, now=NOW)
        assert notes.find_newest(session, who.ALPHA).need == "salt"


def test_a_note_is_written_anew_by_whoever_wrote_it(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        notes.record(session, cast.ana, who.ALPHA, "note", "closed Monday", now=NOW)
        note_id = session.scalars(select(note_rows.c.id)).one()
        notes.change(session, cast.ana, note_id, "closed Tuesday", NOW)
        assert notes.find_newest(session, who.ALPHA).note == "closed Tuesday"
        for viewer, error in ((cast.boris, NotFound), (cast.carla, NotFound)):
            with pytest.raises(error):
                notes.change(session, viewer, note_id, "x", NOW)
        with pytest.raises(Refused):
            notes.change(session, cast.ana, note_id, " \n ", NOW)


def test_a_text_is_kept_as_it_was_typed_up_to_what_a_message_holds() -> None:
    assert notes.parse_text("  A\n“b” <i> {{ c }} \x00") == "A\n“b” <i> {{ c }}"
    assert len(notes.parse_text("长" * 10_000)) == writers.LONGEST_TEXT


_CORRECTIONS: list[dict[str, Any]] = [{}, {"on": TODAY}, {"kind": VisitKind.VISIT}]
_REPORT = st.tuples(
    st.lists(
        st.builds(
            Told,
            st.sampled_from([who.ALPHA, who.BRAVO]),
            st.sampled_from(VisitKind),
            st.none() | st.sampled_from(["soap", "salt"]),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([TODAY, YESTERDAY]),
    st.none() | st.sampled_from(["a", "b", "a\nb"]),
    st.none() | st.just(FRIDAY),
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(reports=st.lists(_REPORT, max_size=4), data=st.data())
def test_what_is_reported_and_put_right_is_taken_back_exactly_and_never_twice(
    database: Database, cast: Cast, reports: list[Any], data: st.DataObject
) -> None:
    with database.writing() as session:
        states, deed_ids = [rows(session)], []
        for told, on, note, next_on in reports:
            made = record(session, cast.ana, *told, on=on, note=note, next_on=next_on)
            if made.deed_id is not None:
                deed_ids.append(made.deed_id)
                states.append(rows(session))
            wished = data.draw(st.sampled_from(_CORRECTIONS))
            moved = corrections.change(
                session, cast.ana, [v.id for v in made.visits], now=NOW, **wished
            )
            if moved is not None:
                deed_ids.append(moved)
                states.append(rows(session))
            same = [row[2:6] for row in rows(session)["visits"]]
            assert len(set(same)) == len(same)
        for deed_id in reversed(deed_ids):
            assert rows(session) == states.pop()
            take_back(session, cast.ana, deed_id, now=NOW)
        assert rows(session) == states.pop()
        session.rollback()
