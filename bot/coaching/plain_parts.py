"""The parts of a playbook given as plain data, as much of it as can be understood.

Whatever isn't what it should be is left out here: it is told elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.coaching.playbook import MOST_ASKS
from crm.policy.contradictions import Path

KINDS = ("good", "bad")


@dataclass(frozen=True, slots=True)
class Named:
    """A part that has an id of its own, and where it stands."""

    path: Path
    part: Any

    @property
    def id(self) -> str | None:
        """Its id; None without one."""
        return word(self.part, "id")


def list_scenes(data: Any) -> list[Named]:
    """Return the scenes in the order of the file."""
    return list(_named(data, "scenes", ()))


def list_lines(scene: Named) -> list[Named]:
    """Return a scene's lines, the right ones first."""
    return [line for kind in KINDS for line in _named(scene.part, kind, scene.path)]


def list_ladders(data: Any) -> list[Named]:
    """Return the ladders in the order of the file."""
    return list(_named(data, "ladders", ()))


def list_asks(ladder: Named) -> list[Named]:
    """Return a ladder's asks, one more than there may be at most."""
    return list(_named(ladder.part, "asks", ladder.path))[: MOST_ASKS + 1]


def list_heard(data: Any) -> list[Named]:
    """Return the lines heard in the field."""
    return list(_named(data, "heard", ()))


def list_all(data: Any) -> Iterator[Named]:
    """Return every part that needs an id: scenes and their lines, ladders and their asks, lines
    heard."""
    for scene in list_scenes(data):
        yield scene
        yield from list_lines(scene)
    for ladder in list_ladders(data):
        yield ladder
        yield from list_asks(ladder)
    yield from list_heard(data)


def list_texts(part: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Return every text in a language, wherever it stands."""
    for key, value in _entries(part):
        if isinstance(value, str) and key in {"zh", "en"}:
            yield (*path, key), value
        else:
            yield from list_texts(value, (*path, key))


def word(part: Any, key: str) -> str | None:
    """Return the text of that key, or None."""
    found = mapping(part).get(key)
    return found if isinstance(found, str) else None


def words(part: Any, key: str) -> list[str]:
    """Return the texts among the entries of that key."""
    return [each for each in listed(part, key) if isinstance(each, str)]


def listed(part: Any, key: str) -> Sequence[Any]:
    """Return the entries of that key; none if it is no list."""
    found = mapping(part).get(key)
    return found if isinstance(found, list) else ()


def mapping(value: Any) -> Mapping[Any, Any]:
    """Return what has parts, or nothing."""
    return value if isinstance(value, Mapping) else {}


def _named(part: Any, key: str, path: Path) -> Iterator[Named]:
    for number, each in enumerate(listed(part, key)):
        yield Named((*path, key, number), each)


def _entries(part: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, list):
        yield from enumerate(part)
