"""The sample company in a database that is thrown away afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.sample import AS_OF, FILES
from crm.grading.grade import grade
from crm.imports.apply import import_files
from crm.policy import default_policy
from crm.store import facts, gradings
from crm.store.database import Database, open_database
