"""What keeps a customer from the tier its figures give it.

In order of precedence: a tier set by hand, a new customer's confirmed potential, the hold. Only
then count the caps, and last the arithmetic (docs/decisions/0060). A tier that the policy doesn't
have keeps nobody.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from crm.grading.figures import HeldBy, Kept
from crm.grading.grade import Grading


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about customers besides their figures, by id.

    ``kept`` are tiers that a person decided. ``now`` are the tiers applied and ``before`` what the
    rules gave in the grading before; both are looked at only where the policy holds.
    """

    kept: Mapping[int, Kept] = field(default_factory=dict)
    now: Mapping[int, str] = field(default_factory=dict)
    before: Mapping[int, str] = field(default_factory=dict)


def settle(grading: Grading, standing: Standing) -> Grading:
    """Return the grading with the tiers that are to be applied, and by what they are held."""
    if not (standing.kept or grading.policy.grading.hold or grading.overview.held):
        return grading
    names = grading.policy.tier_names
    numbers = {name: number for number, name in enumerate(names)}
    places = {customer_id: i for i, customer_id in enumerate(grading.facts.figures.ids.tolist())}
    tier = grading.ruled.copy()
    held: dict[int, HeldBy] = {}
    if grading.policy.grading.hold:
        for customer_id in standing.now.keys() & places.keys():
            place = places[customer_id]
            now = numbers.get(standing.now[customer_id])
            before = numbers.get(standing.before.get(customer_id, ""))
            if now is not None and is_held(now, before, int(grading.ruled[place])):
                tier[place], held[place] = now, "hold"
    kept = {i: each for i, each in standing.kept.items() if each.tier in numbers}
    for customer_id in kept.keys() & places.keys():
        place = places[customer_id]
        tier[place], held[place] = numbers[kept[customer_id].tier], kept[customer_id].by
    kept_new = {new.id: kept[new.id] for new in grading.facts.new if new.id in kept}
    counts = Counter([*held.values(), *(each.by for each in kept_new.values())])
    lines = tuple(
        replace(line, customers=int(np.count_nonzero(tier == number)))
        for number, line in enumerate(grading.overview.lines)
    )
    overview = replace(grading.overview, lines=lines, held=dict(counts))
    return replace(grading, overview=overview, tier=tier, held=held, kept_new=kept_new)


def is_held(now: int, before: int | None, ruled: int) -> bool:
    """Say whether the hold keeps a customer where it is.

    Tiers are numbers, best first. It moves when this grading and the one before put it on the
    same side of its tier, to where this one puts it; a customer without a grade before stays.

    >>> is_held(1, 1, 0), is_held(1, 0, 0), is_held(1, 2, 0), is_held(2, 1, 0)
    (True, False, True, False)
    """
    if ruled == now:
        return False
    return before is None or before == now or (before < now) != (ruled < now)
