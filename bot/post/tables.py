"""The tables of the post. They know chats, people and customers by their numbers only.

Moments that have to be the same for every process (leases, the gate, the pace of a chat) are
seconds of the database's own clock (``post.clock``), kept as Float; ``*_at`` are moments for
people to read. A payload is JSON as text: the post carries it and never looks inside.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from crm.store.tables.schema import Id, id_column
from crm.store.tables.schema import metadata as books
from crm.store.types import UtcDateTime

metadata = MetaData(naming_convention=books.naming_convention)

dialogs = Table(
    "dialogs",
    metadata,
    Column("chat", String(64), primary_key=True, comment="the channel and its number there"),
    Column("person_id", Id, nullable=False, comment="who spoke last: another begins anew"),
    Column("state", Text, nullable=False, comment="what was said last, as JSON"),
    Column("version", BigInteger, nullable=False, comment="one more with every message"),
    Column("updated_at", UtcDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("update_id", BigInteger, nullable=False, comment="the channel's number: a repeat drops"),
    Column("chat", String(64), nullable=False, comment="its lane"),
    Column("payload", Text, nullable=False, comment="what came in; empty once it is answered"),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("received_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("failure", Text, comment="why it could not be answered"),
    CheckConstraint("state IN ('waiting', 'answered', 'failed')", name="state"),
    UniqueConstraint("channel", "update_id"),
    Index(None, "state", "chat", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("person_id", Id, comment="whom it is for; None: somebody not known"),
    Column("key", String(120), unique=True, comment="what must not be sent twice, if anything"),
    Column("priority", SmallInteger, nullable=False, comment="0 reply, 1 reminder, 2 broadcast"),
    Column("payload", Text, nullable=False, comment="what to send"),
    Column(
        "unasked",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="nobody asked for it: few a day, and none outside working hours",
    ),
    Column("state", String(12), nullable=False, server_default="queued"),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("due_at", Float, nullable=False, comment="not before: the database's seconds"),
    Column("expires_at", UtcDateTime, comment="not sent after; None: a reply waits for ever"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", String(80), comment="which process is sending it"),
    Column("lease_until", Float, comment="the database's seconds"),
    Column("settled_at", UtcDateTime),
    Column("message_id", BigInteger, comment="its number at the channel, once it is sent"),
    Column("failure", Text, comment="what went wrong"),
    CheckConstraint(
        "state IN ('queued', 'sending', 'sent', 'blocked', 'unreachable', 'refused', 'expired', "
        "'cancelled', 'unknown')",
        name="state",
    ),
    Index(None, "state", "priority", "due_at", "id"),
    Index(None, "chat", "state", "id"),
    Index(None, "person_id", "unasked", "settled_at"),
)

mornings = Table(
    "mornings",
    metadata,
    Column("person_id", Id, primary_key=True, autoincrement=False),
    Column("rings_at", UtcDateTime, comment="when their next working day begins; None: never"),
    Index(None, "rings_at"),
)

alarms = Table(
    "alarms",
    metadata,
    Column("reminder_id", Id, primary_key=True, autoincrement=False),
    Column("person_id", Id, nullable=False, index=True),
    Column("rings_at", UtcDateTime, nullable=False, comment="the reminder's time where they are"),
    Index(None, "rings_at"),
)

drill_bells = Table(
    "drill_bells",
    metadata,
    Column("person_id", Id, primary_key=True, autoincrement=False),
    Column("rings_at", UtcDateTime, index=True, comment="their next drill's; None: never"),
)

digests = Table(
    "digests",
    metadata,
    id_column(),
    Column("person_id", Id, nullable=False),
    Column("told_on", Date, nullable=False, comment="the morning, where the person is"),
    Column("chat", String(64), nullable=False),
    Column("outbox_id", Id, comment="the call that sent it"),
    Column("state", Text, nullable=False, comment="what it tells, as JSON"),
    UniqueConstraint("person_id", "told_on"),
)

tellings = Table(
    "tellings",
    metadata,
    Column("person_id", Id, primary_key=True, autoincrement=False),
    Column("key", String(120), primary_key=True, comment="what they are told of only once"),
    Column("told_on", Date, nullable=False),
)

menus = Table(
    "menus",
    metadata,
    Column("chat", String(64), primary_key=True, comment="whose commands a channel shows"),
    Column("role", String(16), nullable=False, comment="empty: everybody's"),
    Column("language", String(8), nullable=False, comment="empty: that of the phone"),
    Column("version", String(16), nullable=False, comment="which commands there were then"),
)

gates = Table(
    "gates",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("free_at", Float, nullable=False, comment="when the next one may leave"),
)

paces = Table(
    "paces",
    metadata,
    Column("chat", String(64), primary_key=True),
    Column("paid_until", Float, nullable=False, comment="what it was sent so far is spread until"),
)

links = Table(
    "links",
    metadata,
    id_column(),
    Column("channel", String(16), nullable=False),
    Column("account", BigInteger, nullable=False, comment="who it is there, never a name"),
    Column("chat", String(64), nullable=False),
    Column("person_id", Id, nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("out_of_reach", String(12), comment="blocked or unreachable, until they write again"),
    CheckConstraint("state IN ('linked', 'unconfirmed', 'cut')", name="state"),
    UniqueConstraint("channel", "account"),
)

invites = Table(
    "invites",
    metadata,
    id_column(),
    Column("code_hash", String(64), nullable=False, unique=True, comment="sha256; never the code"),
    Column("person_id", Id, nullable=False, comment="who is let in by it"),
    Column("role", String(16), nullable=False, comment="what they are let in as"),
    Column("made_by", Id, comment="None: from the command line"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

strangers = Table(
    "strangers",
    metadata,
    Column("chat", String(64), primary_key=True, comment="a stranger's, or a group's"),
    Column("told_at", UtcDateTime, comment="when it was told who the bot is for"),
    Column("tries", Integer, nullable=False, server_default="0", comment="wrong codes this hour"),
    Column("tries_from", UtcDateTime, comment="when that hour began"),
)

bots = Table(
    "bots",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("name", String(64), nullable=False, comment="what links to it say"),
    Column("heard_at", UtcDateTime, comment="the last successful asking for updates"),
)
