"""The sample company in a database that is thrown away afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from bot.commands.import_ import recognise_all
from crm.grading.grade import Grading, grade
from crm.imports.apply import import_files
from crm.imports.planning import Plan
from crm.store import facts, gradings, policies
from crm.store.database import Database, open_database

AS_OF = date(1998, 5, 6)
"""The last day in the sample company's books."""

MORNING = datetime(1998, 5, 7, 9, 0, tzinfo=UTC)
"""The morning after, when its people ask their questions."""


@contextmanager
def empty_database() -> Iterator[Database]:
    """Open a new database in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tiercoach-") as folder:
        database = open_database(str(Path(folder) / "sample.db"), create=True)
        try:
            yield database
        finally:
            database.close()


def import_sample(database: Database) -> Plan:
    """Import the sample company's files."""
    with resources.as_file(resources.files("bot.sample").joinpath("northwind")) as folder:
        files = recognise_all(sorted(folder.glob("*.csv")), None, {})
        with database.writing() as session:
            imported = import_files(session, files, today=MORNING.date(), now=MORNING)
            imported.staging.clear()
            return imported.plan


def grade_sample(database: Database) -> Grading:
    """Grade the sample company on its last day and apply it."""
    with database.writing() as session:
        policy = policies.get_in_force(session)
        graded = grade(facts.gather(session, policy, AS_OF), policy)
        gradings.apply(session, graded, now=MORNING)
    return graded


@contextmanager
def sample_company() -> Iterator[Database]:
    """Open the sample company, imported and graded."""
    with empty_database() as database:
        import_sample(database)
        grade_sample(database)
        yield database
