"""A day as a rep lives it on the phone, and the last day of one who leaves: the real program in
front of a Bot API server of this machine."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.post import mornings
from bot.post.tables import mornings as rings
from bot.post.tables import outbox
from bot.settings import Settings
from crm.calendar import hours_of
from crm.store.database import Database
from crm.store.tables import customers, notes, people, visits
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.emulator import Emulator
from tests.support.running import link, running_bot, wait_until_quiet

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

COMPANY = Settings(_env_file=None, timezone="UTC", database_url="unused").company_hours


def ring(database: Database, person_id: int) -> None:
    """Let it be somebody's morning, as the clock does each minute; everybody works every day and
    at every hour, whenever this test is run."""
    now = datetime.now(UTC)
    with database.writing() as session:
        hours = {"quiet_from": "00:00", "quiet_until": "00:00", "working_days": "1234567"}
        session.execute(update(people).values(digest_time=f"{now:%H:%M}", **hours))
        begins = now.replace(second=0, microsecond=0)
        row = update(rings).where(rings.c.person_id == person_id).values(rings_at=begins)
        if session.execute(row.returning(rings.c.person_id)).first() is None:
            session.execute(rings.insert().values(person_id=person_id, rings_at=begins))
        mornings.tick(session, now, lambda each: hours_of(each, COMPANY))


@ON_SQLITE
def test_a_day_from_the_list_to_the_next_visit(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    ana = emulator.phone(1, "Ana", language="en")
    with running_bot(emulator, database_url, tmp_path):
        ring(database, who.ANA)
        (digest,) = ana.hears()
        assert any(label.startswith("Alpha Foods") for label in digest.labels)
        (opened,) = ana.taps("Alpha Foods")
        assert (opened.method, opened.message_id) == ("editMessageText", digest.message_id)
        said = ana.taps("Met")
        assert any("Alpha Foods" in each.text for each in said)
        ana.says("they need 200 more valves")
        ana.says("next visit in two weeks")
        wait_until_quiet(emulator, database, 4)
        emulator.wait_until(lambda: any("✓" in each.text for each in emulator.heard(1)))
    edits = [each for each in emulator.heard(1) if "✓" in each.text]
    assert {each.message_id for each in edits} == {digest.message_id}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(visits)) == 1
        assert "valves" in " ".join(session.scalars(select(notes.c.text)))


@ON_SQLITE
def test_who_has_left_gets_nothing_more_and_their_customers_go_on(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    for account, person_id in ((1, who.ANA), (2, who.BORIS), (4, who.DORA)):
        link(database, account, person_id)
    ana, boris = emulator.phone(1, "Ana", language="en"), emulator.phone(2, "Boris", language="en")
    with running_bot(emulator, database_url, tmp_path):
        ana.says("my A customers")
        boris.says("Ana has left")
        boris.taps("Yes")
        ring(database, who.ANA)
        (shut,) = ana.says("my A customers")
        assert "Alpha" not in shut.text
        boris.says("give all Ana's customers to Boris")
        boris.taps("Yes")
        wait_until_quiet(emulator, database, 6)
        emulator.wait_until(lambda: emulator.menu(1, "zh") == {})
    assert not any("Alpha" in each.text for each in emulator.heard(1)[1:])
    with database.reading() as session:
        alpha = select(customers.c.rep_id).where(customers.c.id == who.ALPHA)
        assert session.scalar(alpha) == who.BORIS
        mail = select(outbox.c.state).where(outbox.c.key.startswith(f"digest:{who.ANA}:"))
        assert set(session.scalars(mail)) <= {"cancelled"}


@ON_SQLITE
def test_who_stands_in_sees_the_customers_meanwhile(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 3, who.CARLA)
    with database.writing() as session:
        colleague = update(people).where(people.c.id == who.CARLA)
        session.execute(colleague.values(manager_id=who.BORIS))
    ana, carla = emulator.phone(1, "Ana", language="en"), emulator.phone(3, "Carla", language="en")
    with running_bot(emulator, database_url, tmp_path):
        (before,) = carla.says("card of Alpha Foods")
        assert "<b>Alpha Foods</b>" not in before.text
        (told,) = ana.says("I'm away today, Carla covers")
        assert "Carla Cruz" in told.text
        carla.sends("card of Alpha Foods")
        emulator.wait_until(
            lambda: any(each.text.startswith("<b>Alpha Foods</b>") for each in emulator.heard(3))
        )
