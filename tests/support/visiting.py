"""Visits told in the chat: somebody reports, and what is kept of it is read from the store."""

from typing import Any

from sqlalchemy import select

from crm.store.tables import notes, visits
from tests.support.chatting import Chat, Office


def reported(
    office: Office, text: str = "visited Alpha Foods today, they like it", name: str = "ana"
) -> Chat:
    """Begin a chat in which somebody has said this."""
    chat = office.chat(name)
    chat.says(text)
    return chat


def recorded(office: Office) -> list[tuple[Any, ...]]:
    """Customer, kind, day and note of every visit, in the order they were told."""
    query = select(visits.c.customer_id, visits.c.kind, visits.c.visited_on, visits.c.note)
    with office.database.reading() as session:
        return [
            (row[0], row[1], row[2].isoformat(), row[3])
            for row in session.execute(query.order_by(visits.c.id))
        ]


def needs(office: Office) -> list[tuple[int, str]]:
    """Customer and words of every need, in the order they were told."""
    query = select(notes.c.customer_id, notes.c.text).where(notes.c.kind == "need")
    with office.database.reading() as session:
        return [(row[0], row[1]) for row in session.execute(query.order_by(notes.c.id))]


def asks_told(office: Office) -> list[tuple[Any, ...]]:
    """How often it was asked and what was objected, of every visit in the order they were told."""
    query = select(visits.c.asks, visits.c.objection).order_by(visits.c.id)
    with office.database.reading() as session:
        return [tuple(row) for row in session.execute(query)]
