"""What somebody is told of only once, such as an A customer that slipped past its latest day."""

from datetime import date

from sqlalchemy import select

from bot.post.inserts import insert_into, on_each
from bot.post.tables import tellings
from crm.store.database import Session

_TELL = on_each(
    lambda dialect: (
        insert_into(dialect, tellings).on_conflict_do_nothing().returning(tellings.c.person_id)
    )
)


def tell_once(session: Session, person_id: int, key: str, on: date) -> bool:
    """Note that a person is told of something; true the first time only."""
    connection = session.connection()
    values = {"person_id": person_id, "key": key, "told_on": on}
    return connection.execute(_TELL[connection.dialect.name], values).first() is not None


def list_told(session: Session, person_id: int, prefix: str, limit: int) -> list[tuple[str, date]]:
    """Return what a person was told of whose key begins so, with its day, the newest first."""
    query = (
        select(tellings.c.key, tellings.c.told_on)
        .where(tellings.c.person_id == person_id, tellings.c.key.startswith(prefix))
        .order_by(tellings.c.told_on.desc())
    )
    return [(row.key, row.told_on) for row in session.execute(query.limit(limit))]
