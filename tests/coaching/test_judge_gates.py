"""The judge on lines of hands that had not seen it: how often it is right, and why."""

import pytest

from bot.voice.rendering import LANGUAGES, Language
from tests.support.judging import Gates, judge_all, labelled, list_confused, measure


@pytest.fixture(scope="module", params=LANGUAGES)
def unseen(request: pytest.FixtureRequest) -> Gates:
    """The figures of one language on lines nobody looked at while the judge was built."""
    language: Language = request.param
    judged = judge_all(one for one in labelled() if one.lang == language and not one.seen)
    print("taken for another:", list_confused(judged))
    return measure(judged)


def test_there_are_lines_enough_of_several_hands() -> None:
    for language in LANGUAGES:
        lines = [one for one in labelled() if one.lang == language]
        unseen = [one for one in lines if not one.seen]
        assert len(lines) >= 300
        assert len({one.hand for one in lines}) >= 5
        assert len({one.hand for one in unseen}) >= 2
        assert {one.reason for one in unseen} == {one.reason for one in lines}


def test_few_wrong_lines_are_called_right(unseen: Gates) -> None:
    assert unseen.bad_called_good <= 0.05


def test_verdicts_agree_with_those_of_people(unseen: Gates) -> None:
    assert unseen.kappa >= 0.75


def test_most_lines_are_judged(unseen: Gates) -> None:
    assert unseen.coverage >= 0.75


def test_money_named_and_price_given_away_are_noticed(unseen: Gates) -> None:
    assert unseen.money >= 0.9
    assert unseen.concede >= 0.9


def test_the_reason_told_is_the_right_one(unseen: Gates) -> None:
    assert unseen.reason >= 0.8
