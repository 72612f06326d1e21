"""A report put together clause by clause: who is spoken of, what became of it, what was said.

A clause that names customers speaks of them, and so do the clauses behind it until others are
named. "Nobody in" makes their visit an attempt, unless somebody else was met.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.understanding.report_bars import PLANNED, find_bar
from bot.understanding.report_clauses import LISTS, Clause
from bot.understanding.report_days import Days
from bot.understanding.report_heads import Head
from bot.understanding.report_kinds import LIMP, Around, Kinds, begins_with_name, is_heading
from bot.understanding.report_names import Named
from bot.understanding.report_notes import cut_note, find_need, widen
from bot.understanding.report_words import DATE, GAP, Token
from bot.understanding.told import Report, Told
from crm.entities import VisitKind
from crm.names import Match

_UNTIL = frozenset({"by", "until", "till", "before", "since", "from", "of", "for"})
_PURPOSE = frozenset({"w", "to", "with", "for", "at", "in", "to show", "about", "re", "regarding"})


@dataclass(slots=True)
class _One:
    """A customer while the message is read."""

    named: Named
    kind: VisitKind
    need: str | None = None
    met_somebody: bool = False


class Telling:
    """What has been read of one message so far."""

    def __init__(self, text: str, days: Days, previous: Match | None) -> None:
        self.told = False
        self._text = text
        self._days = days
        self._kinds = Kinds(text, days)
        self._previous = previous
        self._ones: list[_One] = []
        self._subject: list[_One] = []
        self._heading = False
        self._kind = VisitKind.VISIT
        self._early: list[Head] = []
        self._pieces: list[tuple[int, int, int]] = []
        self._date: Token | None = None
        self._next_on: date | None = None

    def list_known(self) -> frozenset[int] | None:
        """Return the customers told of so far; None before any visit is told."""
        if not self.told:
            return None
        return frozenset(number for one in self._ones for number in one.named.customer.candidates)

    def take(self, head: Head, later: Sequence[Clause]) -> bool:
        """Take one clause in; False if it shows that the message is no report at all."""
        spoken_of = self._previous is not None or any(early.named for early in self._early)
        dates = [self._date.period] if self._date and self._date.period else []
        around = Around(self.told, spoken_of, dates, later)
        if is_heading(head, around):
            self._take_visit(head, VisitKind.VISIT, later)
            return True
        kind = self._kinds.find(head, around)
        if kind is None:
            if not self.told and head.clause.has("elsewhere"):
                return False
            self._take_words(head)
            return True
        bar = find_bar(head, ahead=any(map(self._days.is_ahead, head.dates)))
        if bar is None:
            self._take_visit(head, kind, later)
        elif bar == PLANNED or self.told:
            self._take_words(head)
        else:
            return False
        return True

    def keep(self, start: int) -> None:
        """Keep what follows the part that is read, whatever it says."""
        if len(self._text) > start:
            self._pieces.append((start, len(self._text), start))

    def compose(self) -> Report:
        """Return all that was told."""
        several = len(self._ones) > 1
        pieces = [(named if several else start, end) for start, end, named in self._pieces]
        return Report(
            told=tuple(
                Told(one.named.customer, one.kind, one.need, one.named.typed_name)
                for one in self._ones
            ),
            on=self._days.choose(self._date.period if self._date else None),
            dated=self._date is not None,
            note=cut_note(self._text, pieces),
            next_on=self._next_on,
        )

    def _take_visit(self, head: Head, kind: VisitKind, later: Sequence[Clause]) -> None:
        again, self.told = self.told, True
        self._kind = VisitKind.VISIT if kind is VisitKind.ATTEMPT else kind
        self._date = self._date or self._find_date(head)
        if again and not head.named:
            self._say(head, 0)
            return
        named = [*self._find_listed(head), *head.named] or self._find_unsaid(later)
        if not named and (head.rest or "channel" in head.ideas):
            self.told = False
            return
        self._subject = [self._add(name, kind) for name in named]
        for early in self._early:
            self._say(early, early.tail if early.named else 0, whole=True)
        self._early = []
        if head.met or "talked" in head.ideas:
            self._meet()
        self._keep_before(head)
        if kind is VisitKind.ATTEMPT:
            self._fail()
        self._say(head, head.tail)

    def _find_listed(self, head: Head) -> list[Named]:
        """Who was named in the clauses before, if the list goes on: "Titan, Vertex visited"."""
        if not head.named or head.verb is None or head.named[0].start > head.verb.start:
            return []
        lists = [early for early in self._early if not early.rest and early.named]
        ended = all(early.clause.stop in LISTS for early in lists)
        return [named for early in lists for named in early.named] if ended else []

    def _find_unsaid(self, later: Sequence[Clause]) -> list[Named]:
        """Who is meant where a visit is told without a name.

        Whoever was named before it; those below a heading ("three visits: …") come later; else the
        customer spoken of just now.
        """
        early = [named for head in self._early for named in head.named]
        if early:
            return early
        if begins_with_name(later):
            self._heading = True
            return []
        return [Named(replace(self._previous, span=None), 0, 0)] if self._previous else []

    def _take_words(self, head: Head) -> None:
        """Take in a clause that tells of no visit itself."""
        coming = self._find_next(head) if self.told else None
        if coming is not None:
            self._next_on = self._next_on or coming
            if all(token.is_a("next", "agreed", DATE, *LIMP) for token in head.tokens):
                return
        alone = not head.rest and all(token.is_a(*LIMP) for token in head.before)
        ahead = any(map(self._days.is_ahead, head.dates))
        if alone and head.dates and not head.named and not ahead and self._date is None:
            self._date = self._find_date(head)
            return
        if not self.told:
            self._early.append(head)
            return
        if head.named and alone and head.verb is None and not ahead:
            new = [self._add(named, self._kind) for named in head.named]
            self._subject = [*self._subject, *new] if head.listing else new
            self._date = self._date or self._find_date(head)
            return
        if head.named:
            self._subject = self._find_subject(head.named)
        self._say(head, head.tail if head.named and head.verb is None else 0, whole=True)

    def _find_subject(self, named: Sequence[Named]) -> list[_One]:
        """The customers a clause speaks of: told before, or new ones below a heading."""
        known = [one for one in self._ones if any(_is_same(one.named, name) for name in named)]
        if known or not self._heading:
            return known
        return [self._add(name, self._kind) for name in named]

    def _say(self, head: Head, number: int, *, whole: bool = False) -> None:
        """Take in what is said from a token on: who wasn't in, what is wanted, and the note.

        The ``whole`` clause is kept where it tells of no visit itself.
        """
        tokens = head.tokens[number:]
        if not tokens:
            return
        if self._kinds.fails(tokens):
            self._fail()
        elif any(token.is_a("visited", "talked") for token in tokens):
            self._meet()
        start, end = widen(self._text, tokens[0].start), head.clause.until
        need = find_need(self._text[start:end])
        if need and (len(self._subject) == 1 or any(token.is_a("all") for token in head.tokens)):
            for one in self._subject:
                one.need = one.need or need
                one.met_somebody = True
        if all(token.is_a("nobody", DATE, *LIMP) for token in tokens):
            return
        began = min([start, *(name.start for name in head.named)])
        if whole:
            start = began = widen(self._text, head.tokens[0].start)
        self._pieces.append((start, end, began))

    def _keep_before(self, head: Head) -> None:
        """Keep who was met, and the words nobody knows before the verb."""
        if head.met:
            self._pieces.append((*head.met, head.met[0]))
        for token in head.before:
            if token.is_a("contact", GAP):
                self._pieces.append((token.start, token.end, token.start))

    def _add(self, named: Named, kind: VisitKind) -> _One:
        for one in self._ones:
            if _is_same(one.named, named):
                if kind is VisitKind.VISIT:
                    one.kind = kind
                return one
        one = _One(named, kind)
        self._ones.append(one)
        return one

    def _fail(self) -> None:
        for one in self._subject:
            if not one.met_somebody:
                one.kind = VisitKind.ATTEMPT

    def _meet(self) -> None:
        for one in self._subject:
            one.met_somebody = True
            if one.kind is VisitKind.ATTEMPT:
                one.kind = VisitKind.VISIT

    def _find_date(self, head: Head) -> Token | None:
        """The day of the visit: in the head, or at the end of "to show the cheese yesterday"."""
        for token in head.tokens[: head.tail]:
            if token.period is not None and not self._days.is_ahead(token.period):
                return token
        rest = head.rest
        if len(rest) < 2 or rest[-1].period is None or self._days.is_ahead(rest[-1].period):
            return None
        began = self._text[rest[0].start : rest[0].end].lower()
        said = self._text[rest[-2].start : rest[-2].end].lower()
        if began not in _PURPOSE or said in _UNTIL:
            return None
        cut = -2 if said == "on" else -1
        head.clause = replace(head.clause, tokens=head.tokens[:cut], until=rest[cut].start)
        return rest[-1]

    def _find_next(self, head: Head) -> date | None:
        """The day of the next visit, if a clause speaks of one and not of somebody else's."""
        tokens = head.tokens
        spoken = next((i for i, token in enumerate(tokens) if token.is_a("next")), None)
        if spoken is None:
            return None
        others = any(token.is_a("contact", "they", GAP) for token in tokens[:spoken])
        if others and not head.clause.has("agreed"):
            return None
        days = (self._days.find_coming(token) for token in tokens if token.is_a(DATE))
        return next((day for day in days if day is not None), None)


def _is_same(one: Named, other: Named) -> bool:
    first, second = one.customer, other.customer
    if first.customer_id is not None and second.customer_id is not None:
        return first.customer_id == second.customer_id
    if first.candidates or second.candidates:
        return bool(set(first.candidates) & set(second.candidates))
    return one.typed_name.casefold() == other.typed_name.casefold()
