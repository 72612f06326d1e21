"""What was changed, by whom: these only grow."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
)

from crm.store.tables.schema import Id, id_column, metadata
from crm.store.types import UtcDateTime

deeds = Table(
    "deeds",
    metadata,
    id_column(),
    Column("kind", String(16), nullable=False, comment="what was done: visits, note, tier"),
    Column("person_id", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("done_at", UtcDateTime, nullable=False),
    Column("undoes_id", Id, ForeignKey("deeds.id"), unique=True, comment="the deed taken back"),
    Index(None, "person_id", "done_at"),
)

changes = Table(
    "changes",
    metadata,
    id_column(),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("import_id", Id, ForeignKey("imports.id"), index=True),
    Column("deed_id", Id, ForeignKey("deeds.id"), index=True, comment="what it was part of"),
    Column("table_name", String(64), nullable=False),
    Column("row_id", Id, nullable=False),
    Column("before", JSON, comment="None: the row is new"),
    Column("after", JSON, comment="None: the row is gone"),
    Index(None, "table_name", "row_id"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("name", String(32), primary_key=True, comment="what was changed: names"),
    Column("number", BigInteger, nullable=False),
)
