"""Answers through Telegram: the real process, asked by two hundred chats at once.

The baselines are bots that keep nothing and say back what they are told (``echo``). Ours keeps
every message before Telegram forgets it, and every answer before it is sent.
"""

import asyncio
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import insert

from bot.post.tables import links
from crm.entities import Role
from crm.store import customers, people
from crm.store.database import Session
from tests.benchmarks.company import NOW
from tests.benchmarks.measuring import MEGABYTE, ROUNDS, Row
from tests.benchmarks.phones import TOKEN, Phones, serving
from tests.benchmarks.work import opened

ROOT = Path(__file__).parents[2]
CHATS = 200
MESSAGES = 2_000
NOW_AND_THEN, PER_SECOND = 200, 5.0
MANY, SOME = 50_000, 10_000
ONE_BY_ONE, TOGETHER = 0.35, 1.0
"""At least so many times what the baseline answers in a second."""

FLAT = 1.1
"""At most so many times the memory after ``SOME`` messages."""

QUESTIONS = (
    "who are my A customers",
    "我有多少客户",
    "which customers are overdue for a visit",
    "show me {name}",
)

Texts = Mapping[int, Sequence[str]]


@dataclass(slots=True)
class Contestant:
    """A bot as it is started, and what it did in each round."""

    name: str
    arguments: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    a_second: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @contextmanager
    def running(self, root: str) -> Iterator[int]:
        """Run its process in front of a server; the number is the process's."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TIERCOACH_")}
        given = {name: value.format(root=root) for name, value in self.settings.items()}
        process = subprocess.Popen(
            [sys.executable, "-m", *(each.format(root=root) for each in self.arguments)],
            env=kept | {"PYTHONPATH": str(ROOT), "no_proxy": "*"} | given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process.pid
        finally:
            process.kill()
            process.wait()


def tiercoach(path: str) -> Contestant:
    """Our own, in front of a company's database."""
    settings = {
        "TIERCOACH_DATABASE_URL": path,
        "TIERCOACH_TELEGRAM_TOKEN": TOKEN,
        "TIERCOACH_TELEGRAM_API": "{root}",
        "TIERCOACH_SEND_RATE": "1000",
        "TIERCOACH_TIMEZONE": "UTC",
    }
    return Contestant("tiercoach", ("bot.commands.main", "telegram"), settings)


def echo(*how: str) -> Contestant:
    """A bot that says back what it is told."""
    return Contestant("echo", ("tests.benchmarks.echo", "{root}", *how))


def measure(path: str) -> list[Row]:
    """Return how many messages a second are answered, and how soon one that comes now and then."""
    texts = let_in(path)
    ours, one_by_one, together = tiercoach(path), echo(), echo("together")
    contestants = [ours, one_by_one, together]
    for number in range(ROUNDS):
        for each in contestants[number:] + contestants[:number]:
            asyncio.run(_ask(each, texts))
    rows = [
        _ratio(ours, one_by_one, ONE_BY_ONE, "an echo bot, one by one"),
        _ratio(ours, together, TOGETHER, "an echo bot, all together"),
    ]
    for each in (ours, one_by_one):
        waits = asyncio.run(_ask_now_and_then(each, texts))
        half, nearly_all = (1000 * statistics.quantiles(waits, n=100)[i] for i in (49, 98))
        text = f"{each.name}: half of the answers at {PER_SECOND:g} messages/s are there"
        rows.append(Row(half, "ms", None, f"{text}; 99 % after {nearly_all:.0f} ms"))
    return rows


def measure_memory(path: str) -> list[Row]:
    """Return how the memory after many messages compares with that after some."""
    return asyncio.run(_weigh(tiercoach(path), let_in(path)))


def let_in(path: str) -> Texts:
    """Let the first reps of a company in, an account each; return what each of them asks."""
    with opened(path) as database, database.writing() as session:
        reps = [each for each in people.list_people(session) if each.role is Role.REP][:CHATS]
        return {rep.id: tuple(_let_in(session, rep.id)) for rep in reps}


def _let_in(session: Session, person_id: int) -> Iterator[str]:
    session.execute(
        insert(links).values(
            channel="telegram",
            account=person_id,
            chat=f"telegram:{person_id}",
            person_id=person_id,
            state="linked",
            linked_at=NOW,
        )
    )
    viewer = people.viewer_of(people.get_person(session, person_id))
    name = customers.list_namings(session, viewer)[0].name
    yield from (question.format(name=name) for question in QUESTIONS)


async def _ask(bot: Contestant, texts: Texts) -> None:
    """Ask as fast as it answers; it has known everybody for one message each before."""
    async with serving(texts) as phones:
        with bot.running(phones.root) as process:
            await phones.write_on(len(texts))
            before = _worked(process)
            bot.a_second.append(MESSAGES / await phones.write_on(MESSAGES))
            bot.worked.append((_worked(process) - before) / MESSAGES)


async def _ask_now_and_then(bot: Contestant, texts: Texts) -> list[float]:
    async with serving(texts) as phones:
        with bot.running(phones.root):
            await phones.write_on(len(texts))
            await phones.write_now_and_then(NOW_AND_THEN, PER_SECOND)
            return list(phones.waits)


async def _weigh(bot: Contestant, texts: Texts) -> list[Row]:
    async with serving(texts) as phones:
        with bot.running(phones.root) as process:
            await phones.write_on(SOME)
            some = _resident(process)
            seconds = await _write_in_parts(phones, MANY - SOME)
            many = _resident(process)
    speed = f"{(MANY - SOME) / seconds:.0f} messages/s"
    text = f"memory after {MANY:,} messages {many / MEGABYTE:.0f} MB : after {SOME:,}"
    return [Row(many / some, "×", FLAT, f"{text} {some / MEGABYTE:.0f} MB; {speed}")]


async def _write_in_parts(phones: Phones, messages: int) -> float:
    return sum([await phones.write_on(SOME) for _ in range(messages // SOME)])


def _ratio(ours: Contestant, theirs: Contestant, least: float, text: str) -> Row:
    """Hold a round against the same round of the other; the median of the rounds counts."""
    pairs = zip(ours.a_second, theirs.a_second, strict=True)
    speeds = [statistics.median(each.a_second) for each in (ours, theirs)]
    work = [1000 * statistics.median(each.worked) for each in (ours, theirs)]
    shown = f"{speeds[0]:.0f} messages/s : {text} {speeds[1]:.0f}"
    if all(work):
        shown += f" (CPU a message {work[0]:.2f} : {work[1]:.2f} ms)"
    return Row(statistics.median(a / b for a, b in pairs), "×", least, shown, at_least=True)


def _worked(process: int) -> float:
    """Return the seconds the processor worked for a process so far; 0 where nobody says so."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    user, system = told.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    """Return the memory that a process holds now, in bytes."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)],
        capture_output=True,
        check=True,
    )
    return 1024 * int(told.stdout)
