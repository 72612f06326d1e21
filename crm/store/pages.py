"""Rows of a long statement a few at a time, so that none of it is in memory whole."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select

from crm.store.database import Session

PAGE = 2_000

Rows = Sequence[Row[*tuple[Any, ...]]]


def read_pages(session: Session, query: Select[Any], key: Any) -> Iterator[Rows]:
    """Yield the rows in the order of their id ``key``, a page at a time, none of them empty.

    Each page is a statement of its own that begins behind the last one's end, so other
    statements may run between them.
    """
    query = query.order_by(key).limit(PAGE)
    page = session.execute(query).all()
    while page:
        yield page
        page = session.execute(query.where(key > page[-1].id)).all()


def stream(session: Session, query: Select[Any]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the rows of one statement as the database finds them, in whatever order it asks."""
    yield from session.execute(query, execution_options={"yield_per": PAGE})
