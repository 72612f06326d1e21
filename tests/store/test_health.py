"""What ``tiercoach check`` finds in a database, on both kinds."""

import pytest
from sqlalchemy import text, update

from bot.post.tables import metadata as post_tables
from crm.store import health
from crm.store import people as staff
from crm.store.database import Database
from crm.store.tables import metadata as store_tables
from crm.store.tables import people
from tests.support import cast as who
from tests.support.cast import Cast


def found(database: Database) -> list[str]:
    with database.reading() as session:
        return [str(each) for each in health.list_problems(session, store_tables, post_tables)]


def place(database: Database, person_id: int, manager_id: int) -> None:
    with database.writing() as session:
        moved = update(people).where(people.c.id == person_id).values(manager_id=manager_id)
        session.execute(moved)


def test_a_sound_database_has_no_problems(database: Database, cast: Cast) -> None:
    assert found(database) == []


def test_a_missing_table_is_named_and_nothing_that_would_need_it_is_asked(
    database: Database, cast: Cast
) -> None:
    with database.writing() as session:
        session.execute(text("DROP TABLE outbox"))
    (problem,) = found(database)
    assert problem.startswith("database: the table outbox is missing.")


@pytest.mark.parametrize(
    ("moves", "loop"),
    [
        ([(who.DORA, who.DORA)], "Dora Prime reports to Dora Prime"),
        ([(who.DORA, who.BORIS)], "Boris Banks reports to Dora Prime reports to Boris Banks"),
        ([(who.DORA, who.ANA)], "Ana Alba reports to Boris Banks reports to Dora Prime reports"),
    ],
)
def test_a_loop_of_managers_is_told_once(
    database: Database, cast: Cast, moves: list[tuple[int, int]], loop: str
) -> None:
    for person_id, manager_id in moves:
        place(database, person_id, manager_id)
    (problem,) = found(database)
    assert problem.startswith(f"people: {loop}")


def test_two_loops_are_told_apart(database: Database, cast: Cast) -> None:
    place(database, who.DORA, who.BORIS)
    place(database, who.FAY, who.GUS)
    place(database, who.GUS, who.FAY)
    with database.reading() as session:
        loops = [{person.id for person in loop} for loop in staff.list_loops(session)]
    assert loops == [{who.DORA, who.BORIS}, {who.FAY, who.GUS}]
