"""``tiercoach telegram`` started many times in no time: a process that has loaded all, and forks.

Loading the program takes seconds, and a test that kills it fifty times has not so many. What is
forked goes through ``main`` like any other start, with an environment, a process number and outputs
of its own; what the program takes from its environment while it is loaded is taken again. One runs
at a time.

Run as a program, this module is the process that forks: a line of JSON on standard input starts
the bot; its number, and later its exit code, come out.
"""

import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm.store.database import open_database
from tests.support.cast import write_cast
from tests.support.chatting import open_office
from tests.support.emulator import PATIENCE, TOKEN
from tests.support.running import ROOT

KILLED = -signal.SIGKILL


@dataclass
class Forked:
    """One start of the bot."""

    number: int
    log: Path
    _mother: "subprocess.Popen[str]"
    _code: int | None = None

    @property
    def told(self) -> str:
        """What it told on standard output and standard error."""
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> int:
        """Kill it as a power cut would; return its exit code."""
        os.kill(self.number, signal.SIGKILL)
        return self.ends()

    def stops(self) -> int:
        """Ask it to stop as a service manager does; return its exit code."""
        os.kill(self.number, signal.SIGTERM)
        return self.ends()

    def ends(self) -> int:
        """Wait until it has ended; return its exit code."""
        if self._code is None:
            self._code = int(_read(self._mother))
        return self._code


class Starter:
    """Starts the bot, one after the other."""

    def __init__(self, mother: "subprocess.Popen[str]") -> None:
        self._mother = mother

    @contextmanager
    def running(self, folder: Path, **settings: str) -> Iterator[Forked]:
        """Run the bot; it is stopped at the end, and must have told no traceback and no token."""
        log = folder / "telegram.log"
        assert self._mother.stdin is not None
        order = {"folder": str(folder), "log": str(log), "settings": settings}
        print(json.dumps(order), file=self._mother.stdin, flush=True)
        forked = Forked(int(_read(self._mother)), log, self._mother)
        try:
            yield forked
        finally:
            if forked._code is None:
                forked.stops()
            assert TOKEN not in forked.told
            assert "Traceback" not in forked.told, forked.told


@contextmanager
def starter() -> Iterator[Starter]:
    """Give a process that has loaded the program; end it afterwards."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIERCOACH_")}
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.support.forking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=kept | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        text=True,
    ) as mother:
        yield Starter(mother)


def _read(mother: "subprocess.Popen[str]") -> str:
    assert mother.stdout is not None
    ready, _, _ = select.select([mother.stdout], [], [], PATIENCE)
    assert ready, "it neither started nor ended"
    line = mother.stdout.readline()
    assert line, "the process that forks has died"
    return line


def _serve() -> None:
    """Fork for every line that comes in, and wait until what was forked has ended."""
    from bot.channels.telegram import process  # noqa: F401 - loaded before it is forked
    from bot.commands.main import main

    _answer_once()
    for line in sys.stdin:
        number = os.fork()
        if not number:
            code = 1
            try:
                _become(json.loads(line))
                code = main(["telegram"])
            except BaseException:  # noqa: BLE001 - nothing may come back from here
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(number, flush=True)
        _, status = os.waitpid(number, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _answer_once() -> None:
    """Read a note as the bot does: what it knows of language is made at the first."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(str(Path(folder) / "tiercoach.db"), create=True)
        with database.writing() as session:
            write_cast(session)
        assert open_office(database).chat("ana").says("note on Alpha Foods: number 1")
        database.close()


def _become(order: dict[str, Any]) -> None:
    """Take up the folder, the outputs and the settings of one start."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - it ends with the process
    os.dup2(sys.stdin.fileno(), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(order["folder"])
    os.environ.update(order["settings"])
    for name in ("bot.post.faults", "bot.post.owners"):
        importlib.reload(sys.modules[name])


if __name__ == "__main__":
    _serve()
