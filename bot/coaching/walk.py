"""Going through a playbook scene by scene: the rep says the line, the choices are only a hint.

A scene is left by a right line, by a wrong one that leads on to what would follow from it, or after
the second wrong one, when the line to say has been shown: it never ends on a wrong line. What
nobody can judge counts for nothing. Everything shown follows from the state: the same state offers
the same lines in the same order, whatever was restarted in between.
"""

import zlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

from bot.coaching.playbook import (
    END,
    Act,
    BadLine,
    Fault,
    GoodLine,
    Line,
    Playbook,
    Scene,
    Text,
    Verdict,
)
from bot.voice.rendering import Language

MOST_WRONG = 2
"""Wrong lines offered in a scene: two are enough to choose from, and are read in four seconds."""

IN_MIND = timedelta(minutes=10)
"""So long after its last step a walk is what a person is doing; later they come back to it."""

STRETCH = timedelta(minutes=2)
STRETCH_SCENES = 7
"""After so much practice, or so many scenes, a walk asks whether that is enough for now."""

_AT = "@"
"""Between a scene and the fault that a line of one's own had there."""

LONGEST_STEP = timedelta(seconds=60)
"""Of a step that took longer so much counts as practice: the rest was something else."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line that somebody typed, and how it was judged; ``step`` is what its buttons bear."""

    playbook: str
    scene: str
    text: str
    language: Language
    verdict: Verdict
    act: Act | None = None
    fault: Fault | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class WalkState:
    """Where somebody is in a walk, and how it went. ``scene`` is None when it is over.

    ``step`` is the number that the buttons of the scene bear: it changes with every line, so that
    an older button, or the same one again, does nothing. ``tried`` are the wrong lines of this
    scene that were picked or typed. ``spent`` and ``rested_at`` (scenes gone through then) say how
    long the walk goes without a rest; ``about`` is the customer it is played with, ``language`` the
    one it is played in.
    """

    number: int
    step: int
    playbook: str
    touched_at: datetime
    scene: str | None = None
    tried: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    paused: bool = False
    hinted: bool = False
    spent: timedelta = timedelta(0)
    rested_at: int = 0
    about: int | None = None
    language: Language | None = None

    @property
    def is_running(self) -> bool:
        """Say whether there is a scene to go on with."""
        return self.scene is not None

    def is_in_mind(self, now: datetime) -> bool:
        """Say whether what is typed now may be meant for it."""
        return self.is_running and not self.paused and self.is_fresh(now)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether its last step was just now, though it may wait or be over."""
        return now - self.touched_at <= IN_MIND

    @property
    def wants_rest(self) -> bool:
        """Say whether two minutes have gone by since the walk began or was gone on with."""
        scenes = len(self.seen) - self.rested_at
        return self.is_running and scenes > 0 and self._is_long(scenes)

    def _is_long(self, scenes: int) -> bool:
        return self.spent >= STRETCH or scenes >= STRETCH_SCENES


@dataclass(frozen=True, slots=True)
class Review:
    """How a walk went: scenes gone through, right at the first try, and faults to look at again.

    Each fault comes with how often it was made and what to say instead of the last such line.
    """

    scenes: int
    right: int
    faults: tuple[tuple[Fault, int, Text], ...]


def begin(
    playbook: Playbook,
    number: int,
    now: datetime,
    about: int | None = None,
    language: Language | None = None,
) -> WalkState:
    """Begin a walk at the first scene; ``number`` is one that no other walk or step has."""
    first = playbook.scenes[0].id
    return WalkState(number, number, playbook.id, now, first, about=about, language=language)


def offered(scene: Scene, state: WalkState) -> tuple[Line, ...]:
    """Return the lines to choose from: one right line and the wrong ones not tried yet.

    Their order changes from scene to scene, walk to walk and try to try.
    """
    right = scene.good[_dice(state.number, scene.id) % len(scene.good)]
    left = [line for line in scene.bad if line.id not in state.tried]
    wrong = sorted(left, key=lambda line: _dice(state.number, line.id))
    lines: list[Line] = [right, *wrong[: max(0, MOST_WRONG - len(state.tried))]]
    mixed = sorted(lines, key=lambda line: _dice(state.number, len(state.tried), line.id))
    return tuple(mixed)


def choose(playbook: Playbook, state: WalkState, line: Line, step: int, now: datetime) -> WalkState:
    """Return the state after a line was picked or said; ``step`` is the next one's number.

    A right line leads on. A wrong one leads where it says, or stays for another try.
    """
    scene = playbook.find_scene(state.scene)
    assert scene is not None
    to = scene.after(line)
    good = isinstance(line, GoodLine)
    after = _touched(state, step, now)
    if good and not state.tried:
        after = replace(after, right=(*state.right, scene.id))
    if not good:
        after = replace(after, wrong=(*state.wrong, line.id))
    if to is None:
        return replace(after, tried=(*state.tried, line.id), hinted=True)
    return _led(after, scene, to)


def say_right(
    playbook: Playbook, state: WalkState, line: GoodLine | None, step: int, now: datetime
) -> WalkState:
    """Return the state after a line of the rep's own that is right.

    ``line`` is the authored line that it is, if it is one: that may lead elsewhere.
    """
    if line is not None:
        return choose(playbook, state, line, step, now)
    scene = playbook.find_scene(state.scene)
    assert scene is not None
    after = _touched(state, step, now)
    if not state.tried:
        after = replace(after, right=(*state.right, scene.id))
    return _led(after, scene, scene.next.good)


def say_wrong(
    playbook: Playbook,
    state: WalkState,
    line: BadLine | None,
    fault: Fault,
    step: int,
    now: datetime,
) -> WalkState:
    """Return the state after a line of the rep's own that is wrong.

    ``line`` is the scene's nearest line with the same fault: where that leads on, so does this
    one. Otherwise there is another try; after that the line to say is shown, and the walk goes on.
    """
    scene = playbook.find_scene(state.scene)
    assert scene is not None
    name = line.id if line else f"{scene.id}{_AT}{fault}"
    after = replace(_touched(state, step, now), wrong=(*state.wrong, name))
    to = scene.after(line) if line else scene.next.bad
    if to is None and not state.tried:
        return replace(after, tried=(name,), hinted=True)
    return _led(after, scene, to or scene.next.good)


def go_past(playbook: Playbook, state: WalkState, step: int, now: datetime) -> WalkState:
    """Return the state after a line that nobody could judge was left as it is."""
    scene = playbook.find_scene(state.scene)
    assert scene is not None
    return _led(_touched(state, step, now), scene, scene.next.unsure or scene.next.good)


def stay(state: WalkState, step: int, now: datetime, *, hinted: bool | None = None) -> WalkState:
    """Return the state after a step that leads nowhere: a hint, a line nobody could judge."""
    after = _touched(state, step, now)
    return after if hinted is None else replace(after, hinted=hinted)


def rest(state: WalkState) -> WalkState:
    """Return the state after two minutes: it waits, and what comes then counts anew."""
    return replace(state, paused=True, spent=timedelta(0), rested_at=len(state.seen))


def count_right(state: WalkState, since: int) -> int:
    """Return how many of the scenes gone through since then were right at the first try."""
    return sum(scene in state.right for scene in state.seen[since:])


def review(playbook: Playbook, state: WalkState) -> Review:
    """Look back at a walk, the most frequent fault first."""
    made = [found for name in state.wrong if (found := _find_made(playbook, name))]
    last = dict(made)
    counts = Counter(fault for fault, _ in made)
    faults = tuple((fault, count, last[fault]) for fault, count in counts.most_common())
    return Review(len(state.seen), len(state.right), faults)


def _find_made(playbook: Playbook, name: str) -> tuple[Fault, Text] | None:
    """What was wrong with a line, and what to say there: an authored line, or any at a scene."""
    line = playbook.find_line(name)
    if isinstance(line, BadLine):
        return line.fault, line.fix
    scene_id, _, word = name.partition(_AT)
    scene = playbook.find_scene(scene_id)
    fault = next((each for each in get_args(Fault) if each == word), None)
    return (fault, scene.good[0].say) if scene and fault else None


def _touched(state: WalkState, step: int, now: datetime) -> WalkState:
    took = min(max(now - state.touched_at, timedelta(0)), LONGEST_STEP)
    spent = state.spent if state.paused else state.spent + took
    return replace(state, step=step, touched_at=now, paused=False, spent=spent)


def _led(state: WalkState, scene: Scene, to: str) -> WalkState:
    """Lead on to a scene, which is shown without its choices, or to the end."""
    return replace(
        state,
        scene=None if to == END else to,
        tried=(),
        hinted=False,
        seen=(*state.seen, scene.id),
    )


def _dice(*about: object) -> int:
    """A number that looks like chance and is the same every time."""
    return zlib.crc32(":".join(map(str, about)).encode())
