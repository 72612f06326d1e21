"""The coach: what was practised, playbooks uploaded, lines heard; how visits were asked at."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(
            sa.Column(
                "practice_time",
                sa.String(5),
                nullable=True,
                comment="HH:MM of the daily drill; None: none",
            )
        )
    with op.batch_alter_table("visits") as visits:
        visits.add_column(
            sa.Column(
                "asks",
                sa.SmallInteger(),
                nullable=True,
                comment="how often the order was asked for; 3: or more",
            )
        )
        visits.add_column(
            sa.Column(
                "objection",
                sa.String(24),
                nullable=True,
                comment="why they did not order; none, or unknown: nobody knows",
            )
        )
    op.create_table(
        "practice",
        sa.Column("id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=False),
        sa.Column("practised_at", _Moment, nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("playbook", sa.String(40), nullable=False),
        sa.Column("scene", sa.String(40), nullable=False),
        sa.Column("line", sa.String(40), nullable=False, comment="the line it was about"),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("act", sa.String(20), nullable=True),
        sa.Column("fault", sa.String(20), nullable=True),
        sa.Column("rating", sa.String(8), nullable=True, comment="None: schedules nothing"),
        sa.CheckConstraint("source IN ('walk', 'drill')", name=op.f("ck_practice_source")),
        sa.CheckConstraint(
            "verdict IN ('good', 'bad', 'unsure')", name=op.f("ck_practice_verdict")
        ),
        sa.CheckConstraint("rating IN ('good', 'again')", name=op.f("ck_practice_rating")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index(
        op.f("ix_practice_person_id_practised_at"),
        "practice",
        ["person_id", "practised_at"],
        unique=False,
    )
    op.create_table(
        "playbook_files",
        sa.Column("id", _Id, nullable=False),
        sa.Column("playbook", sa.String(40), nullable=False),
        sa.Column(
            "content",
            sa.Text(),
            nullable=True,
            comment="None: the one that comes with the program again",
        ),
        sa.Column("person_id", _Id, nullable=True, comment="who put it in force"),
        sa.Column("made_at", _Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_files")),
    )
    op.create_index(
        op.f("ix_playbook_files_playbook"), "playbook_files", ["playbook"], unique=False
    )
    op.create_table(
        "heard_lines",
        sa.Column("id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=False, comment="who called the verdict wrong"),
        sa.Column("said_at", _Moment, nullable=False),
        sa.Column("playbook", sa.String(40), nullable=False),
        sa.Column("scene", sa.String(40), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False, comment="as judged"),
        sa.Column("act", sa.String(20), nullable=True),
        sa.Column("fault", sa.String(20), nullable=True),
        sa.Column("outcome", sa.String(8), nullable=True, comment="None: waits for a manager"),
        sa.Column("settled_by", _Id, nullable=True),
        sa.Column("settled_at", _Moment, nullable=True),
        sa.CheckConstraint(
            "verdict IN ('good', 'bad', 'unsure')", name=op.f("ck_heard_lines_verdict")
        ),
        sa.CheckConstraint(
            "outcome IN ('good', 'bad', 'dropped')", name=op.f("ck_heard_lines_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard_lines")),
    )
    op.create_index(op.f("ix_heard_lines_person_id"), "heard_lines", ["person_id"], unique=False)
    op.create_table(
        "drill_bells",
        sa.Column("person_id", _Id, nullable=False, autoincrement=False),
        sa.Column(
            "rings_at",
            _Moment,
            nullable=True,
            comment="their next drill's; None: never",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_drill_bells")),
    )
    op.create_index(op.f("ix_drill_bells_rings_at"), "drill_bells", ["rings_at"], unique=False)
