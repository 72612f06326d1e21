"""``understand()``: a message and what is known around it → what the person wants.

It never acts and never asks who may: it only says what was meant, how surely, and which three
questions come nearest when nothing was understood. Whoever is unsure asks; nobody guesses.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from bot.understanding import reading as readings
from bot.understanding.concepts import SMALL, Mark, load_lexicon
from bot.understanding.dates import find_period
from bot.understanding.intents import Guess, Intent, Table, derive, list_near, load_table, rank
from bot.understanding.language import language_of
from bot.understanding.normalise import Normal, normalise
from bot.understanding.places import Place, Places
from bot.understanding.reading import Reading
from bot.understanding.slots import Slots, fill, merge
from bot.understanding.tiers import goes_toward, is_left_out
from crm.cadence import VisitState
from crm.entities import Person
from crm.names import Index, Match
from crm.names.folding import is_han
from crm.names.match import ENOUGH, NOBODY, SURE, Span

Action = Literal["do", "confirm", "ask", "abstain"]

OUT_OF_SCOPE = "out_of_scope"
OFFERED = 3
LONGEST_NAME = 60

_MOSTLY = 0.7
"""A message of which a name is this share speaks of nothing else."""

_LISTS = frozenset({"list_customers", "due_visits"})
_ABOUT_GRADES = frozenset({"grade_why", "grade_lift"})
_ANSWERED_FOR_ONE = _ABOUT_GRADES | {"customer_card"}
_ABOUT_CUSTOMERS = frozenset({"@named", "@tier", "tier_word", "card", "graded", "customer", "gap"})
"""What shows that unknown words name a customer."""

_BEHIND = frozenset({"log_visit", "last_visit", "orders", "tier_changes", "rep_stats"})
"""Intents that look back: a bare weekday in them has passed."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message means.

    ``action``: do it; ``confirm`` it with a tap first; ``ask`` which of ``intents`` or of the
    customer's candidates is meant; or ``abstain``. ``customer`` is None if the question is about
    nobody, and a match without candidates if somebody was named whom nobody knows: as
    ``typed_name`` says. ``near`` are the examples to offer.
    """

    intent: str
    action: Action
    slots: Slots = field(default_factory=Slots)
    customer: Match | None = None
    intents: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    typed_name: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a message: names and places in the viewer's sight, people, tiers, today.

    ``previous`` is what was understood last, for questions without a subject.
    """

    names: Index
    places: Places
    tiers: tuple[str, ...]
    today: date
    people: tuple[Person, ...] = ()
    previous: Understood | None = field(default=None)


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
    reading = _with_unknown_place(normal, _without_doubtful(reading))
    reading = _without_unheard_trade(reading)
    table = load_table()
    found = derive(table, _found(normal, reading) | _ahead(normal, context.today))
    unknown = sum(1 for word in _list_unknown(normal, reading))
    guesses = rank(table, found, unknown)
    if guesses and guesses[0].intent.name in _BEHIND:
        period = find_period(normal, context.today, ahead=False)
    slots = fill(reading.marks, found, period, chinese=chinese)
    if guesses and guesses[0].intent.name in _LISTS:
        slots = _without_left_out(normal, reading, slots, context.tiers)
    told = _Told(table, found, unknown, guesses, slots, reading, _typed(normal, reading))
    return _follow(told, context.previous) or _decide(told, context.previous)


def _without_left_out(
    normal: Normal, reading: Reading, slots: Slots, tiers: tuple[str, ...]
) -> Slots:
    """The other tiers, where the message names those that are not asked for."""
    out = {m.value for m in reading.marks if "@tier" in m.means and is_left_out(normal, m)}
    if not out:
        return slots
    kept = tuple(tier for tier in tiers if tier not in out)
    return replace(slots, tiers=kept, tier=kept[0] if len(kept) == 1 else None)


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
    return frozenset(found)


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


def _without_doubtful(reading: Reading) -> Reading:
    """A name that is only similar doesn't count in a message about something else."""
    concepts = {concept for mark in reading.marks for concept in mark.means}
    elsewhere = "elsewhere" in concepts and reading.customer.score < SURE
    alone = reading.customer.score < ENOUGH and reading.unknown and not concepts & _ABOUT_CUSTOMERS
    if not elsewhere and not alone:
        return reading
    kept = tuple(mark for mark in reading.marks if "@customer" not in mark.means)
    return replace(reading, marks=kept, customer=NOBODY)


def _with_unknown_place(normal: Normal, reading: Reading) -> Reading:
    """Customers "in" an unknown word: it is a place where nobody is, not a word to pass over."""
    concepts = {concept for mark in reading.marks for concept in mark.means}
    if len(reading.unknown) != 1 or "customer" not in concepts or "@place" in concepts:
        return reading
    start, end = reading.unknown[0]
    if end - start < 2:
        return reading
    first, last = normal.folded.origin(start, end)
    before, after = normal.plain[:first].rstrip(), normal.plain[last:].lstrip()
    han = is_han(normal.folded.text[start])
    said = before.endswith((" in", " from", " at", "在"))
    if not said and not (han and after.startswith(("那边", "那里", "有客"))):
        return reading
    name = normal.original[first:last].strip()
    place = Place("city", (name,), name, name, known=False)
    marks = (*reading.marks, Mark(start, end, ("@place",), value=place))
    return replace(reading, marks=marks, unknown=(), named=())


def _without_unheard_trade(reading: Reading) -> Reading:
    """A trade nobody in the books is in means something only beside a customer or a place."""
    concepts = {concept for mark in reading.marks for concept in mark.means}
    if "@industry" not in concepts or concepts & {"customer", "@place", "@tier"}:
        return reading
    strange = [
        mark
        for mark in reading.marks
        if isinstance(mark.value, Place) and not mark.value.known and "@industry" in mark.means
    ]
    kept = tuple(mark for mark in reading.marks if mark not in strange)
    unknown = (*reading.unknown, *((mark.start, mark.end) for mark in strange))
    return replace(reading, marks=kept, unknown=tuple(sorted(unknown)))


def _follow(told: _Told, previous: Understood | None) -> Understood | None:
    """A question that leans on the one before: "and B?", "那柏林呢", "how many?", "and Ernst?"."""
    if previous is None or told.unknown or told.reading.named:
        return None
    leaning = "follow_up" in told.found
    concepts = told.found - {"follow_up", "@bare", "show", "modal", "only"}
    if previous.intent in _LISTS:
        only_slots = concepts <= told.table.narrowing
        counts = concepts <= {"count", "all"} and "count" in concepts
        if (leaning and only_slots and concepts) or counts:
            slots = merge(previous.slots, told.slots)
            return replace(previous, slots=slots, action="do", near=(), intents=())
    if leaning and concepts == {"@customer"} and previous.intent in _ABOUT_GRADES:
        return _about(told, told.table.intents[previous.intent], previous)
    return None


def _decide(told: _Told, previous: Understood | None) -> Understood:
    table = told.table
    lone = told.found - {"@bare", "follow_up", "modal"}
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
        understood = Understood(best.intent.name, action, slots, customer)
    if len(rivals) > 1 and understood.action != "abstain":
        return replace(understood, action="ask", intents=tuple(rivals))
    return understood


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
            if not told.found & (_ABOUT_CUSTOMERS - {"gap"}):
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
