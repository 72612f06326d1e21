"""The versions of the company's policy."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "policies",
        sa.Column("id", _Id, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("text", sa.Text(), nullable=False, comment="the file as it was written"),
        sa.Column("data", sa.JSON(), nullable=False, comment="what it says"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_policies_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
    )
