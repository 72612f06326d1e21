"""Weeks of a company in minutes: two nodes tick and deliver at each minute of a turned clock.

Everything is as it runs but for Telegram: the tick, the claim, the words, what is settled. What
arrives is kept in ``told`` with whether it should have been said then, to whom, and of whom.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.app import App
from bot.channels.payloads import read_call, write_arrival
from bot.channels.telegram import NAME, chat_of
from bot.channels.telegram.answering import TelegramAnswerer
from bot.channels.telegram.preparing import Preparing
from bot.messages import Arrival, Button, Incoming
from bot.post import claiming, links, mornings, outbox, outcomes
from bot.post.inbox import Head
from bot.post.outbox import Claimed
from bot.post.tables import outbox as rows
from bot.settings import Settings
from bot.voice.plain import as_plain
from crm import calendar
from crm.calendar import Hours
from crm.entities import Person, Role, Viewer
from crm.store.database import Database, Session, open_database
from tests.support.month_company import HEAD, Someone
from tests.support.posting import UNPACED
from tests.support.turned_clock import TurnedClock

MINUTE = timedelta(minutes=1)
QUARTER = 15
"""Minutes: everybody's morning begins at one. Then both nodes tick at once, and both do it twice;
in between only one of them does."""

_NAMES = re.compile(r"Firm\d{3}")


@dataclass(frozen=True, slots=True)
class Told:
    """One call that arrived: ``foreign`` are customers it named and should not have."""

    at: datetime
    row: Claimed
    number: int
    replaces: int | None
    text: str
    buttons: tuple[Button, ...]
    named: frozenset[str]
    foreign: frozenset[str]
    in_hours: bool

    @property
    def is_digest(self) -> bool:
        """Whether it is somebody's morning, and not an edit of one."""
        return (self.row.key or "").startswith("digest:")


@dataclass
class Node:
    """One process of the bot, by hand."""

    name: str
    database: Database
    app: App

    @classmethod
    def begin(cls, name: str, url: str, clock: TurnedClock) -> "Node":
        """Open the database as a process of its own does."""
        database = open_database(url, create=False)
        clock.tell(database)
        settings = Settings(
            _env_file=None, timezone="Asia/Shanghai", country="CN", database_url="unused"
        )
        return cls(name, database, App(database, settings, clock=clock))

    def hours_of(self, person: Person) -> Hours:
        """Return somebody's hours."""
        return calendar.hours_of(person, self.app.settings.company_hours)

    def tick(self) -> int:
        """Do what is done each minute."""
        with self.database.writing() as session:
            return mornings.tick(session, self.app.clock(), self.hours_of)

    def claim(self) -> tuple[Claimed, ...]:
        """Claim what leaves now."""
        with self.database.writing() as session:
            claims = claiming.claim(
                session,
                NAME,
                owner=self.name,
                rate=UNPACED,
                now=self.app.clock(),
                limit=8,
                prepare=Preparing(self.app),
            )
        return claims.rows

    def settle(self, row: Claimed, number: int) -> None:
        """Note that a row was sent."""
        with self.database.writing() as session:
            outcome = outcomes.sent(number)
            outbox.settle(session, row, outcome, self.app.clock())
            links.note_settled(session, row, outcome)

    def reap(self) -> int:
        """Look for what another node left behind."""
        with self.database.writing() as session:
            return outbox.reap(session, NAME, self.app.clock())


AtOnce = Callable[[Callable[[Node], Any], Iterable[Node]], Iterator[Any]]
"""Lets nodes do something, as ``map`` does."""


@dataclass
class Month:
    """The company, its two nodes, and what was told so far.

    ``down``: nothing runs; ``mute``: it ticks and delivers nothing. ``owners``: whose a customer
    is; ``covered``: who stands in for whom, from one day to another; ``gone``: who has left.
    ``dying``: the second node dies amid its sends, each minute anew.
    ``expected``: every morning that came, by person and local day, and when. ``lost``: what was
    being sent when a node died.
    """

    clock: TurnedClock
    nodes: tuple[Node, Node]
    everyone: dict[int, Someone]
    owners: dict[int, int]
    covered: list[tuple[int, int, date, date]] = field(default_factory=list)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    mute: list[tuple[datetime, datetime]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    lost: list[Told] = field(default_factory=list)
    last: dict[int, Told] = field(default_factory=dict)
    expected: dict[tuple[int, date], datetime] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    dying: bool = False
    began: datetime = field(init=False)
    _agenda: dict[datetime, list[Callable[[], None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _due_at: float | None = 0.0

    def __post_init__(self) -> None:
        self.began = self.clock.now

    def at(self, moment: datetime, deed: Callable[[], None]) -> None:
        """Let something happen at a minute."""
        self._agenda[moment.astimezone(UTC).replace(second=0, microsecond=0)].append(deed)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction at the first node."""
        with self.nodes[0].database.writing() as session:
            yield session

    def eyes(self, person_id: int) -> Viewer:
        """Return the eyes of somebody."""
        someone = self.everyone[person_id]
        return Viewer(person_id, someone.name, someone.role)

    def run(self, until: datetime, listen: Callable[[Told], None]) -> None:
        """Let every minute pass until that moment; ``listen`` hears what is told.

        On PostgreSQL the nodes work at the same time, on SQLite in turns as it lets them.
        """
        with ThreadPoolExecutor(2) as hands:
            shared = self.nodes[0].database.engine.dialect.name == "postgresql"
            at_once: AtOnce = hands.map if shared else map
            while self.clock.now < until:
                self._pass_minute(at_once, listen)
                self.clock.now += MINUTE

    def _pass_minute(self, at_once: AtOnce, listen: Callable[[Told], None]) -> None:
        now = self.clock.now
        for deed in self._agenda.pop(now, ()):
            deed()
            self._due_at = 0.0
        self._expect_mornings()
        if _is_within(now, self.down):
            return
        if self._tick(at_once):
            self._due_at = 0.0
        if _is_within(now, self.mute) or self._due_at is None or self._due_at > now.timestamp():
            return
        self.clock.show(self.nodes[0].database)
        self.nodes[0].reap()
        if self.dying:
            self._die(self.nodes[1])
        nodes = self.nodes[:1] if self.dying else self.nodes
        for told in list(itertools.chain(*at_once(self._deliver, nodes))):
            listen(told)
        self._due_at = self._find_due()

    def _expect_mornings(self) -> None:
        now = self.clock.now
        if now.minute % QUARTER:
            return
        for someone in self.everyone.values():
            if someone.id not in self.gone and someone.is_morning(now):
                self.expected[someone.id, someone.today(now)] = now

    def _tick(self, at_once: AtOnce) -> int:
        if self.clock.now.minute % QUARTER:
            return self.nodes[0].tick()
        return sum(at_once(Node.tick, self.nodes * 2))

    def _deliver(self, node: Node) -> list[Told]:
        heard = []
        while claimed := node.claim():
            for row in claimed:
                told = self._arrive(row)
                heard.append(told)
                node.settle(row, told.number)
        return heard

    def _die(self, node: Node) -> None:
        """Send what comes next, and die before it is settled."""
        self.lost += [self._arrive(row) for row in node.claim()]

    def _arrive(self, row: Claimed) -> Told:
        """Look at what arrives: which customers it names, and at what hour."""
        call = read_call(row.payload)
        text = as_plain(call.message.text)
        shown = "\n".join((text, *(button.label for button in call.message.buttons)))
        named = frozenset(_NAMES.findall(shown))
        someone = self.everyone[row.person_id or HEAD]
        told = Told(
            at=self.clock.now,
            row=row,
            number=next(self._numbers),
            replaces=call.message_id,
            text=text,
            buttons=call.message.buttons,
            named=named,
            foreign=named - self._names_of(someone),
            in_hours=someone.may_be_spoken_to(self.clock.now),
        )
        self.told.append(told)
        self.last[someone.id] = told
        return told

    def _names_of(self, someone: Someone) -> frozenset[str]:
        """Return the customers that somebody may hear of now."""
        today = someone.today(self.clock.now)
        eyes = {someone.id}
        eyes |= {p for p, cover, a, b in self.covered if cover == someone.id and a <= today <= b}
        if someone.role is Role.MANAGER:
            eyes |= set(self._below(eyes))
        return frozenset(f"Firm{c:03d}" for c, owner in self.owners.items() if owner in eyes)

    def _below(self, eyes: Iterable[int]) -> Iterator[int]:
        level = set(eyes)
        while level:
            level = {each.id for each in self.everyone.values() if each.manager_id in level}
            yield from level

    def _find_due(self) -> float | None:
        with self.nodes[0].database.reading() as session:
            query = select(func.min(rows.c.due_at)).where(rows.c.state.in_(("queued", "sending")))
            found: float | None = session.scalar(query)
        return found

    def press(self, person_id: int, action: str, number: int) -> None:
        """Press a button of a message; the answer is delivered like any other."""
        self._receive(person_id, Arrival("press", Incoming(action=action), 0, message_id=number))

    def type(self, person_id: int, text: str) -> None:
        """Write something."""
        self._receive(person_id, Arrival("message", Incoming(text=text), 0))

    def _receive(self, person_id: int, arrival: Arrival) -> None:
        account = self.everyone[person_id].account
        known = Arrival(arrival.what, arrival.incoming, account, message_id=arrival.message_id)
        with self.writing() as session:
            answerer = TelegramAnswerer(self.nodes[0].app)
            answerer.answer(session, Head(0, NAME, chat_of(account), write_arrival(known)))


def _is_within(moment: datetime, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(begins <= moment < ends for begins, ends in spans)
