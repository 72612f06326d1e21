"""Today's tables, those of the store and of the post together."""

from sqlalchemy import MetaData

from bot.post.tables import metadata as post
from crm.store.tables import metadata as books


def whole() -> MetaData:
    """Return every table there is."""
    together = MetaData(naming_convention=books.naming_convention)
    for table in (*books.sorted_tables, *post.sorted_tables):
        table.to_metadata(together)
    return together
