"""By hand goes before potential, potential before the hold, the hold before caps and figures."""

from hypothesis import given
from hypothesis import strategies as st

from crm.grading.figures import Facts, Kept, NewCustomer
from crm.grading.grade import grade
from crm.grading.holds import Standing, is_held, settle
from crm.grading.why import explain
from crm.policy import Policy
from tests.support.strategies import companies, policies


def holding(policy: Policy) -> Policy:
    """Return the policy with the hold switched on."""
    data = policy.model_dump()
    data["grading"]["hold"] = True
    return Policy.model_validate(data)


@st.composite
def some_kept(draw: st.DrawFn, facts: Facts, policy: Policy) -> dict[int, Kept]:
    """Some of the customers, and one that is not graded, with a tier that a person decided."""
    ids = [*facts.figures.ids.tolist(), 1]
    return draw(
        st.dictionaries(
            st.sampled_from(ids),
            st.builds(
                Kept, st.sampled_from(policy.tier_names), st.sampled_from(["hand", "potential"])
            ),
        )
    )


@given(st.data(), companies(), policies())
def test_what_a_person_decided_survives_any_grading_and_touches_nobody_else(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    kept = data.draw(some_kept(facts, policy))
    ruled = grade(facts, policy)
    settled = settle(ruled, Standing(kept))
    for before, after in zip(ruled.rows(), settled.rows(), strict=True):
        assert (after.score, after.rank, after.suggested) == (
            before.score,
            before.rank,
            before.suggested,
        )
        decided = kept.get(before.customer_id)
        assert after.tier == (decided.tier if decided else before.tier)
        assert after.ruled == before.tier
        assert after.held_by == (decided.by if decided else None)
        assert after.capped == before.capped


@given(st.data(), companies(), policies())
def test_once_released_the_grading_is_as_if_nothing_had_been_decided(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    ruled = grade(facts, policy)
    settled = settle(ruled, Standing(data.draw(some_kept(facts, policy))))
    again = settle(settled, Standing())
    assert list(again.rows()) == list(ruled.rows())
    assert again.overview == ruled.overview


@given(st.data(), companies(), policies())
def test_the_tiers_counted_are_those_applied(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    settled = settle(grade(facts, policy), Standing(data.draw(some_kept(facts, policy))))
    counted = [row.tier for row in settled.rows()]
    assert settled.overview.tier_counts == {name: counted.count(name) for name in policy.tier_names}


@given(st.data(), companies(), policies())
def test_the_hold_never_moves_a_customer_on_one_grading(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    strict = holding(policy)
    ids = facts.figures.ids.tolist()
    names = st.sampled_from(policy.tier_names)
    now = data.draw(st.fixed_dictionaries(dict.fromkeys(ids, names)))
    first = settle(grade(facts, strict), Standing(now=now, before=now))
    assert {row.customer_id: row.tier for row in first.rows()} == now
    said = {row.customer_id: row.ruled for row in first.rows()}
    second = settle(grade(facts, strict), Standing(now=now, before=said))
    assert {row.customer_id: row.tier for row in second.rows()} == said


@given(st.data(), companies(), policies())
def test_without_the_hold_the_tiers_before_say_nothing(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    names = st.sampled_from(policy.tier_names)
    now = data.draw(st.fixed_dictionaries(dict.fromkeys(facts.figures.ids.tolist(), names)))
    ruled = grade(facts, policy)
    assert list(settle(ruled, Standing(now=now, before=now)).rows()) == list(ruled.rows())


@given(st.integers(0, 4), st.none() | st.integers(0, 4), st.integers(0, 4))
def test_a_move_needs_two_gradings_on_the_same_side(
    now: int, before: int | None, ruled: int
) -> None:
    twice = before is not None and (before - now) * (ruled - now) > 0
    assert is_held(now, before, ruled) == (ruled != now and not twice)


@given(companies(most=3), policies())
def test_a_new_customer_keeps_what_was_decided(facts: Facts, policy: Policy) -> None:
    new = (NewCustomer(1, None, "Bolt"), NewCustomer(2, None, "Nut"))
    with_new = Facts(
        as_of_on=facts.as_of_on,
        figures=facts.figures,
        codes=facts.codes,
        names=facts.names,
        new=new,
        totals=facts.totals,
    )
    best = policy.tier_names[0]
    standing = Standing({1: Kept(best, "potential"), 2: Kept("gone", "hand")})
    settled = settle(grade(with_new, policy), standing)
    assert settled.kept_new == {1: Kept(best, "potential")}
    assert settled.overview.held == {"potential": 1}


@given(companies(), policies())
def test_why_tells_what_holds_it_and_what_the_rules_say(facts: Facts, policy: Policy) -> None:
    worst = policy.tier_names[-1]
    ruled = grade(facts, policy)
    first = next(ruled.rows())
    settled = settle(ruled, Standing({first.customer_id: Kept(worst, "hand")}))
    row = settled.find(first.customer_id)
    assert row is not None
    (held,) = [r for r in explain(row, settled.overview) if r.kind == "held"]
    assert held.facts == {"by": "hand", "tier": worst, "ruled": first.tier}
    told = [r for r in explain(row, settled.overview) if r.kind != "held"]
    assert told == explain(first, ruled.overview)
