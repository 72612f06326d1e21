"""What is wrong in a playbook, said so that its author can mend it: where, what kind, what to do.

pydantic finds what a part may not be; its findings are told in words of the file, never of a
program. What the parts must be to each other is looked for in ``connections``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.coaching.playbook import Playbook
from crm.errors import Problem
from crm.policy.contradictions import Path, find_nearest, nearest

Code = Literal[
    "file",
    "yaml",
    "too_large",
    "unknown_key",
    "missing",
    "empty",
    "value",
    "language",
    "twice",
    "dangling",
    "unreachable",
    "loop",
    "template",
    "name",
    "act",
    "fault",
    "too_long",
    "judged",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one part of a playbook. ``about_key``: at its key, not at its value."""

    code: Code
    path: Path
    what: str
    what_to_do: str = ""
    about_key: bool = False


@dataclass(frozen=True, slots=True)
class PlaybookProblem(Problem):
    """A finding with its line and column, in the form that editors jump to."""

    code: str = ""

    def __str__(self) -> str:
        advice = f" {self.what_to_do}" if self.what_to_do else ""
        return f"{self.where}  {self.code}  {self.what}{advice}"


def explain(errors: Sequence[ErrorDetails]) -> list[Finding]:
    """Return pydantic's errors as findings.

    A mistyped key isn't told as a missing one as well, nor a list of bad entries as an empty one.
    """
    meant = {
        (*path[:-1], find_nearest(str(path[-1]), _known_at(path[:-1])))
        for error in errors
        if error["type"] == "extra_forbidden" and (path := tuple(error["loc"]))
    }
    return [
        _explain(error)
        for error in errors
        if not (error["type"] == "missing" and tuple(error["loc"]) in meant)
        and not (error["type"] == "too_short" and error["input"])
    ]


def part_of(path: Path) -> str:
    """Name a part as people do.

    >>> part_of(("scenes", 2, "good", 0, "say", "en"))
    'say.en of good line 1 of scene 3'
    """
    named: list[str] = []
    for step in path:
        if isinstance(step, int) and named and named[-1] in _ONE:
            named[-1] = f"{_ONE[named[-1]]} {step + 1}"
        elif isinstance(step, int):
            named.append(f"entry {step + 1}")
        elif named and not named[-1][-1].isdigit():
            named[-1] = f"{named[-1]}.{step}"
        else:
            named.append(str(step))
    return " of ".join(reversed(named)) or "the playbook"


def _explain(found: ErrorDetails) -> Finding:
    path, kind = tuple(found["loc"]), found["type"]
    if path and path[-1] == "[key]":
        path = path[:-1]
        if kind == "literal_error":
            what = f"{_shown(path[-1])} is not known in {part_of(path[:-1])}."
            known = _listed(found.get("ctx", {}))
            return Finding("unknown_key", path, what, nearest(str(path[-1]), known), about_key=True)
        return Finding("value", path, f"{_shown(path[-1])} cannot be a name.", _ID, about_key=True)
    if kind == "extra_forbidden":
        what = f"{_shown(path[-1])} is not known in {part_of(path[:-1])}."
        return Finding(
            "unknown_key", path, what, nearest(str(path[-1]), _known_at(path[:-1])), about_key=True
        )
    if kind == "missing":
        what = f"{path[-1]} is missing in {part_of(path[:-1])}."
        code: Code = "language" if path[-1] in {"zh", "en"} else "missing"
        return Finding(code, path[:-1], what, "Add it.", about_key=True)
    if found["input"] is None or kind in {"string_too_short", "too_short"}:
        needed = "At least one entry is needed." if kind == "too_short" else "Write it out."
        return Finding("empty", path, f"{part_of(path)} is empty.", needed)
    what, what_to_do = _sentence(kind, found["input"], found.get("ctx", {}))
    code = "too_long" if kind in {"string_too_long", "too_long"} else "value"
    return Finding(code, path, f"{part_of(path)} {what}", what_to_do)


_ONE = {
    "scenes": "scene",
    "good": "good line",
    "bad": "bad line",
    "ladders": "ladder",
    "asks": "ask",
    "heard": "heard line",
}
"""What one entry of a list is called."""

_ID = "Use small letters, digits and _, beginning with a letter: price_first_no."


def _sentence(kind: str, value: Any, ctx: Mapping[str, Any]) -> tuple[str, str]:
    shown = _shown(value)
    if kind == "literal_error":
        return f"cannot be {shown}.", nearest(str(value), _listed(ctx))
    if kind == "string_type":
        quote = not isinstance(value, Mapping | list)
        return f"must be text, and {shown} is not.", f'Write "{shown}".' if quote else ""
    if kind in {"model_type", "dict_type"}:
        return f"must have parts, and {shown} has none.", "Write them one below the other."
    expected = {
        "string_pattern_mismatch": (f"cannot be {shown}.", _ID),
        "tuple_type": (f"must be a list, and {shown} is not.", "Begin each entry with a dash."),
        "int_type": (f"must be a whole number, and {shown} is not.", ""),
        "int_from_float": (f"must be a whole number, and {shown} is not.", ""),
        "greater_than_equal": (f"must be at least {ctx.get('ge')}, and {shown} is not.", ""),
        "less_than_equal": (f"must be at most {ctx.get('le')}, and {shown} is not.", ""),
        "string_too_long": (f"has more than {ctx.get('max_length')} characters.", "Shorten it."),
        "too_long": (f"has more than {ctx.get('max_length')} entries.", "Take some out."),
    }
    return expected.get(kind, (f"cannot be {shown}.", ""))


def _listed(ctx: Mapping[str, Any]) -> list[str]:
    """The words that pydantic says are known."""
    return str(ctx["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def _known_at(path: Path) -> Sequence[str]:
    """Return the keys that the part at that path may have, as they are written in a file."""
    here: Any = Playbook
    for step in path:
        if get_origin(here) in {tuple, dict}:
            here = next(a for a in reversed(get_args(here)) if a is not Ellipsis)
        else:
            here = _fields(here)[str(step)]
        here = (
            next((a for a in get_args(here) if _is_part(a)), here) if _is_optional(here) else here
        )
    return list(_fields(here)) if _is_part(here) else []


def _fields(part: type[BaseModel]) -> dict[str, Any]:
    return {each.alias or name: each.annotation for name, each in part.model_fields.items()}


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_optional(kind: Any) -> bool:
    return type(None) in get_args(kind)


def _shown(value: Any) -> str:
    """Show a value as it was written, a long one cut."""
    if isinstance(value, Mapping):
        return "a section"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"
