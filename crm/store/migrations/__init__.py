"""The tables' history: every database is brought to today's tables when it is opened.

The steps are in ``versions/``; they import no models, so that an old step keeps meaning what it
meant. On SQLite foreign keys are off while tables are rebuilt (a rebuilt table would otherwise
take its children with it) and checked before the transaction ends.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from crm.errors import StoreUnavailable

_FOLDER = Path(__file__).parent


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest step; nothing happens when it is there already."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise StoreUnavailable(
            "The database was made by a newer tiercoach than this one. Update tiercoach first."
        )
    if current != newest:
        config.attributes["engine"] = engine
        command.upgrade(config, "head")
