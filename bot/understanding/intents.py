"""Intents: which concepts add up to which question. The table is ``intents.yaml``.

Every line of the table that fits gives its points; unknown words cost some; the strongest intent
is meant, unless the next is so near that the person has to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.understanding.concepts import (
    compose,
    list_entries,
    load_lexicon,
    problem_at,
    read_own,
)
from crm.errors import BadFile, Problem

FILE = "intents.yaml"

FOUND = frozenset(
    {"@customer", "@tier", "@toward", "@place", "@industry", "@person", "@date", "@ahead"}
    | {"@rest", "@proper", "@bare", "@named", "@alone"}
)
"""What a line may name besides concepts."""

_PARTS = frozenset({"when", "rest", "customer", "example", "writes", "never", "complete"})


@dataclass(frozen=True, slots=True)
class Line:
    """One way to ask. ``covers``: the ideas of a message that it accounts for."""

    needs: frozenset[str]
    without: frozenset[str]
    points: float
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Intent:
    """A question: the ways to ask it, what an unknown word costs, an example to offer.

    A ``complete`` one is not meant if any word of the message is left over: a condition that is
    passed over turns a right list into a wrong one.
    """

    name: str
    lines: tuple[Line, ...]
    rest: float = 0
    never: frozenset[str] = frozenset()
    complete: bool = False
    about_customer: bool = False
    writes: bool = False
    always_confirms: bool = False
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """All intents, and the lone words that could begin several."""

    intents: Mapping[str, Intent]
    ambiguous: Mapping[str, tuple[str, ...]]
    derived: tuple[tuple[str, Line], ...]
    passing: frozenset[str]
    narrowing: frozenset[str]
    enough: float
    margin: float


@dataclass(frozen=True, slots=True)
class Guess:
    """An intent and how strongly the message speaks for it."""

    intent: Intent
    points: float


def derive(table: Table, found: frozenset[str]) -> frozenset[str]:
    """Add the ideas that several words make together."""
    return found | {idea for idea, line in table.derived if _fits(line, found)}


def rank(table: Table, found: frozenset[str], unknown: int) -> list[Guess]:
    """Return every intent with a line that fits, the strongest first.

    A line's points, less the intent's ``rest`` for each unknown word and half of it for each idea
    that the line doesn't account for.
    """
    guesses = []
    ideas = frozenset(idea for idea in found if not idea.startswith("@"))
    for intent in table.intents.values():
        if intent.never & found or (intent.complete and (unknown or "@named" in found)):
            continue
        fitting = [
            line.points - intent.rest * (unknown + len(ideas - line.covers) / 2)
            for line in intent.lines
            if _fits(line, found) and not (intent.complete and ideas - line.covers)
        ]
        if fitting:
            guesses.append(Guess(intent, max(fitting)))
    return sorted(guesses, key=lambda guess: -guess.points)


def _covering(line: Line, derived: tuple[tuple[str, Line], ...], passing: frozenset[str]) -> Line:
    """A line with all that it accounts for; what makes up a derived idea that it names is no
    loss."""
    made_of = (parts.needs for idea, parts in derived if idea in line.needs)
    return replace(line, covers=line.needs.union(passing, *made_of))


def list_near(table: Table, found: frozenset[str], number: int) -> tuple[str, ...]:
    """Return the examples of the intents that a message comes nearest to, the best first."""
    near: dict[str, float] = {}
    for intent in table.intents.values():
        if intent.example is None:
            continue
        share = max(_share(line, found) for line in intent.lines)
        near[intent.example] = max(near.get(intent.example, 0), share)
    best = sorted((name for name in near if near[name] > 0), key=lambda name: -near[name])
    return tuple(best[:number])


_PASSING = frozenset(
    {"@bare", "follow_up", "show", "mine", "pronoun", "modal", "only", "not"} | {"leaning"}
)


def _fits(line: Line, found: frozenset[str]) -> bool:
    if not line.needs <= found or line.without & found:
        return False
    return "@bare" not in line.needs or found <= line.needs | _PASSING


def _share(line: Line, found: frozenset[str]) -> float:
    met = len((line.needs - {"@bare"}) & found)
    return line.points * met / len(line.needs)


@cache
def load_table() -> Table:
    """Load the intents that come with the program, once."""
    return parse_intents(read_own(FILE), FILE, load_lexicon().concepts)


def parse_intents(text: str, name: str, concepts: frozenset[str]) -> Table:
    """Read the table of intents.

    Raises BadFile with every problem found, each with its line.
    """
    problems: list[Problem] = []
    known = concepts | FOUND
    root = {key.value: value for key, value in list_entries(compose(text, name), name, problems)}
    intents = {
        key.value: _intent(key, value, name, known, problems)
        for key, value in list_entries(root.get("intents"), name, problems)
    }
    ambiguous = dict(_ambiguous(root.get("ambiguous"), name, known, frozenset(intents), problems))
    derived = tuple(_derived(root.get("derived"), name, known, problems))
    passing = _names(root.get("passing"), name, known, problems)
    narrowing = _names(root.get("narrowing"), name, known, problems)
    enough = _points(root.get("enough"), name, problems)
    margin = _points(root.get("margin"), name, problems)
    if problems:
        raise BadFile(problems)
    intents = {
        each.name: replace(
            each, lines=tuple(_covering(line, derived, passing) for line in each.lines)
        )
        for each in intents.values()
    }
    return Table(intents, ambiguous, derived, passing, narrowing, enough, margin)


def _intent(
    key: ScalarNode, node: Node, name: str, known: frozenset[str], problems: list[Problem]
) -> Intent:
    parts = {part.value: value for part, value in list_entries(node, name, problems)}
    problems += [
        problem_at(node, name, f"{part!r} is unknown in {key.value}.")
        for part in sorted(parts.keys() - _PARTS)
    ]
    lines = [
        _line(line, points, name, known, problems)
        for line, points in list_entries(parts.get("when", node), name, problems)
    ]
    example, writes = parts.get("example"), parts.get("writes")
    return Intent(
        name=key.value,
        lines=tuple(lines),
        rest=_points(parts["rest"], name, problems) if "rest" in parts else 0,
        never=_names(parts.get("never"), name, known, problems),
        complete="complete" in parts,
        about_customer="customer" in parts,
        writes=writes is not None,
        always_confirms=isinstance(writes, ScalarNode) and writes.value == "always ask",
        example=example.value if isinstance(example, ScalarNode) else None,
    )


def _line(
    key: ScalarNode, node: Node, name: str, known: frozenset[str], problems: list[Problem]
) -> Line:
    wanted, barred = _condition(key, name, known, problems)
    return Line(wanted, barred, _points(node, name, problems))


def _condition(
    node: ScalarNode, name: str, known: frozenset[str], problems: list[Problem]
) -> tuple[frozenset[str], frozenset[str]]:
    needs, *without = (part.strip() for part in node.value.replace("+", " + ").split(" - "))
    wanted = frozenset(part.strip() for part in needs.split("+"))
    barred = frozenset(without)
    problems += [
        problem_at(node, name, f"there is no concept {concept!r}.", "Add it to concepts.yaml.")
        for concept in sorted((wanted | barred) - known)
    ]
    return wanted, barred


def _derived(
    node: Node | None, name: str, known: frozenset[str], problems: list[Problem]
) -> list[tuple[str, Line]]:
    derived = []
    for item in node.value if isinstance(node, SequenceNode) else ():
        parts = {key.value: value for key, value in list_entries(item, name, problems)}
        idea, when = parts.get("idea"), parts.get("when")
        if not isinstance(idea, ScalarNode) or not isinstance(when, ScalarNode):
            problems.append(problem_at(item, name, "an idea, and when it is meant, belong here."))
            continue
        _names(idea, name, known, problems)
        derived.append((idea.value, Line(*_condition(when, name, known, problems), 0)))
    return derived


def _names(
    node: Node | None, name: str, known: frozenset[str], problems: list[Problem]
) -> frozenset[str]:
    """Read one name of a concept, or a list of them."""
    nodes = node.value if isinstance(node, SequenceNode) else [node] if node else []
    found = {item.value for item in nodes if isinstance(item, ScalarNode)}
    problems += [
        problem_at(node, name, f"there is no concept {concept!r}.", "Add it to concepts.yaml.")
        for concept in sorted(found - known)
    ]
    return frozenset(found)


def _points(node: Node | None, name: str, problems: list[Problem]) -> float:
    text = node.value if isinstance(node, ScalarNode) else ""
    if text.isdecimal() and int(text) <= 100:
        return float(text)
    problems.append(problem_at(node, name, "a number from 0 to 100 is expected here."))
    return 0


def _ambiguous(
    node: Node | None,
    name: str,
    known: frozenset[str],
    intents: frozenset[str],
    problems: list[Problem],
) -> list[tuple[str, tuple[str, ...]]]:
    if not isinstance(node, SequenceNode):
        return []
    rows = []
    for item in node.value:
        parts = dict(list_entries(item, name, problems)) if isinstance(item, MappingNode) else {}
        named = {key.value: value for key, value in parts.items()}
        words, several = named.get("words"), named.get("intents")
        choices = (
            tuple(choice.value for choice in several.value)
            if isinstance(several, SequenceNode)
            else ()
        )
        word = words.value if isinstance(words, ScalarNode) else ""
        if word not in known or not choices or not set(choices) <= intents:
            problems.append(
                problem_at(item, name, "a known concept and known intents belong here.")
            )
        rows.append((word, choices))
    return rows
