"""Today's tables, those of the store, of the post and of the coach together."""

from sqlalchemy import MetaData

from bot.coaching.tables import metadata as coach
from bot.post.tables import metadata as post
from crm.store.tables import metadata as books


def whole() -> MetaData:
    """Return every table there is."""
    together = MetaData(naming_convention=books.naming_convention)
    for table in (*books.sorted_tables, *post.sorted_tables, *coach.sorted_tables):
        table.to_metadata(together)
    return together
