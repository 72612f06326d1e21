"""What is wrong with a policy although every figure in it is a good one by itself.

It looks at plain data, and at as much of it as can be understood: a file with a mistyped key
hears about its shares as well.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from crm.text import clean, fold

Path = tuple[str | int, ...]

NOT_A_TIER = ("new", "新")
"""What the tier column says of a customer that never ordered; no tier may be called that."""

UNKEEPABLE = re.compile("[\0\ud800-\udfff\ufffe\uffff]")
"""No characters: what a database or a file cannot hold."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a policy: at which of its parts, what it is, what to do about it.

    ``about_key``: the key itself is wrong, or something below it is missing; not its value.
    """

    path: Path
    what: str
    what_to_do: str = ""
    about_key: bool = False


def list_contradictions(policy: Any) -> list[Mistake]:
    """Return where the parts of a policy, given as plain data, don't agree with each other.

    The shares of a cut add up to 100 (to a millionth: thirds are written 33.3333333); points fall
    from tier to tier; the latest day of a visit isn't before the ideal one; no two tiers have
    one name, nor any the name of those that never ordered; a cap names a tier; something weighs.
    """
    tiers = [(number, _mapping(tier)) for number, tier in enumerate(_sequence(policy, "tiers"))]
    grading = _mapping(_mapping(policy).get("grading"))
    return [
        *_names(tiers),
        *_shares(tiers),
        *_points(tiers),
        *_visits(tiers),
        *_weights(grading),
        *_caps(grading, [name for _, tier in tiers if (name := _name(tier))]),
    ]


def tidy(text: str) -> str:
    """Return the text trimmed, without control characters, its words one blank apart."""
    return " ".join(clean(text).split())


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a sentence with the known word that was probably meant, or with all of them.

    >>> nearest("wieght", ["weight", "months"])
    'Did you mean weight?'
    """
    meant = find_nearest(word, known)
    return f"Did you mean {meant}?" if meant else f"Known here: {', '.join(known)}."


def find_nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that was probably meant, in any case of letters, or None."""
    folded = {name.casefold(): name for name in known}
    close = process.extractOne(
        word[:100].casefold(), list(folded), scorer=fuzz.ratio, score_cutoff=60
    )
    return folded[close[0]] if close else None


_Tiers = Sequence[tuple[int, Mapping[str, Any]]]


def _names(tiers: _Tiers) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for number, tier in tiers:
        name = _name(tier)
        if not name:
            continue
        path = ("tiers", number, "name")
        if fold(name) in NOT_A_TIER:
            yield Mistake(
                path,
                f"{name} is what customers without any order are called, so no tier can be.",
                "Choose another name.",
            )
        elif fold(name) in seen:
            first = seen[fold(name)]
            like = "" if first == name else f", which reads the same as {first}"
            yield Mistake(
                path, f"two tiers have the name {name}{like}.", "Give each a name of its own."
            )
        else:
            seen[fold(name)] = name


def _shares(tiers: _Tiers) -> Iterator[Mistake]:
    for share in ("ratio", "pareto"):
        figures = _figures(tiers, share)
        if figures and abs(sum(figures) - 100) > 1e-6:
            yield Mistake(
                ("tiers",),
                f"the {share} shares of all tiers add up to {sum(figures):.10g}, not to 100.",
                f"Change them by {100 - sum(figures):+.10g} in all.",
            )


def _points(tiers: _Tiers) -> Iterator[Mistake]:
    figures = _figures(tiers, "points")
    for number in range(1, len(figures)):
        if figures[number] >= figures[number - 1]:
            yield Mistake(
                ("tiers", number, "points"),
                f"points must fall from the best tier to the last, and {figures[number]:g} "
                f"is not below {figures[number - 1]:g}.",
                "Lower it, or put the tiers in order, the best first.",
            )


def _visits(tiers: _Tiers) -> Iterator[Mistake]:
    for number, tier in tiers:
        visit = _mapping(tier.get("visit"))
        ideal, latest = _figure(visit.get("ideal")), _figure(visit.get("latest"))
        if ideal is not None and latest is not None and latest < ideal:
            yield Mistake(
                ("tiers", number, "visit", "latest"),
                f"the latest day ({latest:g}) comes before the ideal one ({ideal:g}).",
                "Raise latest or lower ideal.",
            )


def _weights(grading: Mapping[str, Any]) -> Iterator[Mistake]:
    indicators = grading.get("indicators")
    if not isinstance(indicators, Mapping):
        return
    weights = [_figure(_mapping(rule).get("weight")) for rule in indicators.values()]
    if None not in weights and not any(weights):
        yield Mistake(
            ("grading", "indicators"),
            "no indicator has a weight above 0, so nothing would be graded.",
            "Give a weight to at least one.",
        )


def _caps(grading: Mapping[str, Any], names: Sequence[str]) -> Iterator[Mistake]:
    for number, cap in enumerate(_sequence(grading, "caps")):
        at_most = _mapping(cap).get("at_most")
        if isinstance(at_most, str) and names and tidy(at_most) not in names:
            yield Mistake(
                ("grading", "caps", number, "at_most"),
                f"there is no tier {at_most}.",
                nearest(at_most, names),
            )


def _name(tier: Mapping[str, Any]) -> str:
    name = tier.get("name")
    return tidy(name) if isinstance(name, str) else ""


def _figures(tiers: _Tiers, key: str) -> list[float]:
    """The figures of that key of all tiers; none at all while one is missing or is no figure."""
    figures = [_figure(tier.get(key)) for _, tier in tiers]
    known = [figure for figure in figures if figure is not None]
    return known if len(known) == len(figures) else []


def _figure(value: Any) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable and abs(value) <= 1e9 else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: Any, key: str) -> Sequence[Any]:
    found = _mapping(value).get(key)
    return found if isinstance(found, list | tuple) else ()
