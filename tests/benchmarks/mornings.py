"""The tick of ten thousand reps' morning, held against the SQL that a company would write by hand.

The hand-written statement finds who rings and counts the customers of each that are due: customers
with their last visits and the days of their tier. It is written in two ways, and the one that this
database does faster is the baseline. A tick finds who rings, enqueues everybody's digest, sets
everybody's next morning and commits; it looks at no customer, since the words are found when a
digest leaves. What that costs is shown beside it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.app import App
from bot.messages import Errand
from bot.post import mornings
from bot.post.mornings import digest_key
from bot.post.outbox import REMINDER, Claimed
from bot.post.tables import mornings as rings
from bot.settings import Settings
from crm.store.database import Database, Session, open_database
from tests.benchmarks.measuring import (
    ROUNDS_OF_PROMISES,
    Row,
    Stopped,
    Stopwatch,
    median,
    median_worked,
    promise,
    seconds,
    take_turns,
)
from tests.support.postgres import running_server

LIMIT = 2
RINGS_AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
"""A Monday."""

WORDED = 1_000

_COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :last) SELECT "
_MAKE = (
    (
        "people (id, name, name_key, role)",
        "i, 'Rep ' || i, 'rep ' || i, 'rep'",
    ),
    (
        "links (channel, account, chat, person_id, state, linked_at)",
        "'telegram', i, 'telegram:' || i, i, 'linked', :now",
    ),
    (
        "mornings (person_id, rings_at)",
        "i, :now",
    ),
    (
        "customers (id, code, name, name_key, rep_id, tier)",
        "i, 'C' || i, 'Customer ' || i, 'customer ' || i, 1 + i % :reps, {tier}",
    ),
    (
        "visits (customer_id, person_id, kind, visited_on)",
        "i, 1 + i % :reps, 'visit', {day}",
    ),
)
_TIER = "CASE WHEN i / :reps % 10 < 2 THEN 'A' WHEN i / :reps % 10 < 5 THEN 'B' ELSE 'C' END"
_DAY = {
    "sqlite": "date('2026-03-09', '-' || (i * 7919 % 200) || ' days')",
    "postgresql": "date '2026-03-09' - (i * 7919::bigint % 200)::int",
}
_DUE_BY = {
    "sqlite": "date('2026-03-09', '-' || ideal.days || ' days')",
    "postgresql": "date '2026-03-09' - ideal.days",
}
_BY_HAND = (
    """
    SELECT m.person_id, l.channel, l.chat, count(c.id)
    FROM mornings m
    JOIN people p ON p.id = m.person_id AND p.left_on IS NULL
    JOIN links l ON l.person_id = m.person_id AND l.state = 'linked'
    JOIN customers c ON c.rep_id = m.person_id
    JOIN (SELECT 'A' AS tier, 30 AS days UNION ALL SELECT 'B', 90 UNION ALL SELECT 'C', 180) ideal
      ON ideal.tier = c.tier
    WHERE m.rings_at <= :now AND (
      SELECT max(v.visited_on) FROM visits v WHERE v.customer_id = c.id AND v.kind = 'visit'
    ) <= {due_by}
    GROUP BY m.person_id, l.channel, l.chat
    """,
    """
    SELECT m.person_id, l.channel, l.chat, count(c.id)
    FROM mornings m
    JOIN people p ON p.id = m.person_id AND p.left_on IS NULL
    JOIN links l ON l.person_id = m.person_id AND l.state = 'linked'
    JOIN customers c ON c.rep_id = m.person_id
    JOIN (SELECT 'A' AS tier, 30 AS days UNION ALL SELECT 'B', 90 UNION ALL SELECT 'C', 180) ideal
      ON ideal.tier = c.tier
    JOIN (
      SELECT customer_id, max(visited_on) AS visited_on FROM visits
      WHERE kind = 'visit' GROUP BY customer_id
    ) seen ON seen.customer_id = c.id
    WHERE m.rings_at <= :now AND seen.visited_on <= {due_by}
    GROUP BY m.person_id, l.channel, l.chat
    """,
)
_WHO_RINGS = "SELECT person_id FROM mornings WHERE rings_at <= :now"


def measure(path: str, reps: int, customers: int) -> list[Row]:
    """Return the figures on SQLite."""
    return _measure(path, reps, customers, "SQLite")


def measure_postgresql(reps: int, customers: int) -> list[Row]:
    """Return the figures on a PostgreSQL server that is started for them."""
    with running_server() as server, server.database() as url:
        return _measure(url, reps, customers, "PostgreSQL")


def _measure(url: str, reps: int, customers: int, name: str) -> list[Row]:
    database = open_database(url, create=True)
    try:
        _make(database, reps, customers)
        app = App(database, Settings(timezone=ZoneInfo("UTC"), country="none"), lambda: RINGS_AT)
        by_hand = min(_statements(database), key=lambda each: _select(database, each)().seconds)
        contestants = {
            "tick": lambda: _tick(app, reps),
            "by hand": _select(database, by_hand),
            "who rings": _select(database, _WHO_RINGS),
        }
        runs = take_turns(contestants, ROUNDS_OF_PROMISES)
        row = promise(runs["tick"], runs["by hand"], LIMIT, name, "by hand")
        rings = seconds(median(runs["who rings"]))
        worded = _word(app, min(WORDED, reps))
        return [
            row,
            Row(
                median_worked([worded]) / worded.found * 1e6,
                "µs",
                None,
                f"{name}: CPU of wording a digest, of {worded.found:,} (selecting only who rings:"
                f" {rings})",
            ),
        ]
    finally:
        database.close()


def _statements(database: Database) -> list[str]:
    due_by = _DUE_BY[database.engine.dialect.name]
    return [each.format(due_by=due_by) for each in _BY_HAND]


def _make(database: Database, reps: int, customers: int) -> None:
    """Write reps who all ring at one minute, their phones, and customers seen once."""
    dialect = database.engine.dialect.name
    now = RINGS_AT.replace(tzinfo=None) if dialect == "sqlite" else RINGS_AT
    shown = f"{now:%Y-%m-%d %H:%M:%S.%f}" if dialect == "sqlite" else now
    with database.writing() as session:
        for into, values in _MAKE:
            last = customers if into.startswith(("customers", "visits")) else reps
            columns = values.format(day=_DAY[dialect], tier=_TIER)
            if dialect == "postgresql":
                columns = columns.replace(":now", "CAST(:now AS timestamptz)")
            statement = text(f"INSERT INTO {into} {_COUNTED}{columns} FROM n")
            named = {"last": last, "now": shown, "reps": reps}
            session.execute(
                statement, {k: v for k, v in named.items() if f":{k}" in str(statement)}
            )
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _tick(app: App, reps: int) -> Stopped:
    """Tick, commit included, and put everything back as it was."""
    watch = Stopwatch()
    with app.database.writing() as session:
        rung = mornings.tick(session, RINGS_AT, app.hours_of)
    stopped = watch.stop(rung)
    assert rung == reps
    with app.database.writing() as session:
        session.execute(text("DELETE FROM outbox"))
        session.execute(rings.update().values(rings_at=RINGS_AT))
    return stopped


def _select(database: Database, statement: str) -> Callable[[], Stopped]:
    on_sqlite = database.engine.dialect.name == "sqlite"
    now = f"{RINGS_AT:%Y-%m-%d %H:%M:%S.%f}" if on_sqlite else RINGS_AT

    def select() -> Stopped:
        watch = Stopwatch()
        with database.reading() as session:
            rows = session.execute(text(statement), {"now": now}).all()
        return watch.stop(len(rows))

    return select


def _word(app: App, count: int) -> Stopped:
    """Find the words of so many digests, as delivery does."""
    with app.database.writing() as session:
        _word_one(app, session, count)
        watch = Stopwatch()
        for person_id in range(1, count):
            _word_one(app, session, person_id)
        return watch.stop(count - 1)


def _word_one(app: App, session: Session, person_id: int) -> None:
    on = RINGS_AT.date()
    row = Claimed(
        id=person_id,
        channel="telegram",
        chat=f"telegram:{person_id}",
        person_id=person_id,
        key=digest_key(person_id, on),
        priority=REMINDER,
        payload="",
        expires_at=None,
        owner="",
        attempts=1,
        leaves_at=0.0,
        between=1.0,
        unasked=True,
    )
    app.run_errand(session, row, Errand("digest", on.isoformat()))
