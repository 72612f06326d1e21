"""Why a tier: the reasons say what the figures say, and nothing else."""

from collections.abc import Mapping

import numpy as np
import pytest

from crm.entities import Reason
from crm.grading.figures import Facts, Figures
from crm.grading.grade import grade
from crm.grading.why import explain
from crm.policy import Policy, default_policy
from tests.support.strategies import facts_of


def five(*, credit: bool = True, profit: bool = True) -> Facts:
    """Five customers; the second earns little, the third has no known payments."""
    value = np.array([500, 400, 300, 200, 100]) * 10_000
    nothing = np.full(5, np.nan)
    return facts_of(
        Figures(
            ids=np.arange(1, 6),
            value=value,
            all_time=value,
            costed=value.astype(float) if profit else nothing,
            profit=np.array([150, 20, 90, 60, 30]) * 10_000.0 if profit else nothing,
            credit=np.array([40.0, 0.0, np.nan, 2.0, 0.0]) if credit else nothing,
            code_order=np.arange(5),
        )
    )


def reasons(facts: Facts, customer_id: int, policy: Policy | None = None) -> list[Reason]:
    grading = grade(facts, policy or default_policy())
    found = grading.find(customer_id)
    assert found is not None
    return explain(found, grading.overview)


def facts_by_kind(found: list[Reason], kind: str) -> list[Mapping[str, object]]:
    return [reason.facts for reason in found if reason.kind == kind]


def test_the_shares_of_the_indicators_add_up_to_the_score() -> None:
    found = reasons(five(), 2)
    shares = [float(str(facts["share"])) for facts in facts_by_kind(found, "indicator")]
    (rank,) = facts_by_kind(found, "rank")
    assert sum(shares) == pytest.approx(rank["score"])
    assert rank["population"] == 5


def test_profit_shows_its_margin() -> None:
    profit = facts_by_kind(reasons(five(), 2), "indicator")[-1]
    assert profit["name"] == "profit"
    assert profit["margin"] == pytest.approx(0.05)


def test_by_quantity_profit_is_told_per_unit_and_not_as_a_margin() -> None:
    policy = default_policy().with_grading(measure="quantity")
    profit = facts_by_kind(reasons(five(), 2, policy), "indicator")[-1]
    assert profit["profit_per_unit"] == pytest.approx(0.05)
    assert "margin" not in profit


def test_what_carried_and_what_held_back_are_named() -> None:
    found = reasons(five(), 2)
    assert facts_by_kind(found, "carried")[0]["name"] == "value"
    assert facts_by_kind(found, "held_back")[0]["name"] == "profit"


def test_what_a_customer_lacks_is_missing_and_what_nobody_has_is_dropped() -> None:
    assert facts_by_kind(reasons(five(), 3), "missing") == [{"name": "credit"}]
    found = reasons(five(credit=False), 3)
    assert facts_by_kind(found, "missing") == []
    assert facts_by_kind(found, "dropped") == [{"name": "credit"}]


def test_one_indicator_alone_carries_nothing_and_holds_nothing_back() -> None:
    found = reasons(five(credit=False, profit=False), 3)
    assert not facts_by_kind(found, "carried") + facts_by_kind(found, "held_back")


def test_the_lines_are_told_in_places_to_the_last_inside_and_the_first_outside() -> None:
    found = reasons(five(credit=False, profit=False), 3)
    (above,) = facts_by_kind(found, "line_above")
    assert (above["tier"], above["places"]) == ("A", 2)
    assert above["gap"] == pytest.approx(50)
    assert facts_by_kind(found, "line_below") == [{"tier": "C", "places": 1}]


def test_by_points_the_lines_are_told_in_points() -> None:
    policy = default_policy().with_grading(cut="points")
    found = reasons(five(credit=False, profit=False), 3, policy)
    assert facts_by_kind(found, "line_above") == [{"tier": "A", "gap": 30.0}]
    assert facts_by_kind(found, "line_below") == [{"tier": "C", "gap": 0.0}]


def test_a_cap_is_told_instead_of_the_lines() -> None:
    rules = default_policy().grading.model_dump() | {"caps": [{"late_over": 30, "at_most": "B"}]}
    policy = Policy.model_validate(default_policy().model_dump() | {"grading": rules})
    found = reasons(five(), 1, policy)
    assert facts_by_kind(found, "cap") == [
        {"late": 40.0, "late_over": 30.0, "suggested": "A", "tier": "B"}
    ]
    assert not facts_by_kind(found, "line_above") + facts_by_kind(found, "line_below")
