"""A message as it is searched: plain letters in place, and folded without anything between them.

Only the first 300 characters are read; nobody asks a question longer than that. Every span found
here can be traced back to the text as it was typed.
"""

from dataclasses import dataclass
from functools import lru_cache

from crm.names.folding import Folded, fold, fold_character

LONGEST = 300

_SPOKEN = str.maketrans(
    {
        "嘅": "的",
        "咗": "了",
        "喺": "在",
        "係": "是",
        "唔": "不",
        "佢": "他",
        "哋": "们",
        "睇": "看",
        "俾": "给",
    }
)
"""Cantonese characters that always stand for one standard character."""

_DIALECT = (
    ("谁系", "谁是"),
    ("他系", "他是"),
    ("边个系", "边个是"),
    ("这家系", "这家是"),
    ("咋个", "怎么"),
    ("啷个", "怎么"),
    ("啥子", "啥 "),
    ("看哈", "看下"),
    ("乜嘢", "什么"),
)
"""Words of a dialect and what they stand for, as long as they are: places in a text stay."""


@dataclass(frozen=True, slots=True)
class Normal:
    """``plain`` is as long as ``original``: letters folded, all else a blank or an apostrophe."""

    original: str
    plain: str
    folded: Folded
    places: tuple[int, ...]

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the folded span that a span of the original covers."""
        return self.places[start], self.places[end]

    def typed(self, start: int, end: int) -> str:
        """Return what was typed at a folded span."""
        first, last = self.folded.origin(start, end)
        return self.original[first:last]


def normalise(text: str) -> Normal:
    """Read a message. Whatever cannot be a letter or a digit separates words and means nothing."""
    return _normalise(text[:LONGEST])


@lru_cache(maxsize=64)
def _normalise(original: str) -> Normal:
    """One message is read by many readers, and is made plain once."""
    standard = original.translate(_SPOKEN)
    for said, meant in _DIALECT:
        standard = standard.replace(said, meant)
    folded = fold(standard)
    plain = "".join(map(_plain_character, standard))
    places = [0] * (len(original) + 1)
    for position in folded.at:
        places[position + 1] += 1
    for position in range(len(original)):
        places[position + 1] += places[position]
    return Normal(original, plain, folded, tuple(places))


@lru_cache(maxsize=20_000)
def _plain_character(character: str) -> str:
    if character in "'’‘`´ʼ":
        return "'"
    counted = fold_character(character)
    return counted[0] if counted else " "
