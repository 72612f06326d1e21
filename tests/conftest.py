"""What every test may ask for: an empty database, and the cast that returns everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.store.database import Database, open_database
from tests.support.cast import Cast, write_cast


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database with today's tables."""
    opened = open_database(str(tmp_path / "tiercoach.db"), create=True)
    yield opened
    opened.close()


@pytest.fixture
def cast(database: Database) -> Cast:
    """Ana, her manager Boris, Carla of another team, and their customers."""
    with database.writing() as session:
        return write_cast(session)
