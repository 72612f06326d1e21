"""Going through a playbook scene by scene, with lines to choose from.

Wrong lines stay out of the way once chosen, so a scene always ends on a right one: after at most
two wrong ones only that is left. Everything shown follows from the state: the same state offers
the same lines in the same order, whatever was restarted in between.
"""

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from bot.coaching.playbook import END, BadLine, Fault, GoodLine, Line, Playbook, Scene
from bot.coaching.templates import fill_in
from bot.voice.rendering import LANGUAGES, Language
from crm.text import fold

MOST_WRONG = 2
"""Wrong lines offered in a scene: two are enough to choose from, and are read in four seconds."""

SAME_LINE = 90.0
"""How alike (rapidfuzz ratio) a typed text is to a line that it stands for."""

IN_MIND = timedelta(minutes=10)
"""So long after its last step a walk is what a person is doing; later they come back to it."""


@dataclass(frozen=True, slots=True)
class WalkState:
    """Where somebody is in a walk, and how it went. ``scene`` is None when it is over.

    ``step`` is the number that the buttons of the scene bear: it changes with every choice, so that
    an older button, or the same one again, does nothing.
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

    @property
    def is_running(self) -> bool:
        """Say whether there is a scene to go on with."""
        return self.scene is not None

    def is_in_mind(self, now: datetime) -> bool:
        """Say whether what is typed now may be meant for it."""
        return self.is_running and not self.paused and now - self.touched_at <= IN_MIND


@dataclass(frozen=True, slots=True)
class Review:
    """How a walk went: scenes gone through, right at the first try, and faults to look at again.

    Each fault comes with how often it was chosen and the last line that had it.
    """

    scenes: int
    right: int
    faults: tuple[tuple[Fault, int, BadLine], ...]


def begin(playbook: Playbook, number: int, now: datetime) -> WalkState:
    """Begin a walk at the first scene; ``number`` is one that no other walk or step has."""
    return WalkState(number, number, playbook.id, now, playbook.scenes[0].id)


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
    """Return the state after a line was chosen; ``step`` is the new scene's or try's number.

    A right line leads on. A wrong one leads where it says, or stays for another try.
    """
    scene = playbook.find_scene(state.scene)
    assert scene is not None
    to = scene.after(line)
    good = isinstance(line, GoodLine)
    at_once = good and not state.tried
    after = replace(
        state,
        step=step,
        touched_at=now,
        paused=False,
        right=(*state.right, scene.id) if at_once else state.right,
        wrong=state.wrong if good else (*state.wrong, line.id),
    )
    if to is None:
        return replace(after, tried=(*state.tried, line.id))
    return replace(after, scene=None if to == END else to, tried=(), seen=(*state.seen, scene.id))


def review(playbook: Playbook, state: WalkState) -> Review:
    """Look back at a walk, the most frequent fault first."""
    chosen = [line for name in state.wrong if isinstance(line := playbook.find_line(name), BadLine)]
    last = {line.fault: line for line in chosen}
    counts = Counter(line.fault for line in chosen)
    faults = tuple((fault, count, last[fault]) for fault, count in counts.most_common())
    return Review(len(state.seen), len(state.right), faults)


def find_said(scene: Scene, typed: str, names: Mapping[Language, Mapping[str, str]]) -> Line | None:
    """Return the line that a typed text says, give or take a slip; None where that isn't clear.

    A right line and a wrong one can differ by a word: where both are as near, it is neither.
    """
    said = _bare(typed)
    if not said:
        return None
    alike = [
        (fuzz.ratio(said, _bare(fill_in(line.say.written(language), names[language]))), line)
        for line in scene.lines()
        for language in LANGUAGES
    ]
    near = sorted((one for one in alike if one[0] >= SAME_LINE), key=lambda one: -one[0])
    if not near:
        return None
    best, line = near[0]
    others = [score for score, other in near if type(other) is not type(line)]
    return line if best == 100 or not others else None


def nearness(scene: Scene, typed: str) -> float:
    """Return how alike a typed text is to the line of the scene that is most like it, 0–100."""
    said = _bare(typed)
    lines = (line.say.written(language) for line in scene.lines() for language in LANGUAGES)
    return max(fuzz.ratio(said, _bare(line)) for line in lines)


def _bare(text: str) -> str:
    """A line without its punctuation and without what is done in brackets beside it."""
    return "".join(character for character in fold(_without_stage(text)) if character.isalnum())


def _without_stage(text: str) -> str:
    for opening, closing in ("()", "（）"):
        before, found, rest = text.partition(opening)
        if found and closing in rest:
            text = before + rest.partition(closing)[2]
    return text


def _dice(*about: object) -> int:
    """A number that looks like chance and is the same every time."""
    return zlib.crc32(":".join(map(str, about)).encode())
