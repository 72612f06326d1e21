"""Who works here and whom we sell to."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
)

from crm.store.tables.schema import Id, id_column, import_id_column, metadata
from crm.store.types import UtcDateTime

imports = Table(
    "imports",
    metadata,
    id_column(),
    Column("person_id", Id, comment="who did it (people are imported too); None: command line"),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("files", JSON, nullable=False, comment="name, kind, rows and mapping of each file"),
    Column("counts", JSON, nullable=False, comment="new, changed, unchanged, refused by kind"),
)

people = Table(
    "people",
    metadata,
    id_column(),
    Column("code", String(64), unique=True, comment="their number in the company's books"),
    Column("name", String(200), nullable=False),
    Column("name_key", String(200), nullable=False, index=True),
    Column("title", String(200)),
    Column("role", String(16), nullable=False, server_default="rep"),
    Column("manager_id", Id, ForeignKey("people.id"), index=True),
    Column("email", String(200)),
    Column("phone", String(64)),
    Column("city", String(120)),
    Column("country", String(120)),
    Column("language", String(8)),
    Column("timezone", String(64)),
    Column("working_days", String(7), comment="1 is Monday: 12345; None: the company's"),
    Column("quiet_from", String(5), comment="HH:MM where they are; None: the company's"),
    Column("quiet_until", String(5)),
    Column("digest_time", String(5), comment="HH:MM of the morning digest; None: the company's"),
    Column("practice_time", String(5), comment="HH:MM of the daily drill; None: none"),
    Column("left_on", Date, comment="the first day they no longer work here"),
    import_id_column(),
    CheckConstraint("role IN ('rep', 'manager', 'desk', 'admin')", name="role"),
)

absences = Table(
    "absences",
    metadata,
    id_column(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False, comment="the last day away"),
    Column("cover_id", Id, ForeignKey("people.id"), index=True, comment="who stands in; None: no"),
    Column("made_at", UtcDateTime, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    id_column(),
    Column("code", String(64), unique=True),
    Column("name", String(300), nullable=False),
    Column("name_key", String(300), nullable=False, index=True),
    Column("city", String(120)),
    Column("region", String(120)),
    Column("country", String(120)),
    Column("industry", String(120)),
    Column("address", String(500)),
    Column("phone", String(64)),
    Column("email", String(200)),
    Column("rep_id", Id, ForeignKey("people.id"), index=True),
    Column("tier", String(12), comment="as applied; None: not graded yet"),
    import_id_column(),
)

customer_aliases = Table(
    "customer_aliases",
    metadata,
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("alias", String(300), nullable=False),
    Column("alias_key", String(300), nullable=False, index=True),
    Column("person_id", Id, ForeignKey("people.id"), comment="whose word it is; None: everyone's"),
    import_id_column(),
    UniqueConstraint("customer_id", "alias_key", "person_id"),
)

contacts = Table(
    "contacts",
    metadata,
    id_column(),
    Column(
        "customer_id",
        Id,
        ForeignKey("customers.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("name", String(200), nullable=False),
    Column("title", String(200)),
    Column("phone", String(64)),
    Column("email", String(200)),
    import_id_column(),
)
