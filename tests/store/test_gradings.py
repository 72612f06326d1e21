"""Applying a grading, and what is kept of it."""

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, select, update

from crm.entities import Role, Viewer
from crm.errors import NotFound
from crm.grading.figures import Figures
from crm.grading.grade import Grading, grade
from crm.grading.lift import lift
from crm.grading.why import explain
from crm.policy import Policy, default_policy
from crm.store import facts, gradings
from crm.store.database import Database, Session
from crm.store.gradings import Applied
from crm.store.tables import customers, order_lines, orders, people
from tests.support.importing import NORTHWIND, Importer

AS_OF = date(1998, 5, 6)
NOW = datetime(1998, 5, 7, 9, tzinfo=UTC)
BOSS = Viewer(1, "Gus Gold", Role.ADMIN)


@pytest.fixture
def ids(database: Database, tmp_path: Path) -> dict[str, int]:
    """Northwind in the database; its customers' ids by code."""
    Importer(database, tmp_path).take_in(*NORTHWIND)
    with database.reading() as session:
        return {
            row.code: row.id for row in session.execute(select(customers.c.code, customers.c.id))
        }


def graded(session: Session, policy: Policy | None = None) -> Grading:
    policy = policy or default_policy()
    return grade(facts.gather(session, policy, AS_OF), policy)


def applied(session: Session, policy: Policy | None = None) -> Applied:
    return gradings.apply(session, graded(session, policy), now=NOW)


def tiers(session: Session) -> dict[str, str | None]:
    return {
        str(row.code): row.tier
        for row in session.execute(select(customers.c.code, customers.c.tier))
    }


def test_applying_gives_every_graded_customer_its_tier(
    database: Database, ids: dict[str, int]
) -> None:
    with database.writing() as session:
        grading = graded(session)
        gradings.apply(session, grading, now=NOW)
        expected = dict.fromkeys(ids) | {str(row.code): row.tier for row in grading.rows()}
        assert tiers(session) == expected


@pytest.mark.usefixtures("ids")
def test_the_moves_are_counted_and_each_is_recorded(database: Database) -> None:
    with database.writing() as session:
        result = applied(session)
        assert result.moves == {(None, "A"): 18, (None, "B"): 27, (None, "C"): 44}
        assert result.changed == 89
        changes = gradings.list_tier_changes(session, BOSS, grading_id=result.grading_id)
    assert len(changes) == 89
    assert {change.changed_at for change in changes} == {NOW}


@pytest.mark.usefixtures("ids")
def test_applying_the_same_again_changes_no_tier(database: Database) -> None:
    with database.writing() as session:
        first = applied(session)
        again = applied(session)
        assert (again.changed, again.moves) == (0, {})
        assert again.grading_id != first.grading_id


def test_only_tiers_that_differ_are_changed(database: Database, ids: dict[str, int]) -> None:
    with database.writing() as session:
        applied(session)
        session.execute(update(customers).where(customers.c.code == "SAVEA").values(tier="C"))
        assert applied(session).moves == {("C", "A"): 1}
        newest = gradings.list_tier_changes(session, BOSS, customer_id=ids["SAVEA"])[0]
        assert (newest.from_tier, newest.to_tier) == ("C", "A")


def test_a_customer_whose_orders_are_gone_has_no_tier(
    database: Database, ids: dict[str, int]
) -> None:
    with database.writing() as session:
        applied(session)
        theirs = select(orders.c.id).where(orders.c.customer_id == ids["SAVEA"])
        session.execute(delete(order_lines).where(order_lines.c.order_id.in_(theirs)))
        session.execute(delete(orders).where(orders.c.customer_id == ids["SAVEA"]))
        result = applied(session)
        assert tiers(session)["SAVEA"] is None
        assert result.moves["A", None] == 1


@pytest.mark.usefixtures("ids")
def test_a_grade_reads_back_as_it_was(database: Database) -> None:
    with database.writing() as session:
        grading = graded(session)
        gradings.apply(session, grading, now=NOW)
        for row in grading.rows():
            stored = gradings.get_grade(session, row.customer_id)
            assert stored.grade == row
            assert stored.grading.overview == grading.overview
            assert explain(stored.grade, stored.grading.overview) == explain(row, grading.overview)


def test_what_is_stored_stays_when_orders_change(database: Database, ids: dict[str, int]) -> None:
    with database.writing() as session:
        applied(session)
        before = gradings.get_grade(session, ids["SAVEA"])
        session.execute(update(order_lines).values(amount=Decimal(1)))
        assert gradings.get_grade(session, ids["SAVEA"]) == before


@pytest.mark.usefixtures("ids")
def test_the_figures_read_back_lift_as_the_live_ones_do(database: Database) -> None:
    with database.writing() as session:
        grading = graded(session)
        kept = gradings.load_figures(session, gradings.apply(session, grading, now=NOW).grading_id)
    live = grading.facts.figures
    place = [kept.find(int(i)) for i in live.ids]
    for name in (field.name for field in fields(Figures)):
        assert np.array_equal(
            getattr(kept, name)[place], getattr(live, name), equal_nan=name != "ids"
        )
    row = next(row for row in grading.rows() if row.tier == "B")
    assert lift(kept, grading.policy, row.customer_id, "B") == lift(
        live, grading.policy, row.customer_id, "B"
    )


@pytest.mark.usefixtures("ids")
def test_an_applied_grading_tells_who_and_when_and_by_what(database: Database) -> None:
    policy = default_policy().with_grading(method="range", cut="points", months=24)
    with database.writing() as session:
        assert gradings.find_latest(session) is None
        applied(session, policy)
        latest = gradings.find_latest(session)
    assert latest is not None
    assert (latest.applied_at, latest.person_id) == (NOW, None)
    assert latest.overview.policy == policy
    assert latest.overview.as_of_on == AS_OF


def test_a_customer_that_was_not_graded_has_no_grade(
    database: Database, ids: dict[str, int]
) -> None:
    with database.writing() as session:
        assert gradings.find_grade(session, ids["SAVEA"]) is None
        applied(session)
        assert gradings.find_grade(session, ids["PARIS"]) is None
        with pytest.raises(NotFound):
            gradings.get_grade(session, ids["PARIS"])


def test_a_rep_sees_no_grade_and_no_change_of_another_reps_customer(
    database: Database, ids: dict[str, int]
) -> None:
    with database.writing() as session:
        applied(session)
        session.execute(
            people.insert(),
            [
                {"id": 101, "name": "Ana", "name_key": "ana"},
                {"id": 103, "name": "Carla", "name_key": "carla"},
            ],
        )
        session.execute(update(customers).where(customers.c.code == "SAVEA").values(rep_id=101))
        ana, carla = Viewer(101, "Ana", Role.REP), Viewer(103, "Carla", Role.REP)
        assert gradings.find_grade(session, ids["SAVEA"], viewer=ana) is not None
        assert gradings.find_grade(session, ids["SAVEA"], viewer=carla) is None
        assert len(gradings.list_tier_changes(session, ana)) == 1
        assert gradings.list_tier_changes(session, carla) == []
