"""The sample company in a database that is thrown away afterwards.

It is built as of a morning: its books end there, and the evening before they were imported and
graded. Whoever asks for the same morning gets the same company.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.commands.import_ import recognise_all
from bot.sample.company import list_complaints, write_books
from bot.settings import Settings
from crm.entities import Role
from crm.errors import BadSettings, Problem
from crm.grading.grade import Grading, grade
from crm.imports.apply import import_files
from crm.imports.planning import Plan
from crm.store import complaints, customers, facts, gradings, people, policies
from crm.store.database import Database, Session, open_database

ADMIN = "Nora Berg"
"""Who sees everything, and speaks where nobody says who is speaking."""

FIRST_YEAR, LAST_YEAR = 1973, 9000
"""Imports take no date before 1970, and after the last year there is none to come."""

OPENS, CLOSES = time(9), time(18)
"""When the day begins and ends there."""


def this_morning(settings: Settings) -> datetime:
    """Return nine o'clock today where the company is."""
    return datetime.combine(datetime.now(settings.timezone), OPENS, settings.timezone)


@contextmanager
def empty_database() -> Iterator[Database]:
    """Open a new database in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tiercoach-") as folder:
        database = open_database(str(Path(folder) / "sample.db"), create=True)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def sample_company(morning: datetime) -> Iterator[Database]:
    """Open the sample company as it is on that morning, imported and graded.

    Raises BadSettings for a year in which its two years of books could not be kept.
    """
    if not FIRST_YEAR <= morning.year <= LAST_YEAR:
        what = f"the sample company has no books of {morning.year}."
        advice = f"Take a day from {FIRST_YEAR} to {LAST_YEAR}."
        raise BadSettings([Problem("--now", what, advice)])
    with empty_database() as database:
        import_sample(database, morning)
        grade_sample(database, morning)
        yield database


def import_sample(database: Database, morning: datetime) -> Plan:
    """Import the books as files, as a company would its own, and add what no file brings."""
    with tempfile.TemporaryDirectory(prefix="tiercoach-") as folder, database.writing() as session:
        files = recognise_all(write_books(Path(folder), morning.date()), None, {})
        now = _evening_before(morning)
        imported = import_files(session, files, today=morning.date(), now=now)
        imported.staging.clear()
        people.add(session, None, ADMIN, Role.ADMIN, title="Operations", now=now)
        _record_complaints(session, morning)
        return imported.plan


def grade_sample(database: Database, morning: datetime) -> Grading:
    """Grade the company on the day before, and put the tiers into force."""
    now = _evening_before(morning)
    with database.writing() as session:
        policy = policies.get_in_force(session)
        graded = grade(facts.gather(session, policy, now.date()), policy)
        gradings.apply(session, graded, now=now)
    return graded


def _record_complaints(session: Session, morning: datetime) -> None:
    """The rep of each customer took its complaints, and settled those that are settled."""
    (admin,) = people.find_people(session, ADMIN)
    everyone = customers.list_customers(session, people.viewer_of(admin), customers.Filter())
    found = {each.customer.code: each.customer for each in everyone}
    eyes = {person.id: people.viewer_of(person) for person in people.list_people(session)}
    for complaint in list_complaints(morning.date()):
        customer = found[complaint.customer]
        closed_on = complaint.closed_on
        complaints.record(
            session,
            eyes[customer.rep_id or admin.id],
            customer.id,
            kind=complaint.kind,
            text=complaint.text,
            now=_at(complaint.opened_on, OPENS, morning),
            closed_at=_at(closed_on, CLOSES, morning) if closed_on else None,
        )


def _evening_before(morning: datetime) -> datetime:
    return _at(morning.date() - timedelta(days=1), CLOSES, morning)


def _at(day: date, hour: time, morning: datetime) -> datetime:
    """An hour of that day where the company is."""
    return datetime.combine(day, hour, morning.tzinfo)
