"""A message read word by word: what each stretch of it means, and what nobody knows is left.

Names that stand there clearly come first, so that ``Great Lakes Food Market`` is neither a place
nor a trade; then tiers, people, dates, places and the lexicon, the longest wording first; then
words with a typing error. What remains may be a customer's name, loosely typed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.understanding.concepts import SMALL, Lexicon, Mark, choose_longest
from bot.understanding.normalise import Normal
from bot.understanding.people import People
from bot.understanding.places import Place, Places
from bot.understanding.proper import NAMED, list_named
from bot.understanding.tiers import list_tiers
from crm.names import Index
from crm.names.folding import is_han, squeeze
from crm.names.forms import Evidence
from crm.names.match import NOBODY, Match, Span, list_certain, match_in

NAME = "@name"

_BREAKS = re.compile(r"[,;:!?，。；：？！、\n]")
_ABSORBED = frozenset({SMALL, "@industry", "@place", "follow_up", "reach", "which", "all"})
"""What may be part of a name that is typed wrongly: ``around the hron``."""


_OF_ONE = frozenset(
    {"order", "detail", "last_time", "next_time", "why", "gap", "raise", "owed", "note", "snooze"}
    | {"complained", "shift"}
)
_OF_VISITS = frozenset({"been", "visited", "will"})
_OF_MANY = frozenset(
    {"customer", "names_list", "mine", "team", "best", "@tier", "by_tier", "by_rep", "by_city"}
    | {"by_country", "by_industry", "only"}
)
_WHICH = frozenset({"which", "count", "all"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Marks in reading order, the customer found, and the stretches that nobody knows.

    ``named`` are those of them that are written like a name.
    """

    marks: tuple[Mark, ...]
    customer: Match
    unknown: tuple[Span, ...]
    named: tuple[Span, ...] = ()


def read(
    normal: Normal,
    index: Index,
    lexicon: Lexicon,
    places: Places,
    people: People,
    tiers: tuple[str, ...],
    dated: Span | None,
    *,
    of_one: bool = False,
) -> Reading:
    """Read a message; ``dated`` is where a date stands in the original, if one does.

    ``of_one``: it is the part of a message where a customer should be named.
    """
    folded = normal.folded
    marks = [Mark(hit.start, hit.end, (NAME,), 0) for hit in list_certain(index, folded)]
    marks += list_tiers(normal, tiers)
    marks += people.list_marks(normal)
    marks += places.list_marks(folded)
    marks += lexicon.list_marks(folded)
    if dated:
        marks.append(Mark(*normal.folded_span(*dated), ("@date",), 2))
    chosen = choose_longest(marks)
    chosen = list(_with_namesakes(normal, chosen, index, alone=of_one))
    named = list_named(normal, chosen)
    chosen = [m for m in chosen if all(m.end <= s or e <= m.start for s, e in named)]
    holes = [Mark(start, end, (NAMED,)) for start, end in named]
    slips = _misspelt(normal, [*chosen, *holes], index, lexicon, places)
    chosen = choose_longest([*chosen, *slips])
    reading = _with_customer(normal, chosen, index)
    left = tuple(
        (start, end)
        for start, end in named
        if any(start < b and a < end for a, b in reading.unknown)
    )
    return replace(reading, named=left)


def _with_namesakes(
    normal: Normal, marks: list[Mark], index: Index, *, alone: bool
) -> Iterator[Mark]:
    """Take a city for the one customer called after it, where the message is about one customer.

    ``penang最近买了什么`` asks Penang Precision Moulds; ``penang的客户`` asks who is there.
    ``alone``: so it is as well when nothing else is said.
    """
    ideas = {idea for mark in marks for idea in mark.means}
    about_one = bool(ideas & _OF_ONE) or (bool(ideas & _OF_VISITS) and not ideas & _WHICH)
    about_one = about_one or (alone and ideas <= {"@place", SMALL})
    if not about_one or ideas & _OF_MANY or NAME in ideas:
        yield from marks
        return
    for mark in marks:
        first = normal.folded.origin(mark.start, mark.end)[0]
        inside = normal.plain[:first].rstrip().endswith((" in", "from", "at", "在"))
        if mark.means == ("@place",) and not inside and _find_namesake(normal, mark, index):
            yield Mark(mark.start, mark.end, (NAME,), 0)
        else:
            yield mark


def _find_namesake(normal: Normal, mark: Mark, index: Index) -> int | None:
    """The one customer of whose name a stretch is a word; None if it is in several names."""
    owners = {
        owner[0]
        for hit in index.list_found(normal.folded)
        if (hit.start, hit.end) == (mark.start, mark.end)
        for owner in hit.entry.owners
    }
    return owners.pop() if len(owners) == 1 else None


def _misspelt(
    normal: Normal, marks: list[Mark], index: Index, lexicon: Lexicon, places: Places
) -> Iterator[Mark]:
    """Marks for unknown Latin words that are one slip away from a known one, names aside."""
    named = {(hit.start, hit.end) for hit in index.list_found(normal.folded)}
    names = [(mark.start, mark.end) for mark in marks if mark.means == (NAME,)]
    gaps = [
        gap
        for gap in list_gaps(normal, marks)
        if not any(gap[0] == end or gap[1] == start for start, end in names)
    ]
    for start, end in list_words(normal, gaps):
        word = normal.folded.text[start:end]
        if (start, end) in named or not word.isascii() or not word.isalpha():
            continue
        place = places.find_misspelt(word, start)
        concepts = lexicon.find_misspelt(word)
        if concepts:
            yield Mark(start, end, concepts)
        elif place:
            yield place


def list_gaps(normal: Normal, marks: Iterable[Mark]) -> list[Span]:
    """Return the stretches between marks, parted at punctuation and where the script changes."""
    folded = normal.folded
    covered = [False] * len(folded.text)
    for mark in marks:
        covered[mark.start : mark.end] = [True] * (mark.end - mark.start)
    gaps: list[Span] = []
    start: int | None = None
    for position in range(len(folded.text) + 1):
        inside = position < len(folded.text) and not covered[position]
        if start is not None and (not inside or _breaks(normal, position)):
            gaps.append((start, position))
            start = None
        if inside and start is None:
            start = position
    return gaps


def _breaks(normal: Normal, position: int) -> bool:
    folded = normal.folded
    before, here = folded.at[position - 1], folded.at[position]
    if is_han(folded.text[position]) != is_han(folded.text[position - 1]):
        return True
    return bool(_BREAKS.search(normal.original[before + 1 : here]))


def list_words(normal: Normal, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the words in some stretches; a Chinese stretch is cut into pairs of characters."""
    edges = normal.folded.edges
    for start, end in spans:
        if is_han(normal.folded.text[start]):
            yield from ((i, min(i + 2, end)) for i in range(start, end, 2))
            continue
        cuts = [i for i in range(start, end) if edges[i] or i == start] + [end]
        yield from pairwise(cuts)


def _with_customer(normal: Normal, marks: list[Mark], index: Index) -> Reading:
    gaps = list_gaps(normal, marks)
    spans = _name_spans(marks, gaps)
    found = match_in(index, normal.folded, spans)
    wider = [_widen(span, marks) for span in spans]
    if found.score < 99 and wider != spans:
        again = match_in(index, normal.folded, wider)
        if again.score > found.score + 1 and (again.customer_id or not found.customer_id):
            found = again
    alone = len(found.candidates) == 1 and not found.others
    if found.customer_id is None and alone and found.evidence is Evidence.PART:
        clear = [mark for mark in marks if mark.means == (NAME,)]
        if len(clear) == 1 and _find_namesake(normal, clear[0], index) == found.candidates[0]:
            found = replace(found, customer_id=found.candidates[0])
    if found is NOBODY or found.span is None:
        return Reading(tuple(_without_names(marks)), NOBODY, tuple(gaps))
    start, end = normal.folded_span(*found.span)
    of_another = _is_of_another_city(marks, start, found, index)
    if of_another or _is_of_another_trade(marks, end, found, index):
        found = replace(found, customer_id=None, sure=False)
    kept = [mark for mark in marks if mark.end <= start or end <= mark.start]
    kept.append(Mark(start, end, ("@customer",), 0))
    kept.sort(key=lambda mark: mark.start)
    return Reading(tuple(_without_names(kept)), found, tuple(list_gaps(normal, kept)))


def _is_of_another_city(marks: list[Mark], start: int, found: Match, index: Index) -> bool:
    """Whether another city stands right before a Chinese name: 宁波华兴 is not 东莞华兴."""
    naming = index.namings.get(found.customer_id or 0)
    if naming is None or not naming.city or not any(map(is_han, naming.name)):
        return False
    before = [mark.value for mark in marks if mark.end == start and isinstance(mark.value, Place)]
    spelt = [
        {squeeze(name) for name in (*p.values, p.zh, p.en)} for p in before if p.kind == "city"
    ]
    own = squeeze(naming.city)
    return any(not {own, own.removesuffix("市")} & names for names in spelt)


def _is_of_another_trade(marks: list[Mark], end: int, found: Match, index: Index) -> bool:
    """Whether a trade stands right behind a brand in whose name there is another one.

    ``jade river foods`` is not Jade River Furniture, though no other company of that brand is in
    sight any more.
    """
    naming = index.namings.get(found.customer_id or 0)
    if naming is None or found.evidence is not Evidence.BRAND:
        return False
    behind = [m.value for m in marks if m.start == end and isinstance(m.value, Place)]
    trades = [place for place in behind if place.kind == "industry"]
    own = squeeze(" ".join((naming.name, *naming.aliases)))
    spelt = [{squeeze(name) for name in (*p.values, p.zh, p.en)} for p in trades]
    return any(not any(name.rstrip("s") in own for name in names if name) for names in spelt)


def _without_names(marks: Iterable[Mark]) -> Iterator[Mark]:
    return (mark for mark in marks if mark.means != (NAME,))


def _name_spans(marks: list[Mark], gaps: list[Span]) -> list[Span]:
    """Where a name may stand: clear names with what touches them, or all that is unknown."""
    clear = [(mark.start, mark.end) for mark in marks if mark.means == (NAME,)]
    if not clear:
        return gaps
    return [
        (
            next((gap[0] for gap in gaps if gap[1] == start), start),
            next((gap[1] for gap in gaps if gap[0] == end), end),
        )
        for start, end in clear
    ]


def _widen(span: Span, marks: list[Mark]) -> Span:
    """Take in the small words, places and trades that touch a stretch."""
    start, end = span
    for mark in reversed(marks):
        if mark.end == start and set(mark.means) & _ABSORBED:
            start = mark.start
    for mark in marks:
        if mark.start == end and set(mark.means) & _ABSORBED:
            end = mark.end
    return start, end
