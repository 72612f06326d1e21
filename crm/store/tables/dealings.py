"""What people do at a customer's: visits, notes, plans, reminders, complaints, requests."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    Text,
)

from crm.store.tables.schema import Id, id_column, import_id_column, metadata
from crm.store.types import UtcDateTime

visits = Table(
    "visits",
    metadata,
    id_column(),
    Column("key", String(80), unique=True, comment="of imported visits: what they consist of"),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("kind", String(16), nullable=False),
    Column("visited_on", Date, nullable=False),
    Column("note", Text),
    Column("asks", SmallInteger, comment="how often the order was asked for; 3: or more"),
    Column(
        "objection",
        String(24),
        comment="why they did not order; none, or unknown: nobody knows",
    ),
    Column("recorded_at", UtcDateTime),
    import_id_column(),
    CheckConstraint("kind IN ('visit', 'attempt', 'touch')", name="kind"),
    Index(None, "customer_id", "kind", "visited_on"),
)

notes = Table(
    "notes",
    metadata,
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("written_at", UtcDateTime, nullable=False),
    Column("visit_id", Id, ForeignKey("visits.id"), index=True, comment="told of which visit"),
    CheckConstraint("kind IN ('note', 'need')", name="kind"),
    Index(None, "customer_id", "kind"),
)

planned_visits = Table(
    "planned_visits",
    metadata,
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, unique=True),
    Column("planned_on", Date, nullable=False, comment="the day agreed for the next visit"),
    Column("person_id", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("made_on", Date, nullable=False, comment="a visit from that day on settles it"),
)

reminders = Table(
    "reminders",
    metadata,
    id_column(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, comment="whom to remind"),
    Column("customer_id", Id, ForeignKey("customers.id"), index=True),
    Column("text", Text),
    Column("due_on", Date, nullable=False),
    Column("due_time", String(5), comment="HH:MM where they are; None: with the morning digest"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Index(None, "person_id", "due_on"),
)

requests = Table(
    "requests",
    metadata,
    id_column(),
    Column("kind", String(12), nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id"), index=True),
    Column("text", Text, comment="what the person asking said"),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("outcome", String(12), comment="None: waits for a decision"),
    Column("settled_by", Id, ForeignKey("people.id")),
    Column("settled_at", UtcDateTime),
    CheckConstraint("kind IN ('not_mine', 'missing', 'namesake')", name="kind"),
    CheckConstraint("outcome IN ('moved', 'kept', 'added', 'dropped')", name="outcome"),
)

complaints = Table(
    "complaints",
    metadata,
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("person_id", Id, ForeignKey("people.id"), comment="who took it"),
    Column("kind", String(64)),
    Column("text", Text, nullable=False),
    Column("status", String(16), nullable=False, server_default="open"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    import_id_column(),
    CheckConstraint("status IN ('open', 'closed')", name="status"),
)
