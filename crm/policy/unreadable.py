"""What keeps a text from being YAML at all, in words for whoever wrote it.

libyaml tells where it stopped and what it had expected; an author needs to know what to mend.
"""

import re
from collections.abc import Iterator

from ruamel.yaml.error import StreamMark

from crm.policy.contradictions import Mistake

Place = tuple[int, int]
"""Line and column, counted from 1."""

_TAB = re.compile(r" *\t\s*(?=\S)")
_UNFIT = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no YAML may hold, not even between quotation marks."""

_NOT_INDENTED = "the line is not indented like those it belongs to."
_NOT_CLOSED = "a bracket is opened and never closed."
_AFTER_QUOTE = "something stands after the closing quotation mark."
_NO_CHARACTER = "a backslash and a number stand for no character."
_NO_CODE = "a backslash stands before a letter that has no such meaning."
_PLAINLY = (
    ("mapping values are not", "there is one colon too many, or the line is indented too far."),
    ("unexpected ':'", "the text after a colon needs a blank before it, or quotation marks."),
    ("end of stream", "a quotation mark is opened and never closed."),
    ("document indicator", "a quotation mark is opened and never closed."),
    ("directive", "a line cannot begin with a percent sign."),
    ("non-alphabetical", "a line cannot begin with a percent sign."),
    ("whitespace or line break", "a tag (!) has no meaning here."),
    ("expected key", _NOT_INDENTED),
    ("expected '-' indicator", _NOT_INDENTED),
    ("<document start>", _NOT_INDENTED),
    ("expected ',' or", "a comma or a closing bracket is missing."),
    ("expected node content", "a closing bracket has no opening one."),
    ("could not find expected ':'", "a colon is missing after this word."),
    ("unknown escape", _NO_CODE),
    ("hexdecimal", _NO_CHARACTER),
    ("Unicode character escape", _NO_CHARACTER),
    ("cannot start any token", "a value cannot begin with this character."),
    ("sequence entries are not", "a list begins on a line of its own, with a dash."),
    ("mapping keys are not", "a question mark cannot stand alone; put it in quotation marks."),
    ("tab character", "the line is indented with a tab."),
    ("comment or line break", "nothing may stand after | or > on its line."),
    ("alphabetic or numeric", "a name is missing after & or *; put the text in quotation marks."),
)
"""What libyaml says, by a few of its words, and what it means for an author."""


def list_before(text: str) -> list[tuple[Place, Mistake]]:
    """Return what no parser needs to see: characters that no YAML may hold, tabs that indent."""
    return [*_list_unfit(text), *_list_tabs(text)]


def place_of(mark: StreamMark | None) -> Place:
    """Return the line and the column of a parser's mark."""
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _list_unfit(text: str) -> Iterator[tuple[Place, Mistake]]:
    """The first character that has no place in a text; the others are like it."""
    found = _UNFIT.search(text)
    if found:
        what = "this character has no place in a text."
        yield _place_at(text, found.start()), Mistake((), what, "Remove it.")


def _list_tabs(text: str) -> Iterator[tuple[Place, Mistake]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if _TAB.match(line):
            place = (number, line.index("\t") + 1)
            yield place, Mistake((), "the line is indented with a tab.", "Use blanks instead.")


def _place_at(text: str, position: int) -> Place:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def tell(error: Exception, text: str, model: str) -> tuple[Place, Mistake]:
    """Say in our own words what the parser met, and where."""
    said = str(getattr(error, "problem", None) or "")
    what = next((ours for theirs, ours in _PLAINLY if theirs in said), "this is not YAML.")
    place = place_of(getattr(error, "problem_mark", None))
    end = _place_at(text, len(text.rstrip("\n")))
    if place > end and "expected ',' or" in said:
        place, what = place_of(getattr(error, "context_mark", None)), _NOT_CLOSED
    elif what == _NOT_INDENTED and _stands_after_quote(text, place):
        what = _AFTER_QUOTE
    return min(place, end), Mistake((), what, f"Compare it with {model}.")


def _stands_after_quote(text: str, place: Place) -> bool:
    before = text.split("\n")[place[0] - 1][: place[1] - 1].rstrip()
    return before.endswith(("'", '"'))
