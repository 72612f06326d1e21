"""What a new version of a playbook changes: for whoever is about to put it in force."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.coaching.playbook import Ask, BadLine, GoodLine, Playbook, Text


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a kind came, were worded or judged otherwise, and went."""

    added: int
    changed: int
    gone: int

    @property
    def is_any(self) -> bool:
        """Whether there is any difference at all."""
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version has other than the one before; ``lost`` are ids of lines that go.

    With a line's id goes what people have practised of it: its cards. ``others``: something else
    differs, such as the title, a name, the lexicon or a line heard. ``reworded``: the first line
    with other words, as it was and as it is.
    """

    scenes: Tally
    lines: Tally
    asks: Tally
    lost: tuple[str, ...] = ()
    others: bool = False
    reworded: tuple[Text, Text] | None = None

    @property
    def is_any(self) -> bool:
        """Whether scenes, lines or asks differ."""
        return self.scenes.is_any or self.lines.is_any or self.asks.is_any


def compare(before: Playbook, after: Playbook) -> Changes:
    """Return what changes; a part is the same as long as its id is."""
    lines = _lines(before), _lines(after)
    return Changes(
        scenes=_tally(_scenes(before), _scenes(after)),
        lines=_tally(*lines),
        asks=_tally(_asks(before), _asks(after)),
        lost=tuple(line for line in lines[0] if line not in lines[1]),
        others=_rest(before) != _rest(after),
        reworded=_find_reworded(*lines),
    )


def _find_reworded(
    before: Mapping[str, GoodLine | BadLine], after: Mapping[str, GoodLine | BadLine]
) -> tuple[Text, Text] | None:
    both = ((before[each].say, after[each].say) for each in before if each in after)
    return next(((old, new) for old, new in both if old != new), None)


def _rest(playbook: Playbook) -> tuple[object, ...]:
    limits = {scene.id: scene.max_len for scene in playbook.scenes}
    stops = {ladder.id: (ladder.objection, ladder.stop_if) for ladder in playbook.ladders}
    own = (playbook.title, playbook.about, playbook.fit, playbook.vars)
    return (*own, playbook.lexicon, playbook.heard, limits, stops)


def _tally(before: Mapping[str, object], after: Mapping[str, object]) -> Tally:
    both = before.keys() & after.keys()
    return Tally(
        added=len(after.keys() - before.keys()),
        changed=sum(before[each] != after[each] for each in both),
        gone=len(before.keys() - after.keys()),
    )


def _scenes(playbook: Playbook) -> dict[str, object]:
    """A scene without its lines: what the customer says, and where it leads."""
    return {
        scene.id: (scene.situation, scene.customer, scene.accepts, scene.allows, scene.next)
        for scene in playbook.scenes
    }


def _lines(playbook: Playbook) -> dict[str, GoodLine | BadLine]:
    return {line.id: line for line in playbook.lines()}


def _asks(playbook: Playbook) -> dict[str, Ask]:
    return {ask.id: ask for ladder in playbook.ladders for ask in ladder.asks}
