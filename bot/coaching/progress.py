"""How practice goes: of one person, or summed up over five and more, and then of lines only.

A try counts for the fault or the act of the line it was about: a wrong line mended, a right one
said. What counts for no card counts nowhere: a retry, a line picked from the hint, what nobody
could judge. A sum of fewer than five people is never told: it
would say how one of them does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.coaching.cards import Key
from bot.coaching.log import Entry, Practised
from bot.coaching.playbook import BadLine, Line, Playbook

LEAST_PEOPLE = 5

LATELY = timedelta(days=14)

LEAST_TRIES = 3
"""Of fewer tries nobody can say whether it goes up or down."""

STEADY = 0.1
"""Shares as near as this are the same."""

What = Literal["fault", "act"]
Trend = Literal["up", "same", "down"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Tries of a fault, an act or a line: how many, how many right, by how many people.

    ``trend`` compares the last two weeks with what was before; None: too little to say.
    """

    what: What | Literal["line"]
    name: str
    tries: int
    right: int
    people: int = 1
    trend: Trend | None = None
    playbook: str | None = None

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.tries


@dataclass(frozen=True, slots=True)
class Summary:
    """What several people practised together: ``rows`` hold only what five or more tried."""

    people: int
    tries: int
    right: int
    rows: tuple[Tally, ...]

    @property
    def missing(self) -> int:
        """How many more people have to practise before anything is told."""
        return max(0, LEAST_PEOPLE - self.people)


def count_tries(
    playbooks: Mapping[str, Playbook], entries: Iterable[Entry], now: datetime
) -> list[Tally]:
    """Return somebody's tries by fault and act: where most is to be gained first."""
    about = _say_about(playbooks)
    found: dict[tuple[What, str], list[Entry]] = {}
    for entry in entries:
        subject = about(entry)
        if subject is not None and _is_try(entry):
            found.setdefault(subject, []).append(entry)
    tallies = [_tally(what, name, tries, now) for (what, name), tries in found.items()]
    return sorted(tallies, key=lambda each: (each.share, -each.tries, each.name))


def count_lately(entries: Iterable[Entry], now: datetime) -> tuple[int, int]:
    """Return how many lines were tried in the last two weeks, and how many were right."""
    lately = [each for each in entries if now - each.practised_at <= LATELY]
    rated = [each.rating for each in lately if _is_try(each)]
    return len(rated), rated.count("good")


def count_besides(entries: Iterable[Entry], now: datetime) -> tuple[int, int]:
    """Return how many lines of the last two weeks were right with a hint or at the second try, and
    how many were looked up: neither is a try."""
    lately = [each for each in entries if now - each.practised_at <= LATELY]
    helped = sum(each.verdict == "good" and each.rating is None for each in lately)
    return helped, sum(each.verdict == "unsure" and each.rating is not None for each in lately)


def _is_try(entry: Entry) -> bool:
    """Whether a line was said: one looked up is met again all the same."""
    return entry.rating is not None and entry.verdict != "unsure"


def sum_up(playbooks: Mapping[str, Playbook], practised: Sequence[Practised]) -> Summary:
    """Sum up what several people practised, by fault and act.

    With fewer than five people there are no figures at all, only how many those are.
    """
    return _sum_up(practised, _say_about(playbooks))


def sum_up_lines(practised: Sequence[Practised]) -> Summary:
    """Sum up what several people practised, line by line; the same rule holds for each."""
    return _sum_up(practised, lambda entry: ("line", entry.line))


_About = Callable[[Entry], tuple[What | Literal["line"], str] | None]


def _sum_up(practised: Sequence[Practised], about: _About) -> Summary:
    judged = [each for each in practised if _is_try(each.entry)]
    people = {each.person_id for each in judged}
    if len(people) < LEAST_PEOPLE:
        return Summary(len(people), 0, 0, ())
    found: dict[tuple[What | Literal["line"], str, str | None], list[Practised]] = {}
    for each in judged:
        subject = about(each.entry)
        if subject is not None:
            what, name = subject
            key = (what, name, each.entry.playbook if what == "line" else None)
            found.setdefault(key, []).append(each)
    rows = [
        Tally(
            what,
            name,
            len(tries),
            _count_right(each.entry for each in tries),
            len({each.person_id for each in tries}),
            playbook=playbook,
        )
        for (what, name, playbook), tries in found.items()
    ]
    told = [row for row in rows if row.people >= LEAST_PEOPLE]
    told.sort(key=lambda row: (row.share, -row.tries, row.playbook or "", row.name))
    right = _count_right(each.entry for each in judged)
    return Summary(len(people), len(judged), right, tuple(told))


def _say_about(
    playbooks: Mapping[str, Playbook],
) -> Callable[[Entry], tuple[What, str] | None]:
    lines: dict[Key, Line] = {
        (playbook.id, line.id): line for playbook in playbooks.values() for line in playbook.lines()
    }

    def about(entry: Entry) -> tuple[What, str] | None:
        line = lines.get((entry.playbook, entry.line))
        if line is None:
            return None
        return ("fault", line.fault) if isinstance(line, BadLine) else ("act", line.act)

    return about


def _tally(what: What, name: str, tries: Sequence[Entry], now: datetime) -> Tally:
    lately = [each for each in tries if now - each.practised_at <= LATELY]
    before = [each for each in tries if now - each.practised_at > LATELY]
    trend: Trend | None = None
    if min(len(lately), len(before)) >= LEAST_TRIES:
        change = _count_right(lately) / len(lately) - _count_right(before) / len(before)
        trend = "same" if abs(change) < STEADY else "up" if change > 0 else "down"
    return Tally(what, name, len(tries), _count_right(tries), trend=trend)


def _count_right(tries: Iterable[Entry]) -> int:
    return sum(each.rating == "good" for each in tries)
