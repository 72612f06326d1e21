"""What the parts of a playbook must be to each other: ids, what leads where, names, languages.

It looks at plain data and at as much of it as can be understood, so that one mistyped key doesn't
hide a scene that leads nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from bot.coaching.playbook import END, LONGEST, Act, Limit
from bot.coaching.problems import Finding, part_of
from bot.coaching.templates import FILTERS, list_unfit
from crm.names.folding import is_han
from crm.policy.contradictions import Path, nearest
from crm.text import fold

ACTS = frozenset(get_args(Act))

MOST_NAMED = 60
"""So many scenes a playbook may have, and so many are looked at for what was meant."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One scene leading to another, and where the file says so."""

    start: str
    to: str
    path: Path


def list_disconnected(data: Any) -> list[Finding]:
    """Return everything wrong between the parts of a playbook given as plain data.

    No id is given twice, and none is called ``end``. Every scene leads to scenes that are there or
    to the end, can be come to from the first one, and never leads back to itself. Each text is
    in its language, names only ``vars``, and a line is no longer than its scene allows. A good
    line does something that its scene accepts.
    """
    scenes = _listed(data, "scenes")
    return [
        *_ids(scenes),
        *_graph(scenes),
        *_acts(scenes),
        *_texts(data),
        *_lengths(scenes),
        *_doubles(scenes),
    ]


def _ids(scenes: Sequence[Any]) -> Iterator[Finding]:
    for kind, named in (("scenes", _scene_ids(scenes)), ("lines", _line_ids(scenes))):
        seen: dict[str, Path] = {}
        for path, name in named:
            if name == END:
                what = f"{END} is where a walk is over, so no id can be {END}."
                yield Finding("twice", path, what, "Choose another one.")
            elif name in seen:
                what = f"two {kind} have the id {name}; the first is {part_of(seen[name][:-1])}."
                yield Finding("twice", path, what, "Give each an id of its own.")
            else:
                seen[name] = path


def _graph(scenes: Sequence[Any]) -> Iterator[Finding]:
    named = [name for _, name in _scene_ids(scenes)]
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
    for path, name in _scene_ids(scenes):
        if name not in reached:
            what = f"no line leads to scene {name}."
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


def _ways(scenes: Sequence[Any]) -> Iterator[_Way]:
    for number, scene in enumerate(scenes):
        start = _word(scene, "id")
        if start is None:
            continue
        for verdict in ("good", "bad"):
            path: Path = ("scenes", number, "next", verdict)
            to = _word(_mapping(scene).get("next"), verdict)
            if to:
                yield _Way(start, to, path)
        for path, line in _lines(number, scene):
            to = _word(line, "next")
            if to:
                yield _Way(start, to, (*path, "next"))


def _acts(scenes: Sequence[Any]) -> Iterator[Finding]:
    for number, scene in enumerate(scenes):
        accepts = [act for act in _listed(scene, "accepts") if isinstance(act, str)]
        for place, line in enumerate(_listed(scene, "good")):
            act = _word(line, "act")
            if act in ACTS and accepts and act not in accepts:
                what = f"the act of this line is {act}, which its scene doesn't accept."
                path = ("scenes", number, "good", place, "act")
                yield Finding("act", path, what, f"It accepts: {', '.join(accepts)}.")


def _texts(data: Any) -> Iterator[Finding]:
    known = [name for name in _mapping(_mapping(data).get("vars")) if isinstance(name, str)]
    for path, text in _written(data, ()):
        if len(text) > LONGEST:
            continue  # Told already; and never parsed.
        has_han = any(map(is_han, text))
        is_number = path[0] == "vars" and not any(map(str.isalpha, text))
        if path[-1] == "zh" and text and not has_han and not is_number:
            what = f"{part_of(path)} has no Chinese character."
            yield Finding("language", path, what, "Write it in Chinese.")
        if path[-1] == "en" and has_han:
            what = f"{part_of(path)} has Chinese characters."
            yield Finding("language", path, what, "Write it in English.")
        yield from _template(path, text, [] if path[0] == "vars" else known)


def _template(path: Path, text: str, known: Sequence[str]) -> Iterator[Finding]:
    for unfit in list_unfit(text, known):
        if unfit.kind == "name":
            what = f"{unfit.found} is not among the vars."
            do = nearest(unfit.found, known) if known else "Write it out, or add it to vars."
            yield Finding("name", path, what, do)
        elif unfit.kind == "filter":
            what = f"the filter {unfit.found} cannot be used."
            yield Finding("template", path, what, nearest(unfit.found, list(FILTERS)))
        elif unfit.kind == "syntax":
            what = f"the braces cannot be read: {unfit.found.rstrip('.')}."
            yield Finding("template", path, what, "Write {{ name }}.")
        else:
            what = f"{unfit.found} stands in braces, where only a name may."
            yield Finding("template", path, what, "Write {{ name }}.")


def _lengths(scenes: Sequence[Any]) -> Iterator[Finding]:
    usual = Limit()
    for number, scene in enumerate(scenes):
        own = _mapping(_mapping(scene).get("max_len"))
        for path, line in _lines(number, scene):
            for language, limit in (("zh", usual.zh), ("en", usual.en)):
                most = own.get(language, limit)
                said = _word(_mapping(line).get("say"), language)
                if said and isinstance(most, int) and most < len(said) <= LONGEST:
                    what = f"the line has {len(said)} characters; its scene allows {most}."
                    yield Finding("too_long", (*path, "say", language), what, "Shorten it.")


def _doubles(scenes: Sequence[Any]) -> Iterator[Finding]:
    for number, scene in enumerate(scenes):
        seen: dict[tuple[str, str], Path] = {}
        for path, line in _lines(number, scene):
            for language in ("zh", "en"):
                said = _word(_mapping(line).get("say"), language)
                first = seen.setdefault((language, fold(said)), path) if said else path
                if first != path:
                    what = f"this is said already, by {part_of(first)}."
                    yield Finding("twice", (*path, "say", language), what, "Say it otherwise.")


def _scene_ids(scenes: Sequence[Any]) -> list[tuple[Path, str]]:
    named = ((("scenes", n, "id"), _word(scene, "id")) for n, scene in enumerate(scenes))
    return [(path, name) for path, name in named if name]


def _line_ids(scenes: Sequence[Any]) -> list[tuple[Path, str]]:
    return [
        ((*path, "id"), name)
        for number, scene in enumerate(scenes)
        for path, line in _lines(number, scene)
        if (name := _word(line, "id"))
    ]


def _lines(number: int, scene: Any) -> Iterator[tuple[Path, Any]]:
    for kind in ("good", "bad"):
        for place, line in enumerate(_listed(scene, kind)):
            yield ("scenes", number, kind, place), line


def _written(part: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a language, wherever it stands."""
    for key, value in _entries(part):
        if isinstance(value, str) and key in {"zh", "en"}:
            yield (*path, key), value
        else:
            yield from _written(value, (*path, key))


def _entries(part: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, list):
        yield from enumerate(part)


def _word(part: Any, key: str) -> str | None:
    found = _mapping(part).get(key)
    return found if isinstance(found, str) else None


def _listed(part: Any, key: str) -> Sequence[Any]:
    found = _mapping(part).get(key)
    return found if isinstance(found, list) else ()


def _mapping(value: Any) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}
