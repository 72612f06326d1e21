"""Is the database sound? What ``tiercoach check`` asks of it; nothing is changed.

Opening a database has brought it to today's tables already. What is found here was done to it
from outside: a disk that failed, a table altered by hand.
"""

from sqlalchemy import MetaData, inspect, text

from crm.errors import Problem
from crm.store import people
from crm.store.database import Session

_RESTORE = "Stop everything that uses it and go back to a backup."


def list_problems(session: Session, *tables: MetaData) -> list[Problem]:
    """Return all that is wrong with the database, and with the tree of people in it."""
    missing = _list_missing(session, tables)
    return missing or [*_list_damage(session), *_list_loops(session)]


def _list_missing(session: Session, tables: tuple[MetaData, ...]) -> list[Problem]:
    """Tables and columns that are not there, as somebody else's program leaves them."""
    look = inspect(session.connection())
    there = set(look.get_table_names())
    problems = []
    for table in (table for metadata in tables for table in metadata.sorted_tables):
        if table.name not in there:
            problems.append(Problem("database", f"the table {table.name} is missing.", _RESTORE))
            continue
        columns = {column["name"] for column in look.get_columns(table.name)}
        problems += [
            Problem("database", f"{table.name} has no column {column.name}.", _RESTORE)
            for column in table.columns
            if column.name not in columns
        ]
    return problems


def _list_damage(session: Session) -> list[Problem]:
    """What SQLite finds when it reads its own file."""
    if session.connection().dialect.name != "sqlite":
        return []
    found = session.scalars(text("PRAGMA quick_check(5)")).all()
    problems = [
        Problem("database", f"the file is damaged ({each}).", _RESTORE)
        for each in found
        if each != "ok"
    ]
    dangling = session.execute(text("PRAGMA foreign_key_check")).all()
    for table in dict.fromkeys(row[0] for row in dangling):
        what = f"rows of {table} refer to what is not there."
        problems.append(Problem("database", what, _RESTORE))
    return problems


def _list_loops(session: Session) -> list[Problem]:
    """People above themselves: nobody above such a loop sees what is in it."""
    return [
        Problem(
            "people",
            " reports to ".join(person.name for person in (*loop, loop[0])) + ": a loop.",
            "Give one of them another manager in your file of people, and import it.",
        )
        for loop in people.list_loops(session)
    ]
