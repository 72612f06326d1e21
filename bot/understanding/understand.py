"""``understand()``: a message and what is known around it → what the person wants.

It never acts and never asks who may: it only says what was meant, how surely, and which three
questions come nearest when nothing was understood. Whoever is unsure asks; nobody guesses.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, TypeVar

from bot.understanding import reading as readings
from bot.understanding.concepts import SMALL, load_lexicon
from bot.understanding.conditions import keep_the_others, passes_over
from bot.understanding.dates import find_period
from bot.understanding.doubts import (
    ABOUT_CUSTOMERS,
    with_unknown_place,
    without_doubtful,
    without_unheard_trade,
)
from bot.understanding.intents import Guess, Intent, Table, derive, list_near, load_table, rank
from bot.understanding.language import language_of
from bot.understanding.normalise import Normal, normalise
from bot.understanding.people import People
from bot.understanding.places import Places
from bot.understanding.reading import Reading
from bot.understanding.slots import Slots, fill, merge
from bot.understanding.tiers import goes_toward
from bot.understanding.told import Planned, Report
from crm.cadence import VisitState
from crm.names import Index, Match
from crm.names.match import NOBODY, Span

T = TypeVar("T")

Action = Literal["do", "confirm", "ask", "abstain"]

OUT_OF_SCOPE = "out_of_scope"
OFFERED = 3
LONGEST_NAME = 60

_MOSTLY = 0.7
"""A message of which a name is this share speaks of nothing else."""

_LISTS = frozenset({"list_customers", "due_visits"})
_DAYS = frozenset({"@date", "@ahead"})
_ABOUT_GRADES = frozenset({"grade_why", "grade_lift"})
_ANSWERED_FOR_ONE = _ABOUT_GRADES | {"customer_card"}
_SUBJECTS = frozenset({"customer", "mine", "all", "which", "show"})
"""What begins a question anew."""

_GROUPED = frozenset({"by_tier", "by_city", "by_country", "by_industry", "by_rep"})

_STATES = frozenset({"never", "overdue", "due"})
"""With how it is to be spread, one of these is a whole question: who was never visited, by rep."""

_ANYBODY = frozenset({"which", "customer", "all", "mine", "@tier", "@place", "@person", "overdue"})
"""What shows that money is asked about of several, not of somebody nobody knows."""

_BEHIND = frozenset({"log_visit", "last_visit", "orders", "tier_changes", "rep_stats"})
"""Intents that look back: a bare weekday in them has passed."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message means.

    ``action``: do it; ``confirm`` it with a tap first; ``ask`` which of ``intents`` or of the
    customer's candidates is meant; or ``abstain``. ``customer`` is None if the question is about
    nobody, and a match without candidates if somebody was named whom nobody knows: as
    ``typed_name`` says. ``near`` are the examples to offer. ``report`` is what a report of visits
    tells (see ``reports``), ``plans`` are several visits agreed for days (see ``appointing``).
    """

    intent: str
    action: Action
    slots: Slots = field(default_factory=Slots)
    customer: Match | None = None
    intents: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    typed_name: str = ""
    report: Report | None = None
    plans: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a message: names and places in the viewer's sight, people, tiers, today.

    ``previous`` is what was understood last, for questions without a subject.
    """

    names: Index
    places: Places
    tiers: tuple[str, ...]
    today: date
    people: People = field(default_factory=People)
    previous: Understood | None = field(default=None)
    _read: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, key: Hashable, read: Callable[[], T]) -> T:
        """Read something of a message that many readers want, and read it only once."""
        if key not in self._read:
            self._read[key] = read()
        found: T = self._read[key]
        return found


def understand(text: str, context: Context) -> Understood:
    """Say what a message means. Only its first 300 characters are read; it never raises."""
    normal = normalise(text)
    if not normal.folded.text:
        return _lone_marks(text)
    period = find_period(normal, context.today, ahead=True)
    reading = readings.read(
        normal,
        context.names,
        load_lexicon(),
        context.places,
        context.people,
        context.tiers,
        period.span if period else None,
    )
    chinese = language_of(text) == "zh"
    reading = with_unknown_place(normal, without_doubtful(reading))
    reading = without_unheard_trade(reading)
    table = load_table()
    found = derive(table, _found(normal, reading) | _ahead(normal, context.today))
    unknown = sum(1 for word in _list_unknown(normal, reading))
    guesses = rank(table, found, unknown)
    if guesses and guesses[0].intent.name in _BEHIND:
        period = find_period(normal, context.today, ahead=False)
    slots = fill(reading.marks, found, period, chinese=chinese)
    complete = bool(guesses) and guesses[0].intent.complete
    if complete:
        slots = keep_the_others(normal, reading.marks, slots, context.tiers)
    told = _Told(table, found, unknown, guesses, slots, reading, _typed(normal, reading))
    if complete:
        asked = _due(slots) if guesses[0].intent.name == "due_visits" else slots
        if passes_over(normal, reading.marks, asked, context.today):
            return _abstain(told)
    return _follow(told, context.previous) or _decide(told, context.previous)


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything read from one message, before anything is decided."""

    table: Table
    found: frozenset[str]
    unknown: int
    guesses: list[Guess]
    slots: Slots
    reading: Reading
    typed: str


def _lone_marks(text: str) -> Understood:
    """A message without a letter: question marks ask for help, the rest means nothing."""
    if text.strip() and not text.strip().strip("?？"):
        return Understood("help", "do")
    return Understood(OUT_OF_SCOPE, "abstain")


def _found(normal: Normal, reading: Reading) -> frozenset[str]:
    found = {concept for mark in reading.marks for concept in mark.means} - {SMALL}
    tiers = [mark for mark in reading.marks if "@tier" in mark.means]
    if any(goes_toward(normal, mark) for mark in tiers):
        found.add("@toward")
    if reading.unknown:
        found.add("@rest")
        if any(_is_proper(normal.typed(*span)) for span in reading.unknown):
            found.add("@proper")
    if reading.named:
        found |= {"@named", "@proper", "@rest"}
        if sum(end - start for start, end in reading.named) >= _MOSTLY * len(normal.folded.text):
            found.add("@alone")
    if not any(concept.startswith("@") for concept in found):
        found.add("@bare")
    if _is_fragment(normal, found):
        found.add("leaning")
    return frozenset(found)


def _is_fragment(normal: Normal, found: set[str]) -> bool:
    """Whether a message is half a question: ``in Germany?``, ``only the As``, ``overdue?``."""
    if found & _SUBJECTS:
        return False
    asked = normal.original.rstrip().endswith(("?", "？"))
    if found & _GROUPED and found & _STATES:
        return False
    if "only" in found or found & _GROUPED:
        return True
    return asked or normal.plain.lstrip().startswith(("in ", "from "))


def _list_unknown(normal: Normal, reading: Reading) -> list[Span]:
    """The words nobody knows, besides those that are a name and those that belong to it."""
    words = list(readings.list_words(normal, reading.unknown))
    if not reading.named:
        return words
    start, end = _whole_name(reading)
    return [word for word in words if word[1] <= start or end <= word[0]]


def _whole_name(reading: Reading) -> Span:
    """The first name nobody knows, with the unknown words that touch it: Rancho ``grande``."""
    start, end = reading.named[0]
    for first, last in reading.unknown:
        if first <= end and start <= last:
            start, end = min(start, first), max(end, last)
    return start, end


def _is_proper(typed: str) -> bool:
    """Whether a word is written like a name."""
    return typed[:1].isupper() and not typed.isupper()


def _ahead(normal: Normal, today: date) -> frozenset[str]:
    """Whether a date is named that lies ahead however it is read."""
    period = find_period(normal, today, ahead=False)
    return frozenset({"@ahead"}) if period and period.from_on > today else frozenset()


def _typed(normal: Normal, reading: Reading) -> str:
    """The unknown words as they were typed, with a trade right behind them: ``Zorro Foods``."""
    if not reading.unknown:
        return ""
    start, end = reading.unknown[0][0], reading.unknown[-1][1]
    if reading.named:
        start, end = _whole_name(reading)
    for mark in reading.marks:
        if mark.start == end and "@industry" in mark.means:
            end = mark.end
    return normal.typed(start, end).strip()[:LONGEST_NAME]


def _follow(told: _Told, previous: Understood | None) -> Understood | None:
    """A question that leans on the one before: "and B?", "那柏林呢", "how many?", "and Ernst?"."""
    if previous is None or told.unknown or told.reading.named:
        return None
    leaning = "follow_up" in told.found
    concepts = told.found - {"follow_up", "leaning", "@bare", "show", "modal", "only"}
    halves = "leaning" in told.found and bool(concepts - _SUBJECTS)
    if previous.intent in _LISTS:
        days = _DAYS if previous.intent == "due_visits" else frozenset()
        only_slots = concepts <= told.table.narrowing | days
        counts = concepts <= {"count", "all"} and "count" in concepts
        if ((leaning or halves) and only_slots and concepts) or counts:
            slots = merge(previous.slots, told.slots)
            return replace(previous, slots=slots, action="do", near=(), intents=())
    if leaning and concepts == {"@customer"} and previous.intent in _ABOUT_GRADES:
        return _about(told, told.table.intents[previous.intent], previous)
    return None


def _decide(told: _Told, previous: Understood | None) -> Understood:
    table = told.table
    lone = told.found - {"@bare", "follow_up", "leaning", "modal"}
    if len(lone) == 1 and not told.unknown and (word := next(iter(lone))) in table.ambiguous:
        intents = table.ambiguous[word]
        return Understood("ambiguous", "ask", told.slots, intents=intents, near=_near(told))
    best = told.guesses[0] if told.guesses else None
    if best is None or best.points < table.enough or best.intent.name == OUT_OF_SCOPE:
        return _abstain(told)
    rivals = [
        guess.intent.name
        for guess in told.guesses
        if guess.points > best.points - table.margin and guess.intent.name != OUT_OF_SCOPE
    ]
    if best.intent.about_customer:
        understood = _about(told, best.intent, previous)
    else:
        action: Action = "confirm" if best.intent.always_confirms else "do"
        slots = _due(told.slots) if best.intent.name == "due_visits" else told.slots
        customer = told.reading.customer if "@customer" in told.found else None
        typed = ""
        if best.intent.name == "payments" and customer is None and _names_nobody(told):
            customer, typed = NOBODY, told.typed
        understood = Understood(best.intent.name, action, slots, customer, typed_name=typed)
    if len(rivals) > 1 and understood.action != "abstain":
        return replace(understood, action="ask", intents=tuple(rivals))
    return understood


def _names_nobody(told: _Told) -> bool:
    """Whether the words left are somebody nobody knows: 甬兴欠多少, and 杭州宏达欠多少 as well,
    since a place with more words behind it is how a company is called."""
    owed = min((m.start for m in told.reading.marks if "owed" in m.means), default=0)
    before = [(start, end) for start, end in told.reading.unknown if start < owed]
    places = [mark.end for mark in told.reading.marks if "@place" in mark.means]
    called = bool(places) and all(any(s == end < e - 1 for s, e in before) for end in places)
    others = told.found & (_ANYBODY - {"@place"} if called else _ANYBODY)
    somebody = any(end - start > 1 for start, end in before) or bool(told.reading.named)
    return somebody and not others


def _about(told: _Told, intent: Intent, previous: Understood | None) -> Understood:
    """A question about one customer: the one named, or the one spoken of just now."""
    customer: Match | None = told.reading.customer
    if "@customer" not in told.found:
        customer = None
        somebody = bool(told.unknown or told.reading.named)
        if not somebody and previous is not None:
            customer = previous.customer
        if customer is None and not somebody and intent.name in _ANSWERED_FOR_ONE:
            return _abstain(told)
        if customer is None and somebody:
            if not told.found & (ABOUT_CUSTOMERS - {"gap"}):
                return _abstain(told)
            customer = NOBODY
    action: Action = "do"
    if customer is not None and customer.customer_id is None and customer.candidates:
        action = "ask"
    elif intent.always_confirms or (intent.writes and customer is not None and not customer.sure):
        action = "confirm"
    return Understood(intent.name, action, told.slots, customer, typed_name=told.typed)


def _due(slots: Slots) -> Slots:
    """Who is to be visited: those due, unless overdue or never visited was said."""
    return replace(slots, visit_state=slots.visit_state or VisitState.DUE)


def _abstain(told: _Told) -> Understood:
    return Understood(OUT_OF_SCOPE, "abstain", Slots(), near=_near(told), typed_name=told.typed)


def _near(told: _Told) -> tuple[str, ...]:
    return list_near(told.table, told.found, OFFERED)
