"""The database's own clock: the one that several processes agree on.

It counts seconds since 1970, on SQLite to the millisecond. It goes on within a transaction, unlike
PostgreSQL's ``now()``.
"""

from typing import Any

from sqlalchemy import ColumnElement, Float, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm.store.database import Session


class _Seconds(FunctionElement[float]):
    """This moment by the database's clock, as part of a statement."""

    inherit_cache = True
    type = Float()


@compiles(_Seconds, "sqlite")
def _on_sqlite(_element: _Seconds, _compiler: Any, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(_Seconds, "postgresql")
def _on_postgresql(_element: _Seconds, _compiler: Any, **_options: Any) -> str:
    return "CAST(extract(epoch from clock_timestamp()) AS double precision)"


SECONDS: ColumnElement[float] = _Seconds()

_NOW = select(SECONDS)


def database_seconds(session: Session) -> float:
    """Return this moment by the database's clock."""
    return session.connection().execute(_NOW).scalar_one()
