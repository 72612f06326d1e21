"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_into(dialect: str, table: Table) -> postgresql.Insert:
    """Begin an INSERT that can say what is done on a conflict.

    The two inserts have the same methods; the type is that of one of them.
    """
    return cast("Callable[[Table], postgresql.Insert]", _INSERTS[dialect])(table)


def on_each(build: Callable[[str], T]) -> dict[str, T]:
    """Build a statement once for every database."""
    return {dialect: build(dialect) for dialect in _INSERTS}
