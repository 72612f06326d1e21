"""What the parts of a playbook must be to each other: ids, what leads where, what a scene accepts.

It looks at plain data and at as much of it as can be understood, so that one mistyped key doesn't
hide a scene that leads nowhere.
"""

from collections.abc import Iterator
from typing import Any, get_args

from bot.coaching.plain_parts import (
    Named,
    list_all,
    list_heard,
    list_ladders,
    list_lines,
    list_scenes,
    mapping,
    word,
    words,
)
from bot.coaching.playbook import ALWAYS_WRONG, END, Act
from bot.coaching.problems import Finding, part_of
from bot.coaching.ways import MOST_NAMED, list_astray
from bot.coaching.wordings import list_misworded
from crm.policy.contradictions import Path, nearest

ACTS = frozenset(get_args(Act))


def list_disconnected(data: Any) -> list[Finding]:
    """Return everything wrong between the parts of a playbook given as plain data.

    No id is given twice, and none is called ``end``. Every scene leads to scenes that are there or
    to the end, can be come to from the first one, and never leads back to itself. A good line does
    something that its scene accepts, a bad one has a fault that its scene doesn't allow. No
    objection has two ladders. A line heard belongs to a scene, and is right or wrong. Of texts see
    ``wordings``.
    """
    return [
        *_ids(data),
        *list_astray(data),
        *_acts(data),
        *_faults(data),
        *_ladders(data),
        *_heard(data),
        *list_misworded(data),
    ]


def _ids(data: Any) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for named in list_all(data):
        path = (*named.path, "id")
        if named.id == END:
            what = f"{END} is where a walk is over, so no id can be {END}."
            yield Finding("twice", path, what, "Choose another one.")
        elif named.id in seen:
            what = f"the id {named.id} is taken already, by {part_of(seen[named.id])}."
            yield Finding("twice", path, what, "Give each an id of its own.")
        elif named.id:
            seen[named.id] = named.path


def _acts(data: Any) -> Iterator[Finding]:
    for scene in list_scenes(data):
        accepts = words(scene.part, "accepts")
        for line in list_lines(scene):
            act, also = word(line.part, "act"), words(line.part, "also")
            if act in ACTS and accepts and not {act, *also} & set(accepts):
                what = f"the act of this line is {act}, which its scene doesn't accept."
                path = (*line.path, "act")
                yield Finding("act", path, what, f"It accepts: {', '.join(accepts)}.")
            for number, other in enumerate(also):
                if other in {act, *also[:number]}:
                    what = f"{other} is named already as what this line does."
                    path = (*line.path, "also", number)
                    yield Finding("twice", path, what, "Take it out of also.")


def _faults(data: Any) -> Iterator[Finding]:
    for scene in list_scenes(data):
        allows = words(scene.part, "allows")
        for number, fault in enumerate(allows):
            if fault in ALWAYS_WRONG:
                what = f"{fault} can never be allowed: it harms whoever is sold to."
                path = (*scene.path, "allows", number)
                yield Finding("fault", path, what, "Take it out.")
        for line in list_lines(scene):
            fault = word(line.part, "fault") or ""
            if fault in allows and fault not in ALWAYS_WRONG:
                what = f"the fault of this line is {fault}, which its scene allows."
                path = (*line.path, "fault")
                do = "Name another fault, or take it out of allows."
                yield Finding("fault", path, what, do)


def _ladders(data: Any) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for ladder in list_ladders(data):
        objection = word(ladder.part, "objection")
        first = seen.setdefault(objection, ladder.path) if objection else ladder.path
        if first != ladder.path:
            what = f"{objection} has a ladder already: {part_of(first)}."
            path = (*ladder.path, "objection")
            yield Finding("twice", path, what, "Make one ladder of the two.")


def _heard(data: Any) -> Iterator[Finding]:
    scenes = {scene.id: scene for scene in list_scenes(data) if scene.id}
    for heard in list_heard(data):
        if not isinstance(heard.part, dict):
            continue
        to = word(heard.part, "scene")
        if to and to not in scenes:
            what = f"the scene of this line is {to}, and there is no such scene."
            path = (*heard.path, "scene")
            yield Finding("dangling", path, what, nearest(to, list(scenes)[:MOST_NAMED]))
        yield from _right_or_wrong(heard, scenes.get(to or ""))


def _right_or_wrong(heard: Named, scene: Named | None) -> Iterator[Finding]:
    part = mapping(heard.part)
    act, fault = part.get("act"), part.get("fault")
    if act is None and fault is None:
        what = f"{part_of(heard.path)} has neither an act nor a fault."
        do = "Add act if it is right, fault if it is wrong."
        yield Finding("missing", heard.path, what, do)
    elif act is not None and fault is not None:
        what = f"{part_of(heard.path)} has both an act and a fault."
        do = "Keep act if it is right, fault if it is wrong."
        yield Finding("value", (*heard.path, "fault"), what, do)
    elif act in ACTS and scene is not None:
        accepts = words(scene.part, "accepts")
        if accepts and act not in accepts:
            what = f"the act of this line is {act}, which its scene doesn't accept."
            do = f"It accepts: {', '.join(accepts)}."
            yield Finding("act", (*heard.path, "act"), what, do)
