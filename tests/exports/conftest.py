"""What tests of the exports ask for: a store to export from, and an import to take it back."""

from pathlib import Path

import pytest

from crm.store.database import Database
from tests.support.importing import Importer


@pytest.fixture
def importer(database: Database, tmp_path: Path) -> Importer:
    folder = tmp_path / "files"
    folder.mkdir()
    return Importer(database, folder)
