"""The post: what came in, what goes out, who is linked to which account, who is invited."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "bots",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False, comment="what links to it say"),
        sa.Column(
            "heard_at", _Moment, nullable=True, comment="the last successful asking for updates"
        ),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_bots")),
    )
    op.create_table(
        "gates",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("free_at", sa.Float(), nullable=False, comment="when the next one may leave"),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_gates")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", _Id, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column(
            "update_id",
            sa.BigInteger(),
            nullable=False,
            comment="the channel's number: a repeat drops",
        ),
        sa.Column("chat", sa.String(64), nullable=False, comment="its lane"),
        sa.Column(
            "payload", sa.Text(), nullable=False, comment="what came in; empty once it is answered"
        ),
        sa.Column("state", sa.String(8), server_default="waiting", nullable=False),
        sa.Column("received_at", _Moment, nullable=False),
        sa.Column("answered_at", _Moment, nullable=True),
        sa.Column("failure", sa.Text(), nullable=True, comment="why it could not be answered"),
        sa.CheckConstraint(
            "state IN ('waiting', 'answered', 'failed')", name=op.f("ck_inbox_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "update_id", name=op.f("uq_inbox_channel_update_id")),
    )
    op.create_index(op.f("ix_inbox_state_chat_id"), "inbox", ["state", "chat", "id"], unique=False)
    op.create_table(
        "invites",
        sa.Column("id", _Id, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False, comment="sha256; never the code"),
        sa.Column("person_id", _Id, nullable=False, comment="who is let in by it"),
        sa.Column("role", sa.String(16), nullable=False, comment="what they are let in as"),
        sa.Column("made_by", _Id, nullable=True, comment="None: from the command line"),
        sa.Column("made_at", _Moment, nullable=False),
        sa.Column("expires_at", _Moment, nullable=False),
        sa.Column("used_at", _Moment, nullable=True),
        sa.Column("revoked_at", _Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invites_code_hash")),
    )
    op.create_table(
        "links",
        sa.Column("id", _Id, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column(
            "account", sa.BigInteger(), nullable=False, comment="who it is there, never a name"
        ),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("person_id", _Id, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("linked_at", _Moment, nullable=False),
        sa.Column(
            "out_of_reach",
            sa.String(12),
            nullable=True,
            comment="blocked or unreachable, until they write again",
        ),
        sa.CheckConstraint(
            "state IN ('linked', 'unconfirmed', 'cut')", name=op.f("ck_links_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("channel", "account", name=op.f("uq_links_channel_account")),
    )
    op.create_index(op.f("ix_links_person_id"), "links", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", _Id, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column(
            "person_id", _Id, nullable=True, comment="whom it is for; None: somebody not known"
        ),
        sa.Column(
            "key", sa.String(120), nullable=True, comment="what must not be sent twice, if anything"
        ),
        sa.Column(
            "priority",
            sa.SmallInteger(),
            nullable=False,
            comment="0 reply, 1 reminder, 2 broadcast",
        ),
        sa.Column("payload", sa.Text(), nullable=False, comment="what to send"),
        sa.Column("state", sa.String(12), server_default="queued", nullable=False),
        sa.Column("queued_at", _Moment, nullable=False),
        sa.Column(
            "due_at", sa.Float(), nullable=False, comment="not before: the database's seconds"
        ),
        sa.Column(
            "expires_at",
            _Moment,
            nullable=True,
            comment="not sent after; None: a reply waits for ever",
        ),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.String(80), nullable=True, comment="which process is sending it"),
        sa.Column("lease_until", sa.Float(), nullable=True, comment="the database's seconds"),
        sa.Column("settled_at", _Moment, nullable=True),
        sa.Column(
            "message_id",
            sa.BigInteger(),
            nullable=True,
            comment="its number at the channel, once it is sent",
        ),
        sa.Column("failure", sa.Text(), nullable=True, comment="what went wrong"),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'blocked', 'unreachable', 'refused', "
            "'expired', 'cancelled', 'unknown')",
            name=op.f("ck_outbox_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(
        op.f("ix_outbox_chat_state_id"), "outbox", ["chat", "state", "id"], unique=False
    )
    op.create_index(
        op.f("ix_outbox_state_priority_due_at_id"),
        "outbox",
        ["state", "priority", "due_at", "id"],
        unique=False,
    )
    op.create_table(
        "paces",
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column(
            "paid_until",
            sa.Float(),
            nullable=False,
            comment="what it was sent so far is spread until",
        ),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_paces")),
    )
    op.create_table(
        "strangers",
        sa.Column("chat", sa.String(64), nullable=False, comment="a stranger's, or a group's"),
        sa.Column("told_at", _Moment, nullable=True, comment="when it was told who the bot is for"),
        sa.Column(
            "tries",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="wrong codes this hour",
        ),
        sa.Column("tries_from", _Moment, nullable=True, comment="when that hour began"),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_strangers")),
    )
