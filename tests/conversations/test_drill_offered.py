"""The time of the drill: chosen in words or with a tap, and the bell that offers it then."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.messages import Errand
from bot.post import outbox
from bot.post.errands import write_errand
from bot.post.tables import drill_bells
from crm.store.tables import people
from tests.support import cast as who
from tests.support.chatting import MORNING, Office
from tests.support.practising import has_practised
from tests.support.trading import planned
from tests.support.waking import Town


@pytest.mark.parametrize(
    ("typed", "at", "says"),
    [
        ("drill me every day at 8:15", "08:15", "Two minutes of practice at 08:15"),
        ("每天8点15练两分钟", "08:15", "08:15叫你练两分钟"),
        ("change practice time to 9", "09:00", "at 09:00"),
        ("练习时间改到下午5点半", "17:30", "17:30叫你练两分钟"),
    ],
)
def test_the_time_of_the_drill_is_set_in_words(
    office: Office, typed: str, at: str, says: str
) -> None:
    chat = office.chat("ana")
    assert says in chat.says(typed)
    with office.database.reading() as session:
        query = select(people.c.practice_time).where(people.c.id == who.ANA)
        assert session.scalar(query) == at


def test_the_time_is_a_setting_that_can_be_tapped_and_taken_back(office: Office) -> None:
    chat = office.chat("ana")
    assert "Practice: off" in chat.says("settings")
    chat.taps("Practice")
    assert "✓ Off" in chat.labels
    assert "at 12:30" in chat.taps("12:30")
    assert "Practice: 12:30" in chat.says("settings")
    assert "Practice: off." in chat.says("undo")


@pytest.mark.parametrize("typed", ["no more drills", "关闭每日练习"])
def test_the_drill_can_be_switched_off(office: Office, typed: str) -> None:
    chat = office.chat("ana")
    chat.says("drill me every day at 8:15")
    assert chat.says(typed).startswith(("No daily practice any more", "不再每天叫你练"))


def test_no_bell_is_set_into_quiet_time(office: Office) -> None:
    chat = office.chat("ana")
    assert chat.says("drill me every day at 23:00").startswith("That is in your quiet time")
    assert chat.says("每天23点练两分钟").startswith("这个时间在免打扰里")


def test_setting_the_time_plans_the_bell_and_undo_takes_it_away(office: Office) -> None:
    phone = Town(office).phone(who.ANA)

    def bell() -> datetime | None:
        query = select(drill_bells.c.rings_at).where(drill_bells.c.person_id == who.ANA)
        with office.database.reading() as session:
            moment: datetime | None = session.scalar(query)
            return moment

    phone.says("drill me every day at 12:30")
    assert bell() == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    phone.says("undo")
    assert bell() is None


def rings(town: Town, person_id: int = who.ANA, on: str = "2026-11-24") -> str:
    """Ring the bell; return what is said then, or nothing."""
    phone = town.phone(person_id)
    errand = write_errand(Errand("drill", on))
    with town.office.database.writing() as session:
        outgoing = outbox.Outgoing("telegram", phone.chat, errand, person_id, outbox.REMINDER)
        outbox.enqueue(session, outgoing, MORNING)
    town.deliver()
    return phone.read(max(phone.messages)) if phone.messages else ""


def wants(office: Office, **values: str | None) -> None:
    with office.database.writing() as session:
        session.execute(people.update().where(people.c.id == who.ANA).values(**values))


@pytest.mark.parametrize(
    ("language", "says", "start"),
    [
        ("en", "Two minutes? 7 lines, for tomorrow’s Alpha Foods", "Start"),
        ("zh", "练两分钟？7句，为明天的Alpha Foods", "开始"),
    ],
)
def test_the_bell_names_tomorrows_customers_and_starts_with_a_tap(
    office: Office, language: str, says: str, start: str
) -> None:
    planned(office, who.ALPHA, "2026-11-25", made="2026-11-20")
    wants(office, practice_time="08:15", language=language)
    town = Town(office)
    assert rings(town).startswith(says)
    phone = town.phones[next(iter(town.phones))]
    assert "1/7 " in phone.taps(start) + phone.read(max(phone.messages))


def test_not_today_is_one_tap(office: Office) -> None:
    wants(office, practice_time="08:15", language="en")
    town = Town(office)
    rings(town)
    phone = town.phones[next(iter(town.phones))]
    assert phone.taps("Not today").startswith("All right, not today. I’ll ask again at 08:15")


def test_nothing_is_offered_to_who_has_drilled_today(office: Office) -> None:
    wants(office, practice_time="08:15")
    has_practised(office.database, who.ANA, days=0)
    town = Town(office)
    assert rings(town) == ""
    assert town.why_not() == ["practised already"]


@pytest.mark.parametrize(
    ("at", "on", "why"),
    [(None, "2026-11-24", "not wanted any more"), ("08:15", "2026-11-23", "another day")],
)
def test_a_bell_that_is_no_longer_true_says_nothing(
    office: Office, at: str | None, on: str, why: str
) -> None:
    wants(office, practice_time=at)
    town = Town(office)
    assert rings(town, on=on) == ""
    assert town.why_not() == [why]
