"""Policies, gradings, and the tiers that they and people give."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from crm.store.tables.schema import Id, id_column, metadata
from crm.store.types import Fixed, UtcDateTime

policies = Table(
    "policies",
    metadata,
    id_column(),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("text", Text, nullable=False, comment="the file as it was written"),
    Column("data", JSON, nullable=False, comment="what it says"),
)

gradings = Table(
    "gradings",
    metadata,
    id_column(),
    Column("as_of_on", Date, nullable=False),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("policy", JSON, nullable=False, comment="the policy it followed, whole"),
    Column(
        "totals", JSON, nullable=False, comment="population, lines, sums and counts to reconcile"
    ),
)

grades = Table(
    "grades",
    metadata,
    Column("grading_id", Id, ForeignKey("gradings.id", ondelete="CASCADE"), primary_key=True),
    Column("customer_id", Id, ForeignKey("customers.id"), primary_key=True),
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
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("from_tier", String(12)),
    Column("to_tier", String(12)),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("grading_id", Id, ForeignKey("gradings.id")),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("reason", Text),
    Column("change_id", Id, ForeignKey("changes.id"), comment="what a person did that led to it"),
)

hand_tiers = Table(
    "hand_tiers",
    metadata,
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, unique=True),
    Column("tier", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_by", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("set_at", UtcDateTime, nullable=False),
    Column("expires_on", Date, comment="its last day; None: until it is released"),
    Column("released_by", Id, ForeignKey("people.id")),
    Column("released_at", UtcDateTime, comment="None: in force until it expires"),
)

potentials = Table(
    "potentials",
    metadata,
    id_column(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, unique=True),
    Column("tier", String(12), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("proposed_by", Id, ForeignKey("people.id"), comment="None: from the command line"),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("decided_by", Id, ForeignKey("people.id")),
    Column("decided_at", UtcDateTime),
    Column("review_on", Date, comment="the last day it holds, once it is confirmed"),
    CheckConstraint("state IN ('proposed', 'confirmed', 'declined')", name="state"),
)
