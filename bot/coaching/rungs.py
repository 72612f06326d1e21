"""What to say to an objection, one request after the other: a ladder, or lines of its situation.

No objection is a dead end: where no playbook has a ladder for it yet, what works in that situation
is offered, each kind of line once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.coaching.playbook import MOST_ASKS, GoodLine, Objection, Playbook, Situation, Text
from bot.coaching.shelf import Shelf

SITUATIONS: Mapping[Objection, Situation] = {
    "too_expensive": "price_deadlock",
    "competitor_cheaper": "competitor",
    "no_budget": "price_deadlock",
    "longer_terms": "price_deadlock",
    "think_it_over": "think_it_over",
    "no_time": "think_it_over",
    "send_information": "think_it_over",
    "not_interested": "second_ask",
    "has_supplier": "competitor",
    "not_decision_maker": "decision_maker",
    "quality_doubt": "nitpicking",
}
"""The moment of a sale in which an objection is met."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing to say, and the reason it comes with."""

    say: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Rungs:
    """What to say in which order, from which playbook; ``stop_if`` is what ends it."""

    playbook: Playbook
    rungs: tuple[Rung, ...]
    stop_if: Text | None = None


def find_rungs(shelf: Shelf, objection: Objection) -> Rungs | None:
    """Return what to say to an objection; None only where no playbook has a line for it."""
    found = shelf.find_ladder(objection)
    if found is not None:
        playbook, ladder = found
        rungs = tuple(Rung(ask.say, ask.new_reason) for ask in ladder.asks)
        return Rungs(playbook, rungs, ladder.stop_if)
    situation = SITUATIONS[objection]
    return max(
        (each for one in shelf.playbooks.values() if (each := _from_scenes(one, situation))),
        key=lambda each: len(each.rungs),
        default=None,
    )


def _from_scenes(playbook: Playbook, situation: Situation) -> Rungs | None:
    lines = {line.act: line for line in reversed(list(_list_lines(playbook, situation)))}
    rungs = [Rung(line.say, line.why) for line in reversed(lines.values())]
    return Rungs(playbook, tuple(rungs[:MOST_ASKS])) if rungs else None


def _list_lines(playbook: Playbook, situation: Situation) -> Iterator[GoodLine]:
    for scene in playbook.scenes:
        if scene.situation == situation:
            yield from scene.good
