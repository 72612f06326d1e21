"""From what was found in a line to its verdict.

A fault beats every act, the gravest first; an act counts where its moment accepts it. An act at
the wrong moment, or nothing found at all, is unsure, never bad.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from bot.coaching.judge.moments import Moment
from bot.coaching.playbook import Act, Fault, Verdict

FAULTS: tuple[Fault, ...] = get_args(Fault)
"""The gravest first: that is the one that is told."""

_ACTS: tuple[Act, ...] = get_args(Act)


LEANS_TO_WRONG, LEANS_TO_RIGHT = 0.0, -0.8
"""Where examples speak against the rules: measured on lines of a hand that had no part in either,
this turned half of the wrong lines called right, and one right line in ten, into unsure."""


@dataclass(frozen=True, slots=True)
class FoundAct:
    """What a line does, and the half-open span of characters that does it."""

    act: Act
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundFault:
    """What is wrong with a line, and where.

    ``weak``: it is wrong only if the line does nothing right (it asks nothing, it explains on).
    """

    fault: Fault
    start: int
    end: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a line, what it does or what is wrong with it, and the words that show it.

    ``span`` is half-open, in characters of what was typed; None where no words show it. Of an
    unsure line ``act`` may be what it does at the wrong moment.
    """

    verdict: Verdict
    act: Act | None = None
    fault: Fault | None = None
    span: tuple[int, int] | None = None


def decide(
    acts: Iterable[FoundAct], faults: Iterable[FoundFault], moment: Moment, lean: float = 0.0
) -> Judgement:
    """Return the verdict on a line in which these acts and faults were found.

    ``lean``: which examples the line is like, above 0 the wrong ones. Where they lean against a
    right line, or clearly against a fault that is one only since nothing else was found, it is
    unsure.
    """
    done = sorted(acts, key=lambda found: (_ACTS.index(found.act), found.start))
    wrong = [found for found in faults if found.fault not in moment.allows]
    grave = _gravest([found for found in wrong if not found.weak])
    if grave:
        return _bad(grave)
    accepted = next((found for found in done if found.act in moment.accepts), None)
    if accepted and lean > LEANS_TO_WRONG:
        return Judgement("unsure", act=accepted.act, span=(accepted.start, accepted.end))
    if accepted:
        return Judgement("good", act=accepted.act, span=(accepted.start, accepted.end))
    if done:
        return Judgement("unsure", act=done[0].act, span=(done[0].start, done[0].end))
    weak = _gravest(wrong)
    return _bad(weak) if weak and lean > LEANS_TO_RIGHT else Judgement("unsure")


def _gravest(found: Sequence[FoundFault]) -> FoundFault | None:
    return min(found, key=lambda one: (FAULTS.index(one.fault), one.start), default=None)


def _bad(found: FoundFault) -> Judgement:
    span = (found.start, found.end) if found.end > found.start else None
    return Judgement("bad", fault=found.fault, span=span)
