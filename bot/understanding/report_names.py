"""Which customers a report names: those that stand there clearly, and those loosely typed.

A loosely typed name is looked for only where a name belongs: behind "visited", behind "and", before
"nobody in". Of a stretch of unknown words its beginning is tried, at most five words or eight
characters, and the part that is most like a name counts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.understanding.concepts import load_lexicon
from bot.understanding.normalise import Normal
from bot.understanding.report_words import GAP, TRADE, Token
from crm.names import Index, Match, match_in
from crm.names.folding import fold, is_han, squeeze
from crm.names.forms import wording
from crm.names.match import ENOUGH, NOBODY

LONGEST_NAME = 60
MOST_LOOKED_FOR = 12
"""Loosely typed names in one message; looking for one among ten thousand takes milliseconds."""

CLEAR = 90.0
"""A beginning of three letters or fewer has to be a name letter by letter: 华美 is not 华威."""

_SHORTEST_PART = 4
_MOST_WORDS = 5
_MOST_CHARACTERS = 8
_WORD = re.compile(r"\S+")
_EDGES = " \t-–—,，.。;；:：'\"“”‘’"


@dataclass(frozen=True, slots=True)
class Named:
    """A customer as named in the message: who is meant, and where it stands there."""

    customer: Match
    start: int
    end: int
    typed_name: str = ""


class Finder:
    """Finds the customers of one message; ``places`` are cities that stand for one."""

    def __init__(
        self, normal: Normal, index: Index, places: Mapping[tuple[int, int], Match] | None = None
    ) -> None:
        self._places = places or {}
        self._normal = normal
        self._index = index
        self._left = MOST_LOOKED_FOR

    def read_clear(self, token: Token, following: Token | None) -> Named:
        """Return who is meant by a name that stands there clearly.

        A trade behind a Chinese brand belongs to the name: 华兴光电 may not be 华兴电子, so that
        it is asked about; a letter wrong behind it, as in 明辉灯式, changes nothing.
        """
        found = self._match(token.start, token.end)
        if following is None or following.start != token.end or not following.is_a(GAP, TRADE):
            return Named(found, token.start, token.end)
        behind = self._normal.original[following.start : following.end]
        brand = squeeze(self._normal.original[token.start : token.end])
        if not is_han(behind[0]) or not is_han(brand[-1]):
            return Named(found, token.start, token.end)
        if self._is_slip(found, brand + squeeze(behind)):
            return Named(found, token.start, following.end)
        trades = (*wording().trade_zh, *wording().legal_zh)
        trade = next((word for word in trades if behind.startswith(word)), "")
        if not trade:
            return Named(found, token.start, token.end)
        return Named(replace(found, sure=False), token.start, token.end + len(trade))

    def doubt_city(self, named: Named, place: Token) -> Named:
        """Ask about a name right behind another city than its own: 宁波华兴 is not 东莞华兴."""
        naming = self._index.namings.get(named.customer.customer_id or 0)
        typed = squeeze(self._normal.original[place.start : place.end])
        if naming is None or not naming.city or not is_han(typed[0]):
            return named
        own = (squeeze(naming.city).removesuffix("市"), squeeze(naming.name))
        if typed.removesuffix("市") == own[0] or typed in own[1]:
            return named
        return replace(named, customer=replace(named.customer, customer_id=None, sure=False))

    def find_loose(self, gap: Token, before: Token | None = None) -> Named | None:
        """Return who may be meant by the beginning of an unknown stretch, or None.

        ``before`` is where small words begin that may belong to the name: ``around the hron``.
        """
        if self._left <= 0:
            return None
        self._left -= 1
        best: Named | None = None
        for start, end in self._windows(gap, before):
            found = self._match(start, end)
            least = CLEAR if end < gap.end and end - start < _SHORTEST_PART else ENOUGH
            if found.score < least or found.span is None:
                continue
            if best is None or found.score > best.customer.score:
                span = found.span if found.sure else (start, end)
                best = Named(found, *span)
        return best

    def name_unknown(self, gap: Token) -> Named | None:
        """Return an unknown stretch as somebody nobody knows, or None if it reads like no name."""
        typed = self._normal.original[gap.start : gap.end]
        if _is_word(typed):
            return None
        if is_han(typed[0]):
            if not 2 <= len(typed) <= _MOST_CHARACTERS:
                return None
            return Named(NOBODY, gap.start, gap.end, typed)
        words = [found.span() for found in _WORD.finditer(typed)]
        end = words[-1][1]
        if typed[0].isupper():
            lower = next((s for s, _ in words[1:] if typed[s].islower()), None)
            end = max(e for _, e in words if lower is None or e <= lower)
        if typed[:end].count(" ") >= _MOST_WORDS or not any(map(str.isalpha, typed[:end])):
            return None
        name = typed[:end].strip(_EDGES)[:LONGEST_NAME]
        return Named(NOBODY, gap.start, gap.start + end, name) if len(name) > 1 else None

    def _windows(self, gap: Token, before: Token | None) -> Iterator[tuple[int, int]]:
        text = self._normal.original[gap.start : gap.end]
        if is_han(text[0]):
            for length in range(min(len(text), _MOST_CHARACTERS), 1, -1):
                yield gap.start, gap.start + length
            return
        ends = [gap.start + found.end() for found in _WORD.finditer(text)][:_MOST_WORDS]
        for end in reversed(ends):
            yield gap.start, end
        if before is not None:
            yield before.start, ends[min(1, len(ends) - 1)]

    def _match(self, start: int, end: int) -> Match:
        if (start, end) in self._places:
            return self._places[start, end]
        span = self._normal.folded_span(start, end)
        return match_in(self._index, self._normal.folded, [span])

    def _is_slip(self, found: Match, typed: str) -> bool:
        """Whether a longer text is a whole name of the customer with one character wrong."""
        naming = self._index.namings.get(found.customer_id or 0)
        if naming is None or len(typed) < 4:
            return False
        names = map(squeeze, (naming.name, *naming.aliases))
        return any(OSA.distance(typed, name, score_cutoff=1) <= 1 for name in names)


def _is_word(typed: str) -> bool:
    """Whether something is a word of other questions: "visited countries" names nobody."""
    folded = fold(typed)
    marks = load_lexicon().list_marks(folded)
    return any(mark.end - mark.start == len(folded.text) for mark in marks)
