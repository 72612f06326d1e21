"""Whatever is tapped, typed and taken back on a day: the morning's message says how it stands."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.post.tables import digests, outbox
from bot.voice.plain import as_plain
from crm.store.tables import changes, deeds, notes, planned_visits, visits
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.waking import Phone, Town

_TYPED = st.sampled_from(
    [
        "alpha nobody in",
        "met Bravo Tools, wants 20 valves",
        "done, they need 5 pumps",
        "见到了 要100个",
        "postpone Alpha Foods to Friday",
        "note for Bravo Tools: new boss",
        "remind me on Friday to call Alpha Foods",
        "undo",
        "my morning",
    ]
)
_DONE = st.lists(_TYPED | st.tuples(st.booleans(), st.integers(0, 7)), min_size=1, max_size=7)
"""Texts; or taps: on the digest itself or on the last message, and on which button."""


@pytest.fixture
def town(office: Office) -> Town:
    """A town in which Ana has four customers due, and Boris leads her."""
    return Town(office)


def begin_anew(town: Town) -> None:
    with town.office.database.writing() as session:
        for table in (notes, planned_visits, visits, changes, deeds, digests, outbox):
            session.execute(table.delete())
    for customer_id, on in ((who.ALPHA, "2026-09-28"), (who.HUAXIN, "2026-10-20")):
        town.office.visited(customer_id, on)


def tap(phone: Phone, number: int, place: int) -> None:
    buttons = [
        each for each in phone.messages[number].buttons if not each.action.startswith("card:")
    ]
    if buttons:
        phone.presses(buttons[place % len(buttons)].action, number)


def is_list(phone: Phone, number: int) -> bool:
    """Whether the digest shows its list, and no customer opened in its place."""
    return not any(each.action.startswith("mmet:") for each in phone.messages[number].buttons)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=_DONE)
def test_the_digest_says_what_would_be_said_if_it_was_asked_for(
    town: Town, done: list[str | tuple[bool, int]]
) -> None:
    begin_anew(town)
    ana = town.phone(who.ANA)
    ana.wakes()
    digest = max(ana.messages)
    for what in done:
        if isinstance(what, str):
            ana.says(what)
        else:
            tap(ana, digest if what[0] else max(ana.messages), what[1])
        shown = ana.messages[digest]
        assert len(as_plain(shown.text).splitlines()) <= 7
        assert len(shown.rows) <= 7
        if is_list(ana, digest):
            language = "早报" if "今天" in ana.read(digest) else "my morning"
            assert ana.says(language) == ana.read(digest)
