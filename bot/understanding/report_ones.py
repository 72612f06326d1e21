"""The customers of one report while it is read, and which words belong to which of them.

Whoever is spoken of when a day, a need or a word is told has it for its own. What was said of
nobody in particular is everybody's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.understanding.dates import Period
from bot.understanding.report_days import Days
from bot.understanding.report_names import Named
from bot.understanding.report_notes import cut_note
from bot.understanding.told import Told
from crm.entities import VisitKind


@dataclass(slots=True)
class One:
    """A customer while the message is read."""

    named: Named
    kind: VisitKind
    needs: list[str] = field(default_factory=list)
    met_somebody: bool = False
    period: Period | None = None
    next_on: date | None = None
    unanswered: bool = False
    only_said: bool = False

    def fail(self, *, unanswered: bool) -> None:
        """Take down that nobody was met, unless somebody else was."""
        if not self.met_somebody:
            self.kind = VisitKind.ATTEMPT
            self.unanswered = unanswered

    def meet(self) -> None:
        """Take down that somebody was met after all."""
        self.met_somebody = True
        self.unanswered = False
        if self.kind is VisitKind.ATTEMPT:
            self.kind = VisitKind.VISIT


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the message that is kept as a note.

    It begins at ``named`` where the customer's name is needed to understand it, at ``own`` on that
    customer's own card. ``bare`` says no more than that nobody was met.
    """

    start: int
    end: int
    named: int
    own: int
    ones: tuple[One, ...] = ()
    bare: bool = False


class Ones:
    """All customers of one report, in the order in which they were told of."""

    def __init__(self, text: str, days: Days) -> None:
        self.all: list[One] = []
        self._text = text
        self._days = days
        self._pieces: list[Piece] = []

    def add(self, named: Named, kind: VisitKind) -> One:
        """Return a customer told of, new or known; having met them outweighs all else."""
        for one in self.all:
            if _is_same(one.named, named):
                one.only_said = False
                if kind is VisitKind.VISIT:
                    one.kind = kind
                return one
        one = One(named, kind)
        self.all.append(one)
        return one

    def mention(self, named: Named) -> One:
        """Return a customer of which something is said and no visit told."""
        one = One(named, VisitKind.VISIT, only_said=True)
        self.all.append(one)
        return one

    def find(self, named: Sequence[Named]) -> list[One]:
        """Return those of some customers that were told of already."""
        return [one for one in self.all if any(_is_same(one.named, name) for name in named)]

    def keep(self, piece: Piece) -> None:
        """Keep some words as a note."""
        self._pieces.append(piece)

    def cut_note(self) -> str | None:
        """Return all that was said, with the names where there are several customers."""
        several = len(self.all) > 1
        return cut_note(
            self._text, [(p.named if several else p.start, p.end) for p in self._pieces]
        )

    def compose(self, on: date) -> tuple[Told, ...]:
        """Return every customer with what is its own; ``on`` is the day of the report."""
        return tuple(self._compose(one, on) for one in self.all)

    def _compose(self, one: One, on: date) -> Told:
        day = self._days.choose(one.period) if one.period else self._days.today
        return Told(
            one.named.customer,
            one.kind,
            "，".join(one.needs) if _is_wide(one.needs) else ", ".join(one.needs) or None,
            one.named.typed_name,
            None if day == on else day,
            cut_note(self._text, self._list_own(one)),
            one.next_on,
            not one.unanswered,
            one.only_said,
        )

    def _list_own(self, one: One) -> Iterable[tuple[int, int]]:
        for piece in self._pieces:
            if one.unanswered and piece.bare:
                continue
            if piece.ones == (one,):
                yield piece.own, piece.end
            elif not piece.ones or one in piece.ones:
                yield piece.start, piece.end


def _is_wide(texts: Iterable[str]) -> bool:
    return any("一" <= character <= "鿿" for text in texts for character in text)


def _is_same(one: Named, other: Named) -> bool:
    first, second = one.customer, other.customer
    if first.customer_id is not None and second.customer_id is not None:
        return first.customer_id == second.customer_id
    if first.candidates or second.candidates:
        return bool(set(first.candidates) & set(second.candidates))
    return one.typed_name.casefold() == other.typed_name.casefold()
