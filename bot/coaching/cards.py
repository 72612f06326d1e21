"""When a line is met again: a card for each line practised, made anew from the log.

Spaced by FSRS with two ratings only, since a line is right or it isn't. A line that was wrong is
met again the same day, then the day after; no line rests for longer than thirty days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache

from fsrs import Card, Rating, Scheduler

from bot.coaching.log import Entry

LONGEST_DAYS = 30
"""Defaults would reach 498 days after six passes: longer than most reps stay with a product."""

STEPS = (timedelta(minutes=10), timedelta(days=1))
"""First steps that fit a field day: again in this session or the next, then the day after."""

KNOWN_DAYS = 7.0
"""From this stability on (FSRS: days until nine of ten would still know it) a line is known."""

_RATINGS = {"good": Rating.Good, "again": Rating.Again}

Key = tuple[str, str]
"""A playbook's id and a line's."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """How well a line is known: when it is due, for how many days it holds, whether it was wrong
    the last time."""

    due_at: datetime
    stability: float
    practised_at: datetime
    missed: bool

    @property
    def is_known(self) -> bool:
        """Say whether it holds for a week."""
        return self.stability >= KNOWN_DAYS

    def is_due(self, now: datetime) -> bool:
        """Say whether it is to be met by the end of the day: ``now`` is where the person is.

        Who drills at 8:15 each day would miss by a minute what was practised at 8:16.
        """
        return _day(self.due_at, now.tzinfo) <= now.date()


def learn(entries: Iterable[Entry]) -> Mapping[Key, Learnt]:
    """Return every line practised, from the log, the oldest entry first."""
    cards: dict[Key, Card] = {}
    missed: dict[Key, bool] = {}
    for entry in entries:
        if entry.rating is None:
            continue
        key, at = (entry.playbook, entry.line), entry.practised_at.astimezone(UTC)
        card = cards.get(key) or Card(card_id=len(cards) + 1, due=at)
        cards[key], _ = _scheduler().review_card(card, _RATINGS[entry.rating], at)
        missed[key] = entry.rating == "again"
    return {
        key: Learnt(card.due, card.stability or 0.0, card.last_review or card.due, missed[key])
        for key, card in cards.items()
    }


def count_next(learnt: Mapping[Key, Learnt], now: datetime) -> tuple[int, int] | None:
    """Return in how many days the next lines are due, and how many; today's are left out."""
    days = sorted((_day(each.due_at, now.tzinfo) - now.date()).days for each in learnt.values())
    later = [day for day in days if day > 0]
    return (later[0], later.count(later[0])) if later else None


def _day(moment: datetime, zone: tzinfo | None) -> date:
    return moment.astimezone(zone).date()


@cache
def _scheduler() -> Scheduler:
    return Scheduler(
        learning_steps=STEPS,
        relearning_steps=STEPS,
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
