"""Who may see which customer."""

from datetime import date

import pytest
from sqlalchemy import update

from crm.errors import NotFound
from crm.store import customers, people
from crm.store.customers import Filter
from crm.store.database import Database
from crm.store.tables import people as people_table
from tests.support import cast as who
from tests.support.cast import Cast


def seen_by(database: Database, cast: Cast, name: str) -> set[int]:
    with database.reading() as session:
        rows = customers.list_customers(session, getattr(cast, name), Filter())
        return {row.customer.id for row in rows}


ANAS = {who.ALPHA, who.BRAVO, who.HUAXIN, who.HUAXING}
CARLAS = {who.CEDAR, who.DELTA}


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("ana", ANAS),
        ("carla", CARLAS),
        ("boris", ANAS | {who.BORIS_OWN}),
        ("dora", ANAS | CARLAS | {who.BORIS_OWN}),
        ("fay", ANAS | CARLAS | {who.BORIS_OWN, who.ORPHAN}),
        ("gus", ANAS | CARLAS | {who.BORIS_OWN, who.ORPHAN}),
    ],
)
def test_everyone_sees_their_own_and_a_manager_everything_below(
    database: Database, cast: Cast, name: str, ids: set[int]
) -> None:
    assert seen_by(database, cast, name) == ids


def test_not_theirs_and_no_such_customer_read_the_same(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        with pytest.raises(NotFound) as theirs:
            customers.get_customer(session, cast.ana, who.CEDAR)
        with pytest.raises(NotFound) as missing:
            customers.get_customer(session, cast.ana, 999)
    assert str(theirs.value) == str(missing.value)


def test_a_card_of_another_team_is_not_found(database: Database, cast: Cast) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        customers.get_card(session, cast.ana, who.CEDAR, date(2026, 11, 24))


def test_names_are_listed_for_the_viewers_customers_only(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        names = {naming.customer_id for naming in customers.list_namings(session, cast.carla)}
    assert names == CARLAS


def test_a_loop_in_the_tree_of_people_ends(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        session.execute(
            update(people_table).where(people_table.c.id == who.DORA).values(manager_id=who.BORIS)
        )
    assert seen_by(database, cast, "boris") >= ANAS


def test_a_part_of_a_name_finds_the_person(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        found = [p.name for p in people.find_people(session, "ana")]
        assert found == ["Ana Alba"]
        assert people.find_people(session, "nobody") == []
