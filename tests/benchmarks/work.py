"""Our own work, done once: what is timed, and what a process of its own does to be weighed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from crm.grading.grade import grade
from crm.imports.apply import Recognised, import_files
from crm.imports.fields import Kind
from crm.imports.headers import recognise
from crm.imports.readers import open_source
from crm.policy import default_policy
from crm.store import facts, gradings
from crm.store.database import Database, open_database
from tests.benchmarks.company import AS_OF, NOW
from tests.benchmarks.measuring import Stopped, Stopwatch, rows_make_no_cycles


@contextmanager
def opened(path: str) -> Iterator[Database]:
    """Open a database that is there."""
    database = open_database(path, create=False)
    try:
        yield database
    finally:
        database.close()


def grade_once(path: str) -> None:
    """Grade and apply."""
    with opened(path) as database:
        grade_company(database)


def grade_company(database: Database) -> tuple[Stopped, Stopped]:
    """Return the run up to the tiers, and the whole with every figure kept and committed."""
    policy = default_policy()
    watch = Stopwatch()
    with database.writing() as session:
        grading = grade(facts.gather(session, policy, AS_OF), policy)
        to_tiers = watch.stop()
        gradings.apply(session, grading, now=NOW)
    whole = watch.stop()
    ids = grading.facts.figures.ids.tolist()
    names = [policy.tier_names[number] for number in grading.tier.tolist()]
    return replace(to_tiers, found=dict(zip(ids, names, strict=True))), whole


def forget_grading(path: str) -> None:
    """Undo the grading, so that the next one finds what this one found."""
    _run(path, "DELETE FROM tier_changes; DELETE FROM grades; DELETE FROM gradings;")
    _run(path, "UPDATE customers SET tier = NULL;")


def import_once(path: str, file: str) -> Stopped:
    """Import a file of orders, commit included."""
    with opened(path) as database, rows_make_no_cycles():
        watch = Stopwatch()
        source = open_source(Path(file))
        recognised = Recognised(source, recognise(source, Kind.ORDERS, {}))
        with database.writing() as session:
            imported = import_files(session, [recognised], today=AS_OF, now=NOW)
            imported.staging.clear()
        return watch.stop(imported.plan.refused)


def _run(path: str, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(f"BEGIN; {script} COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
    connection.close()
