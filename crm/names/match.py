"""A typed name → one customer for sure, one to confirm, a few to choose from, or none.

All evidence is scored together before anything is decided: a search that stops at its first hit
picks one of two namesakes in silence. One customer needs a good score *and* a distance to the
next; whatever two customers share is a question.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from crm.names.folding import Folded, fold, is_han
from crm.names.forms import TRADE, Evidence, pinyin, wording
from crm.names.index import Entry, Found, Index

ENOUGH = 76.0
"""Below this a similar name is not offered as the only one."""

WORTH_ASKING = 70.0
"""Below this nothing is offered at all."""

MARGIN = 7.0
"""Two customers nearer to each other than this are both meant."""

SURE = 93.0
"""From here on the text says the name; below, somebody confirms before anything is written."""

BEST = 5

SOUNDS_ALIKE = 88.0
"""Pinyin less alike than this is another name: jinlong is not jinling."""

_LONGEST_BRAND = 6
"""A longer Chinese text has enough characters that are right to bear a wrong one."""

_SHORTEST_TYPO = 5
"""A shorter Latin word with a wrong letter is another word: seen is not Seven Seas."""

Span = tuple[int, int]

_WEAK = frozenset({Evidence.PART, Evidence.INITIALS})


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant. ``candidates`` come best first, at most five; ``others`` fit as well.

    ``customer_id`` is set when one customer stands out, and ``sure`` when nobody need confirm it.
    ``span`` is where in the original text the name stands.
    """

    customer_id: int | None = None
    sure: bool = False
    candidates: tuple[int, ...] = ()
    others: int = 0
    evidence: Evidence | None = None
    score: float = 0.0
    span: Span | None = None


NOBODY = Match()


@dataclass(frozen=True, slots=True)
class _Clue:
    customer_id: int
    score: float
    evidence: Evidence
    span: Span
    other_word: bool = False


def match(index: Index, text: str) -> Match:
    """Match a text that is a name and nothing else.

    >>> from crm.entities import Naming
    >>> match(Index([Naming(7, "Save-a-lot Markets")]), "saveal0t").customer_id
    7
    """
    folded = fold(text)
    return match_in(index, folded, [(0, len(folded.text))])


def match_in(index: Index, folded: Folded, places: Sequence[Span]) -> Match:
    """Match what stands at some folded spans of a text, the rest of which means something else.

    A part of a name counts as much as it covers of its span. Several spans are read one by one
    and, where they are near, as one name with something in between.
    """
    spans = [span for span in places if span[1] > span[0]]
    if not spans or not len(index):
        return NOBODY
    found = [
        hit
        for hit in index.list_found(folded)
        if any(start <= hit.start and hit.end <= end for start, end in spans)
        and _counts(hit, folded)
    ]
    clues = list(_written(longest(found), folded, spans))
    best = max((clue.score for clue in clues), default=0.0)
    if best < 99:
        clues += _near(index, folded, spans)
    return _decide(clues, folded)


def list_certain(index: Index, folded: Folded) -> list[Found]:
    """Return where names stand in a text so clearly that no word in them means anything else."""
    certain = [hit for hit in index.list_found(folded) if _is_certain(hit, folded)]
    return longest(certain)


def longest(found: Iterable[Found]) -> list[Found]:
    """Keep the longest of those that overlap."""
    kept: list[Found] = []
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return kept


def _is_certain(hit: Found, folded: Folded) -> bool:
    evidence = {owner[1] for owner in hit.entry.owners}
    if evidence <= _WEAK or not _counts(hit, folded):
        return False
    if evidence <= (_WEAK | {Evidence.CODE}):
        start, end = folded.origin(hit.start, hit.end)
        return folded.original[start:end].isupper() and not folded.original.isupper()
    if evidence <= (_WEAK | {Evidence.BRAND, Evidence.PINYIN}) and hit.entry.text.isascii():
        return len(hit.entry.text) >= 7
    return True


def _counts(hit: Found, folded: Folded) -> bool:
    """Very short names and codes are words as well: they count in capitals, quoted, or alone."""
    text = hit.entry.text
    if not text.isascii():
        return len(text) > 1 and not _is_listed(hit, folded)
    if len(text) > 3:
        return True
    if text.isdecimal():
        return len(text) == len(folded.text) or _quoted(hit, folded)
    start, end = folded.origin(hit.start, hit.end)
    written = folded.original[start:end]
    if len(text) == len(folded.text) and len(text) > 1:
        return written.isupper() or text not in wording().words
    loud = written.isupper() and len(text) > 1 and not folded.original.isupper()
    mixed = any(map(str.isdecimal, text)) and len(text) > 1
    return loud or mixed or _quoted(hit, folded)


def _is_listed(hit: Found, folded: Folded) -> bool:
    """Whether a Chinese name would reach from one word of a list to the next: 上海、天津."""
    start, end = folded.origin(hit.start, hit.end)
    return any(mark in folded.original[start:end] for mark in "、，,；;。？！/")


def _quoted(hit: Found, folded: Folded) -> bool:
    start, end = folded.origin(hit.start, hit.end)
    before, after = folded.original[start - 1 : start], folded.original[end : end + 1]
    return bool(before) and before in "\"'“‘「『《#" and (after == "" or not after.isalnum())


def _written(found: list[Found], folded: Folded, spans: Sequence[Span]) -> Iterator[_Clue]:
    for hit in found:
        start, end = next(s for s in spans if s[0] <= hit.start and hit.end <= s[1])
        covered = (hit.end - hit.start) / (end - start)
        for customer_id, evidence, points in hit.entry.owners:
            telling = hit.end - hit.start if points > TRADE else 0
            weight = _weight(evidence, telling, covered)
            other = evidence is Evidence.BRAND and _has_word_beside(hit, folded, (start, end))
            yield _Clue(customer_id, points * weight, evidence, (hit.start, hit.end), other)


def _has_word_beside(hit: Found, folded: Folded, span: Span) -> bool:
    """Whether a brand stands with one word more that is none of its name: ``sterling motrs``.

    It may be the trade of another company of that brand, out of sight or typed with a slip.
    """
    if not hit.entry.text.isascii():
        return False
    rest = [*_words(folded, span[0], hit.start), *_words(folded, hit.end, span[1])]
    words = [word for word in rest if word not in wording().legal_en]
    return len(words) == 1 and len(words[0]) >= _SHORTEST_TYPO


def _words(folded: Folded, start: int, end: int) -> Iterator[str]:
    cuts = [place for place in range(start, end) if folded.edges[place] or place == start] + [end]
    return (folded.text[a:b] for a, b in pairwise(cuts))


def _weight(evidence: Evidence, length: int, covered: float) -> float:
    """How much a form counts that covers only a share of what was typed; a long word tells more."""
    if evidence not in _WEAK:
        return 0.9 + 0.1 * covered
    return 0.8 + 0.2 * covered if length >= 7 else 0.55 + 0.45 * covered


def _near(index: Index, folded: Folded, spans: Sequence[Span]) -> Iterator[_Clue]:
    hull = (spans[0][0], spans[-1][1])
    joined = "".join(folded.text[start:end] for start, end in spans)
    typed = [(folded.text[start:end], (start, end)) for start, end in spans]
    if len(spans) > 1:
        typed.append((joined, hull))
    for text, span in typed:
        if len(text) < (4 if text.isascii() else 2) or text.isdecimal():
            continue
        for entry in index.list_near(text):
            yield from _alike(text, span, entry)
        if any(map(is_han, text)):
            spoken = "".join(pinyin(text))
            for entry in index.list_near(spoken):
                if entry.text.isascii():
                    yield from _sounding(spoken, span, entry)


def _alike(text: str, span: Span, entry: Entry) -> Iterator[_Clue]:
    score = likeness(text, entry.text)
    if score < 60 or (score < 100 and text.isascii() and len(text) < _SHORTEST_TYPO):
        return
    other = _is_other_word(text, entry.text)
    for customer_id, evidence, points in entry.owners:
        if evidence is Evidence.INITIALS or (evidence is Evidence.CODE and score < 100):
            continue
        yield _Clue(customer_id, score * points / 100, Evidence.SIMILAR, span, other)


def _is_other_word(typed: str, form: str) -> bool:
    """Whether a short Chinese name has another character in it: 华星 may be another company.

    What only leaves characters out, or adds some, is the same name said shorter or longer.
    """
    if len(typed) > _LONGEST_BRAND or not any(map(is_han, typed)):
        return False
    shorter, longer = sorted((typed, form), key=len)
    rest = iter(longer)
    return not all(character in rest for character in shorter)


def _sounding(text: str, span: Span, entry: Entry) -> Iterator[_Clue]:
    score = likeness(text, entry.text)
    if score < SOUNDS_ALIKE:
        return
    for customer_id, evidence, _ in entry.owners:
        if evidence is Evidence.PINYIN:
            short = span[1] - span[0] <= _LONGEST_BRAND
            yield _Clue(customer_id, score * 0.9, Evidence.HOMOPHONE, span, short)


def likeness(typed: str, form: str) -> float:
    """Return how alike a typed text and a form are, 0 to 100.

    The share of letters in common; a beginning of four letters or three characters counts as an
    unfinished name; a form that stands inside a longer text counts a little less than alone.
    """
    ratio = fuzz.ratio(typed, form)
    shorter, longer = sorted((typed, form), key=len)
    han = any(map(is_han, shorter))
    if OSA.distance(typed, form, score_cutoff=1) == 1 and len(shorter) >= (3 if han else 5):
        ratio = max(ratio, 90.0)
    if form.startswith(typed) and len(typed) >= (3 if han else 5):
        ratio = max(ratio, 78 + 14 * len(typed) / len(form))
    if len(shorter) >= (3 if han else 5) and len(longer) > len(shorter):
        inside = fuzz.partial_ratio(shorter, longer)
        covered = len(shorter) / len(longer)
        ratio = max(ratio, inside * (0.62 + 0.3 * covered))
    return ratio


def _decide(clues: Iterable[_Clue], folded: Folded) -> Match:
    best: dict[int, _Clue] = {}
    for clue in clues:
        if clue.customer_id not in best or clue.score > best[clue.customer_id].score:
            best[clue.customer_id] = clue
    ranked = sorted(best.values(), key=lambda clue: (-clue.score, clue.customer_id))
    if not ranked or ranked[0].score < WORTH_ASKING:
        return NOBODY
    top = ranked[0]
    fitting = [clue for clue in ranked if clue.score > top.score - MARGIN]
    alone = len(fitting) == 1 and top.score >= ENOUGH and not top.other_word
    doubtful = {Evidence.SIMILAR, Evidence.HOMOPHONE, Evidence.INITIALS, Evidence.PART}
    return Match(
        customer_id=top.customer_id if alone else None,
        sure=alone and top.score >= SURE and top.evidence not in doubtful,
        candidates=tuple(clue.customer_id for clue in fitting[:BEST]),
        others=max(0, len(fitting) - BEST),
        evidence=top.evidence,
        score=top.score,
        span=folded.origin(*top.span),
    )
