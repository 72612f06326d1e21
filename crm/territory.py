"""Customers and people → who gets which: a fair share, by the best tier first.

Fair is counted in customers: everybody is to have about as many A's as the others, then as many
B's, and so on. What somebody has already counts, so whoever has few gets more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm.entities import Customer


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who can take customers over: how many of each tier, and in each city, they have."""

    person_id: int
    tiers: Mapping[str | None, int] = field(default_factory=dict)
    cities: Mapping[str | None, int] = field(default_factory=dict)


def share_out(
    customers: Sequence[Customer], takers: Sequence[Taker], tiers: Sequence[str]
) -> dict[int, int]:
    """Return who gets each customer, by id.

    ``tiers`` are the policy's names, the best first; customers of no such tier come last. One
    after the other, each goes to who has fewest of its tier by then, of those to who has fewest in
    all, then to who has most in its city, then to who is named first. Without takers nobody gets
    any.
    """
    rank = {name: place for place, name in enumerate(tiers)}
    of_tier = {taker.person_id: Counter(taker.tiers) for taker in takers}
    in_city = {taker.person_id: Counter(taker.cities) for taker in takers}
    shares: dict[int, int] = {}
    ordered = sorted(customers, key=lambda each: rank.get(each.tier or "", len(rank)))
    for customer in ordered if takers else ():

        def order(taker: Taker, of: Customer = customer) -> tuple[int, int, int]:
            mine = of_tier[taker.person_id]
            return mine[of.tier], mine.total(), -in_city[taker.person_id][of.city]

        person_id = min(takers, key=order).person_id
        of_tier[person_id][customer.tier] += 1
        in_city[person_id][customer.city] += 1
        shares[customer.id] = person_id
    return shares
