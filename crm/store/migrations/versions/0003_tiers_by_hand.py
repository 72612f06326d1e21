"""Tiers set by hand, the potential of new customers, and what keeps a tier from its figures."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "hand_tiers",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("tier", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "expires_on",
            sa.Date(),
            nullable=True,
            comment="its last day; None: until it is released",
        ),
        sa.Column("released_by", _Id, nullable=True),
        sa.Column(
            "released_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="None: in force until it expires",
        ),
        _to("hand_tiers", "customer_id", "customers"),
        _to("hand_tiers", "set_by", "people"),
        _to("hand_tiers", "released_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_tiers")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_hand_tiers_customer_id")),
    )
    op.create_table(
        "potentials",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("tier", sa.String(12), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("proposed_by", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", _Id, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "review_on",
            sa.Date(),
            nullable=True,
            comment="the last day it holds, once it is confirmed",
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'declined')", name=op.f("ck_potentials_state")
        ),
        _to("potentials", "customer_id", "customers"),
        _to("potentials", "proposed_by", "people"),
        _to("potentials", "decided_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_potentials")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_potentials_customer_id")),
    )
    with op.batch_alter_table("grades") as grades:
        grades.add_column(
            sa.Column(
                "ruled",
                sa.String(12),
                nullable=True,
                comment="what the rules say where another was applied",
            )
        )
        grades.add_column(
            sa.Column(
                "held_by",
                sa.String(12),
                nullable=True,
                comment="why another was applied: hand, potential or hold",
            )
        )
    with op.batch_alter_table("tier_changes") as tier_changes:
        tier_changes.add_column(
            sa.Column("change_id", _Id, nullable=True, comment="what a person did that led to it")
        )
        tier_changes.create_foreign_key(
            op.f("fk_tier_changes_change_id_changes"), "changes", ["change_id"], ["id"]
        )
