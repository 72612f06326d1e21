"""Deeds that can be taken back, what reps tell and ask, and dialogs that outlive the process."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Moment = sa.DateTime(timezone=True)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _check(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"ck_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _deeds()
    _dealings()
    _requests()
    op.create_table(
        "dialogs",
        sa.Column(
            "chat", sa.String(64), nullable=False, comment="the channel and its number there"
        ),
        sa.Column("person_id", _Id, nullable=False, comment="who spoke last: another begins anew"),
        sa.Column("state", sa.Text(), nullable=False, comment="what was said last, as JSON"),
        sa.Column(
            "version", sa.BigInteger(), nullable=False, comment="one more with every message"
        ),
        sa.Column("updated_at", _Moment, nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_dialogs")),
    )


def _deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("id", _Id, nullable=False),
        sa.Column(
            "kind", sa.String(16), nullable=False, comment="what was done: visits, note, tier"
        ),
        sa.Column("person_id", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("done_at", _Moment, nullable=False),
        sa.Column("undoes_id", _Id, nullable=True, comment="the deed taken back"),
        _to("deeds", "person_id", "people"),
        _to("deeds", "undoes_id", "deeds"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_deeds_undoes_id")),
    )
    _index("deeds", "person_id", "done_at")
    with op.batch_alter_table("changes") as changes:
        changes.add_column(sa.Column("deed_id", _Id, nullable=True, comment="what it was part of"))
        changes.create_foreign_key(op.f("fk_changes_deed_id_deeds"), "deeds", ["deed_id"], ["id"])
        changes.create_index(op.f("ix_changes_deed_id"), ["deed_id"])


def _dealings() -> None:
    op.create_table(
        "notes",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("written_at", _Moment, nullable=False),
        sa.Column("visit_id", _Id, nullable=True, comment="told of which visit"),
        _check("notes", "kind", "'note', 'need'"),
        _to("notes", "customer_id", "customers"),
        _to("notes", "person_id", "people"),
        _to("notes", "visit_id", "visits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    _index("notes", "customer_id", "kind")
    _index("notes", "visit_id")
    op.create_table(
        "planned_visits",
        sa.Column("id", _Id, nullable=False),
        sa.Column("customer_id", _Id, nullable=False),
        sa.Column(
            "planned_on", sa.Date(), nullable=False, comment="the day agreed for the next visit"
        ),
        sa.Column("person_id", _Id, nullable=True, comment="None: from the command line"),
        sa.Column(
            "made_on", sa.Date(), nullable=False, comment="a visit from that day on settles it"
        ),
        _to("planned_visits", "customer_id", "customers"),
        _to("planned_visits", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_visits")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_planned_visits_customer_id")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", _Id, nullable=False),
        sa.Column("person_id", _Id, nullable=False, comment="whom to remind"),
        sa.Column("customer_id", _Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", _Moment, nullable=False),
        sa.Column("done_at", _Moment, nullable=True),
        _to("reminders", "person_id", "people"),
        _to("reminders", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    _index("reminders", "customer_id")
    _index("reminders", "person_id", "due_on")


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", _Id, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("customer_id", _Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=True, comment="what the person asking said"),
        sa.Column("person_id", _Id, nullable=False),
        sa.Column("asked_at", _Moment, nullable=False),
        sa.Column("outcome", sa.String(12), nullable=True, comment="None: waits for a decision"),
        sa.Column("settled_by", _Id, nullable=True),
        sa.Column("settled_at", _Moment, nullable=True),
        _check("requests", "kind", "'not_mine', 'missing', 'namesake'"),
        _check("requests", "outcome", "'moved', 'kept', 'added', 'dropped'"),
        _to("requests", "customer_id", "customers"),
        _to("requests", "person_id", "people"),
        _to("requests", "settled_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    _index("requests", "customer_id")
    _index("requests", "person_id")
