"""What was ordered, invoiced and paid."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from crm.store.tables.schema import Id, id_column, import_id_column, metadata
from crm.store.types import Fixed

orders = Table(
    "orders",
    metadata,
    id_column(),
    Column("key", String(80), nullable=False, unique=True, comment="number, or its content"),
    Column("number", String(64)),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("required_on", Date),
    Column("rep_id", Id, ForeignKey("people.id"), comment="who sold it"),
    import_id_column(),
    Index(None, "customer_id", "ordered_on"),
)

order_lines = Table(
    "order_lines",
    metadata,
    id_column(),
    Column("order_id", Id, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
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
    id_column(),
    Column("key", String(80), nullable=False, unique=True),
    Column("number", String(64)),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("due_on", Date),
    Column("paid_on", Date),
    Column("amount", Fixed(4), nullable=False),
    Column("delay_reason", String(200)),
    import_id_column(),
    Index(None, "customer_id", "issued_on"),
)
