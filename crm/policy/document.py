"""A YAML text as plain data that knows the line and column of each of its parts.

Only the plain part of YAML is let in: no anchors and aliases (a few bytes of them can mean
gigabytes), no tags, no second document, nothing nested deeper than twenty levels, no more than
thirty thousand words. The parser's events are read one by one, so nothing is built before it has been
looked at, and what is wrong in one place doesn't hide what is wrong in the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import StreamMark, YAMLError

from crm.policy.contradictions import UNKEEPABLE, Mistake, Path

DEEPEST = 20
MOST_PARTS = 30_000
"""Four times what the largest file that comes with the program has."""

Place = tuple[int, int]
"""Line and column, counted from 1."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
    ".inf": float("inf"),
    "+.inf": float("inf"),
    "-.inf": float("-inf"),
    ".nan": float("nan"),
}
_TAB = re.compile(r" *\t\s*(?=\S)")
_UNFIT = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no YAML may hold, not even between quotation marks."""

_NOT_INDENTED = "the line is not indented like those it belongs to."
_NOT_CLOSED = "a bracket is opened and never closed."
_AFTER_QUOTE = "something stands after the closing quotation mark."
_NO_CHARACTER = "a backslash and a number stand for no character."
_NO_CODE = "a backslash stands before a letter that has no such meaning."
_PLAINLY = (
    ("mapping values are not", "there is one colon too many, or the line is indented too far."),
    ("unexpected ':'", "the text after a colon needs a blank before it, or quotation marks."),
    ("end of stream", "a quotation mark is opened and never closed."),
    ("document indicator", "a quotation mark is opened and never closed."),
    ("directive", "a line cannot begin with a percent sign."),
    ("non-alphabetical", "a line cannot begin with a percent sign."),
    ("whitespace or line break", "a tag (!) has no meaning here."),
    ("expected key", _NOT_INDENTED),
    ("expected '-' indicator", _NOT_INDENTED),
    ("<document start>", _NOT_INDENTED),
    ("expected ',' or", "a comma or a closing bracket is missing."),
    ("expected node content", "a closing bracket has no opening one."),
    ("could not find expected ':'", "a colon is missing after this word."),
    ("unknown escape", _NO_CODE),
    ("hexdecimal", _NO_CHARACTER),
    ("Unicode character escape", _NO_CHARACTER),
    ("cannot start any token", "a value cannot begin with this character."),
    ("sequence entries are not", "a list begins on a line of its own, with a dash."),
    ("mapping keys are not", "a question mark cannot stand alone; put it in quotation marks."),
    ("tab character", "the line is indented with a tab."),
    ("comment or line break", "nothing may stand after | or > on its line."),
    ("alphabetic or numeric", "a name is missing after & or *; put the text in quotation marks."),
)
"""What libyaml says, by a few of its words, and what it means for an author."""

_DROPPED = object()
"""Stands for a key whose value belongs nowhere: the key was refused."""


@dataclass(slots=True)
class Document:
    """What a text says, where each part of it is, and what is wrong before anything is meant."""

    data: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[tuple[Place, Mistake]] = field(default_factory=list)
    is_whole: bool = True
    """False if reading had to stop: what was not read yet is not missing."""

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Return where the value of that part begins, or its key.

        If the part isn't there, that is where the one it belongs to is.
        """
        if not of_key and path in self.values:
            return self.values[path]
        for end in range(len(path), 0, -1):
            found = self.keys.get(path[:end]) or self.values.get(path[:end])
            if found:
                return found
        return self.values.get((), (1, 1))


@dataclass(slots=True)
class _Container:
    """A mapping or a list that is being read."""

    content: Any
    path: Path
    key: Any = None
    after_key: Place = (1, 1)

    def next_path(self) -> Path:
        if isinstance(self.content, list):
            return (*self.path, len(self.content))
        return (*self.path, "?" if self.key is _DROPPED else self.key)

    def put(self, value: Any) -> None:
        if isinstance(self.content, list):
            self.content.append(value)
            return
        if self.key is not _DROPPED:
            self.content[self.key] = value
        self.key = None

    @property
    def waits_for_key(self) -> bool:
        return isinstance(self.content, dict) and self.key is None


def read_document(text: str, model: str = "what tiercoach policy show prints") -> Document:
    """Read a text as far as it can be read; it never raises.

    ``model`` is what to compare a text with that is no YAML.
    """
    reader = _Reader()
    before = [*_list_unfit(text), *_list_tabs(text)]
    if before:
        reader.document.problems += before
        reader.document.is_whole = False
        return reader.document
    try:
        for event in YAML(typ="safe", pure=False).parse(text):
            if not reader.take(event):
                reader.document.is_whole = False
                break
    except (YAMLError, ValueError, LookupError, OverflowError, TypeError, AttributeError) as error:
        reader.document.problems.append(_plainly(error, text, model))
        reader.document.is_whole = False
    return reader.document


class _Reader:
    def __init__(self) -> None:
        self.document = Document()
        self._open: list[_Container] = []
        self._documents = 0
        self._parts = 0

    def take(self, event: events.Event) -> bool:
        """Take one event; False ends the reading."""
        if isinstance(event, events.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                what = "a second document begins here."
                self._refuse(event, (), what, "Keep one, without lines of ---.")
                return False
        elif isinstance(event, events.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, events.NodeEvent):
            return self._take_node(event)
        return True

    def _take_node(self, event: events.NodeEvent) -> bool:
        self._parts += 1
        if self._parts > MOST_PARTS:
            what = f"the file goes on after {MOST_PARTS:,} words, which no such file needs."
            self._refuse(event, (), what, "Is it the right file?")
            return False
        container = self._open[-1] if self._open else None
        if container and container.waits_for_key:
            return self._take_key(container, event)
        path = container.next_path() if container else ()
        left_out = isinstance(event, events.ScalarEvent) and not (event.value or event.style)
        place = container.after_key if container and left_out else _place(event.start_mark)
        self.document.values.setdefault(path, place)
        self._refuse_tricks(event, path)
        value: Any = None
        if isinstance(event, events.ScalarEvent):
            value = self._scalar(event, path)
        elif isinstance(event, events.CollectionStartEvent):
            value = {} if isinstance(event, events.MappingStartEvent) else []
        if container:
            container.put(value)
        else:
            self.document.data = value
        return self._enter(event, value, path)

    def _take_key(self, container: _Container, event: events.NodeEvent) -> bool:
        if not isinstance(event, events.ScalarEvent):
            self._refuse(event, container.path, "a key must be one word.", "Write word: value.")
            container.key = _DROPPED
            return self._enter(event, {}, (*container.path, "?"))
        path = (*container.path, event.value)
        self._refuse_tricks(event, path)
        if event.value in container.content:
            line = self.document.keys[path][0]
            what = f"{event.value} is given twice, first on line {line}."
            self._refuse(event, path, what, "Keep one of them.")
            container.key = _DROPPED
        else:
            self.document.keys[path] = _place(event.start_mark)
            line, column = _place(event.end_mark)
            container.after_key = (line, column + 1)
            container.key = self._checked(event, event.value, path)
        return True

    def _enter(self, event: events.NodeEvent, content: Any, path: Path) -> bool:
        if not isinstance(event, events.CollectionStartEvent):
            return True
        if len(self._open) >= DEEPEST:
            self._refuse(event, path, f"this is nested deeper than {DEEPEST} levels.")
            return False
        if isinstance(event, events.SequenceStartEvent):
            content = content if isinstance(content, list) else []
        self._open.append(_Container(content, path))
        return True

    def _scalar(self, event: events.ScalarEvent, path: Path) -> Any:
        value = self._checked(event, event.value, path)
        return value if event.style else _plain(value)

    def _checked(self, event: events.NodeEvent, text: str, path: Path) -> str:
        if UNKEEPABLE.search(text):
            self._refuse(event, path, "this holds a character that cannot be kept.", "Remove it.")
            return "?"
        return text

    def _refuse_tricks(self, event: events.NodeEvent, path: Path) -> None:
        if isinstance(event, events.AliasEvent):
            what = f"*{event.anchor} repeats another part."
            self._refuse(event, path, what, "Write that part out here.")
        elif event.anchor:
            what = f"&{event.anchor} names a part to be repeated."
            self._refuse(event, path, what, "Write parts out where they belong.")
        tag = getattr(event, "tag", None)
        if tag:
            self._refuse(event, path, "a tag (!) has no meaning here.", "Remove it.")

    def _refuse(self, event: events.Event, path: Path, what: str, what_to_do: str = "") -> None:
        mistake = Mistake(path, what, what_to_do)
        self.document.problems.append((_place(event.start_mark), mistake))


def _plain(text: str) -> Any:
    """What a word without quotes means: YAML 1.2, in which ``yes`` and ``0o17`` are text."""
    lowered = text.lower()
    if lowered in _WORDS:
        return _WORDS[lowered]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _place(mark: StreamMark | None) -> Place:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _list_unfit(text: str) -> Iterator[tuple[Place, Mistake]]:
    """The first character that has no place in a text; the others are like it."""
    found = _UNFIT.search(text)
    if found:
        what = "this character has no place in a text."
        yield _place_at(text, found.start()), Mistake((), what, "Remove it.")


def _list_tabs(text: str) -> Iterator[tuple[Place, Mistake]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if _TAB.match(line):
            place = (number, line.index("\t") + 1)
            yield place, Mistake((), "the line is indented with a tab.", "Use blanks instead.")


def _place_at(text: str, position: int) -> Place:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _plainly(error: Exception, text: str, model: str) -> tuple[Place, Mistake]:
    """Say in our own words what the parser met, and where."""
    said = str(getattr(error, "problem", None) or "")
    what = next((ours for theirs, ours in _PLAINLY if theirs in said), "this is not YAML.")
    place = _place(getattr(error, "problem_mark", None))
    end = _place_at(text, len(text.rstrip("\n")))
    if place > end and "expected ',' or" in said:
        place, what = _place(getattr(error, "context_mark", None)), _NOT_CLOSED
    elif what == _NOT_INDENTED and _stands_after_quote(text, place):
        what = _AFTER_QUOTE
    return min(place, end), Mistake((), what, f"Compare it with {model}.")


def _stands_after_quote(text: str, place: Place) -> bool:
    before = text.split("\n")[place[0] - 1][: place[1] - 1].rstrip()
    return before.endswith(("'", '"'))
