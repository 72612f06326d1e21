"""How a customer was reached, according to one clause: met, not in, by phone; or not at all.

"Visited" tells it by itself. "Visit", 去 or "call with" may as well be a plan: they count when the
day has passed or something is told of what happened there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding.dates import Period
from bot.understanding.report_clauses import Clause
from bot.understanding.report_days import Days
from bot.understanding.report_heads import Head
from bot.understanding.report_notes import find_need
from bot.understanding.report_words import DATE, GAP, NAME, STRONG, Token
from crm.entities import VisitKind

FAILED = ("nobody", "absent")
LIMP = frozenset(
    {
        "but",
        "small",
        "leads",
        "just",
        "first",
        "past",
        "at",
        "pronoun",
        "joins",
        "all",
        "go",
        "plan",
    }
)
"""What stands in a clause without adding anything to it."""

_BY_WIRE = frozenset({"channel", "calling", "touched", "dialled"})
"""Words of being in touch without going there."""

SILENT = frozenset({*FAILED, "unanswered", "channel", "calling", "touched"})
"""Words of a call that nobody took."""

_BECAUSE = frozenset({"for", "until", "till", "because", "due", "since", "as"})
_SHUT = frozenset({"closed", "shut"})
_PHONE = re.compile(r"接|打|通|pick|voicemail", re.IGNORECASE)
_ASPECT = re.compile("[了咗]")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a clause.

    ``told``: a visit was told before it. ``spoken_of``: somebody was named, though nothing told.
    ``dates`` stood before it alone; ``later`` are the clauses behind it.
    """

    told: bool
    spoken_of: bool
    dates: Sequence[Period]
    later: Sequence[Clause]


class Kinds:
    """Tells how customers were reached in one message."""

    def __init__(self, text: str, days: Days) -> None:
        self._text = text
        self._days = days

    def find(self, head: Head, around: Around) -> VisitKind | None:
        """Return how a customer was reached according to a clause; None if it tells of no visit."""
        verb = head.verb
        if verb is None:
            return self._find_bare(head, around)
        if verb.is_a(*FAILED):
            return self._find_failed(head, around)
        by_wire = head.ideas & _BY_WIRE
        kind = VisitKind.TOUCH if by_wire else VisitKind.VISIT
        if verb.is_a("done"):
            last = head.tokens[-1] == verb
            first = bool(head.named) and head.named[0].start > verb.start
            unheard = bool(head.rest) and not head.dates and not self._is_told(head.rest[0])
            happened = bool(head.named) and (last or (first and not unheard))
        elif verb.is_a("talked", "did"):
            happened = bool(head.named)
        else:
            sure = verb.is_a(*STRONG, "looked", "dialled")
            happened = sure or self._has_happened(head, verb, around)
        return kind if happened else None

    def fails(self, tokens: Sequence[Token]) -> bool:
        """Whether a clause ends on "nobody in": "nobody knew the price" is something else."""
        for number, token in enumerate(tokens):
            if token.is_a(*FAILED):
                rest = tokens[number + 1 :]
                if rest and self._text[rest[0].start : rest[0].end].lower() in _BECAUSE:
                    return True
                ahead = any(t.period and self._days.is_ahead(t.period) for t in rest)
                return not ahead and all(after.is_a("contact", DATE, NAME, *LIMP) for after in rest)
        return False

    def is_unanswered(self, head: Head, tokens: Sequence[Token]) -> bool:
        """Whether nobody took a call, rather than nobody being in: no visit was tried then."""
        if not any(token.is_a("unanswered") for token in tokens):
            return False
        if head.ideas & _BY_WIRE:
            return True
        went = head.verb is not None and not head.verb.is_a(*FAILED)
        return not went and any(_PHONE.search(self._text[t.start : t.end]) for t in tokens)

    def _find_bare(self, head: Head, around: Around) -> VisitKind | None:
        """Names and a day that has passed, and nothing else: "yesterday: Titan, Vertex".

        Names and today are a visit if somebody there is said to have said something.
        """
        bare = bool(head.named) and not head.rest and not around.told
        odd = any(not token.is_a(*LIMP) or token.is_a("plan") for token in head.before)
        dates = head.dates or around.dates or _dates_alone(around.later[:1])
        if not bare or odd or not dates:
            return None
        told = ("they", "says", "talked", "visited", *FAILED)
        past = all(map(self._days.is_past, dates))
        ahead = any(map(self._days.is_ahead, dates))
        said = any(clause.has(*told) for clause in around.later)
        return VisitKind.VISIT if past or (said and not ahead) else None

    def _find_failed(self, head: Head, around: Around) -> VisitKind | None:
        if not self.fails(head.tokens):
            return None
        if head.named:
            if not around.told and not head.dates and self._is_shut(head):
                return None
            coming = any(self._days.find_coming(token) for token in head.tokens)
            return None if coming and not around.told else VisitKind.ATTEMPT
        lone = all(token.is_a(*FAILED, *LIMP, "contact", DATE) for token in head.tokens)
        return VisitKind.ATTEMPT if not around.told and lone and around.spoken_of else None

    def _is_told(self, token: Token) -> bool:
        """Whether what they said or want begins here; "done Titan price list" was no visit."""
        return (
            token.is_a("they", "says", "contact")
            or find_need(self._text[token.start :]) is not None
        )

    def _is_shut(self, head: Head) -> bool:
        """Whether a company is only said to be closed: today, or for good?"""
        failing = [token for token in head.tokens if token.is_a(*FAILED)]
        words = {self._text[token.start : token.end].lower() for token in failing}
        return bool(words) and words <= _SHUT

    def _has_happened(self, head: Head, verb: Token, around: Around) -> bool:
        """Whether "visit", 去, "call with" is told of as done, not as something to do."""
        if not around.told and any(token.is_a(GAP) for token in head.before):
            return False
        did = not verb.is_a("go", "reach") and any(token.is_a("did") for token in head.before)
        if did or head.ideas & {"past", "just"} or any(map(self._days.is_past, head.dates)):
            return True
        rest = [*head.rest, *(token for clause in around.later for token in clause.tokens)]
        if any(token.is_a("talked", "visited", "says", "outcome", *FAILED) for token in rest):
            return True
        heard = verb.is_a("channel") and self._is_heard(head, rest)
        if rest and head.named and (heard or verb.is_a("meeting", "calling")):
            return all(named.customer.sure for named in head.named)
        return bool(rest) and _ASPECT.search(self._text, rest[0].start) is not None

    def _is_heard(self, head: Head, rest: Sequence[Token]) -> bool:
        """Whether something the customer wants or says is told behind "wechat with"."""
        if any(token.is_a("they") for token in rest):
            return True
        return bool(rest and head.named) and find_need(self._text[rest[0].start :]) is not None


def begins_with_name(clauses: Sequence[Clause]) -> bool:
    """Whether one of some clauses begins with a name."""
    return any(clause.tokens[0].is_a(NAME) for clause in clauses)


def is_heading(head: Head, around: Around) -> bool:
    """Whether a clause announces visits: "today's visits: …"."""
    announced = head.clause.has("heading") and head.clause.stop in {":", "：", "-", "—"}
    return announced and not around.told and not head.named and begins_with_name(around.later)


def _dates_alone(clauses: Sequence[Clause]) -> list[Period]:
    """The dates of a clause that says nothing else."""
    tokens = [token for clause in clauses for token in clause.tokens]
    if not all(token.is_a(DATE, *LIMP) for token in tokens):
        return []
    return [token.period for token in tokens if token.period]
