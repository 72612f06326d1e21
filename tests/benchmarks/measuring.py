"""Stopwatch, scales and score sheet of the benchmarks.

Everything is measured in a fresh process: what one step leaves behind in memory, or in Python's
collector, is no burden on the next. Contestants take turns, so that a busy minute of the machine
hits all of them.
"""

import gc
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

ROUNDS = 3
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result: a figure, its limit (None: shown to compare), what it is of."""

    figure: float
    unit: str
    limit: float | None
    text: str

    def __str__(self) -> str:
        shown = f"{self.figure:6.2f} ×" if self.unit == "×" else f"{self.figure:5.0f} {self.unit}"
        if self.limit is None:
            return f"  {shown:<9} {'':<8} {'':<7}  {self.text}"
        verdict = "within" if self.figure <= self.limit else "OVER"
        return f"  {shown:<9} {f'≤ {self.limit:g}':<8} {verdict:<7}  {self.text}"


@dataclass(frozen=True, slots=True)
class Stopped:
    """One run: the seconds it took, and what it found, if that is to be compared."""

    seconds: float
    found: Any = None


@dataclass(slots=True)
class Stopwatch:
    """Seconds since it was made, and since the last lap."""

    began: float = field(default_factory=time.perf_counter)

    def read(self) -> float:
        """Return the seconds so far."""
        return time.perf_counter() - self.began


def ratio(ours: float, theirs: float, limit: float | None, text: str, baseline: str) -> Row:
    """Return the line that holds our seconds against a baseline's."""
    shown = f"{text} {seconds(ours)} : {baseline} {seconds(theirs)}"
    return Row(ours / theirs, "×", limit, shown)


def memory(peak: float, limit: float, text: str) -> Row:
    """Return the line of a peak of memory in bytes."""
    return Row(peak / MEGABYTE, "MB", limit, text)


def seconds(figure: float) -> str:
    """Return a time as it is read.

    >>> seconds(2.345), seconds(0.0123)
    ('2.35 s', '12.30 ms')
    """
    return f"{figure:.2f} s" if figure >= 1 else f"{figure * 1000:.2f} ms"


def take_turns(
    contestants: Mapping[str, Callable[[], Stopped]], rounds: int = ROUNDS
) -> dict[str, list[Stopped]]:
    """Run all of them once a round; who begins changes from round to round."""
    names = list(contestants)
    runs: dict[str, list[Stopped]] = {name: [] for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            gc.collect()
            runs[name].append(contestants[name]())
    return runs


def median(runs: list[Stopped]) -> float:
    """Return the median of their seconds."""
    return statistics.median(run.seconds for run in runs)


@contextmanager
def rows_make_no_cycles() -> Iterator[None]:
    """Keep the collector quiet, as the commands do that walk through many rows."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_fresh_process(target: str, *arguments: Any) -> tuple[Any, int]:
    """Call ``module:function`` in a new process; return its result and its peak of memory in bytes.

    The system counts what the caller held at the fork as the new process's; so the caller must be
    small, and must not have imported anything large.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(_call, target, arguments).result()


def _call(target: str, arguments: tuple[Any, ...]) -> tuple[Any, int]:
    module, _, name = target.partition(":")
    result = getattr(import_module(f"tests.benchmarks.{module}"), name)(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return result, peak if sys.platform == "darwin" else peak * 1024
