"""A bar on the terminal while large files are read: on standard error, and only if one looks."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

LARGE = 2_000_000
"""Bytes; what is smaller is read before anybody wonders."""

Report = Callable[[int], None]


@contextmanager
def shown_progress(sizes: Sequence[int]) -> Iterator[Report]:
    """Give a function to call with the bytes read so far; what it shows is gone at the end."""
    total = sum(sizes)
    if total < LARGE or not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("Reading", total=total)

        def report(done: int) -> None:
            doing = "Reading" if done < total else "Comparing and writing"
            bar.update(task, completed=done, description=doing)

        yield report


__all__ = ["LARGE", "Report", "shown_progress"]
