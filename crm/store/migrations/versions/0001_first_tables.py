"""The first tables: people, customers, orders, invoices, visits, complaints, gradings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", _Id, nullable=False),
        sa.Column(
            "person_id",
            _Id,
            nullable=True,
            comment="who did it (people are imported too); None: command line",
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "files", sa.JSON(), nullable=False, comment="name, kind, rows and mapping of each file"
        ),
        sa.Column(
            "counts", sa.JSON(), nullable=False, comment="new, changed, unchanged, refused by kind"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "revisions",
        sa.Column("name", sa.String(length=32), nullable=False, comment="what was changed: names"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_revisions")),
    )
    op.create_table(
        "people",
        sa.Column("id", _Id, nullable=False),
        sa.Column(
            "code",
            sa.String(length=64),
            nullable=True,
            comment="their number in the company's books",
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=16), server_default="rep", nullable=False),
        sa.Column("manager_id", _Id, nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("import_id", _Id, nullable=True),
        sa.CheckConstraint(
            "role IN ('rep', 'manager', 'desk', 'admin')", name=op.f("ck_people_role")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_people_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["people.id"], name=op.f("fk_people_manager_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("code", name=op.f("uq_people_code")),
    )
    op.create_index(op.f("ix_people_import_id"), "people", ["import_id"], unique=False)
    op.create_index(op.f("ix_people_manager_id"), "people", ["manager_id"], unique=False)
    op.create_index(op.f("ix_people_name_key"), "people", ["name_key"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", _Id, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("import_id", _Id, nullable=True),
        sa.Column("table_name", sa.String(length=64), nullable=False),
        sa.Column("row_id", _Id, nullable=False),
        sa.Column("before", sa.JSON(), nullable=True, comment="None: the row is new"),
        sa.Column("after", sa.JSON(), nullable=True, comment="None: the row is gone"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_changes_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_changes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_import_id"), "changes", ["import_id"], unique=False)
    op.create_index(
        op.f("ix_changes_table_name_row_id"), "changes", ["table_name", "row_id"], unique=False
    )
    op.create_table(
        "customers",
        sa.Column("id", _Id, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("region", sa.String(length=120), nullable=True),
        sa.Column("country", sa.String(length=120), nullable=True),
        sa.Column("industry", sa.String(length=120), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("rep_id", _Id, nullable=True),
        sa.Column(
            "tier", sa.String(length=12), nullable=True, comment="as applied; None: not graded yet"
        ),
        sa.Column("import_id", _Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_customers_import_id_imports")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_customers_rep_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("code", name=op.f("uq_customers_code")),
    )
    op.create_index(op.f("ix_customers_import_id"), "customers", ["import_id"], unique=False)
    op.create_index(op.f("ix_customers_name_key"), "customers", ["name_key"], unique=False)
    op.create_index(op.f("ix_customers_rep_id"), "customers", ["rep_id"], unique=False)
    op.create_table(
        "gradings",
        sa.Column("id", _Id, nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("policy", sa.JSON(), nullable=False, comment="the policy it followed, whole"),
        sa.Column(
            "totals",
            sa.JSON(),
            nullable=False,
            comment="population, lines, sums and counts to reconcile",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_gradings_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gradings")),
    )
    op.create_table(
        "complaints",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=True, comment="who took it"),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), server_default="open", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", _Id, nullable=True),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_complaints_status")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_complaints_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_complaints_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_complaints_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index(op.f("ix_complaints_customer_id"), "complaints", ["customer_id"], unique=False)
    op.create_index(op.f("ix_complaints_import_id"), "complaints", ["import_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("import_id", _Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_contacts_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_contacts_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_customer_id"), "contacts", ["customer_id"], unique=False)
    op.create_index(op.f("ix_contacts_import_id"), "contacts", ["import_id"], unique=False)
    op.create_table(
        "customer_aliases",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("alias", sa.String(length=300), nullable=False),
        sa.Column("alias_key", sa.String(length=300), nullable=False),
        sa.Column("person_id", _Id, nullable=True, comment="whose word it is; None: everyone's"),
        sa.Column("import_id", _Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_customer_aliases_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_customer_aliases_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_customer_aliases_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_aliases")),
        sa.UniqueConstraint(
            "customer_id",
            "alias_key",
            "person_id",
            name=op.f("uq_customer_aliases_customer_id_alias_key_person_id"),
        ),
    )
    op.create_index(
        op.f("ix_customer_aliases_alias_key"), "customer_aliases", ["alias_key"], unique=False
    )
    op.create_index(
        op.f("ix_customer_aliases_import_id"), "customer_aliases", ["import_id"], unique=False
    )
    op.create_table(
        "grades",
        sa.Column("grading_id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("all_time_value", sa.BigInteger(), nullable=False),
        sa.Column(
            "costed_value",
            sa.BigInteger(),
            nullable=True,
            comment="the part of value whose cost is known",
        ),
        sa.Column("profit", sa.BigInteger(), nullable=True),
        sa.Column("credit", sa.Float(), nullable=True, comment="days late, weighted by amount"),
        sa.Column("value_points", sa.Float(), nullable=True),
        sa.Column("profit_points", sa.Float(), nullable=True),
        sa.Column("credit_points", sa.Float(), nullable=True),
        sa.Column(
            "value_weight", sa.Float(), nullable=True, comment="per cent of this customer's score"
        ),
        sa.Column("profit_weight", sa.Float(), nullable=True),
        sa.Column("credit_weight", sa.Float(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column(
            "code_order",
            sa.Integer(),
            nullable=False,
            comment="place by code, the last word in ties",
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column(
            "suggested", sa.String(length=12), nullable=False, comment="what the arithmetic says"
        ),
        sa.Column("tier", sa.String(length=12), nullable=False, comment="what was applied"),
        sa.Column("capped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_grades_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["gradings.id"],
            name=op.f("fk_grades_grading_id_gradings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("grading_id", "customer_id", name=op.f("pk_grades")),
    )
    op.create_index(op.f("ix_grades_customer_id"), "grades", ["customer_id"], unique=False)
    op.create_table(
        "invoices",
        sa.Column("id", _Id, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("delay_reason", sa.String(length=200), nullable=True),
        sa.Column("import_id", _Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_invoices_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_invoices_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("key", name=op.f("uq_invoices_key")),
    )
    op.create_index(
        op.f("ix_invoices_customer_id_issued_on"),
        "invoices",
        ["customer_id", "issued_on"],
        unique=False,
    )
    op.create_index(op.f("ix_invoices_import_id"), "invoices", ["import_id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", _Id, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False, comment="number, or its content"),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("required_on", sa.Date(), nullable=True),
        sa.Column("rep_id", _Id, nullable=True, comment="who sold it"),
        sa.Column("import_id", _Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_orders_import_id_imports")
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["people.id"], name=op.f("fk_orders_rep_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("key", name=op.f("uq_orders_key")),
    )
    op.create_index(
        op.f("ix_orders_customer_id_ordered_on"),
        "orders",
        ["customer_id", "ordered_on"],
        unique=False,
    )
    op.create_index(op.f("ix_orders_import_id"), "orders", ["import_id"], unique=False)
    op.create_table(
        "tier_changes",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("from_tier", sa.String(length=12), nullable=True),
        sa.Column("to_tier", sa.String(length=12), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grading_id", _Id, nullable=True),
        sa.Column("person_id", _Id, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_tier_changes_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["grading_id"], ["gradings.id"], name=op.f("fk_tier_changes_grading_id_gradings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_tier_changes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_changes")),
    )
    op.create_index(
        op.f("ix_tier_changes_customer_id"), "tier_changes", ["customer_id"], unique=False
    )
    op.create_table(
        "visits",
        sa.Column("id", _Id, nullable=False),
        sa.Column(
            "key",
            sa.String(length=80),
            nullable=True,
            comment="of imported visits: what they consist of",
        ),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", _Id, nullable=True),
        sa.CheckConstraint("kind IN ('visit', 'attempt', 'touch')", name=op.f("ck_visits_kind")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_visits_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_visits_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_visits_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("key", name=op.f("uq_visits_key")),
    )
    op.create_index(
        op.f("ix_visits_customer_id_kind_visited_on"),
        "visits",
        ["customer_id", "kind", "visited_on"],
        unique=False,
    )
    op.create_index(op.f("ix_visits_import_id"), "visits", ["import_id"], unique=False)
    op.create_table(
        "order_lines",
        sa.Column("id", _Id, nullable=False),
        sa.Column("order_id", _Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=300), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("discount", sa.BigInteger(), nullable=True, comment="0.15 is 15 per cent"),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column(
            "amount", sa.BigInteger(), nullable=False, comment="price × quantity × (1 − discount)"
        ),
        sa.Column(
            "cost", sa.BigInteger(), nullable=True, comment="unit cost × quantity; None: not known"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
            name=op.f("fk_order_lines_order_id_orders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_lines_order_id_position")),
    )
