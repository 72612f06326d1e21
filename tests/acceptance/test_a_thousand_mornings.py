"""A thousand people begin their day at the same minute, and one of them asks something."""

import asyncio
import bisect
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, insert, select

from bot.app import App
from bot.channels.payloads import read_call, write_arrival
from bot.channels.telegram import NAME, chat_of
from bot.channels.telegram.answering import TelegramAnswerer
from bot.channels.telegram.preparing import Preparing
from bot.channels.telegram.process import IN_FLIGHT
from bot.messages import Arrival, Incoming
from bot.post import inbox, links, mornings, outcomes
from bot.post.delivery import Delivery
from bot.post.inbox import Arrived
from bot.post.lanes import Lanes
from bot.post.outcomes import Outcome
from bot.post.tables import outbox
from bot.post.writer import Writer
from bot.settings import Settings
from bot.voice.plain import as_plain
from crm import calendar
from crm.entities import Person, Role, VisitKind
from crm.store.database import Database, Session
from crm.store.tables import customers, people, visits
from crm.text import fold
from tests.support.posting import closing_writer

PEOPLE = 1000
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LAST_VISIT = date(2026, 9, 1)

USUAL_RATE, MOST_IN_A_SECOND = 28.0, 30
"""Calls a second: the default, and the most that Telegram takes."""

HEARD = 140
"""Digests by which the pace is known: five seconds of it."""

ASKED_AFTER = 40
QUESTION = "who are my A customers"


@dataclass
class Screens:
    """What arrives at Telegram, and when: digests by chat, answers by their words.

    ``asked_at`` and ``answered_at`` count the digests that had arrived when the question was
    answered in the books, and when that answer arrived.
    """

    name: str = NAME
    digests: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    asked_at: int | None = None
    answered_at: int | None = None
    answer: str = ""

    async def send(self, chat: str, payload: str) -> Outcome:
        """Look at what arrives."""
        self.moments.append(time.monotonic())
        if chat in self.digests:
            self.answered_at = len(self.digests)
            self.answer = as_plain(read_call(payload).message.text)
        else:
            self.digests.append(chat)
        return outcomes.sent(len(self.moments))

    @property
    def most_in_a_second(self) -> int:
        """The most calls between any moment and a second later."""
        return max(
            bisect.bisect_left(self.moments, begins + 1.0) - index
            for index, begins in enumerate(self.moments)
        )


def open_company(database: Database, size: int) -> App:
    """Write a company of so many reps, each with a phone and one customer that is overdue."""
    settings = Settings(_env_file=None, timezone="UTC", country="GB", database_url="unused")
    reps = [Person(number, f"Rep {number}", Role.REP) for number in range(1, size + 1)]
    before = MORNING - timedelta(hours=1)
    named = [{"id": rep.id, "name": rep.name, "name_key": fold(rep.name)} for rep in reps]
    visit = {"kind": VisitKind.VISIT, "visited_on": LAST_VISIT}
    with database.writing() as session:
        session.execute(insert(people), [{"role": Role.REP, **each} for each in named])
        theirs = [{"rep_id": each["id"], "tier": "A", **each} for each in named]
        session.execute(insert(customers), theirs)
        session.execute(insert(visits), [{"customer_id": rep.id, **visit} for rep in reps])
        for rep in reps:
            chat = chat_of(rep.id)
            links.put_in(session, NAME, rep.id, chat, rep.id, confirmed=True, now=before)
            hours = calendar.hours_of(rep, settings.company_hours)
            assert mornings.plan(session, rep.id, hours, before) == MORNING
    return App(database, settings, clock=lambda: MORNING)


def ring(app: App) -> int:
    """Let the minute come; return how many were rung."""
    rung = 0
    while True:
        with app.database.writing() as session:
            more = mornings.tick(session, MORNING, app.hours_of)
        if not more:
            return rung
        rung += more


def deliver(app: App, screens: Screens, rate: float, *, until: int) -> None:
    """Deliver until so many digests have arrived; amid them the first rep asks something."""

    async def work(writer: Writer) -> None:
        delivery = Delivery(
            writer,
            screens,
            rate=rate,
            clock=app.clock,
            in_flight=IN_FLIGHT,
            prepare=Preparing(app),
        )

        def answered() -> None:
            screens.asked_at = len(screens.digests)
            delivery.wake()

        lanes = Lanes(writer, TelegramAnswerer(app), clock=app.clock, answered=answered)
        running = [asyncio.create_task(part.run()) for part in (delivery, lanes)]
        for heard in (ASKED_AFTER, until):
            while len(screens.digests) < heard and not any(task.done() for task in running):
                await asyncio.sleep(0.001)
            if heard == ASKED_AFTER:
                await writer.do(ask)
                lanes.wake()
        for part in (lanes, delivery):
            part.stop()
        await asyncio.gather(*running)

    with closing_writer(app.database) as writer:
        asyncio.run(work(writer))


def ask(session: Session) -> None:
    """Let the first rep's question come in."""
    arrival = Arrival("message", Incoming(text=QUESTION), account=1)
    inbox.take_in(session, [Arrived(NAME, 1, chat_of(1), write_arrival(arrival))], MORNING)


def check_answer(screens: Screens) -> None:
    """The answer came before any digest but those that were on their way already."""
    assert "Rep 1" in screens.answer
    assert screens.asked_at is not None
    assert screens.answered_at is not None
    assert screens.answered_at - screens.asked_at <= IN_FLIGHT


def test_a_thousand_mornings_at_one_minute_all_arrive_once(database: Database) -> None:
    app = open_company(database, PEOPLE)
    assert ring(app) == PEOPLE
    assert ring(app) == 0
    screens = Screens()
    deliver(app, screens, rate=1000.0, until=PEOPLE)
    assert len(screens.digests) == len(set(screens.digests)) == PEOPLE
    check_answer(screens)
    with database.reading() as session:
        states = {row.state: row.rows for row in session.execute(_STATES)}
    assert states == {"sent": PEOPLE + 1}


def test_at_the_usual_pace_no_second_sees_more_than_thirty_and_a_question_goes_first(
    database: Database,
) -> None:
    """Five seconds of it: the pace of the others is the same."""
    app = open_company(database, HEARD)
    assert ring(app) == HEARD
    screens = Screens()
    deliver(app, screens, USUAL_RATE, until=HEARD)
    assert screens.most_in_a_second <= MOST_IN_A_SECOND
    check_answer(screens)


_STATES = select(outbox.c.state, func.count().label("rows")).group_by(outbox.c.state)
