"""What may be done at a moment of a sale: the acts that move it on, and faults that are none."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.coaching.playbook import ALWAYS_WRONG, Act, Fault, Scene, Situation

_MOVES_ON: frozenset[Act] = frozenset({"either_or", "minor_point", "next_step"})
_CARES: frozenset[Act] = frozenset({"congratulate", "relationship"})

ACCEPTED: Mapping[Situation, frozenset[Act]] = {
    "ready_signal": _MOVES_ON | {"confirm", "pay_method", "sign_soft", "congratulate"},
    "options_choice": _MOVES_ON | {"confirm"},
    "keeps_talking": _MOVES_ON | {"confirm"},
    "price_deadlock": _MOVES_ON | {"confirm", "trade"},
    "nitpicking": _MOVES_ON | {"confirm"},
    "think_it_over": _MOVES_ON | {"confirm"},
    "second_ask": _MOVES_ON | {"confirm", "trade"},
    "competitor": _MOVES_ON | {"confirm", "trade"},
    "decision_maker": _MOVES_ON | {"confirm"},
    "signing": _MOVES_ON | {"confirm", "sign_soft", "congratulate"},
    "paperwork": _MOVES_ON | {"confirm", "sign_soft", "pay_method"},
    "payment_step": _MOVES_ON | {"confirm", "pay_method"},
    "delivery": _MOVES_ON | _CARES | {"confirm"},
    "after_close": _MOVES_ON | _CARES | {"confirm"},
    "clear_no": frozenset({"relationship"}),
}
"""What moves a sale on where no scene says more: a trade only where price is stuck, care for the
relationship only once something was agreed, or refused for good."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the moment stands in, which acts it accepts, which faults it allows; ``scene`` is the
    scene of a playbook that it is, if it is one."""

    situation: Situation
    accepts: frozenset[Act]
    allows: frozenset[Fault] = frozenset()
    scene: str | None = None


def moment_of(scene: Scene) -> Moment:
    """Return the moment of a scene."""
    allows = frozenset(scene.allows) - ALWAYS_WRONG
    return Moment(scene.situation, frozenset(scene.accepts), allows, scene.id)


def usual_moment(situation: Situation) -> Moment:
    """Return a moment of which only the situation is known."""
    return Moment(situation, ACCEPTED[situation])
