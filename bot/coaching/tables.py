"""The tables of the coach. They know people by their numbers only.

What somebody practised is theirs: a log for spacing and for counts of lines, without the words they
typed. Words are kept only of a line whose verdict somebody called wrong.
"""

from sqlalchemy import CheckConstraint, Column, Index, MetaData, String, Table, Text

from crm.store.tables.schema import Id, id_column
from crm.store.tables.schema import metadata as books
from crm.store.types import UtcDateTime

metadata = MetaData(naming_convention=books.naming_convention)

practice = Table(
    "practice",
    metadata,
    id_column(),
    Column("person_id", Id, nullable=False),
    Column("practised_at", UtcDateTime, nullable=False),
    Column("source", String(8), nullable=False),
    Column("playbook", String(40), nullable=False),
    Column("scene", String(40), nullable=False),
    Column("line", String(40), nullable=False, comment="the line it was about"),
    Column("verdict", String(8), nullable=False),
    Column("act", String(20)),
    Column("fault", String(20)),
    Column("rating", String(8), comment="None: schedules nothing"),
    CheckConstraint("source IN ('walk', 'drill')", name="source"),
    CheckConstraint("verdict IN ('good', 'bad', 'unsure')", name="verdict"),
    CheckConstraint("rating IN ('good', 'again')", name="rating"),
    Index(None, "person_id", "practised_at"),
)

playbook_files = Table(
    "playbook_files",
    metadata,
    id_column(),
    Column("playbook", String(40), nullable=False, index=True),
    Column("content", Text, comment="None: the one that comes with the program again"),
    Column("person_id", Id, comment="who put it in force"),
    Column("made_at", UtcDateTime, nullable=False),
)

heard_lines = Table(
    "heard_lines",
    metadata,
    id_column(),
    Column("person_id", Id, nullable=False, index=True, comment="who called the verdict wrong"),
    Column("said_at", UtcDateTime, nullable=False),
    Column("playbook", String(40), nullable=False),
    Column("scene", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("verdict", String(8), nullable=False, comment="as judged"),
    Column("act", String(20)),
    Column("fault", String(20)),
    Column("outcome", String(8), comment="None: waits for a manager"),
    Column("settled_by", Id),
    Column("settled_at", UtcDateTime),
    CheckConstraint("verdict IN ('good', 'bad', 'unsure')", name="verdict"),
    CheckConstraint("outcome IN ('good', 'bad', 'dropped')", name="outcome"),
)
