"""An answer, from the message that comes in to the reply composed, at ten thousand customers.

The baseline fetches the same rows through the same session: the statements of that very answer,
said again. Names are indexed before the clock starts, as they are between two messages; what the
first message after a start costs is shown beside it.
"""

import itertools
import statistics
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import Select

from bot.app import App
from bot.messages import Incoming
from bot.settings import Settings
from crm.entities import Person
from crm.store import customers, people
from tests.benchmarks.company import NOW
from tests.benchmarks.measuring import Row, Stopped, Stopwatch, median, promise, seconds, take_turns
from tests.benchmarks.statements import overheard, say_again
from tests.benchmarks.work import opened

LIMIT = 4
_CHATS = itertools.count()
ROUNDS = 15

QUESTIONS = {
    "list": ("who are my A customers", "我的A类客户有哪些"),
    "count": ("how many customers do I have", "我有多少客户"),
    "place": ("my customers in Leeds", "上海的客户有哪些"),
    "overdue": ("which customers are overdue for a visit", "哪些客户该拜访了"),
    "card": ("show me {english}", "{chinese}的情况"),
    "why": ("why is {english} in its tier", "为什么{chinese}是这个级别"),
    "lift": ("what would lift {english}", "{chinese}怎么才能升级"),
}
"""Each in English and in Chinese; every customer named is one of the asker's own."""


def measure(path: str) -> list[Row]:
    """Return how answers to an admin and to a rep compare: the median of all messages' ratios."""
    rows: list[Row] = []
    with opened(path) as database:
        app = App(database, Settings(timezone=ZoneInfo("UTC")), lambda: NOW)
        with database.reading() as session:
            everyone = people.list_people(session)
        for role in ("admin", "rep"):
            rows += _measure_person(app, next(each for each in everyone if each.role == role))
    return rows


def _measure_person(app: App, person: Person) -> list[Row]:
    first = _answering(app, person, "help")().seconds
    known = _known(app, person)
    messages: list[dict[str, list[Stopped]]] = []
    each: list[str] = []
    for kind, texts in QUESTIONS.items():
        runs = [_take_turns(app, person, text.format(**known)) for text in texts]
        messages += runs
        each.append(f"{kind} {'/'.join(f'{_ratio(run):.1f}' for run in runs)}")
    answers = [stopped for run in messages for stopped in run["answer"]]
    fetches = [stopped for run in messages for stopped in run["fetch"]]
    row = promise(answers, fetches, LIMIT, str(person.role), "the same rows")
    high = statistics.quantiles([run.seconds for run in answers], n=20)[-1]
    tail = f"p95 {seconds(high)}, the first {seconds(first)}"
    figure = statistics.median(map(_ratio, messages))
    return [replace(row, figure=figure, text=f"{row.text}; {tail}\n{'':29}{', '.join(each)}")]


def _ratio(runs: dict[str, list[Stopped]]) -> float:
    """Each message has its own baseline: a list fetches thousands of rows, a card a dozen."""
    return median(runs["answer"]) / median(runs["fetch"])


def _known(app: App, person: Person) -> dict[str, str]:
    """Return an English and a Chinese customer of theirs, neither at the top already."""
    viewer = people.viewer_of(person)
    with app.database.reading() as session:
        names = [n for n in customers.list_namings(session, viewer) if n.tier not in {None, "A"}]
    return {
        "english": next(each.name for each in names if each.name.isascii()),
        "chinese": next(each.name for each in names if not each.name.isascii()),
    }


def _take_turns(app: App, person: Person, text: str) -> dict[str, list[Stopped]]:
    answer = _answering(app, person, text)
    with overheard(app.database) as heard:
        answer()
    statements = [each for each in heard if isinstance(each[0], Select)]

    def fetch() -> Stopped:
        watch = Stopwatch()
        with app.database.reading() as session:
            rows = say_again(session, statements)
        return watch.stop(rows)

    return take_turns({"answer": answer, "fetch": fetch}, ROUNDS)


def _answering(app: App, person: Person, text: str) -> Callable[[], Stopped]:
    def answer() -> Stopped:
        watch = Stopwatch()
        messages = app.answer(person, Incoming(text), f"bench:{next(_CHATS)}")
        return watch.stop(messages)

    return answer
