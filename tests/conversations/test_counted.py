"""Customers counted instead of named mean the list on the screen, never the visit before."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Chat, Office


@pytest.fixture
def ana(office: Office) -> Chat:
    """Ana's chat: Alpha 12 days late, then Huaxin, then Bravo."""
    office.visited(who.ALPHA, "2026-09-28")
    office.visited(who.HUAXIN, "2026-10-20")
    office.visited(who.BRAVO, "2026-08-20")
    office.visited(who.HUAXING, "2026-11-20")
    return office.chat("Ana")


def list_names(chat: Chat) -> list[str]:
    chat.says("my morning")
    return chat.labels


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("first one nobody in", 0),
        ("went to the first one", 0),
        ("popped in to the 2nd one, they want a quote", 1),
        ("the third customer, nobody in", 2),
        ("去了第一家", 0),
        ("第二家没人在", 1),
        ("今天第三家见到了", 2),
    ],
)
def test_a_visit_to_a_place_of_the_list_is_one_to_that_customer(
    ana: Chat, said: str, place: int
) -> None:
    names = list_names(ana)
    told = ana.says(said)
    assert "24" in told
    assert [name for name in names if name in told] == [names[place]]


def test_it_is_the_list_shown_last_not_the_visit_noted_before(ana: Chat) -> None:
    names = list_names(ana)
    ana.says(f"met {names[0]}")
    ana.says("my morning")
    told = ana.says("first one nobody in")
    assert names[1] in told
    assert names[0] not in told


def test_the_next_one_counts_down_the_same_list(ana: Chat) -> None:
    names = list_names(ana)
    ana.says("去了第一家")
    assert names[1] in ana.says("第二家没人在")


def test_a_place_can_be_put_off(ana: Chat) -> None:
    names = list_names(ana)
    told = ana.says("第二家明天再去")
    assert names[1] in told
    assert "25" in told


def test_without_a_list_it_is_asked_which(ana: Chat) -> None:
    assert ana.says("went to the 2nd one") == (
        "I have shown no list to count on. Which customer do you mean?"
    )
    assert ana.says("第二家没人在") == "还没列过客户，你说的是哪一家？"


def test_more_than_the_list_has_is_asked_about(ana: Chat) -> None:
    list_names(ana)
    assert ana.says("saw the 7th one").startswith("There are only 3 on the list.")


def test_a_named_customer_counts_nothing(ana: Chat) -> None:
    names = list_names(ana)
    told = ana.says(f"met {names[1]}, the first one of their pumps leaks")
    assert names[0] not in told


def test_no_button_but_a_customers_is_pressed_by_a_place(ana: Chat) -> None:
    names = list_names(ana)
    ana.says(f"见到了{names[0]}")
    assert "撤" not in ana.says("第二家")
