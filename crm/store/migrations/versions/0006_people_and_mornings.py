"""People's own settings, days away, and the mornings: what rings when, and what was told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(
            sa.Column(
                "working_days",
                sa.String(7),
                nullable=True,
                comment="1 is Monday: 12345; None: the company's",
            )
        )
        people.add_column(
            sa.Column(
                "quiet_from",
                sa.String(5),
                nullable=True,
                comment="HH:MM where they are; None: the company's",
            )
        )
        people.add_column(sa.Column("quiet_until", sa.String(5), nullable=True))
        people.add_column(
            sa.Column(
                "digest_time",
                sa.String(5),
                nullable=True,
                comment="HH:MM of the morning digest; None: the company's",
            )
        )
        people.alter_column(
            "left_on",
            existing_type=sa.Date(),
            existing_nullable=True,
            comment="the first day they no longer work here",
        )
    with op.batch_alter_table("reminders") as reminders:
        reminders.add_column(
            sa.Column(
                "due_time",
                sa.String(5),
                nullable=True,
                comment="HH:MM where they are; None: with the morning digest",
            )
        )
    op.create_table(
        "absences",
        sa.Column("id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False, comment="the last day away"),
        sa.Column("cover_id", _Id, nullable=True, comment="who stands in; None: no"),
        sa.Column("made_at", _Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_absences_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["people.id"], name=op.f("fk_absences_cover_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_person_id"), "absences", ["person_id"], unique=False)
    op.create_index(op.f("ix_absences_cover_id"), "absences", ["cover_id"], unique=False)
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(
            sa.Column(
                "unasked",
                sa.Boolean(),
                server_default=sa.false(),
                nullable=False,
                comment="nobody asked for it: few a day, and none outside working hours",
            )
        )
    op.create_index(
        op.f("ix_outbox_person_id_unasked_settled_at"),
        "outbox",
        ["person_id", "unasked", "settled_at"],
        unique=False,
    )
    op.create_table(
        "mornings",
        sa.Column("person_id", _Id, nullable=False, autoincrement=False),
        sa.Column(
            "rings_at",
            _Moment,
            nullable=True,
            comment="when their next working day begins; None: never",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mornings")),
    )
    op.create_index(op.f("ix_mornings_rings_at"), "mornings", ["rings_at"], unique=False)
    op.create_table(
        "alarms",
        sa.Column("reminder_id", _Id, nullable=False, autoincrement=False),
        sa.Column("person_id", _Id, nullable=False),
        sa.Column(
            "rings_at", _Moment, nullable=False, comment="the reminder's time where they are"
        ),
        sa.PrimaryKeyConstraint("reminder_id", name=op.f("pk_alarms")),
    )
    op.create_index(op.f("ix_alarms_person_id"), "alarms", ["person_id"], unique=False)
    op.create_index(op.f("ix_alarms_rings_at"), "alarms", ["rings_at"], unique=False)
    op.create_table(
        "digests",
        sa.Column("id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False, comment="the morning, where the person is"),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("outbox_id", _Id, nullable=True, comment="the call that sent it"),
        sa.Column("state", sa.Text(), nullable=False, comment="what it tells, as JSON"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("person_id", "told_on", name=op.f("uq_digests_person_id_told_on")),
    )
    op.create_table(
        "menus",
        sa.Column("chat", sa.String(64), nullable=False, comment="whose commands a channel shows"),
        sa.Column("role", sa.String(16), nullable=False, comment="empty: everybody's"),
        sa.Column("language", sa.String(8), nullable=False, comment="empty: that of the phone"),
        sa.Column(
            "version", sa.String(16), nullable=False, comment="which commands there were then"
        ),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_menus")),
    )
    op.create_table(
        "tellings",
        sa.Column("person_id", _Id, nullable=False, autoincrement=False),
        sa.Column("key", sa.String(120), nullable=False, comment="what they are told of only once"),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_tellings")),
    )
