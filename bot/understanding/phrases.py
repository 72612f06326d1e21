"""Whole questions as people say them, told apart by their words alone: ``phrases.yaml``.

A message is one of these only if nothing is left over. What is named in it - a day, a tier, a
place, a colleague, a customer - stands as ``<day>``, ``<tier>``, ``<place>``, ``<person>``,
``<customer>`` in the wording.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ruamel.yaml.nodes import ScalarNode, SequenceNode

from bot.understanding.concepts import (
    Mark,
    choose_longest,
    compose,
    list_entries,
    problem_at,
    read_own,
)
from bot.understanding.dates import Period, find_period
from bot.understanding.language import language_of
from bot.understanding.normalise import Normal, normalise
from bot.understanding.places import Place
from bot.understanding.tiers import list_tiers
from bot.understanding.understand import Context
from crm.entities import Person
from crm.errors import BadFile, Problem
from crm.names.match import Span

FILE = "phrases.yaml"

_LETTERS = {
    "day": "\ue000",
    "tier": "\ue001",
    "place": "\ue002",
    "person": "\ue003",
    "customer": "\ue004",
}
"""What stands in a message for something named in it."""

_FREE = {
    "n": r"(?P<n>\d{1,3}|[一二两三四五六七八九十半]{1,3}|an?|one|two|three|four|five|six|half an?)",
    "unit": r"(?:个)?(?P<unit>天|日|周|星期|礼拜|月|年|days?|weeks?|months?|years?)",
    "what": r"(?P<what>[^\ue000-\ue004]{1,40}?)",
    "who": r"(?P<who>[^\ue000-\ue004]{2,40}?)",
}
"""What is taken as it was typed."""

_WRITTEN_SO = "Write [may be left out], (this|or that), <day>."

_PIECE = re.compile(r"<(\w+)>|([\[\]()|])|( )|(.)", re.DOTALL)
_MEANING = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}


@dataclass(frozen=True, slots=True)
class Said:
    """The question a message is, and what it names; ``typed`` is what was taken as typed."""

    name: str
    day: Period | None = None
    gone: Period | None = None
    tiers: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    people: tuple[Person, ...] = ()
    n: str | None = None
    unit: str | None = None
    typed: str = ""
    chinese: bool = False
    text: str = ""


def find_said(
    text: str, context: Context, names: Sequence[str] = (), customer: Span | None = None
) -> Said | None:
    """Return the question that a message is, word for word; of these names only, if any is given.

    ``day`` is the day named looking ahead, ``gone`` looking back. ``customer`` is where the one
    named stands, for the wordings with a customer in them.
    """
    normal = normalise(text)
    day = find_period(normal, context.today, ahead=True)
    marks, (plain, places) = context.once(("phrases", text), lambda: _lay(normal, context, day))
    if customer is not None:
        whole = Mark(*normal.folded_span(*customer), ("@customer",), 0)
        apart = (mark for mark in marks if mark.end <= whole.start or whole.end <= mark.start)
        marks = sorted([*apart, whole], key=lambda mark: mark.start)
        plain, places = _with_letters(normal, marks)
    for name, pattern in load_phrases():
        if names and name not in names:
            continue
        found = pattern.fullmatch(plain)
        if found is not None:
            return _as_said(name, normal, found, marks, places, day, context)
    return None


def _as_said(
    name: str,
    normal: Normal,
    found: re.Match[str],
    marks: Sequence[Mark],
    places: Sequence[int],
    day: Period | None,
    context: Context,
) -> Said:
    groups = found.groupdict()
    which = next((key for key in ("what", "who") if groups.get(key)), None)
    typed = ""
    if which is not None:
        start, end = found.span(which)
        typed = normal.original[places[start] : places[end - 1] + 1].strip()
    return Said(
        name,
        day,
        find_period(normal, context.today, ahead=False) if day else None,
        tuple(dict.fromkeys(mark.value for mark in marks if isinstance(mark.value, str))),
        tuple(mark.value for mark in marks if isinstance(mark.value, Place)),
        tuple(mark.value for mark in marks if isinstance(mark.value, Person)),
        groups.get("n"),
        groups.get("unit"),
        typed,
        language_of(normal.original) == "zh",
        normal.original.strip(),
    )


def _lay(
    normal: Normal, context: Context, day: Period | None
) -> tuple[list[Mark], tuple[str, list[int]]]:
    """What is named in a message, and the message with a letter for each of them."""
    marks = list(_list_marks(normal, context, day))
    return marks, _with_letters(normal, marks)


def _list_marks(normal: Normal, context: Context, day: Period | None) -> Iterator[Mark]:
    """What is named, in reading order: tiers, people, places of the books, the day."""
    marks = [
        *list_tiers(normal, context.tiers),
        *context.people.list_marks(normal),
        *(m for m in context.places.list_marks(normal.folded) if "@place" in m.means),
    ]
    if day is not None:
        marks.append(Mark(*normal.folded_span(*day.span), ("@day",), 0))
    yield from choose_longest(marks)


def _with_letters(normal: Normal, marks: Sequence[Mark]) -> tuple[str, list[int]]:
    """The message in plain letters, one for each thing named, and where each letter stood.

    Apostrophes are left out, and blanks stand alone.
    """
    stands: dict[int, str] = {}
    covered: set[int] = set()
    for mark in marks:
        first, last = normal.folded.origin(mark.start, mark.end)
        stands[first] = _LETTERS[mark.means[0][1:]]
        covered.update(range(first, last))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(normal.plain):
        if place in stands:
            letters.append(stands[place])
            places.append(place)
        elif place in covered or letter == "'":
            continue
        elif letter != " " or (letters and letters[-1] != " "):
            letters.append(letter)
            places.append(place)
    while letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places


@cache
def load_phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Load the questions that come with the program, once."""
    return tuple(
        (name, re.compile(_as_pattern(wording)))
        for name, wordings in parse_phrases(read_own(FILE)).items()
        for wording in wordings
    )


def parse_phrases(text: str, name: str = FILE) -> dict[str, list[str]]:
    """Read questions: a name, then its wordings.

    Raises BadFile with every wording that cannot be read, each with its line.
    """
    problems: list[Problem] = []
    phrases: dict[str, list[str]] = {}
    for key, value in list_entries(compose(text, name), name, problems):
        nodes = value.value if isinstance(value, SequenceNode) else [value]
        problems += [
            problem_at(node, name, "this wording cannot be read.", _WRITTEN_SO)
            for node in nodes
            if not isinstance(node, ScalarNode) or not _is_wording(node.value)
        ]
        phrases[key.value] = [node.value for node in nodes if isinstance(node, ScalarNode)]
    if problems:
        raise BadFile(problems)
    return phrases


def _is_wording(wording: str) -> bool:
    if any(found[1] not in {*_LETTERS, *_FREE} for found in _PIECE.finditer(wording) if found[1]):
        return False
    try:
        re.compile(_as_pattern(wording))
    except re.error:
        return False
    return bool(wording.strip())


def _as_pattern(wording: str) -> str:
    """A wording as an expression.

    >>> _as_pattern("who [is|was] late")
    'who ?(?:is|was)? ?late'
    """
    pieces = []
    for found in _PIECE.finditer(wording):
        named, sign, blank, letter = found.groups()
        if named:
            pieces.append(f" ?{_LETTERS[named]} ?" if named in _LETTERS else _FREE.get(named, ""))
        elif sign:
            pieces.append(_MEANING[sign])
        else:
            pieces.append(" ?" if blank else re.escape(letter))
    return "".join(pieces)
