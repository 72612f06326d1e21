"""A drill: which lines a session has, and what becomes of each of them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.coaching import cards, drill
from bot.coaching.drill import Picked, Wish
from bot.coaching.log import Entry, Rating
from bot.coaching.playbook import Fault
from bot.coaching.reading import parse_playbook, shipped_playbooks
from tests.support.playbooks import SMALL

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BOOKS = shipped_playbooks()
TEA = {"tea": parse_playbook(SMALL)}


def entry(
    playbook: str, line: str, rating: Rating, ago: timedelta, fault: Fault | None = None
) -> Entry:
    verdict = "good" if rating == "good" else "bad"
    return Entry(NOW - ago, "drill", playbook, "any", line, verdict, None, fault, rating)  # type: ignore[arg-type]


def chosen(
    entries: list[Entry], wishes: tuple[Wish, ...] = (), now: datetime = NOW
) -> tuple[Picked, ...]:
    return drill.choose_lines(BOOKS, entries, cards.learn(entries), wishes, now)


def bad_lines(playbook: str) -> list[str]:
    return [scene.bad[0].id for scene in BOOKS[playbook].scenes]


def test_a_session_has_seven_lines_of_seven_scenes() -> None:
    lines = chosen([])
    assert len(lines) == drill.SESSION
    places = [drill.find_place(BOOKS, each) for each in lines]
    scenes = {(place[0].id, place[1].id) for place in places if place}
    assert len(scenes) == drill.SESSION


def test_the_same_log_on_the_same_day_gives_the_same_lines_and_another_day_others() -> None:
    assert chosen([]) == chosen([], now=NOW + timedelta(hours=5))
    assert chosen([]) != chosen([], now=NOW + timedelta(days=1))


def test_the_most_overdue_lines_come_first() -> None:
    first, second, third = bad_lines("price_objection")[:3]
    entries = [
        entry("price_objection", second, "again", timedelta(days=9)),
        entry("price_objection", first, "again", timedelta(days=5)),
        entry("price_objection", third, "good", timedelta(hours=1)),
    ]
    lines = [each.line for each in chosen(entries)]
    assert lines[:2] == [second, first]
    assert third not in lines


def test_tomorrows_customers_have_a_place_however_much_is_due() -> None:
    due = [
        entry("closing", line, "again", timedelta(days=9 - number % 9))
        for number, line in enumerate(bad_lines("closing"))
    ]
    lines = chosen(due, (Wish(5, "collection"), Wish(6, "competitor")))
    assert [each.about for each in lines].count(None) == drill.SESSION - 2
    assert {(each.playbook, each.about) for each in lines if each.about} == {
        ("collection", 5),
        ("competitor", 6),
    }


def test_a_wish_may_be_for_one_moment_only() -> None:
    lines = chosen([], (Wish(5, "closing", "think_it_over"),))
    places = [drill.find_place(BOOKS, each) for each in lines if each.about == 5]
    assert places
    assert {place[1].situation for place in places if place} == {"think_it_over"}


def test_a_fault_made_lately_is_met_in_lines_not_practised_yet() -> None:
    entries = [
        entry("closing", "gone_line", "again", timedelta(days=1), "overpromise") for _ in range(3)
    ]
    for each in chosen(entries):
        place = drill.find_place(BOOKS, each)
        assert place is not None
        assert getattr(place[2], "fault", None) == "overpromise"
    old = [entry("closing", "gone_line", "again", timedelta(days=20), "overpromise")]
    assert chosen(old) == chosen([])


def test_a_line_that_no_playbook_has_any_more_is_passed_over() -> None:
    entries = [entry("closing", "gone_line", "again", timedelta(days=3))]
    assert all(each.line != "gone_line" for each in chosen(entries))
    assert drill.find_place(BOOKS, Picked("closing", "gone_line")) is None
    assert drill.find_place(BOOKS, Picked("gone", "gone_line")) is None


def test_when_every_line_is_learnt_and_none_is_due_there_is_nothing_to_drill() -> None:
    entries = [entry("tea", line.id, "good", timedelta(minutes=5)) for line in TEA["tea"].lines()]
    assert drill.choose_lines(TEA, entries, cards.learn(entries), (), NOW) == ()


def begun(*lines: str) -> drill.DrillState:
    return drill.begin([Picked("tea", line) for line in lines], 1, NOW)


def test_a_right_line_leads_on_and_counts_once() -> None:
    state = drill.say_right(begun("hello_help", "pay_now"), 2, NOW)
    assert (state.right, state.wrong, state.at) == (1, 0, 1)
    over = drill.say_right(state, 3, NOW)
    assert (over.right, over.picked) == (2, None)


def test_a_wrong_line_has_one_retry_and_comes_back_at_the_end() -> None:
    state = drill.say_wrong(begun("hello_help", "pay_now"), 2, NOW)
    assert (state.at, state.tries, state.wrong) == (0, 1, 1)
    assert state.lines[-1] == Picked("tea", "hello_help", again=True)
    retried = drill.say_right(state, 3, NOW)
    assert (retried.at, retried.right, len(retried.lines)) == (1, 0, 3)
    failed = drill.say_wrong(state, 3, NOW)
    assert (failed.at, failed.wrong, len(failed.lines)) == (1, 1, 3)


def test_what_comes_back_counts_no_more_and_comes_back_no_more() -> None:
    state = drill.say_right(drill.say_wrong(begun("hello_help"), 2, NOW), 3, NOW)
    assert state.picked is not None
    assert state.picked.again
    wrong = drill.say_wrong(state, 4, NOW)
    assert (wrong.wrong, len(wrong.lines)) == (1, 2)
    assert drill.say_right(wrong, 5, NOW).picked is None
    assert drill.say_right(state, 4, NOW).right == 0


def test_a_line_that_was_asked_for_counts_as_wrong_and_leads_on() -> None:
    state = drill.give_up(begun("hello_help", "pay_now"), 2, NOW)
    assert (state.at, state.wrong, state.tries, len(state.lines)) == (1, 1, 0, 3)


def test_what_nobody_could_judge_counts_for_nothing() -> None:
    state = drill.go_past(begun("hello_help", "pay_now"), 2, NOW)
    assert (state.at, state.right, state.wrong) == (1, 0, 0)


@pytest.mark.parametrize(("minutes", "expected"), [(10, True), (11, False)])
def test_a_drill_is_in_mind_for_ten_minutes(minutes: int, expected: bool) -> None:
    state = begun("hello_help")
    assert state.is_in_mind(NOW + timedelta(minutes=minutes)) is expected
    assert not drill.pause(state).is_in_mind(NOW)
