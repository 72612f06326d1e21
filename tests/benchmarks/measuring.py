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
from dataclasses import dataclass
from importlib import import_module
from typing import Any

ROUNDS = 3
ROUNDS_OF_PROMISES = 5
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result: a figure, its limit (None: shown to compare), what it is of.

    The limit is the most it may be, or ``at_least`` the least.
    """

    figure: float
    unit: str
    limit: float | None
    text: str
    at_least: bool = False

    def __str__(self) -> str:
        shown = f"{self.figure:6.2f} ×" if self.unit == "×" else f"{self.figure:5.0f} {self.unit}"
        if self.limit is None:
            return f"  {shown:<9} {'':<8} {'':<7}  {self.text}"
        if self.at_least:
            bound, verdict = f"≥ {self.limit:g}", "within" if self.figure >= self.limit else "UNDER"
        else:
            bound, verdict = f"≤ {self.limit:g}", "within" if self.figure <= self.limit else "OVER"
        return f"  {shown:<9} {bound:<8} {verdict:<7}  {self.text}"


@dataclass(frozen=True, slots=True)
class Stopped:
    """One run: its seconds on the wall, those the processor worked for it, and what it found."""

    seconds: float
    worked: float
    found: Any = None


class Stopwatch:
    """Runs from the moment it is made."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._began_working = time.process_time()

    def stop(self, found: Any = None) -> Stopped:
        """Return what it shows; it runs on."""
        return Stopped(
            time.perf_counter() - self._began, time.process_time() - self._began_working, found
        )


def promise(
    ours: list[Stopped], theirs: list[Stopped], limit: float, text: str, baseline: str
) -> Row:
    """Return the line that holds us against the baseline of a promise.

    Waiting for others on a busy machine shows in the seconds on the wall, not in those worked: if
    the two ratios are far apart, measure again on a quieter one.
    """
    worked = median_worked(ours) / median_worked(theirs)
    shown = f"{text} {seconds(median(ours))} : {baseline} {seconds(median(theirs))}"
    return Row(median(ours) / median(theirs), "×", limit, f"{shown} (CPU {worked:.2f} ×)")


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


def median_worked(runs: list[Stopped]) -> float:
    """Return the median of the seconds that the processor worked."""
    return statistics.median(run.worked for run in runs)


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
