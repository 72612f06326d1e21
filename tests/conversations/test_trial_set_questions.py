"""Whole questions of everyday, and what is told in passing: other names than the trials had."""

import pytest

from bot.understanding.phrases import load_phrases, parse_phrases
from crm.errors import BadFile
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


@pytest.mark.parametrize("asked", ["谁没去拜访", "who hasn't visited anyone this week"])
def test_a_manager_hears_who_made_no_visit(office: Office, asked: str) -> None:
    assert "Ana Alba" in office.chat("boris").says(asked)


@pytest.mark.parametrize("asked", ["谁可以升A", "who can become an A"])
def test_who_may_rise_is_who_stands_right_below(office: Office, asked: str) -> None:
    answer = office.chat("ana").says(asked)
    assert "Bravo Tools" in answer
    assert "Alpha Foods" not in answer


@pytest.mark.parametrize("asked", ["谁最久没去", "who was not visited longest"])
def test_who_was_not_visited_for_the_longest_time_comes_first(office: Office, asked: str) -> None:
    office.visited(1, "2026-11-20")
    office.visited(2, "2025-01-20")
    answer = office.chat("ana").says(asked)
    assert answer.index("Bravo Tools") < answer.index("Alpha Foods")


@pytest.mark.parametrize("done", ["Alpha Foods no longer needs pumps", "needs done"])
def test_a_need_that_is_met_leaves_the_card_and_undo_brings_it_back(
    office: Office, done: str
) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods needs 30 pumps")
    chat.says(done)
    assert "Needs: 30 pumps" not in chat.says("Alpha Foods")
    chat.says("undo")
    assert "Needs: 30 pumps" in chat.says("Alpha Foods")


def test_what_nobody_needed_ends_no_other_need(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("Alpha Foods needs 30 pumps")
    chat.says("Alpha Foods no longer needs gaskets")
    assert "Needs: 30 pumps" in chat.says("Alpha Foods")


def test_needs_are_looked_through_for_a_word_in_ones_own_sight_only(office: Office) -> None:
    office.chat("ana").says("Alpha Foods needs 30 pumps")
    assert "Alpha Foods" in office.chat("ana").says("who wants pumps")
    assert "Alpha Foods" not in office.chat("carla").says("who wants pumps")


@pytest.mark.parametrize("asked", ["whats Olga's number", "who is olga stein"])
def test_somebody_at_a_customer_is_found_by_name_in_ones_own_sight_only(
    office: Office, asked: str
) -> None:
    office.chat("ana").says("add contact Olga Stein buyer 020 555 1234 at Alpha Foods")
    assert "Alpha Foods" in office.chat("ana").says(asked)
    assert "Alpha Foods" not in office.chat("carla").says(asked)


@pytest.mark.parametrize("asked", ["what means overdue", "what does the red dot mean"])
def test_a_mark_is_explained(office: Office, asked: str) -> None:
    assert "latest day" in office.chat("ana").says(asked)


def test_cancel_after_a_contact_was_added_says_that_it_stays(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("add contact Olga Stein at Alpha Foods")
    assert "stays" in chat.says("cancel")


def test_one_of_two_that_was_not_there_after_all_makes_no_second_entry(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("met Alpha Foods and Bravo Tools today")
    assert "Corrected" in chat.says("Alpha Foods wasnt there")


def test_the_only_customer_of_a_city_is_asked_about_before_it_is_written(office: Office) -> None:
    chat = office.chat("ana")
    assert "Bravo Tools" in chat.says("visited Berlin yesterday, they want 20 seals")
    chat.taps("Yes")
    assert "20 seals" in chat.says("Bravo Tools")


def test_another_date_is_tapped_under_edit(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("met Alpha Foods today")
    chat.taps("Edit")
    chat.taps("Date")
    assert "23 Nov" in chat.taps("Mon 23 Nov")


def test_a_manager_denies_by_a_word_what_was_shown_last(office: Office) -> None:
    ana, boris = office.chat("ana"), office.chat("boris")
    ana.says("Bravo Tools is not mine")
    ana.says("yes")
    boris.says("anything to decide?")
    boris.says("reject")
    assert "stays with Ana Alba" in boris.says("reject, still hers")


def test_german_is_asked_for_in_english_or_chinese(office: Office) -> None:
    assert "English or Chinese" in office.chat("ana").says("ich habe heute Alpha Foods besucht")


def test_pinyin_is_answered_in_chinese(office: Office) -> None:
    assert "客户" in office.chat("ana").says("wo de kehu")


def test_every_wording_of_the_set_questions_can_be_read() -> None:
    assert len(load_phrases()) > 50


def test_a_wording_with_an_unknown_part_is_refused_with_its_line() -> None:
    with pytest.raises(BadFile, match="x:2"):
        parse_phrases("a:\n  - who <nobody>\n", "x")
