"""Whatever was written is taken back exactly, in any order that is allowed; the logs only grow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from crm.entities import Viewer, VisitKind
from crm.errors import NotFound, Refused
from crm.policy import Policy
from crm.store import (
    contacts,
    corrections,
    deeds,
    hand_tiers,
    handovers,
    newcomers,
    notes,
    plans,
    policies,
    potentials,
    reminders,
    requests,
    tables,
    taking_back,
    visits,
)
from crm.store.database import Database, Session, savepoint
from tests.support import cast as who
from tests.support.cast import Cast, write_cast

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LOGS = ("deeds", "changes", "tier_changes")
KEPT_APART = {*LOGS, "revisions"}

Rows = dict[str, dict[int, tuple[Any, ...]]]


def snapshot(session: Session) -> Rows:
    """Every row of every business table, by table and number."""
    return {
        table.name: {row[0]: tuple(row) for row in session.execute(select(table))}
        for table in tables.metadata.sorted_tables
        if table.name not in KEPT_APART and "id" in table.c
    }


def logged(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every line of the logs, in order."""
    return {
        name: [
            tuple(row)
            for row in session.execute(
                select(tables.metadata.tables[name]).order_by(tables.metadata.tables[name].c.id)
            )
        ]
        for name in LOGS
    }


def touched(before: Rows, after: Rows) -> dict[tuple[str, int], tuple[Any, ...] | None]:
    """What a deed changed: each row as it was, None for one that is new."""
    return {
        (name, number): before[name].get(number)
        for name in before
        for number in before[name].keys() | after[name].keys()
        if before[name].get(number) != after[name].get(number)
    }


@dataclass
class Write:
    """One kind of thing a person can do, drawn by hypothesis; numbers are taken modulo."""

    what: str
    actor: int
    number: int
    days: int
    text: str


@dataclass
class Office:
    """A company in one transaction, and what was done in it so far."""

    session: Session
    eyes: Cast
    policy: Policy
    done: list[tuple[Viewer, int, dict[tuple[str, int], tuple[Any, ...] | None]]] = field(
        default_factory=list
    )

    def someone(self, number: int) -> Viewer:
        eyes = self.eyes
        everyone = (eyes.dora, eyes.boris, eyes.dora, eyes.gus, eyes.ana, eyes.carla)
        return everyone[number % len(everyone)]

    def one_of(self, table: Any, number: int) -> int:
        ids = list(self.session.scalars(select(table.c.id).order_by(table.c.id)))
        return ids[number % len(ids)] if ids else 0


def _visits(office: Office, actor: Viewer, write: Write) -> int | None:
    told = [
        visits.Told(
            office.one_of(tables.customers, write.number + step),
            list(VisitKind)[write.days % 3],
            write.text if step else None,
        )
        for step in range(1 + write.number % 2)
    ]
    on = TODAY - timedelta(days=write.days % 40)
    again = TODAY + timedelta(days=write.days) if write.days % 2 else None
    return visits.record(
        office.session, actor, told, on=on, now=NOW, note=write.text, next_on=again
    ).deed_id


def _correction(office: Office, actor: Viewer, write: Write) -> int | None:
    visit_id = office.one_of(tables.visits, write.number)
    return corrections.change(
        office.session, actor, [visit_id], now=NOW, on=TODAY - timedelta(days=write.days % 9)
    )


def _not_mine(office: Office, actor: Viewer, write: Write) -> int | None:
    return requests.ask(
        office.session,
        actor,
        "not_mine",
        now=NOW,
        customer_id=office.one_of(tables.customers, write.number),
    )


def _handover(office: Office, actor: Viewer, write: Write) -> int | None:
    customer_id = office.one_of(tables.customers, write.number)
    rep = select(tables.customers.c.rep_id).where(tables.customers.c.id == customer_id)
    return handovers.hand_over(
        office.session,
        actor,
        customer_id,
        from_id=office.session.scalar(rep),
        to_id=office.one_of(tables.people, write.days),
        now=NOW,
    )


def _tier(office: Office, actor: Viewer, write: Write) -> int | None:
    done = hand_tiers.set_tier(
        office.session,
        actor,
        office.one_of(tables.customers, write.number),
        "ABC"[write.days % 3],
        reason=write.text,
        policy=office.policy,
        now=NOW,
    )
    return done.deed_id


def _potential(office: Office, actor: Viewer, write: Write) -> int | None:
    customer_id = office.one_of(tables.customers, write.number)
    if write.days % 2:
        return potentials.decide(
            office.session,
            actor,
            customer_id,
            confirmed=write.days % 4 == 1,
            policy=office.policy,
            now=NOW,
        ).deed_id
    return potentials.propose(
        office.session, actor, customer_id, "A", evidence=write.text, policy=office.policy, now=NOW
    ).deed_id


WRITES: dict[str, Callable[[Office, Viewer, Write], int | None]] = {
    "visits": _visits,
    "correction": _correction,
    "note": lambda o, a, w: notes.record(
        o.session, a, o.one_of(tables.customers, w.number), "need", w.text, now=NOW
    ),
    "other note": lambda o, a, w: notes.change(
        o.session, a, o.one_of(tables.notes, w.number), w.text, NOW
    ),
    "plan": lambda o, a, w: plans.plan(
        o.session,
        a,
        o.one_of(tables.customers, w.number),
        TODAY + timedelta(days=w.days),
        now=NOW,
    ),
    "reminder": lambda o, a, w: reminders.record(
        o.session,
        a,
        due_on=TODAY + timedelta(days=w.days),
        text=w.text,
        customer_id=o.one_of(tables.customers, w.number) if w.number % 2 else None,
        now=NOW,
    ),
    "settled reminder": lambda o, a, w: reminders.settle(
        o.session, a, o.one_of(tables.reminders, w.number), now=NOW
    ),
    "customer": lambda o, a, w: (
        newcomers.add(
            o.session, a, newcomers.Newcomer(f"Newcomer {w.number}"), rep_id=a.person_id, now=NOW
        ).deed_id
    ),
    "details": lambda o, a, w: newcomers.correct(
        o.session,
        a,
        o.one_of(tables.customers, w.number),
        newcomers.Known(city=f"City {w.days}"),
        now=NOW,
    ),
    "contact": lambda o, a, w: (
        contacts.add(
            o.session,
            a,
            o.one_of(tables.customers, w.number),
            contacts.Particulars(name="Li Wei", phone="+86 10 5550 0000"),
            now=NOW,
        ).deed_id
    ),
    "not mine": _not_mine,
    "handover": _handover,
    "tier": _tier,
    "potential": _potential,
}

STEPS = st.lists(
    st.builds(
        Write,
        what=st.sampled_from([*WRITES, "undo", "undo", "undo", "undo"]),
        actor=st.integers(0, 5),
        number=st.integers(0, 8),
        days=st.integers(0, 60),
        text=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1),
    ),
    min_size=8,
    max_size=30,
)


def attempt(session: Session, work: Callable[[], Any]) -> Any:
    """Do something that may be refused; refused, it has written nothing."""
    before = snapshot(session)
    try:
        with savepoint(session):
            return work()
    except (NotFound, Refused):
        assert snapshot(session) == before
        return None


def take_step(office: Office, write: Write) -> None:
    session = office.session
    before, log = snapshot(session), logged(session)
    if write.what == "undo":
        take_one_back(office, write.number)
    else:
        actor = office.someone(write.actor)
        deed_id = attempt(session, lambda: WRITES[write.what](office, actor, write))
        if deed_id is not None:
            office.done.append((actor, deed_id, touched(before, snapshot(session))))
    after = logged(session)
    assert all(after[name][: len(log[name])] == log[name] for name in LOGS)


def take_one_back(office: Office, number: int) -> None:
    """Take any deed back: its rows are as they were before it, all others as they are."""
    if not office.done:
        return
    place = -1 - number % len(office.done)
    actor, deed_id, rows = office.done[place]
    expected = snapshot(office.session)
    taken = attempt(
        office.session,
        lambda: taking_back.take_back(office.session, actor, deed_id, now=NOW),
    )
    if taken is None:
        return
    del office.done[place]
    for (name, row_id), row in rows.items():
        if row is None:
            del expected[name][row_id]
        else:
            expected[name][row_id] = row
    assert snapshot(office.session) == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_taken_back_in_any_order_rows_are_as_they_were(
    database: Database, steps: list[Write]
) -> None:
    with database.engine.execution_options(writing=True).connect() as connection:
        session = Session(connection)
        office = Office(session, write_cast(session), policies.get_in_force(session))
        for write in steps:
            take_step(office, write)
        session.rollback()
        connection.rollback()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_taken_back_from_the_last_to_the_first_nothing_has_happened(
    database: Database, steps: list[Write]
) -> None:
    with database.engine.execution_options(writing=True).connect() as connection:
        session = Session(connection)
        office = Office(session, write_cast(session), policies.get_in_force(session))
        empty = snapshot(session)
        for write in steps:
            if write.what != "undo":
                take_step(office, write)
        for actor, deed_id, rows in reversed(office.done):
            if is_in_the_log_of_tiers(session, rows):
                session.rollback()
                return
            with savepoint(session):
                taking_back.take_back(session, actor, deed_id, now=NOW)
        assert snapshot(session) == empty
        session.rollback()
        connection.rollback()


def is_in_the_log_of_tiers(
    session: Session, rows: dict[tuple[str, int], tuple[Any, ...] | None]
) -> bool:
    """Whether a customer that is new by a deed had its tier decided since: then it stays."""
    new = [row_id for (name, row_id), row in rows.items() if name == "customers" and row is None]
    moved = tables.tier_changes.c.customer_id
    return session.scalar(select(moved).where(moved.in_(new)).limit(1)) is not None


def test_typed_undo_goes_back_step_by_step(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        first = notes.record(session, cast.ana, who.ALPHA, "note", "shut on Mondays", now=NOW)
        second = plans.plan(session, cast.ana, who.ALPHA, date(2026, 12, 4), now=NOW)
        assert deeds.find_last(session, cast.ana, NOW) == second
        taking_back.take_back(session, cast.ana, second, now=NOW)
        assert deeds.find_last(session, cast.ana, NOW) == first
        taking_back.take_back(session, cast.ana, first, now=NOW)
        assert deeds.find_last(session, cast.ana, NOW) is None


def test_a_deed_of_yesterday_or_of_somebody_else_stays(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        deed_id = notes.record(session, cast.ana, who.ALPHA, "note", "shut on Mondays", now=NOW)
        for actor in (cast.boris, cast.carla, cast.gus):
            with pytest.raises(NotFound):
                taking_back.take_back(session, actor, deed_id, now=NOW)
        with pytest.raises(Refused):
            taking_back.take_back(session, cast.ana, deed_id, now=NOW + timedelta(days=1))
        assert deeds.find_last(session, cast.ana, NOW + timedelta(days=1)) is None


def test_what_was_imported_on_top_refuses(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        added = newcomers.add(
            session, cast.ana, newcomers.Newcomer("Zorro Foods"), rep_id=who.ANA, now=NOW
        )
        session.execute(
            insert(tables.orders).values(key="#1", customer_id=added.row_id, ordered_on=TODAY)
        )
        with pytest.raises(Refused):
            taking_back.take_back(session, cast.ana, added.deed_id, now=NOW)
