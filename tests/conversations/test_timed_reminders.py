"""Reminders with a time: kept for a minute of a day, said then, moved and undone."""

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.app import App
from bot.conversations.saying import Said
from bot.messages import Errand
from bot.post import links, mornings
from bot.post.alarms import reminder_key
from bot.post.outbox import REMINDER, Claimed
from bot.post.tables import alarms, outbox
from crm.store.tables import people, reminders
from tests.support import cast as who
from tests.support.chatting import MORNING, Chat, Office

# It is nine in the morning of Tuesday 24 November 2026, in UTC.


def kept(office: Office) -> list[tuple[Any, ...]]:
    query = select(reminders.c.due_on, reminders.c.due_time, reminders.c.text)
    with office.database.reading() as session:
        found = session.execute(query.order_by(reminders.c.id))
        return [(row.due_on.isoformat(), row.due_time, row.text) for row in found]


def ringing(office: Office) -> list[str]:
    with office.database.reading() as session:
        query = select(alarms.c.rings_at).order_by(alarms.c.rings_at)
        return [f"{moment:%d %H:%M}" for moment in session.scalars(query)]


def let_in(office: Office, person_id: int) -> None:
    with office.database.writing() as session:
        links.put_in(session, "test", 1, "chat", person_id, confirmed=True, now=MORNING)


def run_errand(app: App, reminder_id: int, key: str) -> Any:
    row = Claimed(
        id=1,
        channel="test",
        chat="chat",
        person_id=who.ANA,
        key=key,
        priority=REMINDER,
        payload="",
        expires_at=None,
        owner="",
        attempts=1,
        leaves_at=0.0,
        between=1.0,
    )
    with app.database.writing() as session:
        return app.run_errand(session, row, Errand("reminder", str(reminder_id)))


@pytest.fixture
def ana(office: Office) -> Chat:
    """Ana, who is let in on her phone."""
    let_in(office, who.ANA)
    return office.chat("ana")


@pytest.mark.parametrize(
    ("text", "on", "at", "words"),
    [
        ("remind me at 3pm to call Alpha Foods", "2026-11-24", "15:00", "call Alpha Foods"),
        ("提醒我下午3点打给Alpha Foods", "2026-11-24", "15:00", "打给Alpha Foods"),
        ("remind me in half an hour to call Bravo Tools", "2026-11-24", "09:30", None),
        ("半小时后提醒我打给华兴五金", "2026-11-24", "09:30", "打给华兴五金"),
        ("明天上午10点提醒我报价", "2026-11-25", "10:00", "报价"),
        ("remind me on Friday at 4 to send samples", "2026-11-27", "16:00", "send samples"),
        ("remind me to send samples at 8am", "2026-11-25", "08:00", "send samples"),
        ("今晚提醒我写报告", "2026-11-24", "19:00", None),
        ("remind me tomorrow about the meeting at 3pm", "2026-11-25", None, "the meeting at 3pm"),
        ("周五提醒我送样品", "2026-11-27", None, "送样品"),
    ],
)
def test_the_hour_beside_the_wish_is_when_it_rings(
    office: Office, ana: Chat, text: str, on: str, at: str | None, words: str | None
) -> None:
    reply = ana.says(text)
    ((kept_on, kept_at, kept_words),) = kept(office)
    assert (kept_on, kept_at) == (on, at)
    assert words is None or kept_words == words
    assert (at or "with what is due") in reply or "一起列出来" in reply
    assert len(ringing(office)) == (at is not None)


def test_undo_lets_it_ring_no_more_and_back_again(office: Office, ana: Chat) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    assert ringing(office) == ["24 15:00"]
    ana.says("undo")
    assert kept(office) == []
    assert ringing(office) == []


def test_it_is_moved_to_another_hour_or_day_and_keeps_the_other(office: Office, ana: Chat) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    for said, on, at, rings in [
        ("4pm", "2026-11-24", "16:00", "24 16:00"),
        ("Thursday", "2026-11-26", "16:00", "26 16:00"),
        ("tomorrow at 10am", "2026-11-25", "10:00", "25 10:00"),
        ("明天下午两点", "2026-11-25", "14:00", "25 14:00"),
    ]:
        ana.taps("Edit" if "Edit" in ana.labels else "改")
        ana.says(said)
        assert kept(office) == [(on, at, "call Alpha Foods")]
        assert ringing(office) == [rings]
    ana.taps("撤销")
    assert ringing(office) == ["25 10:00"]


def test_an_hour_that_has_passed_is_not_kept(office: Office, ana: Chat) -> None:
    assert "has passed" in ana.says("remind me today at 8am to call Alpha Foods")
    assert kept(office) == []
    ana.taps("Tomorrow")
    assert kept(office) == [("2026-11-25", "08:00", "call Alpha Foods")]
    ana.taps("Edit")
    ana.says("today")
    assert kept(office) == [("2026-11-25", "08:00", "call Alpha Foods")]


def test_what_it_is_about_is_asked_for_and_the_hour_kept(office: Office, ana: Chat) -> None:
    assert "15:00" in ana.says("3点提醒我")
    ana.says("带样品")
    assert kept(office) == [("2026-11-24", "15:00", "带样品")]


def test_the_list_tells_the_hour(office: Office, ana: Chat) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    assert "15:00" in ana.says("my reminders")
    assert "15:00" in ana.says("我的提醒")
    assert "15:00" in ana.says("who is due today?")


def test_it_rings_once_at_its_minute_and_nobody_minds_when(office: Office, ana: Chat) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    with office.database.writing() as session:
        before, at = MORNING.replace(hour=14, minute=59), MORNING.replace(hour=15)
        assert mornings.tick(session, before, office.app.hours_of) == 0
        assert mornings.tick(session, at, office.app.hours_of) == 1
        assert mornings.tick(session, at, office.app.hours_of) == 0
        (row,) = session.execute(select(outbox).where(outbox.c.key.like("reminder:%"))).all()
    assert row.key == "reminder:1:2026-11-24T15:00"
    assert (row.unasked, row.priority, row.state) == (False, REMINDER, "queued")
    assert f"{row.expires_at:%d %H:%M}" == "25 00:00"


def test_planning_anew_does_not_ring_it_again(office: Office, ana: Chat) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    late = MORNING.replace(hour=15, minute=1)
    with office.database.writing() as session:
        mornings.tick(session, late, office.app.hours_of)
        mornings.plan(session, who.ANA, office.app.hours_of(ana.person), late)
        mornings.tick(session, late, office.app.hours_of)
        keys = session.scalars(select(outbox.c.key).where(outbox.c.key.like("reminder:%")))
        assert len(keys.all()) == 1


def test_it_is_said_only_while_it_stands_as_it_rang(office: Office, ana: Chat) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    with office.database.reading() as session:
        on = session.scalars(select(reminders.c.due_on)).one()
    rang = reminder_key(1, on, "15:00")
    said = run_errand(office.app, 1, rang)
    assert isinstance(said, Said)
    assert "call Alpha Foods" in said.message.text
    assert [button.action for button in said.message.buttons] == ["rdone:1"]
    ana.taps("Edit")
    ana.says("4pm")
    assert run_errand(office.app, 1, rang).state == "cancelled"
    ana.presses("rdone:1")
    assert run_errand(office.app, 1, reminder_key(1, on, "16:00")).state == "cancelled"


def test_one_that_nobody_could_say_that_day_is_counted_and_stays_open(
    office: Office, ana: Chat
) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    with office.database.writing() as session:
        mornings.tick(session, MORNING.replace(day=25), office.app.hours_of)
        state = select(outbox.c.state).where(outbox.c.key.like("reminder:%"))
        assert session.scalars(state).all() == ["expired"]
    assert "call Alpha Foods" in ana.says("my reminders")


def test_it_rings_where_its_person_is_now(office: Office, ana: Chat) -> None:
    ana.says("remind me tomorrow at 3pm to call Alpha Foods")
    assert ringing(office) == ["25 15:00"]
    ana.says("time zone New York")
    assert ringing(office) == ["25 20:00"]
    ana.says("undo")
    assert ringing(office) == ["25 15:00"]


def test_whose_zone_was_changed_in_the_books_is_reminded_at_their_time_there(
    office: Office, ana: Chat
) -> None:
    ana.says("remind me at 3pm to call Alpha Foods")
    with office.database.writing() as session:
        moved = update(people).where(people.c.id == who.ANA).values(timezone="America/New_York")
        session.execute(moved)
        mornings.tick(session, MORNING.replace(hour=15), office.app.hours_of)
        assert session.scalars(select(outbox.c.id)).all() == []
    assert ringing(office) == ["24 20:00"]


def test_nobody_without_a_phone_is_promised_to_be_told(office: Office) -> None:
    reply = office.chat("boris").says("remind me at 3pm to call Bolt & Sons")
    assert "15:00" in reply
    assert "what is due that day" in reply
    assert ringing(office) == []
