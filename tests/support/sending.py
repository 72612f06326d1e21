"""A process that delivers, for tests that kill it: ``python -m tests.support.sending URL LEDGER``.

Its channel is a file, the ledger: what is written there has arrived, whatever happens afterwards.
A text that begins with ``slow`` ends only when the ledger has a neighbour called ``go``.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.post import outcomes
from bot.post.delivery import Delivery
from bot.post.outcomes import Outcome
from bot.post.writer import Writer
from crm.store.database import open_database
from tests.support.posting import CHANNEL


class FileChannel:
    """A channel that appends every call to a file in one write."""

    name = CHANNEL

    def __init__(self, ledger: Path) -> None:
        self._go = ledger.with_name("go")
        self._file = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, chat: str, payload: str) -> Outcome:
        """Write it down, and take as long as a network would."""
        os.write(self._file, f"{os.getpid()}\t{chat}\t{payload}\n".encode())
        await asyncio.sleep(0.002)
        while payload.startswith("slow") and not self._go.exists():
            await asyncio.sleep(0.005)
        return outcomes.sent(1)


def sign_of(ledger: Path, process: int) -> Path:
    """The file that says of a process that it hears when it is told to end."""
    return ledger.with_name(f"hears-{process}")


async def deliver(url: str, ledger: Path, rate: float, lease: float) -> None:
    """Deliver until SIGTERM comes."""
    database = open_database(url, create=False)
    writer = Writer(database)
    delivery = Delivery(
        writer,
        FileChannel(ledger),
        rate=rate,
        lease=lease,
        clock=lambda: datetime.now(UTC),
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, delivery.stop)
    sign_of(ledger, os.getpid()).touch()
    await delivery.run()
    await writer.close()
    database.close()


if __name__ == "__main__":
    asyncio.run(deliver(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))
