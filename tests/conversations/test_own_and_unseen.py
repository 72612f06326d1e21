"""A manager's own customers, and who was not visited for so long."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Office


@pytest.mark.parametrize("asked", ["my own customers", "我自己的客户"])
def test_a_managers_own_customers_are_without_those_of_their_people(
    office: Office, asked: str
) -> None:
    chat = office.chat("boris")
    assert "Alpha Foods" in chat.says("my customers")
    reply = chat.says(asked)
    assert "Bolt & Sons" in reply
    assert "Alpha Foods" not in reply


@pytest.mark.parametrize("asked", ["customers not visited in 3 months", "三个月没去的客户"])
def test_who_was_visited_since_is_not_among_those_who_were_not(office: Office, asked: str) -> None:
    office.visited(who.ALPHA, "2026-08-20")
    office.visited(who.BRAVO, "2026-09-01")
    reply = office.chat("ana").says(asked)
    assert "Alpha Foods" in reply
    assert "Bravo Tools" not in reply


def test_what_is_asked_next_keeps_how_long_nobody_was_there(office: Office) -> None:
    office.visited(who.ALPHA, "2026-11-20")
    chat = office.chat("ana")
    chat.says("customers not visited in 3 months")
    reply = chat.says("and the As?")
    assert "深圳市华兴电子有限公司" in reply
    assert "Alpha Foods" not in reply
