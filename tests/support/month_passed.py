"""The month that is let pass: what happens in it, and the books when it is over.

From the end of September to the beginning of November 2026: China rests for a week and works a
Saturday for it, and clocks go back in London and in New York.
"""

import random
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from sqlalchemy import func, select

from bot.post.tables import outbox
from crm.entities import VisitKind
from crm.store.tables import customers, planned_visits, visits
from tests.support.month import Month, Node, Told
from tests.support.month_company import (
    HEAD,
    LONDON,
    SHANGHAI,
    Someone,
    gather_people,
    write_company,
)
from tests.support.month_events import Events
from tests.support.turned_clock import TurnedClock

BEGINS = datetime(2026, 9, 30, 0, 5, tzinfo=UTC)
ENDS = datetime(2026, 11, 3, 0, 5, tzinfo=UTC)

DOWN = [
    (datetime(2026, 10, 14, 7, 10, tzinfo=UTC), datetime(2026, 10, 14, 8, 10, tzinfo=UTC)),
    (datetime(2026, 10, 20, 6, 0, tzinfo=UTC), datetime(2026, 10, 21, 6, 0, tzinfo=UTC)),
    (datetime(2026, 10, 27, 0, 0, tzinfo=UTC), datetime(2026, 10, 28, 3, 0, tzinfo=UTC)),
]
"""An hour over London's morning, a day, and a day with two of Shanghai's mornings in it."""

MUTE = [
    (datetime(2026, 10, 16, 12, 20, tzinfo=UTC), datetime(2026, 10, 16, 13, 20, tzinfo=UTC)),
    (datetime(2026, 10, 22, 5, 0, tzinfo=UTC), datetime(2026, 10, 23, 5, 0, tzinfo=UTC)),
]
"""An hour over New York's morning, and a day."""

DIES, COMES_BACK = (
    datetime(2026, 10, 8, 7, 29, tzinfo=UTC),
    datetime(2026, 10, 8, 7, 40, tzinfo=UTC),
)
"""When the second node dies amid London's morning, and when it is started again."""

MOST_UNASKED = 3

LONGEST_FOR_A = timedelta(days=45)
"""By the policy that comes with the program."""

_SLIPPED = re.compile(r"🔴 (Firm\d{3}) A · Rep \d\d · \D*(\d+)")

Key = tuple[int, date]
"""A person, and a day where they are."""


@dataclass
class Books:
    """The month when it is over, and what became of each morning.

    ``overdue``: the A customers that are late at the end, no visit being planned, and the latest
    day that they had.
    """

    month: Month
    events: Events
    mornings: dict[Key, tuple[str, str | None]]
    overdue: dict[str, date]

    @property
    def told(self) -> list[Told]:
        """What arrived, of whatever kind."""
        return self.month.told

    def person(self, told: Told) -> Someone:
        """Return who was told."""
        return self.month.everyone[told.row.person_id or HEAD]

    def is_away(self, person_id: int, day: date) -> bool:
        """Say whether somebody was away on a day."""
        return any(p == person_id and a <= day <= b for p, a, b in self.events.away)

    def state(self, key: Key) -> str | None:
        """Return what became of a morning; None when it was never queued."""
        return self.mornings[key][0] if key in self.mornings else None

    def could_be_sent(self, moment: datetime) -> datetime:
        """Return the first minute from one on at which the bot was up and could send."""
        for begins, ends in sorted(DOWN + MUTE):
            if begins <= moment < ends:
                return ends
        return moment

    def list_slips(self) -> list[tuple[int, str, date]]:
        """Return which A customers of whose reps managers were told of, with the latest day."""
        return [
            (
                told.row.person_id or HEAD,
                name,
                self.person(told).today(told.at) - timedelta(days=int(late)),
            )
            for told in self.told
            if told.is_digest
            for name, late in _SLIPPED.findall(told.text)
        ]


def fill(events: Events, ends: datetime) -> None:
    """Decide what happens in the month."""
    month, dice = events.month, events.dice
    day = month.clock.now
    while day < ends:
        for _ in range(2):
            moment = day + timedelta(minutes=dice.randrange(24 * 60))
            month.at(moment, partial(hand_one_over, events))
        for _ in range(4):
            person_id, moment = dice.choice(events.reps), day
            for _ in range(dice.randint(2, 6)):
                moment += timedelta(minutes=dice.randrange(8 * 60))
                month.at(moment, partial(events.give_notice, person_id))
            at = time(dice.randrange(24), dice.choice((0, 5, 30)))
            on = day.date() + timedelta(days=dice.randint(1, 3))
            month.at(day, partial(events.ask_for_a_reminder, person_id, on, at))
        day += timedelta(days=1)
    for minute in range(10):
        month.at(AMID_SILENCE + timedelta(minutes=minute), partial(hand_one_over, events))
    month.at(AMID_SILENCE, partial(events.leave, 18))
    month.at(datetime(2026, 10, 8, 7, 15, tzinfo=UTC), partial(events.leave, 7))
    month.at(datetime(2026, 10, 19, 0, 29, tzinfo=UTC), partial(events.leave, 28))
    for date_of, person_id, days, cover_id in (
        (1, 8, 5, 9),
        (5, 19, 12, 20),
        (9, 29, 3, None),
        (12, 30, 7, 31),
        (19, 38, 4, 39),
        (23, 2, 6, None),
        (29, 50, 3, 51),
    ):
        moment = datetime(2026, 10, date_of, 14, tzinfo=UTC)
        month.at(moment, partial(events.go_away, person_id, days, cover_id))
    for moment, person_id, settings in CHANGED:
        month.at(moment, partial(events.change_hours, person_id, **settings))
    month.at(DIES, partial(setattr, month, "dying", True))
    month.at(COMES_BACK, partial(setattr, month, "dying", False))


AMID_SILENCE = datetime(2026, 10, 16, 12, 40, tzinfo=UTC)
"""New York's mornings are queued and cannot be sent."""

CHANGED = (
    (datetime(2026, 10, 2, 3, tzinfo=UTC), 32, {"working_days": "1234567"}),
    (datetime(2026, 10, 13, 12, tzinfo=UTC), 10, {"timezone": SHANGHAI}),
    (datetime(2026, 10, 15, 10, tzinfo=UTC), 11, {"digest_time": "12:00"}),
    (datetime(2026, 10, 15, 9, tzinfo=UTC), 12, {"digest_time": "08:15"}),
    (datetime(2026, 10, 19, 3, tzinfo=UTC), 21, {"timezone": LONDON}),
    (datetime(2026, 10, 30, 3, tzinfo=UTC), 22, {"quiet_until": "06:00", "digest_time": "06:15"}),
    (datetime(2026, 11, 1, 5, 40, tzinfo=UTC), 26, {"digest_time": "01:45"}),
)


def hand_one_over(events: Events) -> None:
    """Give somebody's customer to somebody else."""
    events.hand_over(
        events.dice.choice(sorted(events.month.owners)), events.dice.choice(events.reps)
    )


def let_pass(url: str, begins: datetime, ends: datetime) -> Books:
    """Let the days between two moments pass in an empty database."""
    dice, clock, everyone = random.Random(20261001), TurnedClock(begins), gather_people()
    nodes = (Node.begin("one", url, clock), Node.begin("two", url, clock))
    with closing(nodes[0].database) as database, closing(nodes[1].database):
        with database.writing() as session:
            owners = write_company(session, everyone, begins.date(), dice)
        month = Month(clock, nodes, everyone, owners, down=DOWN, mute=MUTE)
        events = Events(month, dice)
        for person_id in everyone:
            events.let_in(person_id)
        fill(events, ends)
        month.run(ends, events.hear)
        with database.reading() as session:
            query = select(outbox.c.key, outbox.c.state, outbox.c.failure)
            rows = session.execute(query.where(outbox.c.key.startswith("digest:"))).all()
            last = {row.name: row.on for row in session.execute(_LAST_VISITS)}
    ended = {read_key(key): (state, why) for key, state, why in rows}
    latest = {name: on + LONGEST_FOR_A for name, on in last.items()}
    overdue = {name: on for name, on in latest.items() if on < ends.date()}
    return Books(month, events, ended, overdue)


_LAST_VISITS = (
    select(customers.c.name, func.max(visits.c.visited_on).label("on"))
    .join(visits, (visits.c.customer_id == customers.c.id) & (visits.c.kind == VisitKind.VISIT))
    .outerjoin(planned_visits, planned_visits.c.customer_id == customers.c.id)
    .where(customers.c.tier == "A", planned_visits.c.id.is_(None))
    .group_by(customers.c.name)
)


def read_key(key: str) -> Key:
    """Read whose morning a key is, and of which day."""
    _, person_id, day = key.split(":")
    return int(person_id), date.fromisoformat(day)
