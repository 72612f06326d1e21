"""Which scene of a playbook leads to which: every walk comes to its end, and every scene is met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.coaching.plain_parts import Named, list_lines, list_scenes, mapping, word
from bot.coaching.playbook import END, Next
from bot.coaching.problems import Finding
from crm.policy.contradictions import Path, nearest

MOST_NAMED = 60
"""So many scenes a playbook may have, and so many are looked at for what was meant."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One scene leading to another, and where the file says so."""

    start: str
    to: str
    path: Path


def list_astray(data: Any) -> Iterator[Finding]:
    """Return where a walk would lead nowhere, back to where it was, or never come."""
    scenes = list_scenes(data)
    named = [scene.id for scene in scenes if scene.id]
    targets = dict.fromkeys([*named, END])
    ways = list(_ways(scenes))
    dangling = [way for way in ways if way.to not in targets]
    for way in dangling:
        yield Finding(
            "dangling",
            way.path,
            f"scene {way.start} leads to {way.to}, and there is no such scene.",
            nearest(way.to, list(targets)[:MOST_NAMED]),
        )
    if dangling or len(set(named)) < len(scenes):
        return  # Whether the rest is connected can only be said when every way is known.
    leads: dict[str, list[str]] = {name: [] for name in named}
    for way in ways:
        leads[way.start].append(way.to)
    reached, loop = _follow(leads, named[0]) if named else (set(), [])
    for scene in scenes:
        if scene.id not in reached:
            what = f"no line leads to scene {scene.id}."
            path = (*scene.path, "id")
            yield Finding("unreachable", path, what, "Name it in the next of another scene.")
    if loop:
        last = next(way for way in reversed(ways) if (way.start, way.to) == (loop[-2], loop[-1]))
        what = f"a walk never ends here: {' → '.join(loop)}."
        yield Finding("loop", last.path, what, "Lead on to a later scene, or to end.")


def _follow(leads: Mapping[str, Sequence[str]], first: str) -> tuple[set[str], list[str]]:
    """Return what can be come to, and the first round trip found, from a scene to itself."""
    reached: set[str] = set()
    trail = [first]
    choices = [iter(leads[first])]
    loop: list[str] = []
    reached.add(first)
    while choices:
        to = next(choices[-1], None)
        if to is None:
            choices.pop()
            trail.pop()
        elif to in trail:
            loop = loop or [*trail[trail.index(to) :], to]
        elif to != END and to not in reached:
            reached.add(to)
            trail.append(to)
            choices.append(iter(leads[to]))
    return reached, loop


def _ways(scenes: Sequence[Named]) -> Iterator[_Way]:
    for scene in scenes:
        if scene.id is None:
            continue
        own = mapping(mapping(scene.part).get("next"))
        for verdict in Next.model_fields:
            to = word(own, verdict)
            if to:
                yield _Way(scene.id, to, (*scene.path, "next", verdict))
        for line in list_lines(scene):
            to = word(line.part, "next")
            if to:
                yield _Way(scene.id, to, (*line.path, "next"))
