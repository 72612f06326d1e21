"""``tiercoach telegram`` as its users run it, in front of a Bot API server of this machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from bot.post.tables import inbox, links, outbox
from crm.store.database import Database
from tests.support.emulator import PATIENCE, TOKEN, Emulator

ROOT = Path(__file__).parents[2]


@dataclass
class Running:
    """The process, and what it wrote on its outputs so far."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def told(self) -> str:
        """What it told on standard output and standard error."""
        return self.log.read_text(encoding="utf-8")

    def stops(self) -> int:
        """Ask it to stop as a service manager does; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def waits_to_tell(self, words: str) -> None:
        """Wait until it has told something."""
        until = time.monotonic() + PATIENCE
        while words not in self.told:
            assert time.monotonic() < until, self.told
            assert self.process.poll() is None, self.told

    def ends(self) -> int:
        """Wait until it ends by itself; return its exit code."""
        return self.process.wait(PATIENCE)


def settings_for(emulator: Emulator, database_url: str) -> dict[str, str]:
    """Return what the bot needs to know."""
    return {
        "TIERCOACH_DATABASE_URL": database_url,
        "TIERCOACH_TELEGRAM_TOKEN": TOKEN,
        "TIERCOACH_TELEGRAM_API": emulator.root,
        "TIERCOACH_TIMEZONE": "UTC",
        "TIERCOACH_SEND_RATE": "1000",
    }


@contextmanager
def running_bot(
    emulator: Emulator, database_url: str, folder: Path, **settings: str
) -> Iterator[Running]:
    """Run the bot; it is stopped at the end, and must have told no traceback and no token."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIERCOACH_")}
    given = settings_for(emulator, database_url)
    log = folder / "telegram.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "bot.commands.main", "telegram"],
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=kept | {"PYTHONPATH": str(ROOT)} | given | settings,
        )
    running = Running(process, log)
    try:
        yield running
    finally:
        if process.poll() is None:
            running.stops()
        assert TOKEN not in running.told
        assert "Traceback" not in running.told, running.told


def link(database: Database, account: int, person_id: int) -> None:
    """Let an account in as a person."""
    with database.writing() as session:
        session.execute(
            insert(links).values(
                channel="telegram",
                account=account,
                chat=f"telegram:{account}",
                person_id=person_id,
                state="linked",
                linked_at=datetime.now(UTC),
            )
        )


def states(database: Database) -> dict[str, int]:
    """Count the rows of inbox and outbox by their state."""
    with database.reading() as session:
        counts: dict[str, int] = {}
        for table in (inbox, outbox):
            query = select(table.c.state, func.count()).group_by(table.c.state)
            counts |= {f"{table.name} {state}": count for state, count in session.execute(query)}
    return counts


def wait_until_quiet(emulator: Emulator, database: Database, updates: int) -> None:
    """Wait until so many updates were answered or failed and nothing is left to send."""

    def is_quiet() -> bool:
        found = states(database)
        settled = found.get("inbox answered", 0) + found.get("inbox failed", 0)
        moving = ("inbox waiting", "outbox queued", "outbox sending")
        return settled >= updates and not any(found.get(state) for state in moving)

    until = time.monotonic() + PATIENCE
    while not is_quiet():
        assert time.monotonic() < until, states(database)
        emulator.pause()
