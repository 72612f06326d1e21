"""The rules of grading, on companies nobody thought of."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm.grading.cuts import ratio_lines
from crm.grading.figures import Facts, Figures
from crm.grading.grade import grade
from crm.grading.points import points
from crm.grading.ranking import order_of_codes
from crm.policy import Policy, default_policy
from tests.support.strategies import companies, facts_of, policies


def shuffled(facts: Facts, order: list[int]) -> Facts:
    figures = Figures(**{f.name: getattr(facts.figures, f.name)[order] for f in fields(Figures)})
    return replace(
        facts,
        figures=figures,
        codes=tuple(facts.codes[i] for i in order),
        names=tuple(facts.names[i] for i in order),
    )


@given(st.data(), companies(), policies())
def test_the_order_of_rows_changes_nothing(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    order = data.draw(st.permutations(range(len(facts.figures))))
    assert list(grade(facts, policy).rows()) == list(
        grade(shuffled(facts, list(order)), policy).rows()
    )


@given(st.data(), companies(), policies())
def test_more_value_at_the_same_margin_never_lowers_a_rank(
    data: st.DataObject, facts: Facts, policy: Policy
) -> None:
    place = data.draw(st.integers(0, len(facts.figures) - 1))
    times = data.draw(st.integers(2, 40))
    figures = facts.figures
    assume(not figures.profit[place] < 0 and figures.value[place] > 0)
    more = figures.value[place] * (times - 1)
    bought = np.where(np.arange(len(figures)) == place, more, 0)
    scale = np.where(np.arange(len(figures)) == place, times, 1)
    richer = replace(
        figures,
        value=figures.value + bought,
        all_time=figures.all_time + bought,
        costed=figures.costed * scale,
        profit=figures.profit * scale,
    )
    before = grade(facts, policy).rank[place]
    assert grade(replace(facts, figures=richer), policy).rank[place] <= before


@given(companies(), policies())
def test_everybody_has_a_rank_of_their_own_in_the_order_of_scores(
    facts: Facts, policy: Policy
) -> None:
    rows = list(grade(facts, policy).rows())
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    keys = [(-row.score, -row.value, -row.all_time_value, int(row.code or 0)) for row in rows]
    assert keys == sorted(keys)


@given(companies(most=30), policies(caps=False))
def test_the_tiers_fill_the_ratios_exactly(facts: Facts, policy: Policy) -> None:
    policy = policy.with_grading(cut="ratio")
    lines = grade(facts, policy).overview.lines
    shares = [tier.ratio for tier in policy.tiers]
    assert [line.last for line in lines] == ratio_lines(shares, len(facts.figures))
    assert sum(line.customers for line in lines) == len(facts.figures)


@given(companies(most=30), policies(caps=False))
def test_whoever_crosses_a_line_of_value_is_above_it(facts: Facts, policy: Policy) -> None:
    policy = policy.with_grading(cut="pareto")
    grading = grade(facts, policy)
    sold = np.maximum(facts.figures.value, 0)
    wanted = np.cumsum([tier.pareto for tier in policy.tiers])[:-1]
    for number, share in enumerate(wanted):
        inside = sold[(grading.tier <= number) & (sold > 0)]
        assert inside.sum() >= sold.sum() * share / 100 - 1e-6
        crossing = inside.min() if len(inside) else 0
        assert inside.sum() - crossing <= sold.sum() * share / 100 + 1e-6
    assert (grading.tier[facts.figures.value <= 0] == len(policy.tiers) - 1).all()


@given(companies(), policies())
def test_points_and_shares_stay_within_their_bounds(facts: Facts, policy: Policy) -> None:
    for row in grade(facts, policy).rows():
        known = [m for m in row.indicators if m.points is not None]
        assert all(0 <= (m.points or 0) <= 100 for m in known)
        weights = [m.weight for m in known if m.weight is not None]
        assert not weights or sum(weights) == pytest.approx(100)
        assert row.score == pytest.approx(sum(m.share or 0 for m in known), abs=1e-8)


@given(companies(), policies())
def test_an_indicator_nobody_has_changes_nothing(facts: Facts, policy: Policy) -> None:
    rules = policy.grading
    others = {n: r for n, r in rules.indicators.items() if n != "credit"}
    assume(any(rule.weight for rule in others.values()))
    figures = replace(facts.figures, credit=np.full(len(facts.figures), np.nan))
    facts = replace(facts, figures=figures)
    without = policy.model_copy(
        update={"grading": rules.model_copy(update={"indicators": others, "caps": ()})}
    )
    with_it, left_out = grade(facts, policy), grade(facts, without)
    assert with_it.overview.dropped[:1] == ("credit",)
    assert (with_it.score == left_out.score).all()
    assert (with_it.tier == left_out.tier).all()


@given(companies(), policies())
def test_a_cap_lowers_and_never_raises(facts: Facts, policy: Policy) -> None:
    grading = grade(facts, policy)
    assert (grading.tier >= grading.suggested).all()
    for cap in policy.grading.caps:
        late = facts.figures.credit > cap.late_over
        assert (grading.tier[late] >= policy.tier_names.index(cap.at_most)).all()
        assert (grading.tier[~late] == grading.suggested[~late]).all()


def test_percentile_and_range_are_what_they_say() -> None:
    figures = np.array([10.0, 30.0, 30.0, 110.0, np.nan])
    ranked = points(figures, "percentile", lower_is_better=False)
    spread = points(figures, "range", lower_is_better=False)
    assert ranked[:4] == pytest.approx([0, 50, 50, 100])
    assert spread[:4] == pytest.approx([0, 20, 20, 100])
    assert np.isnan([ranked[4], spread[4]]).all()


def test_fewer_days_late_are_worth_more_under_both_methods() -> None:
    late = np.array([0.0, 5.0, 20.0])
    assert points(late, "percentile", lower_is_better=True).tolist() == [100, 50, 0]
    assert points(late, "range", lower_is_better=True).tolist() == [100, 75, 0]


def test_one_alone_has_all_percentile_points_and_half_of_the_range() -> None:
    alone = np.array([7.0, np.nan])
    assert points(alone, "percentile", lower_is_better=True)[0] == 100
    assert points(alone, "range", lower_is_better=True)[0] == 50


def test_all_alike_are_in_the_middle_under_both_methods() -> None:
    alike = np.array([7.0, 7.0, 7.0])
    assert points(alike, "percentile", lower_is_better=False).tolist() == [50, 50, 50]
    assert points(alike, "range", lower_is_better=False).tolist() == [50, 50, 50]


def test_codes_of_digits_are_numbers_and_come_before_words() -> None:
    codes = ["B2", None, "100", "B10", "99", "099", None]
    names = ["b", "zoo", "c", "d", "e", "f", "ark"]
    order = order_of_codes(codes, names, np.arange(7))
    assert [names[i] for i in np.argsort(order)] == ["f", "e", "c", "d", "b", "ark", "zoo"]


def test_shares_are_taken_as_they_are_written() -> None:
    """A tenth, three times, is three tenths, which in doubles it isn't."""
    assert ratio_lines([10, 10, 10, 70], 5) == [1, 1, 2, 5]
    assert ratio_lines([33.3, 33.3, 33.4], 500) == [167, 333, 500]


def test_a_score_at_a_threshold_has_reached_it() -> None:
    figures = Figures(
        ids=np.arange(1, 6),
        value=np.array([100, 80, 50, 49, 0]),
        all_time=np.zeros(5, dtype=np.int64),
        costed=np.full(5, np.nan),
        profit=np.full(5, np.nan),
        credit=np.full(5, np.nan),
        code_order=np.arange(5),
    )
    policy = default_policy().with_grading(cut="points", method="range")
    assert [row.tier for row in grade(facts_of(figures), policy).rows()] == list("AABCC")


def test_nobody_to_grade_is_a_grading_too() -> None:
    empty = np.array([], dtype=np.int64)
    nothing = np.array([])
    figures = Figures(empty, empty, empty, nothing, nothing, nothing, empty)
    grading = grade(facts_of(figures), default_policy())
    assert list(grading.rows()) == []
    assert grading.overview.tier_counts == {"A": 0, "B": 0, "C": 0}
