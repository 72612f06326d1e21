"""Progress: tries by fault and act; of several people only what five or more have tried."""

from datetime import UTC, datetime, timedelta

from bot.coaching import progress
from bot.coaching.log import Entry, Practised, Rating
from bot.coaching.playbook import Verdict
from bot.coaching.reading import parse_playbook
from tests.support.playbooks import SMALL

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEA = {"tea": parse_playbook(SMALL)}
RATINGS: dict[Verdict, Rating | None] = {"good": "good", "bad": "again", "unsure": None}


def entry(line: str, verdict: Verdict, days: int = 1) -> Entry:
    at = NOW - timedelta(days=days)
    return Entry(at, "drill", "tea", "any", line, verdict, rating=RATINGS[verdict])


def by(people: int, line: str, verdict: Verdict, first: int = 1) -> list[Practised]:
    return [Practised(number, entry(line, verdict)) for number in range(first, first + people)]


def test_a_try_counts_for_the_fault_or_the_act_of_its_line() -> None:
    entries = [
        entry("hello_help", "good"),
        entry("hello_help", "bad"),
        entry("pay_how", "good"),
        entry("gone", "bad"),
        entry("pay_now", "unsure"),
    ]
    found = {(each.what, each.name): each for each in progress.count_tries(TEA, entries, NOW)}
    assert set(found) == {("fault", "permission"), ("act", "pay_method")}
    assert (found["fault", "permission"].tries, found["fault", "permission"].right) == (2, 1)


def test_where_most_is_to_be_gained_comes_first() -> None:
    entries = [entry("pay_how", "good"), entry("hello_help", "bad")]
    assert [each.name for each in progress.count_tries(TEA, entries, NOW)] == [
        "permission",
        "pay_method",
    ]


def test_a_trend_needs_three_tries_on_either_side() -> None:
    before = [entry("hello_help", "bad", 20) for _ in range(3)]
    lately = [entry("hello_help", "good") for _ in range(3)]
    (up,) = progress.count_tries(TEA, [*before, *lately], NOW)
    assert up.trend == "up"
    (unknown,) = progress.count_tries(TEA, [*before, *lately[1:]], NOW)
    assert unknown.trend is None
    (same,) = progress.count_tries(TEA, [*before, *[entry("hello_help", "bad")] * 3], NOW)
    assert same.trend == "same"


def test_only_the_last_two_weeks_are_lately() -> None:
    entries = [entry("pay_how", "good"), entry("pay_how", "bad", 2), entry("pay_how", "good", 15)]
    assert progress.count_lately(entries, NOW) == (2, 1)


def test_four_people_are_told_of_in_no_figure() -> None:
    summary = progress.sum_up(TEA, by(4, "hello_help", "bad"))
    assert (summary.people, summary.missing, summary.tries, summary.rows) == (4, 1, 0, ())


def test_five_people_are_a_sum_and_nobody_is_named() -> None:
    practised = [*by(5, "hello_help", "bad"), *by(3, "pay_now", "good")]
    summary = progress.sum_up(TEA, practised)
    assert (summary.people, summary.missing, summary.tries, summary.right) == (5, 0, 8, 3)
    assert [(row.name, row.people) for row in summary.rows] == [("permission", 5)]


def test_people_whose_lines_nobody_could_judge_do_not_make_five() -> None:
    practised = [*by(4, "hello_help", "bad"), *by(1, "hello_help", "unsure", first=9)]
    assert progress.sum_up(TEA, practised).missing == 1


def test_the_rule_of_five_holds_for_each_line() -> None:
    practised = [*by(5, "hello_help", "bad"), *by(4, "hello_push", "bad")]
    (row,) = progress.sum_up_lines(practised).rows
    assert (row.what, row.playbook, row.name, row.people) == ("line", "tea", "hello_help", 5)
