"""Every table of the store. One place, so that a column is named once.

Money is an integer of ten-thousandths (``Fixed(4)``); what is multiplied to get it (price,
discount, unit cost) keeps six places. ``*_on`` is a date, ``*_at`` a moment in UTC. Text is
trimmed and NFC, never otherwise changed; a ``*_key`` is its folded form, for looking up.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from crm.store.types import Fixed, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column of type INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", _Id, primary_key=True)


def _import_id() -> Column[int]:
    """The import that made the row; None when a person or a rule did."""
    return Column("import_id", _Id, ForeignKey("imports.id"), index=True)


imports = Table(
    "imports",
    metadata,
    _id(),
    Column("person_id", _Id, comment="who did it (people are imported too); None: command line"),
    Column("imported_at", UtcDateTime, nullable=False),
    Column("files", JSON, nullable=False, comment="name, kind, rows and mapping of each file"),
    Column("counts", JSON, nullable=False, comment="new, changed, unchanged, refused by kind"),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("code", String(64), unique=True, comment="their number in the company's books"),
    Column("name", String(200), nullable=False),
    Column("name_key", String(200), nullable=False, index=True),
    Column("title", String(200)),
    Column("role", String(16), nullable=False, server_default="rep"),
    Column("manager_id", _Id, ForeignKey("people.id"), index=True),
    Column("email", String(200)),
    Column("phone", String(64)),
    Column("city", String(120)),
    Column("country", String(120)),
    Column("language", String(8)),
    Column("timezone", String(64)),
    Column("left_on", Date),
    _import_id(),
    CheckConstraint("role IN ('rep', 'manager', 'desk', 'admin')", name="role"),
)

customers = Table(
    "customers",
    metadata,
    _id(),
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
    Column("rep_id", _Id, ForeignKey("people.id"), index=True),
    Column("tier", String(12), comment="as applied; None: not graded yet"),
    _import_id(),
)

customer_aliases = Table(
    "customer_aliases",
    metadata,
    _id(),
    Column("customer_id", _Id, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("alias", String(300), nullable=False),
    Column("alias_key", String(300), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("people.id"), comment="whose word it is; None: everyone's"),
    _import_id(),
    UniqueConstraint("customer_id", "alias_key", "person_id"),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    Column(
        "customer_id",
        _Id,
        ForeignKey("customers.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("name", String(200), nullable=False),
    Column("title", String(200)),
    Column("phone", String(64)),
    Column("email", String(200)),
    _import_id(),
)

orders = Table(
    "orders",
    metadata,
    _id(),
    Column("key", String(80), nullable=False, unique=True, comment="number, or its content"),
    Column("number", String(64)),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("required_on", Date),
    Column("rep_id", _Id, ForeignKey("people.id"), comment="who sold it"),
    _import_id(),
    Index(None, "customer_id", "ordered_on"),
)

order_lines = Table(
    "order_lines",
    metadata,
    _id(),
    Column("order_id", _Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product", String(300)),
    Column("quantity", Fixed(4)),
    Column("price", Fixed(6)),
    Column("discount", Fixed(6), comment="0.15 is 15 per cent"),
    Column("unit_cost", Fixed(6)),
    Column("amount", Fixed(4), nullable=False, comment="price × quantity × (1 − discount)"),
    Column("cost", Fixed(4), comment="unit cost × quantity; None: not known"),
    UniqueConstraint("order_id", "position"),
)

invoices = Table(
    "invoices",
    metadata,
    _id(),
    Column("key", String(80), nullable=False, unique=True),
    Column("number", String(64)),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date),
    Column("paid_on", Date),
    Column("amount", Fixed(4), nullable=False),
    Column("delay_reason", String(200)),
    _import_id(),
    Index(None, "customer_id", "issued_on"),
)

visits = Table(
    "visits",
    metadata,
    _id(),
    Column("key", String(80), unique=True, comment="of imported visits: what they consist of"),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False),
    Column("person_id", _Id, ForeignKey("people.id")),
    Column("kind", String(16), nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("note", Text),
    Column("recorded_at", UtcDateTime),
    _import_id(),
    CheckConstraint("kind IN ('visit', 'attempt', 'touch')", name="kind"),
    Index(None, "customer_id", "kind", "visited_on"),
)

complaints = Table(
    "complaints",
    metadata,
    _id(),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("person_id", _Id, ForeignKey("people.id"), comment="who took it"),
    Column("kind", String(64)),
    Column("text", Text, nullable=False),
    Column("status", String(16), nullable=False, server_default="open"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    _import_id(),
    CheckConstraint("status IN ('open', 'closed')", name="status"),
)

policies = Table(
    "policies",
    metadata,
    _id(),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("person_id", _Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("text", Text, nullable=False, comment="the file as it was written"),
    Column("data", JSON, nullable=False, comment="what it says"),
)

gradings = Table(
    "gradings",
    metadata,
    _id(),
    Column("as_of_on", Date, nullable=False),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("person_id", _Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("policy", JSON, nullable=False, comment="the policy it followed, whole"),
    Column(
        "totals", JSON, nullable=False, comment="population, lines, sums and counts to reconcile"
    ),
)

grades = Table(
    "grades",
    metadata,
    Column("grading_id", _Id, ForeignKey("gradings.id", ondelete="CASCADE"), primary_key=True),
    Column("customer_id", _Id, ForeignKey("customers.id"), primary_key=True),
    Column("value", Fixed(4), nullable=False),
    Column("all_time_value", Fixed(4), nullable=False),
    Column("costed_value", Fixed(4), comment="the part of value whose cost is known"),
    Column("profit", Fixed(4)),
    Column("credit", Float, comment="days late, weighted by amount"),
    Column("value_points", Float),
    Column("profit_points", Float),
    Column("credit_points", Float),
    Column("value_weight", Float, comment="per cent of this customer's score"),
    Column("profit_weight", Float),
    Column("credit_weight", Float),
    Column("score", Float, nullable=False),
    Column("code_order", Integer, nullable=False, comment="place by code, the last word in ties"),
    Column("rank", Integer, nullable=False),
    Column("suggested", String(12), nullable=False, comment="what the arithmetic says"),
    Column("tier", String(12), nullable=False, comment="what was applied"),
    Column("ruled", String(12), comment="what the rules say where another was applied"),
    Column("held_by", String(12), comment="why another was applied: hand, potential or hold"),
    Column("capped", Boolean, nullable=False, server_default=false()),
    Index(None, "customer_id"),
)

tier_changes = Table(
    "tier_changes",
    metadata,
    _id(),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("from_tier", String(12)),
    Column("to_tier", String(12)),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("grading_id", _Id, ForeignKey("gradings.id")),
    Column("person_id", _Id, ForeignKey("people.id")),
    Column("reason", Text),
    Column("change_id", _Id, ForeignKey("changes.id"), comment="what a person did that led to it"),
)

hand_tiers = Table(
    "hand_tiers",
    metadata,
    _id(),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False, unique=True),
    Column("tier", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_by", _Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("set_at", UtcDateTime, nullable=False),
    Column("expires_on", Date, comment="its last day; None: until it is released"),
    Column("released_by", _Id, ForeignKey("people.id")),
    Column("released_at", UtcDateTime, comment="None: in force until it expires"),
)

potentials = Table(
    "potentials",
    metadata,
    _id(),
    Column("customer_id", _Id, ForeignKey("customers.id"), nullable=False, unique=True),
    Column("tier", String(12), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("proposed_by", _Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("decided_by", _Id, ForeignKey("people.id")),
    Column("decided_at", UtcDateTime),
    Column("review_on", Date, comment="the last day it holds, once it is confirmed"),
    CheckConstraint("state IN ('proposed', 'confirmed', 'declined')", name="state"),
)

changes = Table(
    "changes",
    metadata,
    _id(),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("person_id", _Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("import_id", _Id, ForeignKey("imports.id"), index=True),
    Column("table_name", String(64), nullable=False),
    Column("row_id", _Id, nullable=False),
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
