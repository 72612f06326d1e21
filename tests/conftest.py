"""What every test may ask for: an empty database, and the cast that returns everywhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from crm.store.database import Database, open_database
from tests.support.cast import Cast, write_cast
from tests.support.chatting import Office, open_office
from tests.support.postgres import Server, running_server

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""How long a case takes says more of the machine than of the program: timing is for the bench."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this run's own."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with today's tables, to be copied: making them takes longer than a test."""
    path = tmp_path_factory.mktemp("empty") / "tiercoach.db"
    open_database(str(path), create=True).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[str]:
    """Where an empty database with today's tables is, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield str(shutil.copy(empty_file, tmp_path / "tiercoach.db"))
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with today's tables, open."""
    opened = open_database(database_url, create=True)
    yield opened
    opened.close()


@pytest.fixture
def cast(database: Database) -> Cast:
    """Ana, her manager Boris, Carla of another team, and their customers."""
    with database.writing() as session:
        return write_cast(session)


@pytest.fixture
def office(database: Database, cast: Cast) -> Office:
    """The cast's company, and a chat with each of them."""
    return open_office(database)
