"""A fair share: by count of the best tier first."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from crm.entities import Customer
from crm.territory import Taker, share_out

TIERS = ("A", "B", "C")

_tiers = st.sampled_from([*TIERS, None])
_cities = st.sampled_from(["London", "Lyon", None])
_customers = st.lists(st.tuples(_tiers, _cities), max_size=25).map(
    lambda rows: [Customer(n, f"Firm {n}", tier=t, city=c) for n, (t, c) in enumerate(rows)]
)
_counts = st.dictionaries(_tiers, st.integers(0, 9))
_takers = st.lists(_counts, min_size=1, max_size=5).map(
    lambda rows: [Taker(n, tiers=row) for n, row in enumerate(rows)]
)


def after(customers: list[Customer], takers: list[Taker], tier: str | None) -> dict[int, int]:
    """How many of a tier everybody has once it is shared out."""
    shares = share_out(customers, takers, TIERS)
    got = Counter(shares[each.id] for each in customers if each.tier == tier)
    return {taker.person_id: taker.tiers.get(tier, 0) + got[taker.person_id] for taker in takers}


@given(customers=_customers, takers=_takers)
def test_everybody_goes_to_exactly_one(customers: list[Customer], takers: list[Taker]) -> None:
    shares = share_out(customers, takers, TIERS)
    assert shares.keys() == {each.id for each in customers}
    assert set(shares.values()) <= {taker.person_id for taker in takers}


@given(customers=_customers, takers=_takers, tier=_tiers)
def test_who_gets_one_of_a_tier_has_at_most_one_more_of_it_than_anybody(
    customers: list[Customer], takers: list[Taker], tier: str | None
) -> None:
    shares = share_out(customers, takers, TIERS)
    have = after(customers, takers, tier)
    for customer in customers:
        if customer.tier == tier:
            assert have[shares[customer.id]] <= min(have.values()) + 1


@given(customers=_customers, takers=_takers)
def test_without_anybody_nobody_gets_any_and_the_same_again_is_the_same(
    customers: list[Customer], takers: list[Taker]
) -> None:
    assert share_out(customers, [], TIERS) == {}
    assert share_out(customers, takers, TIERS) == share_out(customers, takers, TIERS)


def test_of_equals_whoever_is_near_gets_it() -> None:
    near, far = Taker(2, cities={"Lyon": 3}), Taker(1, cities={"London": 3})
    assert share_out([Customer(7, "Firm", tier="A", city="Lyon")], [far, near], TIERS) == {7: 2}
