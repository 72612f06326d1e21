"""Whatever is typed and tapped in a chat, undo brings everything back; the log only grows."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.store.tables import (
    changes,
    customers,
    deeds,
    notes,
    planned_visits,
    reminders,
    visits,
)
from tests.support.chatting import Chat, Office

_TYPED = st.sampled_from(
    [
        "visited Alpha Foods yesterday, wants 200 valves",
        "昨天去了Alpha Foods和Bravo Tools，谈了价格",
        "Bravo Tools nobody in, next time on Friday",
        "visited Alpha Foods and Zorro Foods today",
        "昨天去了华兴",
        "called Bravo Tools",
        "no, it was last Thursday",
        "不是Alpha Foods，是Bravo Tools",
        "add note to Alpha Foods: closed Mondays",
        "postpone Alpha Foods to 4 December",
        "postpone Bravo Tools",
        "remind me on Friday to call Alpha Foods",
        "my reminders",
        "change that",
        "Alpha Foods",
        "Friday",
        "soap and salt",
        "cancel",
        "undo",
    ]
)
_DONE = _TYPED | st.integers(0, 8)
"""A text, or the place of a button in the last reply."""


def state(office: Office) -> list[Any]:
    with office.database.reading() as session:
        return [
            sorted(map(tuple, session.execute(select(table))), key=str)
            for table in (customers, visits, notes, planned_visits, reminders)
        ]


def count(office: Office) -> tuple[int, int]:
    with office.database.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (deeds, changes)
        )  # type: ignore[return-value]


def do(chat: Chat, what: str | int) -> None:
    if isinstance(what, str):
        assert chat.says(what)
        return
    buttons = [button for message in chat.last for button in message.buttons]
    if what < len(buttons):
        assert chat.presses(buttons[what].action)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=st.lists(_DONE, min_size=3, max_size=10))
def test_undo_again_and_again_leaves_everything_as_it_was(
    office: Office, done: list[str | int]
) -> None:
    before, logged = state(office), count(office)
    chat = office.chat("ana")
    for what in done:
        do(chat, what)
        assert all(now >= then for now, then in zip(count(office), logged, strict=True))
        logged = count(office)
    for _ in range(2 * len(done) + 2):
        chat.presses("off:0")
        if "nothing to cancel" in office.chat("ana").says("undo"):
            break
    assert state(office) == before
