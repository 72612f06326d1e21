"""What messages can be about, kept between them: one viewer's names and places, and people.

Building an index of ten thousand names takes a second and asking it takes milliseconds, so it is
built once for each viewer and again when the books say that names have changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from threading import Lock

from bot.understanding.people import People
from bot.understanding.places import Places
from crm.entities import Naming
from crm.names import Index

KEPT = 256


@dataclass(frozen=True, slots=True)
class Known:
    """The names and places in one viewer's sight."""

    names: Index
    places: Places


def know(
    namings: Iterable[Naming],
    cities: Iterable[str] = (),
    countries: Iterable[str] = (),
    industries: Iterable[str] = (),
) -> Known:
    """Build what a viewer's messages can be about, from what the store says."""
    return Known(Index(namings), Places(cities, countries, industries))


class Directory:
    """The last 256 viewers' names and places, and everyone; safe to ask from several threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[Hashable, tuple[int, Known]] = OrderedDict()
        self._people: tuple[int, People] | None = None
        self._lock = Lock()

    def get_people(self, revision: int, build: Callable[[], People]) -> People:
        """Return everyone, built anew if what is known is older than that revision."""
        found = self._people
        if found is None or found[0] != revision:
            found = self._people = (revision, build())
        return found[1]

    def get(self, key: Hashable, revision: int, build: Callable[[], Known]) -> Known:
        """Return what is known under a key, built anew if it is older than that revision."""
        with self._lock:
            found = self._known.get(key)
            if found is not None and found[0] == revision:
                self._known.move_to_end(key)
                return found[1]
        built = build()
        with self._lock:
            self._known[key] = (revision, built)
            self._known.move_to_end(key)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return built
