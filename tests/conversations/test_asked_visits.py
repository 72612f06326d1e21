"""A manager asks a rep for a visit in words: the same as the button of the morning."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Chat, Office


@pytest.fixture
def boris(office: Office) -> Chat:
    """The chat of Ana's manager; Alpha is 12 days late."""
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.HUAXIN, "2026-11-20")
    return office.chat("Boris")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("ask Ana to visit Alpha Foods", "24 Nov"),
        ("please send Ana to Alpha Foods", "24 Nov"),
        ("have Ana go and see Alpha Foods on Thursday", "26 Nov"),
        ("tell Ana to call on Alpha Foods by Friday", "24 Nov"),
        ("ask Ana tomorrow to visit Alpha Foods", "25 Nov"),
        ("派Ana去Alpha Foods", "11月24日"),
        ("让Ana Alba周五前去Alpha Foods看看", "11月24日"),
        ("安排Ana后天去拜访Alpha Foods", "11月26日"),
        ("让Ana去一趟Alpha Foods", "11月24日"),
        ("Alpha Foods明天让Ana去", "11月25日"),
    ],
)
def test_a_visit_is_asked_for_in_words(boris: Chat, said: str, day: str) -> None:
    told = boris.says(said)
    assert day in told
    assert "Ana Alba" in told
    assert boris.labels in (["Undo"], ["撤销"])


def test_the_reps_morning_says_who_asked(office: Office, boris: Chat) -> None:
    ana = office.chat("Ana")
    ana.says("my morning")
    boris.says("ask Ana to visit 深圳市华兴电子有限公司 today")
    assert "Boris Banks asks" in ana.says("my morning")
    boris.says("undo")
    assert "Boris" not in ana.says("my morning")


def test_whose_it_is_not_is_not_asked_without_a_tap(boris: Chat) -> None:
    assert boris.says("ask Carla to visit Alpha Foods") == (
        "Alpha Foods is with Ana Alba, not with Carla Cruz. Nothing is asked yet."
    )
    assert "Ana Alba" in boris.taps("Ask Ana Alba")
    assert boris.says("派Carla去Alpha Foods").startswith("Alpha Foods由Ana Alba负责")


def test_of_several_it_is_asked_which_and_the_day_is_kept(boris: Chat) -> None:
    boris.says("让Ana后天去拜访华兴")
    assert "11月26日" in boris.taps("深圳")


def test_a_rep_asks_nobody_and_a_stranger_is_not_told_of(office: Office) -> None:
    carla = office.chat("Carla")
    carla.says("ask Emil to visit Cedar Paper")
    assert "asked" not in "".join(carla.labels)
    boris = office.chat("Boris")
    assert "Cedar" not in boris.says("ask Carla to visit Cedar Paper").replace("Cedar Paper”", "")
