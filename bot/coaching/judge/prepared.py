"""A typed line made ready to be searched: one plain character for each that was typed.

So a place found in it is the same place in what the rep sees. Names of products, and words that
only look like others (钱包, 落款, "pay attention"), are masked: they mean nothing to the judge.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.voice.rendering import Language
from crm.names.folding import fold_character, is_han

LONGEST = 300
"""Characters that are looked at; nobody says a longer line in one breath."""

MASK = "\u2588"

_QUOTES = dict.fromkeys("'’‘`´ʼ＇", "'")
_STOPS = ",，.。;；:：!！?？…—–\n"
_CLAUSES = re.compile(rf"[^{_STOPS}]+[{_STOPS}]*|[{_STOPS}]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a line up to its next stop: half-open places, its words, and what ends it."""

    start: int
    end: int
    text: str
    stop: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """``text`` is as long as ``original``: folded, simplified, with what means nothing masked."""

    original: str
    text: str
    language: Language
    clauses: tuple[Clause, ...]

    @property
    def has_han(self) -> bool:
        """Whether there is any Chinese in it."""
        return any(map(is_han, self.text))

    @property
    def has_latin(self) -> bool:
        """Whether there is any word in Latin letters in it."""
        return re.search("[a-z]{2}", self.text) is not None


def prepare(text: str, language: Language, masked: Iterable[re.Pattern[str]] = ()) -> Prepared:
    """Return a line ready to be searched; ``masked`` are patterns of words that mean nothing."""
    original = text[:LONGEST]
    plain = "".join(map(_plain, original))
    for pattern in masked:
        plain = pattern.sub(lambda found: MASK * len(found.group()), plain)
    clauses = tuple(
        Clause(found.start(), found.end(), found.group(), _stop_of(found.group()))
        for found in _CLAUSES.finditer(plain)
    )
    return Prepared(original, plain, language, clauses)


@lru_cache(maxsize=20_000)
def _plain(character: str) -> str:
    """One character for one: width, case, accents and traditional forms make no difference."""
    if character in _QUOTES:
        return "'"
    folded = fold_character(character)
    if len(folded) == 1:
        return folded
    wide = unicodedata.normalize("NFKC", character)
    return wide if len(wide) == 1 else character


def _stop_of(clause: str) -> str:
    last = clause[-1]
    return "" if last.isalnum() or last.isspace() else last
