"""A YAML text as plain data that knows the line and column of each of its parts.

Only the plain part of YAML is let in: no anchors and aliases (a few bytes of them can mean
gigabytes), no tags, no second document, nothing nested deeper than twenty levels, no more than
thirty thousand words. The parser's events are read one by one, so nothing is built before it has
been looked at, and what is wrong in one place doesn't hide what is wrong in the next.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError

from crm.policy.contradictions import UNKEEPABLE, Mistake, Path
from crm.policy.unreadable import Place, list_before, place_of, tell

DEEPEST = 20
MOST_PARTS = 30_000
"""Four times what the largest file that comes with the program has."""

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
    before = list_before(text)
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
        reader.document.problems.append(tell(error, text, model))
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
        place = container.after_key if container and left_out else place_of(event.start_mark)
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
            self.document.keys[path] = place_of(event.start_mark)
            line, column = place_of(event.end_mark)
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
        self.document.problems.append((place_of(event.start_mark), mistake))


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
