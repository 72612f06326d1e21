"""A drill: two minutes of lines, the ones to be met again first, said in the rep's own words.

A wrong line is told why, tried once more, and comes back at the end of the session; only the first
try counts for its card. Three places are kept for the customers of the next working day, however
much is due.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.coaching.cards import Key, Learnt
from bot.coaching.log import Entry
from bot.coaching.playbook import BadLine, Fault, Line, Playbook, Scene, Situation
from bot.coaching.walk import IN_MIND
from bot.voice.rendering import Language

SESSION = 7
"""Lines of a session: at a quarter of a minute each that is two minutes."""

KEPT_FOR_VISITS = 3

LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a customer of the next working day is worth practising for."""

    customer_id: int
    playbook: str
    situation: Situation | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """A line of a session; ``about`` is the customer it was picked for. ``again``: it was wrong
    earlier in the same session, and counts no more."""

    playbook: str
    line: str
    about: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class DrillState:
    """Where somebody is in a session. ``tries`` are those of the line at hand; ``right`` and
    ``wrong`` count lines by their first try."""

    step: int
    touched_at: datetime
    lines: tuple[Picked, ...]
    at: int = 0
    tries: int = 0
    right: int = 0
    wrong: int = 0
    paused: bool = False
    language: Language | None = None

    @property
    def picked(self) -> Picked | None:
        """The line at hand; None when the session is over."""
        return self.lines[self.at] if self.at < len(self.lines) else None

    def is_in_mind(self, now: datetime) -> bool:
        """Say whether what is typed now may be meant for it."""
        return self.picked is not None and not self.paused and self.is_fresh(now)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether its last step was just now, though it may wait."""
        return now - self.touched_at <= IN_MIND


@dataclass(frozen=True, slots=True)
class _Place:
    """A line where it stands."""

    playbook: Playbook
    scene: Scene
    line: Line

    @property
    def key(self) -> Key:
        return self.playbook.id, self.line.id


def choose_lines(
    playbooks: Mapping[str, Playbook],
    entries: Sequence[Entry],
    learnt: Mapping[Key, Learnt],
    wishes: Sequence[Wish],
    now: datetime,
) -> tuple[Picked, ...]:
    """Choose the lines of a session: due ones, for tomorrow's visits, for faults of the last two
    weeks, new ones; never two of one scene.

    ``now`` is where the person is. The same day and log give the same lines.
    """
    places = {place.key: place for each in playbooks.values() for place in _list_places(each)}
    due = sorted(
        (key for key, each in learnt.items() if key in places and each.is_due(now)),
        key=lambda key: (learnt[key].due_at, key),
    )
    session = _Session(places, learnt, now)
    for_visits = min(KEPT_FOR_VISITS, len(wishes)) if wishes else 0
    session.take(((key, None) for key in due), SESSION - for_visits)
    session.take(session.list_for(wishes), SESSION)
    session.take(((key, None) for key in due), SESSION)
    session.take(((key, None) for key in session.list_with(_missed(entries, now))), SESSION)
    session.take(((key, None) for key in session.list_new()), SESSION)
    return tuple(session.picked)


class _Session:
    """Lines picked so far; every scene is used once."""

    def __init__(
        self, places: Mapping[Key, _Place], learnt: Mapping[Key, Learnt], now: datetime
    ) -> None:
        self._places, self._learnt, self._now = places, learnt, now
        self._used: set[Key] = set()
        self.picked: list[Picked] = []

    def take(self, keys: Iterable[tuple[Key, int | None]], most: int) -> None:
        """Pick lines until there are so many."""
        for key, about in keys:
            if len(self.picked) >= most:
                return
            place = self._places[key]
            scene = place.playbook.id, place.scene.id
            if scene not in self._used:
                self._used.add(scene)
                self.picked.append(Picked(*key, about))

    def list_for(self, wishes: Sequence[Wish]) -> Iterator[tuple[Key, int | None]]:
        """The lines for the customers ahead, one for each of them in turn."""
        pools = [(wish, self._pool(wish)) for wish in wishes]
        while any(pool for _, pool in pools):
            for wish, pool in pools:
                while pool and self._is_used(pool[0]):
                    pool.pop(0)
                if pool:
                    yield pool.pop(0), wish.customer_id

    def list_with(self, faults: Sequence[Fault]) -> list[Key]:
        """Lines not practised yet with such a fault to mend, the most frequent fault first."""
        found = [
            (faults.index(place.line.fault), self._dice(key), key)
            for key, place in self._places.items()
            if isinstance(place.line, BadLine)
            and place.line.fault in faults
            and key not in self._learnt
        ]
        return [key for *_, key in sorted(found)]

    def list_new(self) -> list[Key]:
        """Lines not practised yet, wrong ones to mend before right ones to say."""
        new = [key for key in self._places if key not in self._learnt]
        return sorted(new, key=self._order)

    def _pool(self, wish: Wish) -> list[Key]:
        fit = [
            key
            for key, place in self._places.items()
            if key[0] == wish.playbook and not self._is_resting(key)
            if wish.situation in {None, place.scene.situation}
        ]
        return sorted(fit, key=self._order)

    def _is_used(self, key: Key) -> bool:
        place = self._places[key]
        return (place.playbook.id, place.scene.id) in self._used

    def _is_resting(self, key: Key) -> bool:
        return key in self._learnt and not self._learnt[key].is_due(self._now)

    def _order(self, key: Key) -> tuple[bool, int]:
        return not isinstance(self._places[key].line, BadLine), self._dice(key)

    def _dice(self, key: Key) -> int:
        """A number that looks like chance and is the same all day."""
        return zlib.crc32(f"{self._now.date()}:{':'.join(key)}".encode())


def begin(
    lines: Sequence[Picked], step: int, now: datetime, language: Language | None = None
) -> DrillState:
    """Begin a session with these lines."""
    return DrillState(step, now, tuple(lines), language=language)


def say_right(state: DrillState, step: int, now: datetime) -> DrillState:
    """Return the state after a right line: the next one."""
    counts = state.tries == 0 and not _at_hand(state).again
    return _next(replace(state, right=state.right + counts), step, now)


def say_wrong(state: DrillState, step: int, now: datetime) -> DrillState:
    """Return the state after a wrong line: another try, after that the next line.

    It comes back once at the end of the session.
    """
    picked = _at_hand(state)
    if state.tries > 0:
        return _next(state, step, now)
    if not picked.again:
        back = (*state.lines, replace(picked, again=True))
        state = replace(state, wrong=state.wrong + 1, lines=back)
    return replace(state, tries=1, step=step, touched_at=now, paused=False)


def give_up(state: DrillState, step: int, now: datetime) -> DrillState:
    """Return the state after a line was asked for instead of said: wrong, and without a retry."""
    return _next(say_wrong(state, step, now) if state.tries == 0 else state, step, now)


def go_past(state: DrillState, step: int, now: datetime) -> DrillState:
    """Return the state after a line that nobody could judge was left as it is."""
    return _next(state, step, now)


def stay(state: DrillState, step: int, now: datetime) -> DrillState:
    """Return the state after a step that leads nowhere."""
    return replace(state, step=step, touched_at=now, paused=False)


def pause(state: DrillState) -> DrillState:
    """Return the state of a session that waits."""
    return replace(state, paused=True)


def find_place(
    playbooks: Mapping[str, Playbook], picked: Picked
) -> tuple[Playbook, Scene, Line] | None:
    """Return where a picked line stands; None when no playbook has it any more."""
    playbook = playbooks.get(picked.playbook)
    places = _list_places(playbook) if playbook else ()
    found = next((place for place in places if place.line.id == picked.line), None)
    return (found.playbook, found.scene, found.line) if found else None


def _at_hand(state: DrillState) -> Picked:
    assert state.picked is not None
    return state.picked


def _next(state: DrillState, step: int, now: datetime) -> DrillState:
    return replace(state, at=state.at + 1, tries=0, step=step, touched_at=now, paused=False)


def _missed(entries: Sequence[Entry], now: datetime) -> list[Fault]:
    """The faults of the last two weeks, the most frequent first."""
    counts: dict[Fault, int] = {}
    for entry in entries:
        if entry.fault and entry.verdict == "bad" and now - entry.practised_at <= LATELY:
            counts[entry.fault] = counts.get(entry.fault, 0) + 1
    return sorted(counts, key=lambda fault: -counts[fault])


def _list_places(playbook: Playbook) -> Iterator[_Place]:
    """The lines of a playbook that make a card: each wrong one, and one right one a scene.

    Asked what to say at a scene, one right line is as good as another.
    """
    for scene in playbook.scenes:
        lines: tuple[Line, ...] = (*scene.bad, scene.good[0])
        for line in lines:
            yield _Place(playbook, scene, line)
