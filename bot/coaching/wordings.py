"""What is wrong with a playbook's texts: language, names in braces, length, doubles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.coaching.plain_parts import (
    Named,
    list_asks,
    list_heard,
    list_ladders,
    list_lines,
    list_scenes,
    list_texts,
    mapping,
    word,
)
from bot.coaching.playbook import LONGEST, Limit
from bot.coaching.problems import Finding, part_of
from bot.coaching.templates import FILTERS, fill_in, list_unfit
from bot.voice.rendering import LANGUAGES, Language
from crm.names.folding import is_han
from crm.policy.contradictions import Path, nearest
from crm.text import fold

_USUAL = Limit()

_RANGES = ((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x7F), (0x202A, 0x202E), (0x2066, 0x2069))
_NOT_SHOWN = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
"""Control characters, and those that change the direction of writing."""


def list_misworded(data: Any) -> Iterator[Finding]:
    """Return what is wrong with the texts of a playbook given as plain data.

    Each is in its language and names only ``vars``; a line is no longer than its scene allows, an
    ask no longer than a line is elsewhere; nothing is said twice in a scene or in a ladder.
    """
    known = [name for name in mapping(mapping(data).get("vars")) if isinstance(name, str)]
    for path, text in list_texts(data):
        if len(text) > LONGEST:
            continue  # Told already; and never parsed.
        yield from _language(path, text)
        yield from _unseen(path, text)
        yield from _template(path, text, [] if path[0] == "vars" else known)
    usual = _usual_names(data)
    for scene in list_scenes(data):
        lines = list_lines(scene)
        own = mapping(mapping(scene.part).get("max_len"))
        most = {each: own.get(each, getattr(_USUAL, each)) for each in LANGUAGES}
        yield from _lengths(lines, most, usual, "its scene allows")
        yield from _doubles(lines)
    for ladder in list_ladders(data):
        asks = list_asks(ladder)
        most = {each: getattr(_USUAL, each) for each in LANGUAGES}
        yield from _lengths(asks, most, usual, "an ask may have")
        yield from _doubles(asks)
    yield from _heard_twice(data)


def _language(path: Path, text: str) -> Iterator[Finding]:
    has_han = any(map(is_han, text))
    is_number = path[0] == "vars" and not any(map(str.isalpha, text))
    if path[-1] == "zh" and text and not has_han and not is_number:
        what = f"{part_of(path)} has no Chinese character."
        yield Finding("language", path, what, "Write it in Chinese.")
    if path[-1] == "en" and has_han:
        what = f"{part_of(path)} has Chinese characters."
        yield Finding("language", path, what, "Write it in English.")


def _unseen(path: Path, text: str) -> Iterator[Finding]:
    """A character that turns what stands beside it around, or is not shown at all."""
    found = next((each for each in text if each in _NOT_SHOWN), None)
    if found is not None:
        what = f"{part_of(path)} has a character that is not shown (U+{ord(found):04X})."
        yield Finding("value", path, what, "Type the text anew.")


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


def _usual_names(data: Any) -> dict[Language, dict[str, str]]:
    """What stands for a name where nothing else is known."""
    named = mapping(mapping(data).get("vars"))
    return {
        language: {name: said for name in named if (said := word(named[name], language))}
        for language in LANGUAGES
    }


def _lengths(
    parts: Sequence[Named],
    most: Mapping[Language, Any],
    usual: Mapping[Language, Mapping[str, str]],
    whose: str,
) -> Iterator[Finding]:
    for part in parts:
        for language in LANGUAGES:
            said = word(mapping(part.part).get("say"), language)
            limit = most[language]
            if not said or not isinstance(limit, int) or len(said) > LONGEST:
                continue
            long = len(_as_said(said, usual[language]))
            if long > limit:
                kind = "ask" if "asks" in part.path else "line"
                what = f"the {kind} has {long} characters; {whose} {limit}."
                path = (*part.path, "say", language)
                yield Finding("too_long", path, what, "Shorten it.")


def _as_said(text: str, usual: Mapping[str, str]) -> str:
    """Return a text as it will be said; as it is written, if its names cannot be filled in."""
    return text if "{" not in text or list_unfit(text, list(usual)) else fill_in(text, usual)


def _doubles(parts: Sequence[Named]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Path] = {}
    for part in parts:
        for language in LANGUAGES:
            said = word(mapping(part.part).get("say"), language)
            first = seen.setdefault((language, fold(said)), part.path) if said else part.path
            if first != part.path:
                what = f"this is said already, by {part_of(first)}."
                path = (*part.path, "say", language)
                yield Finding("twice", path, what, "Say it otherwise.")


def _heard_twice(data: Any) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for heard in list_heard(data):
        said = word(heard.part, "say")
        first = seen.setdefault(fold(said), heard.path) if said else heard.path
        if first != heard.path:
            what = f"this is judged already, by {part_of(first)}."
            yield Finding("twice", (*heard.path, "say"), what, "Keep one of them.")
