"""The mornings of the cast, worked by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.post import links, mornings
from bot.post.tables import mornings as rows
from bot.post.tables import outbox
from crm.calendar import WEEKDAYS, Hours, hours_of
from crm.entities import Person
from crm.store.database import Database, Session
from crm.store.people import get_person
from crm.store.tables import people

COMPANY = Hours(ZoneInfo("UTC"), WEEKDAYS, time(20), time(8), time(8, 30))

TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
"""A morning in the last week of November 2026."""
BEFORE, AFTER = TUESDAY - timedelta(minutes=1), TUESDAY + timedelta(seconds=20)


def company_hours(person: Person) -> Hours:
    """Return a person's hours in a company that is in London and keeps no holidays."""
    return hours_of(person, COMPANY)


@dataclass
class Clockwork:
    """Lets people in, plans for them and ticks, each in a transaction of its own."""

    database: Database

    def let_in(self, *them: int, at: datetime = BEFORE) -> None:
        """Link an account to people and plan their mornings."""
        with self.database.writing() as session:
            for person_id in them:
                chat = f"chat {person_id}"
                links.put_in(session, "test", person_id, chat, person_id, confirmed=True, now=at)
                self._plan(session, person_id, at)

    def plan(self, person_id: int, at: datetime) -> datetime | None:
        """Plan a person's mornings."""
        with self.database.writing() as session:
            return self._plan(session, person_id, at)

    def _plan(self, session: Session, person_id: int, at: datetime) -> datetime | None:
        hours = company_hours(get_person(session, person_id))
        return mornings.plan(session, person_id, hours, at)

    def set(self, person_id: int, **values: object) -> None:
        """Change a person behind everybody's back, as an import does."""
        with self.database.writing() as session:
            session.execute(update(people).where(people.c.id == person_id).values(**values))

    def tick(self, at: datetime) -> int:
        """Tick once."""
        with self.database.writing() as session:
            return mornings.tick(session, at, company_hours)

    def tick_some(self, at: datetime, most: int) -> int:
        """Ring no more than so many."""
        with self.database.writing() as session:
            return mornings.tick_some(session, at, company_hours, most=most)

    def rung(self, state: str = "queued") -> list[str]:
        """Return the keys in the outbox that are in a state, the oldest first."""
        query = select(outbox.c.key).where(outbox.c.state == state).order_by(outbox.c.id)
        with self.database.reading() as session:
            return list(session.scalars(query))

    def rings_at(self, person_id: int) -> datetime | None:
        """Return when somebody rings next."""
        with self.database.reading() as session:
            query = select(rows.c.rings_at).where(rows.c.person_id == person_id)
            moment: datetime | None = session.scalar(query)
            return moment
