"""What holds for somebody before they set anything: their phone, their country, the company."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.conversations.saying import Said
from bot.messages import Errand
from bot.post.alarms import reminder_key
from bot.post.outbox import Claimed
from bot.post.tables import mornings
from bot.voice.plain import as_plain
from crm.entities import Role, Viewer
from crm.store import people, reminders
from crm.store.tables import people as people_table
from tests.support import cast as who
from tests.support.chatting import MORNING, Office
from tests.support.phones import Phones


@pytest.fixture
def phones(office: Office) -> Phones:
    return Phones(office)


def lives_in(office: Office, person_id: int, country: str) -> None:
    with office.database.writing() as session:
        session.execute(
            update(people_table).where(people_table.c.id == person_id).values(country=country)
        )


def morning_of(phones: Phones, person_id: int) -> datetime | None:
    with phones.office.database.reading() as session:
        query = select(mornings.c.rings_at).where(mornings.c.person_id == person_id)
        return session.execute(query).scalar_one_or_none()


def reminded(phones: Phones, chat: str) -> str:
    """Let a reminder's turn come, in the words that are found then."""
    on, ana = phones.now.date(), Viewer(who.ANA, "Ana Alba", Role.REP)
    with phones.office.database.writing() as session:
        reminders.record(
            session,
            ana,
            due_on=on,
            due_time="18:00",
            text="200",
            customer_id=who.ALPHA,
            now=phones.now,
        )
        reminder_id = reminders.list_open(session, ana)[-1].id
        key = reminder_key(reminder_id, on, "18:00")
        row = Claimed(1, "telegram", chat, who.ANA, key, 1, "", None, "", 1, 0.0, 1.0)
        errand = Errand("reminder", str(reminder_id))
        said = phones.app.run_errand(session, row, errand)
    assert isinstance(said, Said)
    return as_plain(said.message.text)


EN, ZH = "⏰ 200 (Alpha Foods)", "⏰ 200（Alpha Foods）"


def test_the_welcome_says_when_mornings_come_and_leads_to_the_settings(phones: Phones) -> None:
    ana = phones.phone(1)
    greeting = ana.starts(phones.invite(who.ANA))
    assert "08:30, Mon–Fri, UTC time; quiet 20:00–08:00" in greeting
    assert "Your settings" in ana.taps("Settings")


def test_whoever_is_let_in_has_their_next_morning_planned(phones: Phones) -> None:
    assert morning_of(phones, who.ANA) is None
    phones.let_in(1, who.ANA)
    assert morning_of(phones, who.ANA) == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def test_a_setting_moves_the_morning_and_undo_moves_it_back(phones: Phones) -> None:
    ana = phones.let_in(1, who.ANA)
    ana.says("time zone Shanghai")
    assert morning_of(phones, who.ANA) == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    ana.says("undo")
    assert morning_of(phones, who.ANA) == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def test_somebody_abroad_starts_with_the_time_of_their_country(phones: Phones) -> None:
    lives_in(phones.office, who.ANA, "中国")
    ana = phones.phone(1, "zh-hans")
    greeting = ana.starts(phones.invite(who.ANA))
    assert "周一至周五 08:30（北京时间）" in greeting
    assert morning_of(phones, who.ANA) == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)


def test_a_country_of_many_zones_gives_the_companys_time(phones: Phones) -> None:
    lives_in(phones.office, who.ANA, "USA")
    assert "UTC time" in phones.phone(1).starts(phones.invite(who.ANA))


def test_what_nobody_asked_for_is_said_in_the_language_spoken_last(phones: Phones) -> None:
    ana = phones.phone(1, "zh-hans")
    ana.starts(phones.invite(who.ANA))
    phones.later(days=3)
    assert reminded(phones, ana.chat) == ZH
    ana.says("who are my customers?")
    phones.later(days=3)
    assert reminded(phones, ana.chat) == EN


def test_a_language_that_is_set_comes_before_the_one_spoken_last(phones: Phones) -> None:
    ana = phones.let_in(1, who.ANA)
    ana.says("用中文回复我")
    assert "Your settings" in ana.says("show my settings")
    assert reminded(phones, ana.chat) == ZH


def test_settings_are_not_lost_by_another_persons(phones: Phones) -> None:
    phones.let_in(1, who.ANA).says("digest at 9:30")
    phones.let_in(2, who.CARLA).says("digest at 7:30")
    with phones.office.database.reading() as session:
        times = [people.get_person(session, each).digest_time for each in (who.ANA, who.CARLA)]
    assert times == ["09:30", "07:30"]
    assert morning_of(phones, who.ANA) == MORNING.replace(hour=9, minute=30)
