"""An Excel workbook as the text of a CSV file: its first sheet, a line for each row.

Reading happens in a process of its own (unpacking.py) that has limits on memory and time, because
a small archive can unfold into anything. What it writes is read like any other file, and its
lines are numbered as the sheet's rows.
"""

import json
import os
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm.errors import BadFile, Problem

MAX_BYTES = 5_000_000
SECONDS = 120

_AS_CSV = "Save the sheet as CSV UTF-8 and import that."


class Sheet:
    """The text of a sheet in a file that is gone with this object."""

    def __init__(self, path: Path, name: str, others: tuple[str, ...]) -> None:
        self.path = path
        self.name = name
        self.others = others
        weakref.finalize(self, path.unlink, missing_ok=True)

    @property
    def note(self) -> str | None:
        """Which sheets were not read."""
        if not self.others:
            return None
        shown = ", ".join(map(repr, self.others[:3])) + (" …" if len(self.others) > 3 else "")
        return f"only its first sheet {self.name!r} was read, not {shown}"


def is_archive(head: bytes) -> bool:
    """Say whether a file that begins so is a zip archive, as workbooks are."""
    return head.startswith(b"PK\x03\x04")


def open_sheet(path: Path) -> Sheet:
    """Unfold the first sheet of a workbook.

    Raises BadFile when it is too large, unfolds into too much, or is no workbook.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        what = f"is a workbook of {size:,} bytes; at most {MAX_BYTES:,} are read."
        raise BadFile([Problem(path.name, what, _AS_CSV)])
    descriptor, text = tempfile.mkstemp(prefix="tiercoach-", suffix=".csv")
    os.close(descriptor)
    try:
        found = _unpack(path, Path(text))
    except BaseException:
        Path(text).unlink()
        raise
    return Sheet(Path(text), found["sheet"], tuple(found["others"]))


def _unpack(path: Path, target: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "crm.imports.unpacking", str(path), str(target)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, capture_output=True, check=False, timeout=SECONDS, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise BadFile([Problem(path.name, "takes too long to read.", _AS_CSV)]) from error
    lines = done.stdout.decode(errors="replace").splitlines()
    found: dict[str, Any] = json.loads(lines[-1]) if done.returncode == 0 and lines else {}
    if not found:
        what = "takes more time or memory to read than a table needs."
        raise BadFile([Problem(path.name, what, _AS_CSV)])
    if "problem" in found:
        raise BadFile([Problem(path.name, found["problem"], found["advice"])])
    return found


def _environment() -> Mapping[str, str]:
    """The child finds the modules that we have, and starts no threads for arithmetic."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OPENPYXL_DEFUSEDXML": "True",
        "OPENPYXL_LXML": "False",
    }


__all__ = ["Sheet", "is_archive", "open_sheet"]
