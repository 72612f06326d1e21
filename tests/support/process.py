"""The program as its users run it: a process with arguments, input and an exit code."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NORTHWIND = Path(__file__).parents[1] / "data" / "northwind"
LIMIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Finished:
    """What a process left behind."""

    code: int
    out: str
    err: str


def tiercoach(*arguments: str | Path, folder: Path, typed: str = "", **settings: str) -> Finished:
    """Run ``tiercoach`` in a folder of its own and wait for it.

    A traceback in what it says is a failure whatever the test is about.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TIERCOACH_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot.commands.main", *map(str, arguments)],
        input=typed.encode("utf-8", "surrogateescape"),
        capture_output=True,
        cwd=folder,
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[2]), **settings},
        timeout=LIMIT_SECONDS,
        check=False,
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "Traceback" not in out + err, err
    return Finished(done.returncode, out, err)
