"""What waits for a decision: who reads it, who decides it, and what handing over does."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import contacts, customers, handovers, newcomers, requests
from crm.store.contacts import Particulars
from crm.store.database import Database, Session, savepoint
from crm.store.newcomers import Known, Newcomer
from crm.store.tables import customers as customers_table
from crm.store.tables import deeds as deeds_table
from crm.store.tables import metadata
from crm.store.taking_back import take_back
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING


def not_mine(session: Session, cast: Cast) -> int:
    requests.ask(session, cast.ana, "not_mine", customer_id=who.ALPHA, now=MORNING)
    (request,) = requests.list_open(session, cast.boris)
    return request.id


def test_it_waits_for_everybody_above_and_for_nobody_beside(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        request_id = not_mine(session, cast)
        for viewer in (cast.ana, cast.boris, cast.dora, cast.gus):
            (request,) = requests.list_open(session, viewer)
            assert (request.id, request.name, request.asker) == (
                request_id,
                "Alpha Foods",
                "Ana Alba",
            )
        for viewer in (cast.carla, cast.fay):
            assert requests.list_open(session, viewer) == []
            with pytest.raises(NotFound):
                requests.get_open(session, viewer, request_id)


def test_the_same_is_not_asked_twice(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        not_mine(session, cast)
        with pytest.raises(Overtaken):
            requests.ask(session, cast.ana, "not_mine", customer_id=who.ALPHA, now=MORNING)


def test_nobody_asks_about_what_they_cannot_see(database: Database, cast: Cast) -> None:
    with database.writing() as session, pytest.raises(NotFound):
        requests.ask(session, cast.ana, "not_mine", customer_id=who.CEDAR, now=MORNING)


def test_who_asked_does_not_decide_but_may_withdraw(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        request_id = not_mine(session, cast)
        with pytest.raises(NotAllowed):
            requests.settle(session, cast.ana, request_id, "kept", now=MORNING)
        requests.settle(session, cast.ana, request_id, "dropped", now=MORNING)
        assert requests.list_open(session, cast.boris) == []


def test_what_is_settled_is_settled_once(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        request_id = not_mine(session, cast)
        deed_id = requests.settle(session, cast.boris, request_id, "kept", now=MORNING)
        with pytest.raises(Overtaken):
            requests.settle(session, cast.dora, request_id, "dropped", now=MORNING)
        take_back(session, cast.boris, deed_id, now=MORNING)
        assert len(requests.list_open(session, cast.boris)) == 1


def test_a_withdrawn_request_is_gone(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        deed_id = requests.ask(session, cast.ana, "missing", text="Zorro", now=MORNING)
        assert [r.name for r in requests.list_open(session, cast.boris)] == ["Zorro"]
        assert requests.list_open(session, cast.carla) == []
        take_back(session, cast.ana, deed_id, now=MORNING)
        assert requests.list_open(session, cast.boris) == []


def hand(session: Session, cast: Cast, *, to_id: int, request_id: int | None = None) -> int:
    return handovers.hand_over(
        session,
        cast.dora,
        who.ALPHA,
        from_id=who.ANA,
        to_id=to_id,
        request_id=request_id,
        now=MORNING,
    )


def test_handing_over_changes_who_sees_it_and_settles_the_request(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        request_id = not_mine(session, cast)
        deed_id = hand(session, cast, to_id=who.CARLA, request_id=request_id)
        assert customers.get_customer(session, cast.carla, who.ALPHA).rep_id == who.CARLA
        with pytest.raises(NotFound):
            customers.get_customer(session, cast.ana, who.ALPHA)
        assert requests.list_open(session, cast.gus) == []
        take_back(session, cast.dora, deed_id, now=MORNING)
        assert customers.get_customer(session, cast.ana, who.ALPHA).rep_id == who.ANA
        assert len(requests.list_open(session, cast.boris)) == 1


def test_only_those_above_hand_over_and_only_within_their_sight(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        for actor, error in ((cast.ana, NotAllowed), (cast.fay, NotAllowed), (cast.emil, NotFound)):
            with pytest.raises(error):
                handovers.hand_over(
                    session, actor, who.ALPHA, from_id=who.ANA, to_id=who.CARLA, now=MORNING
                )
        with pytest.raises(NotFound):
            handovers.hand_over(
                session, cast.boris, who.ALPHA, from_id=who.ANA, to_id=who.CARLA, now=MORNING
            )


def test_what_has_changed_hands_since_is_not_handed_over_again(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        hand(session, cast, to_id=who.CARLA)
        with pytest.raises(Overtaken):
            hand(session, cast, to_id=who.BORIS)


def test_who_could_take_it_is_in_sight_and_the_one_nearby_comes_first(
    database: Database, cast: Cast
) -> None:
    """Carla has a customer in London, as Alpha Foods is; Boris and Emil have none there."""
    with database.reading() as session:
        takers = [p.id for p in handovers.list_takers(session, cast.dora, who.ALPHA)]
        assert takers[0] == who.CARLA
        assert set(takers) == {who.CARLA, who.BORIS, who.EMIL, who.DORA}
        assert [p.id for p in handovers.list_takers(session, cast.boris, who.ALPHA)] == [who.BORIS]


def test_a_request_about_what_is_no_longer_theirs_is_void(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        not_mine(session, cast)
        requests.ask(session, cast.ana, "missing", text="Zorro", now=MORNING)
        hand(session, cast, to_id=who.CARLA)
        assert [r.kind for r in requests.list_open(session, cast.ana)] == ["missing"]


_LOGS = frozenset({"deeds", "changes", "revisions"})


def business_rows(session: Session) -> dict[str, list[str]]:
    return {
        table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
        for table in metadata.sorted_tables
        if table.name not in _LOGS
    }


_NAMES = st.sampled_from(["Zorro Foods", "Cedar Paper", "恒达机械", "Alpha Foods"])
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "contact", "disown", "missing", "settle", "give"]),
        _NAMES,
        st.sampled_from([who.ANA, who.BORIS, who.CARLA]),
    ),
    max_size=12,
)


def take_step(session: Session, cast: Cast, what: str, name: str, person_id: int) -> None:
    """Do one thing as whoever may do it; what is refused does nothing."""
    newest = session.scalar(select(func.max(customers_table.c.id))) or 0
    waiting = requests.list_open(session, cast.dora)
    if what == "add":
        newcomers.add(session, cast.dora, Newcomer(name), rep_id=person_id, now=MORNING)
    elif what == "rename":
        newcomers.correct(session, cast.dora, newest, Known(name), now=MORNING)
    elif what == "contact":
        contacts.add(session, cast.dora, newest, Particulars(name), now=MORNING)
    elif what == "disown":
        requests.ask(session, cast.ana, "not_mine", customer_id=who.ALPHA, now=MORNING)
    elif what == "missing":
        requests.ask(session, cast.ana, "missing", text=name, now=MORNING)
    elif what == "settle" and waiting:
        requests.settle(session, cast.dora, waiting[0].id, "kept", now=MORNING)
    elif what == "give":
        rep_id = customers.get_customer(session, cast.dora, newest).rep_id
        handovers.hand_over(
            session, cast.dora, newest, from_id=rep_id, to_id=person_id, now=MORNING
        )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_taking_everything_back_leaves_every_row_as_it_was(
    database: Database, cast: Cast, steps: list[tuple[str, str, int]]
) -> None:
    with database.writing() as session:
        before = business_rows(session)
        done = session.scalar(select(func.max(deeds_table.c.id))) or 0
        for step in steps:
            with contextlib.suppress(Refused), savepoint(session):
                take_step(session, cast, *step)
        rows = select(deeds_table.c.id, deeds_table.c.person_id).where(deeds_table.c.id > done)
        for deed_id, person_id in session.execute(rows.order_by(deeds_table.c.id.desc())).all():
            actor = cast.ana if person_id == who.ANA else cast.dora
            take_back(session, actor, deed_id, now=MORNING)
        assert business_rows(session) == before
