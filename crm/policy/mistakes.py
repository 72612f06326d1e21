"""What pydantic found wrong in a policy, as a sales manager can read it.

A sentence names the part as it stands in the file and says what may stand there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from crm.policy.contradictions import Mistake, Path, find_nearest, nearest
from crm.policy.model import CONTRADICTION, INDICATORS, Policy

_MEANT: Mapping[Any, str] = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def explain_all(errors: Sequence[ErrorDetails]) -> list[Mistake]:
    """Return pydantic's errors in words, but for contradictions, which are told elsewhere.

    A mistyped key is one mistake: what it was meant to be isn't missing as well.
    """
    meant = {
        (*path[:-1], find_nearest(str(path[-1]), _known_at(path[:-1])))
        for error in errors
        if error["type"] == "extra_forbidden" and (path := error["loc"])
    }
    told = [error for error in errors if error["type"] != "missing" or error["loc"] not in meant]
    return [mistake for mistake in map(_explain, told) if mistake]


def _explain(found: ErrorDetails) -> Mistake | None:
    if found["type"] == CONTRADICTION or (found["type"] == "too_short" and found["input"]):
        return None  # a list of nothing but bad entries is not an empty one
    path = tuple(found["loc"])
    if path and path[-1] == "[key]":
        return _unknown(path[:-1], INDICATORS)
    if found["type"] == "extra_forbidden":
        return _unknown(path, _known_at(path[:-1]))
    if found["type"] == "missing":
        belongs = f" in {_label(path[:-1])}" if len(path) > 1 else ""
        what = f"{path[-1]} is missing{belongs}."
        return Mistake(path[:-1], what, "Add it.", about_key=True)
    if path == ():
        return Mistake(path, "a policy has sections.", "Write tiers: and grading: at least.")
    return _explain_value(path, found)


def _explain_value(path: Path, found: ErrorDetails) -> Mistake:
    name, value = _label(path), found["input"]
    if value is None:
        return Mistake(path, f"{name} has no value.", "Give it one, or take the line out.")
    say = _SENTENCES.get(found["type"])
    if say is None:
        what, what_to_do = found["msg"].removeprefix("Value error, ") + ".", ""
        return Mistake(path, f"{name}: {what}", what_to_do)
    what, what_to_do = say(value, found.get("ctx", {}))
    return Mistake(path, f"{name} {what}", what_to_do)


def _unknown(path: Path, known: Sequence[str]) -> Mistake:
    within = f" in {_label(path[:-1])}" if len(path) > 1 else ""
    word = str(path[-1])
    what = f"{_shown(word)} is not known{within}."
    return Mistake(path, what, nearest(word, known), about_key=True)


def _label(path: Path) -> str:
    """Name a part as people do: ``("tiers", 1, "visit")`` is *visit of tier 2*.

    >>> _label(("grading", "indicators", "credit", "weight"))
    'weight of credit'
    """
    singular = {"tiers": "tier", "caps": "cap", "ours": "reason"}
    named: list[str] = []
    for step in path:
        if isinstance(step, int) and named:
            named[-1] = f"{singular.get(named[-1], named[-1])} {step + 1}"
        elif named[-1:] == ["indicators"]:
            named[-1] = str(step)
        else:
            named.append(str(step))
    return " of ".join(reversed(named if path[0] == "tiers" else named[-2:]))


def _known_at(path: Path) -> Sequence[str]:
    """Return the keys that the section at that path may have."""
    here: Any = Policy
    for step in path:
        if get_origin(here) in {tuple, dict}:
            here = next(a for a in reversed(get_args(here)) if a is not Ellipsis)
        else:
            here = here.model_fields[step].annotation
    assert isinstance(here, type)
    assert issubclass(here, BaseModel)
    return list(here.model_fields)


def _shown(value: Any) -> str:
    """Show a value as it was written, long ones cut."""
    if isinstance(value, Mapping):
        return "a section"
    if isinstance(value, list):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"


_Say = Callable[[Any, Mapping[str, Any]], tuple[str, str]]


def _must(kind: str, example: str) -> _Say:
    def say(value: Any, _ctx: Mapping[str, Any]) -> tuple[str, str]:
        quoted = f"{_shown(value)} in quotes" if isinstance(value, str) else _shown(value)
        try:
            float(value)
        except (ValueError, TypeError):
            quoted = _shown(value)
        return f"must be {kind}, and {quoted} is not.", f"Write it like {example}."

    return say


def _text(value: Any, _ctx: Mapping[str, Any]) -> tuple[str, str]:
    if isinstance(value, Mapping | list):
        return f"must be a word, and {_shown(value)} is not.", "Write one word."
    return f"must be text, and {_shown(value)} is not.", f'Put it in quotes: "{_shown(value)}".'


def _yes_no(value: Any, _ctx: Mapping[str, Any]) -> tuple[str, str]:
    meant = _MEANT.get(str(value).lower())
    return (
        f"must be true or false, and {_shown(value)} is neither.",
        f"Did you mean {meant}?" if meant else "Write one of the two.",
    )


def _one_of(value: Any, ctx: Mapping[str, Any]) -> tuple[str, str]:
    known = str(ctx["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    return f"cannot be {_shown(value)}.", nearest(str(value), known)


def _bound(words: str, key: str) -> _Say:
    return lambda value, ctx: (f"must be {words} {ctx[key]:g}, and {_shown(value)} is not.", "")


_SENTENCES: Mapping[str, _Say] = {
    "float_type": _must("a number", "30 or 12.5"),
    "int_type": _must("a whole number", "30"),
    "int_from_float": _must("a whole number", "30"),
    "finite_number": _must("a number", "30 or 12.5"),
    "bool_type": _yes_no,
    "string_type": _text,
    "literal_error": _one_of,
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
    "model_type": _must("a section", "{key: value}"),
    "dict_type": _must("a section", "{key: value}"),
    "tuple_type": _must("a list", "[first, second]"),
    "string_too_short": lambda _value, _ctx: ("is empty.", "Write it out."),
    "string_too_long": lambda value, ctx: (
        f"is too long: {_shown(value)}.",
        f"At most {ctx['max_length']} characters fit.",
    ),
    "unkeepable": lambda _value, _ctx: ("holds a character that cannot be kept.", "Remove it."),
    "too_short": lambda _value, _ctx: ("is empty.", "At least one entry is needed."),
    "too_long": lambda _value, ctx: (
        "has too many entries.",
        f"At most {ctx['max_length']} are possible.",
    ),
}
