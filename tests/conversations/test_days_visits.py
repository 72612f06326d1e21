"""What was done today, asked by who leads: never the list of whom to visit."""

import pytest

from tests.support import cast as who
from tests.support.chatting import Office


@pytest.mark.parametrize(
    "asked",
    ["visits today", "who did what today", "today's visits", "今天的拜访", "今天大家都做了什么"],
)
def test_a_manager_is_told_what_was_done_today(office: Office, asked: str) -> None:
    office.visited(who.BRAVO, "2026-08-20")
    office.chat("Ana").says("met Alpha Foods")
    told = office.chat("Boris").says(asked)
    assert "Ana Alba" in told
    assert "Bravo" not in told


def test_to_a_rep_the_visits_of_today_are_those_to_make(office: Office) -> None:
    office.visited(who.BRAVO, "2026-08-20")
    assert "Bravo" in office.chat("Ana").says("visits today")
