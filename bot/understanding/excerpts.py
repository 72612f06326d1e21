"""Pieces of a message as they were typed: what is left when cue, customer and day are cut out.

Words are looked for in the first 300 characters, in letters made plain; what is kept is the
message itself, to its end. Every place here is one of the text as it was typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.understanding import reading as readings
from bot.understanding.concepts import load_lexicon
from bot.understanding.dates import Period, find_period
from bot.understanding.normalise import Normal, normalise
from bot.understanding.understand import LONGEST_NAME, Context
from crm.names.forms import Evidence
from crm.names.match import NOBODY, Match, Span, match_in

PHONE = re.compile(r"(?<![0-9A-Za-z+])[+＋]?\(?\d[\d()\-\s./]{4,18}\d(?![\w])")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")

_LOOSE = frozenset({Evidence.SIMILAR, Evidence.HOMOPHONE, Evidence.PART})
_LONGEST_IN_WORDS = 6
_BETTER = 3.0
"""So much likelier must fewer words be a name than more of them."""

_NEAR = 40
"""So far before a day or a name the words are looked at that lead to it."""

_EDGES = " \t\n,，;；:：。、.!！-–—~～|/"
_BEFORE = re.compile(
    r"(?:(?:^|[\s,，;；:：。]+)(?:and|that|to|for|on|at|about|with|the|of|by|from|in|please|pls)"
    r"|[给跟对为在把])$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:and |so |ok |hey |hi )*(?:what|which|who|whose|whom|how|why|when|where|is|are|do|does|did"
    r"|has|have|can|could|should|would|will|may|any|show|list|tell)\b"
    r"|[吗么嘛]$|什么|多少|怎么|怎样|为啥|哪[个些家里儿]|几[个家条次]|^谁|是否|有没有|是不是|有无"
)
_BEFORE_DAY = re.compile(
    r"(?:(?<![a-z])(?:on|by|at|before|in|this|for|due|until|till?|the)\s+|[在于到])+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """The customer a stretch of text speaks of; ``typed`` is a name nobody knows."""

    customer: Match | None
    span: Span | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and where it stands with the words that lead to it: ``on Friday``."""

    period: Period
    span: Span


def find_customer(text: str, within: Span, context: Context) -> Named:
    """Find the customer in a stretch of a text, and where the name stands."""
    start, end = within
    normal = normalise(text[start:end])
    if not normal.folded.text:
        return Named(None)
    period = find_period(normal, context.today, ahead=True)
    reading = readings.read(
        normal,
        context.names,
        load_lexicon(),
        context.places,
        context.people,
        context.tiers,
        period.span if period else None,
        of_one=True,
    )
    match = reading.customer
    if match.span is None or match is NOBODY:
        return Named(None, typed=_proper(normal, reading.named))
    match = _lengthen(normal, _narrow(normal, match, context), context)
    first, last = match.span or (0, 0)
    span = (start + first, start + last)
    return Named(replace(match, span=span), span)


def _proper(normal: Normal, named: tuple[Span, ...]) -> str:
    return normal.typed(*named[0]).strip()[:LONGEST_NAME] if named else ""


def _narrow(normal: Normal, match: Match, context: Context) -> Match:
    """Keep only the words of a loosely typed name that make it likely, from either end.

    ``steling optics gate`` is one stretch of unknown words; the first two are the name.
    """
    span = match.span
    if span is None or match.evidence not in _LOOSE:
        return match
    words = [
        (found.start() + span[0], found.end() + span[0])
        for found in re.finditer(r"\S+", normal.original[span[0] : span[1]])
    ]
    if not 1 < len(words) <= 12:
        return match
    best = match
    for count in range(1, min(len(words), _LONGEST_IN_WORDS)):
        for first, last in ((words[0][0], words[count - 1][1]), (words[-count][0], words[-1][1])):
            place = normal.folded_span(first, last)
            found = match_in(context.names, normal.folded, [place])
            if found.score > best.score + _BETTER and set(found.candidates) & set(match.candidates):
                best = replace(found, span=(first, last))
    return best


def _lengthen(normal: Normal, match: Match, context: Context) -> Match:
    """Take in the next word or two where they make a loosely typed name likelier: ``optics`` is
    a trade, and behind ``steling`` a part of the name."""
    if match.span is None or match.evidence not in _LOOSE:
        return match
    best, (start, end) = match, match.span
    for found in islice(re.finditer(r"\s+[\w'’&.-]+", normal.original[end : end + _NEAR]), 2):
        last = end + found.end()
        longer = match_in(context.names, normal.folded, [normal.folded_span(start, last)])
        if longer.score > best.score + 1 and set(longer.candidates) & set(match.candidates):
            best = replace(longer, span=(start, last))
    return best


def find_day(text: str, within: Span, today: date, *, ahead: bool = True) -> Day | None:
    """Find the day named in a stretch of a text."""
    start, end = within
    period = find_period(normalise(text[start:end]), today, ahead=ahead)
    if period is None:
        return None
    first, last = period.span[0] + start, period.span[1] + start
    lead = _BEFORE_DAY.search(text[max(start, first - _NEAR) : first])
    return Day(period, (first - len(lead[0]) if lead else first, last))


def without(text: str, spans: Iterable[Span | None]) -> list[str]:
    """Return what is left of a text around some spans, in order, tidied, without empty pieces.

    Words that only lead to what was cut go with it: "closed on Mondays, note for" X.
    """
    return [piece for _, piece in list_pieces(text, spans)]


def list_pieces(text: str, spans: Iterable[Span | None]) -> list[tuple[int, str]]:
    """Return what is left of a text around some spans, as ``without``, and where it began."""
    pieces: list[tuple[int, str]] = []
    at = 0
    for start, end in sorted(span for span in spans if span is not None):
        pieces.append((at, tidy(_without_lead(text[at : max(at, start)]))))
        at = max(at, end)
    pieces.append((at, tidy(text[at:])))
    return [piece for piece in pieces if piece[1]]


def _without_lead(text: str) -> str:
    text = text.strip(_EDGES)
    while trailing := _BEFORE.search(text[-_NEAR:]):
        text = text[: -len(trailing[0])].strip(_EDGES)
    return text


def tidy(text: str) -> str:
    """Cut blanks and punctuation from both ends of a piece.

    >>> tidy(" - the gate closes at 5. "), tidy("：财务姓周")
    ('the gate closes at 5', '财务姓周')
    """
    return text.strip(_EDGES)


def is_question(text: str) -> bool:
    """Whether a message asks something, and tells nothing.

    >>> is_question("华兴需要什么"), is_question("does Titan need a visit"), is_question("OK")
    (True, True, False)
    """
    plain = normalise(text).plain.strip()
    return text.rstrip().endswith(("?", "？")) or bool(_ASKS.search(plain))


def only_name(text: str) -> str:
    """Return a name as it is kept: quotes around it and words that lead to it cut off."""
    return " ".join(text.strip(_EDGES + "\"'“”‘’「」《》").split())[:300]
