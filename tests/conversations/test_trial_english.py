"""What somebody typed in English on a phone, and what may be written of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from crm.store.tables import visits
from tests.support import cast as who
from tests.support.chatting import Office

# Today is Tuesday 24 November 2026.


def list_visits(office: Office) -> Sequence[Any]:
    with office.database.reading() as session:
        return session.execute(
            select(visits.c.customer_id, visits.c.kind, visits.c.visited_on, visits.c.note)
        ).all()


@pytest.mark.parametrize("said", ["last month", "Tuesday", "tues"])
def test_a_day_that_may_be_several_is_asked_for(office: Office, said: str) -> None:
    chat = office.chat("ana")
    assert "Which day" in chat.says(f"visited Alpha Foods {said}")
    assert list_visits(office) == []
    chat.taps("Today")
    assert [(v.customer_id, str(v.visited_on)) for v in list_visits(office)] == [
        (who.ALPHA, "2026-11-24")
    ]


def test_tuesday_on_a_tuesday_offers_that_of_last_week(office: Office) -> None:
    chat = office.chat("ana")
    chat.says("visited Alpha Foods on tues")
    chat.taps("Tue 17 Nov")
    assert [str(v.visited_on) for v in list_visits(office)] == ["2026-11-17"]
