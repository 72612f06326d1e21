"""A report put together clause by clause: who is spoken of, what became of it, what was said.

A clause that names customers speaks of them, and so do the clauses behind it until others are
named. "Nobody in" makes their visit an attempt, unless somebody else was met.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.understanding.dates import Period
from bot.understanding.report_bars import NOT_MADE, PLANNED, find_bar
from bot.understanding.report_clauses import LISTS, Clause
from bot.understanding.report_days import Days
from bot.understanding.report_heads import Head
from bot.understanding.report_kinds import LIMP, SILENT, Around, Kinds, begins_with_name, is_heading
from bot.understanding.report_names import Named
from bot.understanding.report_notes import cut_behind_need, cut_note, find_need, widen
from bot.understanding.report_ones import One, Ones, Piece
from bot.understanding.report_words import DATE, GAP, Token
from bot.understanding.told import Report
from crm.entities import VisitKind
from crm.names import Match

_UNTIL = frozenset({"by", "until", "till", "before", "since", "from", "of", "for"})
_PURPOSE = frozenset({"w", "to", "with", "for", "at", "in", "to show", "about", "re", "regarding"})


class Telling:
    """What has been read of one message so far."""

    def __init__(self, text: str, days: Days, previous: Match | None) -> None:
        self.told = False
        self._text = text
        self._days = days
        self._kinds = Kinds(text, days)
        self._previous = previous
        self._ones = Ones(text, days)
        self._subject: list[One] = []
        self._heading = False
        self._kind = VisitKind.VISIT
        self._early: list[Head] = []
        self._left_out: list[tuple[int, int]] = []
        self._first: Period | None = None
        self._last: Period | None = None
        self._next_on: date | None = None

    def list_known(self) -> frozenset[int] | None:
        """Return the customers told of so far; None before any visit is told."""
        if not self.told:
            return None
        return frozenset(n for one in self._ones.all for n in one.named.customer.candidates)

    def take(self, head: Head, later: Sequence[Clause]) -> bool:
        """Take one clause in; False if it shows that the message is no report at all."""
        spoken_of = self._previous is not None or any(early.named for early in self._early)
        dates = [self._first] if self._first else []
        around = Around(self.told, spoken_of, dates, later)
        if is_heading(head, around):
            self._take_visit(head, VisitKind.VISIT, later)
            return True
        kind = self._kinds.find(head, around)
        if kind is None:
            if not self.told and head.clause.has("elsewhere"):
                return False
            self._take_words(head, self._find_bar(head))
            return True
        bar = self._find_bar(head)
        if bar is None:
            self._take_visit(head, kind, later)
        elif bar == PLANNED or self.told:
            self._take_words(head, bar)
        else:
            return False
        return True

    def _find_bar(self, head: Head) -> str | None:
        return find_bar(head, ahead=any(map(self._days.is_ahead, head.dates)))

    def keep(self, start: int) -> None:
        """Keep what follows the part that is read, whatever it says."""
        if len(self._text) > start:
            self._ones.keep(Piece(start, len(self._text), start, start))

    def compose(self, impossible: str | None) -> Report:
        """Return all that was told; ``impossible`` is a day no calendar has, as it was typed."""
        on = self._days.choose(self._first)
        return Report(
            told=self._ones.compose(on),
            on=on,
            dated=self._first is not None,
            note=self._ones.cut_note(),
            next_on=self._next_on,
            impossible=None if self._first else impossible,
            left_out=cut_note(self._text, self._left_out),
            vague=self._find_vague(),
        )

    def _find_vague(self) -> str | None:
        """The day of the report as it was typed, if it may be one of several."""
        if self._first is None:
            return None
        typed = self._text[slice(*self._first.span)]
        return typed if self._days.is_vague(self._first, typed) else None

    def _take_visit(self, head: Head, kind: VisitKind, later: Sequence[Clause]) -> None:
        again, self.told = self.told, True
        self._kind = VisitKind.VISIT if kind is VisitKind.ATTEMPT else kind
        date_token = self._find_date(head)
        if again and not head.named:
            self._take_day(date_token, self._subject)
            self._say(head, 0)
            return
        listed = self._find_listed(head)
        named = [*listed, *head.named] or self._find_unsaid(later)
        if not named and (head.rest or "channel" in head.ideas):
            self.told = False
            return
        self._subject = [self._ones.add(name, kind) for name in named]
        self._take_days(head, date_token, self._subject)
        for early in self._early:
            self._say_early(early)
        self._early = []
        if head.met or "talked" in head.ideas:
            self._meet()
        self._keep_before(head)
        if kind is VisitKind.ATTEMPT:
            self._fail(head, head.tokens)
        self._say(head, head.tail)

    def _take_days(self, head: Head, token: Token | None, ones: Sequence[One]) -> None:
        """Give each customer of a clause its day: the one beside it, if there are several.

        A day at the end of a list is that of the whole list; otherwise it holds from there on.
        """
        days = [each for each in head.tokens[: head.tail] if self._is_day(each)]
        if len(days) > 1 and len(head.named) > 1:
            leading = days[0].start < head.named[0].start
            for name in head.named:
                before = [each for each in days if each.start < name.start]
                behind = [each for each in days if each.start > name.start]
                beside = before[-1:] if leading else behind[:1]
                self._take_day(next(iter(beside), days[-1]), self._ones.find([name]))
            return
        if token is not None and _is_at_the_end(head, token):
            ones = [*ones, *(one for one in self._ones.all if one.period is None)]
        self._take_day(token, ones)

    def _take_day(self, token: Token | None, ones: Sequence[One]) -> None:
        """Take a day as that of some customers; without one it is the day said last."""
        if token is not None:
            self._last = token.period
            self._first = self._first or token.period
        for one in ones:
            if token is not None or one.period is None:
                one.period = self._last

    def _is_day(self, token: Token) -> bool:
        return token.period is not None and not self._days.is_ahead(token.period)

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

    def _take_words(self, head: Head, bar: str | None = None) -> None:
        """Take in a clause that tells of no visit itself."""
        coming = self._find_next(head) if self.told else None
        if coming is not None:
            self._take_next(head, coming)
            if all(token.is_a("next", "agreed", DATE, *LIMP) for token in head.tokens):
                return
        alone = not head.rest and all(token.is_a(*LIMP) for token in head.before)
        ahead = any(map(self._days.is_ahead, head.dates))
        if alone and head.dates and not head.named and not ahead and self._first is None:
            self._take_day(self._find_date(head), self._ones.all)
            return
        if not self.told:
            self._early.append(head)
            return
        if head.named and alone and head.verb is None and not ahead:
            known = bool(self._ones.find(head.named))
            new = [self._ones.add(named, self._kind) for named in head.named]
            self._subject = [*self._subject, *new] if head.listing and not known else new
            self._take_days(head, self._find_date(head), new)
            return
        if head.named:
            found = self._find_subject(head.named)
            if not found and (bar == NOT_MADE or (bar == PLANNED and ahead and head.verb)):
                self._left_out.append((head.tokens[0].start, head.clause.until))
                return
            self._subject = found or self._mention(head)
        tail = head.tail if head.named and head.verb is None and self._subject else 0
        self._say(head, tail, whole=True)

    def _mention(self, head: Head) -> list[One]:
        """Take down a customer of which a clause says what it wants, though no visit was told.

        "They compare us with Vertex" says nothing of Vertex.
        """
        name = head.named[0]
        begins = head.tokens[0].start == name.start and len(head.named) == 1
        said = self._text[name.end : head.clause.until]
        if not begins or head.verb is not None or find_need(said) is None:
            return []
        return [self._ones.mention(name)]

    def _take_next(self, head: Head, coming: date) -> None:
        """Take the day of the next visit as that of whoever the clause names, or speaks of."""
        self._next_on = self._next_on or coming
        for one in self._ones.find(head.named) or self._subject or self._ones.all:
            one.next_on = one.next_on or coming

    def _find_subject(self, named: Sequence[Named]) -> list[One]:
        """The customers a clause speaks of: told before, or new ones below a heading."""
        known = self._ones.find(named)
        if known or not self._heading:
            return known
        return [self._ones.add(name, self._kind) for name in named]

    def _say_early(self, early: Head) -> None:
        """Take in what was said before the visit was told: of whom it named, if it named any."""
        everybody = self._subject
        self._subject = self._ones.find(early.named) or everybody
        self._say(early, early.tail if early.named else 0, whole=True)
        self._subject = everybody

    def _say(self, head: Head, number: int, *, whole: bool = False) -> None:
        """Take in what is said from a token on: who wasn't in, what is wanted, and the note.

        The ``whole`` clause is kept where it tells of no visit itself.
        """
        tokens = head.tokens[number:]
        if not tokens:
            return
        failed = self._kinds.fails(tokens)
        if failed:
            self._fail(head, tokens)
        elif any(token.is_a("visited", "talked") for token in tokens):
            self._meet()
        start, end = widen(self._text, tokens[0].start), head.clause.until
        need = self._take_need(head, self._text[start:end])
        if all(token.is_a("nobody", DATE, *LIMP) for token in tokens):
            return
        own, named = start, min([start, *(name.start for name in head.named)])
        if whole:
            start = named = widen(self._text, head.tokens[0].start)
        if not head.named or head.tokens[0].start < head.named[0].start:
            own = start
        own += (need and cut_behind_need(self._text[own:end], need)) or 0
        bare = failed and all(token.is_a(*SILENT, DATE, *LIMP) for token in tokens)
        self._ones.keep(Piece(start, end, named, own, tuple(self._subject), bare))

    def _take_need(self, head: Head, said: str) -> str | None:
        """Take what is wanted as the need of whoever is spoken of, if that is one customer."""
        need = find_need(said)
        if need is None or (len(self._subject) != 1 and not head.clause.has("all")):
            return None
        for one in self._subject:
            if need not in one.needs:
                one.needs.append(need)
            one.met_somebody = True
        return need

    def _keep_before(self, head: Head) -> None:
        """Keep who was met, and the words nobody knows before the verb."""
        ones = tuple(self._subject)
        if head.met:
            start, end = head.met
            self._ones.keep(Piece(start, end, start, start, ones))
        for token in head.before:
            if token.is_a("contact", GAP):
                self._ones.keep(Piece(token.start, token.end, token.start, token.start, ones))

    def _fail(self, head: Head, tokens: Sequence[Token]) -> None:
        unanswered = self._kinds.is_unanswered(head, tokens)
        for one in self._subject:
            by_wire = unanswered or one.kind is VisitKind.TOUCH
            silent = any(token.is_a("unanswered") for token in tokens)
            one.fail(unanswered=by_wire and silent)

    def _meet(self) -> None:
        for one in self._subject:
            one.meet()

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


def _is_at_the_end(head: Head, token: Token) -> bool:
    """Whether a day ends a clause that begins with its verb: "and met Vertex yesterday"."""
    return bool(head.named) and all(name.start < token.start for name in head.named)
