"""The tables of the post. They know chats and people by their numbers only."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text

from crm.store.tables.schema import Id
from crm.store.tables.schema import metadata as books
from crm.store.types import UtcDateTime

metadata = MetaData(naming_convention=books.naming_convention)

dialogs = Table(
    "dialogs",
    metadata,
    Column("chat", String(64), primary_key=True, comment="the channel and its number there"),
    Column("person_id", Id, nullable=False, comment="who spoke last: another begins anew"),
    Column("state", Text, nullable=False, comment="what was said last, as JSON"),
    Column("version", BigInteger, nullable=False, comment="one more with every message"),
    Column("updated_at", UtcDateTime, nullable=False),
)
