"""A policy file read: what is valid, what it means, and that no text is too strange."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.errors import BadPolicy
from crm.policy import (
    GradingRules,
    IndicatorRule,
    Policy,
    PotentialRules,
    TierRule,
    VisitDays,
    VisitRules,
    decode_policy,
    default_policy,
    default_text,
    parse_policy,
    with_heading,
    without_heading,
)
from tests.support.policies import any_policies

_PLACE = re.compile(r"policy\.yaml(:[1-9]\d*:[1-9]\d*)?: \S")


def small(*names: str, weight: str = "value: {weight: 1}") -> str:
    """Write a policy with those tiers, all of them alike."""
    share = 100 / len(names)
    tiers = [
        f"  - {{name: {name}, ratio: {share}, pareto: {share}, points: {90 - number * 10},"
        " visit: {ideal: 30, latest: 30}}"
        for number, name in enumerate(names)
    ]
    return "\n".join(["tiers:", *tiers, "grading:", f"  indicators: {{{weight}}}"])


@pytest.mark.parametrize(
    "names",
    [
        ("Everybody",),
        ("Gold", "Silver"),
        ("甲", "乙", "丙"),
        ("A+", "A", "A-", "B", "C"),
        ("'1'", "'2'"),
        tuple("ABCDEFGHI"),
    ],
)
def test_tiers_may_have_any_names_and_be_one_to_nine(names: tuple[str, ...]) -> None:
    assert parse_policy(small(*names)).tier_names == tuple(name.strip("'") for name in names)


@pytest.mark.parametrize("indicator", ["credit", "value", "profit"])
def test_one_indicator_is_enough(indicator: str) -> None:
    policy = parse_policy(small("A", "B", weight=f"{indicator}: {{weight: 0.5}}"))
    assert list(policy.grading.indicators) == [indicator]


def test_what_a_file_leaves_out_is_as_in_the_default() -> None:
    policy, default = parse_policy(small("A")), default_policy()
    assert policy.visits == default.visits
    assert policy.grading.method == default.grading.method
    assert policy.grading.indicators["value"].months == 12


def test_a_tier_is_found_in_any_case_of_letters() -> None:
    found = default_policy().find_tier("a")
    assert found is not None
    assert found.name == "A"
    assert default_policy().find_tier("Gold") is None


def test_blanks_around_a_name_are_not_part_of_it() -> None:
    assert parse_policy(small("' Gold  Star '")).tier_names == ("Gold Star",)


def test_one_window_may_be_set_for_all_indicators() -> None:
    changed = default_policy().with_grading(months=24, cut="pareto")
    assert {rule.months for rule in changed.grading.indicators.values()} == {24}
    assert changed.grading.cut == "pareto"
    assert changed.tiers == default_policy().tiers


def test_a_file_with_windows_line_ends_and_a_mark_at_its_beginning_is_the_same() -> None:
    written = default_text().replace("\n", "\r\n").encode("utf-8-sig")
    assert decode_policy(written, "policy.yaml") == default_text()


def test_the_line_that_says_which_version_it_is_comes_off_again() -> None:
    once = with_heading(default_text())
    assert without_heading(with_heading(once)) == default_text()
    assert without_heading(default_text()) == default_text()
    assert parse_policy(once) == default_policy()


def test_every_figure_is_explained_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
    models = (TierRule, IndicatorRule, GradingRules, PotentialRules, VisitRules, Policy)
    named = {name for model in models for name in model.model_fields} - {"visit"}
    named |= {f"visit: {name}" for name in VisitDays.model_fields}
    explained = re.findall(r"^(?:\| (?:… )?|## )`([^`]+)`", page, re.MULTILINE)
    assert sorted(explained) == sorted(named)


@given(any_policies())
def test_any_policy_survives_being_written_and_read(policy: Policy) -> None:
    assert parse_policy(policy.model_dump_json()) == policy


def problems_of(text: str) -> list[str]:
    """Return the lines that a person would see; none if it is a policy."""
    try:
        parse_policy(text)
    except BadPolicy as error:
        return [str(problem) for problem in error.problems] or ["refused without a word"]
    return []


def has_place(line: str) -> bool:
    """Say whether it is one line that begins with where the problem is."""
    return bool(_PLACE.match(line)) and len(line.splitlines()) == 1


@given(st.text(max_size=200))
@example('a: "\\ud800"\nb: "\\U00110000"')
@example("%YAML 9.9\n---\n")
@example("\ufeff")
@example("'" * 3)
@example("tiers: " + "9" * 5000)
def test_no_text_is_too_strange_to_be_refused_in_order(text: str) -> None:
    assert all(map(has_place, problems_of(text)))


_PIECES = st.sampled_from(
    [
        *"{}[]:,-#&*!|>'\"%@`? \n\t~\0\x85\u2028",
        "\n  ",
        ": ",
        "- ",
        "---\n",
        "<<: ",
        ".nan",
        "1e999",
    ]
)


@given(st.data())
def test_no_slip_of_the_pen_in_a_good_file_is_too_strange(data: st.DataObject) -> None:
    text = default_text()
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(text)))
        end = min(len(text), begin + data.draw(st.integers(0, 30)))
        text = text[:begin] + data.draw(st.one_of(_PIECES, st.text(max_size=5))) + text[end:]
    assert all(map(has_place, problems_of(text)))
