"""What tests of the import ask for: a folder to write files in, and an import of them."""

from pathlib import Path

import pytest

from crm.store.database import Database
from tests.support.importing import Importer


@pytest.fixture
def importer(database: Database, tmp_path: Path) -> Importer:
    folder = tmp_path / "files"
    folder.mkdir()
    return Importer(database, folder)
