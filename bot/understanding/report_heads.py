"""Who was seen, how and when: the part of a clause before anything is told of the visit.

"Yesterday I met Ana at Bravo | about the new prices": up to the bar. A question, a plan ("will
visit"), a visit that wasn't made, a colleague's visit and a wish that only mentions one are none.
"""

from dataclasses import dataclass, field, replace

from bot.understanding.dates import Period
from bot.understanding.normalise import Normal
from bot.understanding.report_names import Finder, Named
from bot.understanding.report_words import (
    DATE,
    GAP,
    NAME,
    PERSON,
    PLACE,
    STRONG,
    VERBS,
    Clause,
    Token,
    is_listed,
)

_MEETS = ("met", "saw", "spoke", "talked", "chatted", "lunch", "见", "碰", "called", "had ")
_LIMP = ("small", "leads", "just", "first", "past", "at", "pronoun", "joins", "all")
_VERBS = (*VERBS, "talked", "done", "channel")
_FAILED = ("nobody", "absent")


@dataclass(slots=True)
class Head:
    """What a clause says before its tail, which begins with token number ``tail``.

    ``met`` is where a person met is spoken of ("met Ana").
    """

    clause: Clause
    named: list[Named] = field(default_factory=list)
    dates: list[Period] = field(default_factory=list)
    verb: Token | None = None
    tail: int = 0
    met: tuple[int, int] | None = None
    before: list[Token] = field(default_factory=list)
    ideas: set[str] = field(default_factory=set)
    listing: bool = False

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.clause.tokens

    @property
    def rest(self) -> tuple[Token, ...]:
        return self.clause.tokens[self.tail :]


class Reader:
    """Reads the heads of one message's clauses."""

    def __init__(self, normal: Normal, finder: Finder) -> None:
        self._normal = normal
        self._finder = finder

    def read(self, clause: Clause, *, first: bool, listing: bool = False) -> Head:
        """Read a clause; ``listing`` if the clause before ended in the middle of a list.

        Somebody nobody knows is taken for a customer only in the ``first`` clause that tells of a
        visit, and between customers of a list.
        """
        head = Head(clause, listing=listing)
        number = 0
        while number < len(clause.tokens) and self._take(head, number, first=first):
            number = max(number + 1, head.tail)
        head.tail = self._tail(head, number)
        return head

    def _take(self, head: Head, number: int, *, first: bool) -> bool:
        """Take one token into the head; False where the tail begins."""
        token = head.tokens[number]
        head.ideas |= token.means
        if token.is_a(NAME):
            return self._take_name(head, number)
        if token.period is not None:
            head.dates.append(token.period)
            head.tail = number + 1
            return True
        if token.is_a(GAP):
            return self._take_gap(head, number, first=first)
        if token.is_a(*_FAILED):
            head.verb = head.verb or token
            return False
        if token.is_a(*_VERBS):
            return self._take_verb(head, number)
        return self._take_word(head, number)

    def _take_name(self, head: Head, number: int) -> bool:
        token = head.tokens[number]
        if head.named and head.verb is not None and not self._is_open(head, number):
            return False
        following = head.tokens[number + 1] if number + 1 < len(head.tokens) else None
        named = self._finder.read_clear(token, following)
        head.named.append(named)
        taken = number + 1
        if following is not None and named.end >= following.end:
            taken += 1
        head.tail = taken
        return True

    def _take_verb(self, head: Head, number: int) -> bool:
        token = head.tokens[number]
        if head.verb is not None and head.named:
            return not token.is_a("talked")
        if token.is_a("talked") and not head.named:
            head.before.append(token)
            return True
        if head.verb is None or head.verb.is_a("go", "channel"):
            head.verb = token
        if token.is_a("talked"):
            return False
        head.tail = number + 1
        return True

    def _take_gap(self, head: Head, number: int, *, first: bool) -> bool:
        token = head.tokens[number]
        if head.named and not self._is_open(head, number):
            return self._take_before(head, number)
        if self._is_person(head, number):
            assert head.verb is not None
            head.met = (head.verb.start, token.end)
            head.tail = number + 1
            return True
        before = self._small_before(head, number)
        found = self._finder.find_loose(token, before)
        lost = head.verb is None and not head.named and not _is_list(head)
        if found is None and (lost or self._is_closed(head, number)):
            return self._take_before(head, number)
        sure = head.verb is not None and head.verb.is_a(*STRONG, *_FAILED)
        if found is None and ((first and sure) or head.named or _is_list(head)):
            found = self._finder.name_unknown(token)
        if found is None:
            return self._take_before(head, number)
        head.named.append(found)
        head.tail = number + 1
        if found.end < token.end:
            head.tail = number
            self._split(head, number, found)
        return True

    def _take_before(self, head: Head, number: int) -> bool:
        """A word nobody knows: before the verb it is passed over, behind it the tail begins."""
        if head.verb is not None:
            return False
        head.before.append(head.tokens[number])
        return True

    def _take_word(self, head: Head, number: int) -> bool:
        token = head.tokens[number]
        if head.verb is None:
            head.before.append(token)
            return not (head.named and token.is_a("tells") and not token.is_a(*_LIMP))
        if token.is_a("contact") and not head.named:
            head.met = (head.verb.start, token.end)
            head.tail = number + 1
            return True
        return token.is_a(*_LIMP, PLACE)

    def _split(self, head: Head, number: int, found: Named) -> None:
        """Cut a gap behind the name that it begins with; what is left begins the tail."""
        token = head.tokens[number]
        text = self._normal.original[found.end : token.end]
        start = found.end + len(text) - len(text.lstrip())
        known = Token(token.start, found.end, frozenset({NAME}))
        left = [Token(start, token.end, token.means)] if start < token.end else []
        tokens = (*head.tokens[:number], known, *left, *head.tokens[number + 1 :])
        head.clause = replace(head.clause, tokens=tokens)
        head.tail = number + 1

    def _is_open(self, head: Head, number: int) -> bool:
        """Whether another name may follow here: behind "and", a list's mark, or glued to one."""
        if number == 0:
            return True
        before, here = head.tokens[number - 1], head.tokens[number]
        if before.is_a("joins") or is_listed(self._normal, before, here):
            return True
        if before.is_a("leads", "small", "at") and number > 1:
            return head.tokens[number - 2].is_a("joins")
        return before.is_a(NAME) and here.is_a(NAME)

    def _is_closed(self, head: Head, number: int) -> bool:
        """Whether a person, not a company, is named before: "met Ana | who buys"."""
        return head.met is not None and not head.tokens[number - 1].is_a("at")

    def _is_person(self, head: Head, number: int) -> bool:
        """Whether an unknown word is somebody met *at* a company."""
        if head.verb is None or head.named or number + 2 >= len(head.tokens):
            return False
        said = self._normal.original[head.verb.start : head.verb.end].lower()
        behind, then = head.tokens[number + 1], head.tokens[number + 2]
        if then.is_a("leads") and number + 3 < len(head.tokens):
            then = head.tokens[number + 3]
        joined = behind.is_a("at") and then.is_a(NAME, GAP)
        return joined and (said.startswith(_MEETS) or head.verb.is_a("touched", "calling"))

    def _small_before(self, head: Head, number: int) -> Token | None:
        first = number
        while first > 0 and head.tokens[first - 1].is_a("small", "leads", "at"):
            first -= 1
        return head.tokens[first] if first < number else None

    def _tail(self, head: Head, number: int) -> int:
        """Where the tail begins: right behind the last that belongs to the head."""
        tokens = head.tokens
        if all(token.is_a(*_LIMP, PLACE, "channel") for token in tokens[head.tail :]):
            return len(tokens)
        first = head.tail
        last = number if head.verb is not None else len(tokens)
        while first < last and tokens[first].is_a("past", "joins", "small", "just", "channel"):
            first += 1
        return first


def _is_list(head: Head) -> bool:
    """Whether a clause goes on with a list of customers, and is nothing else."""
    listed = all(token.is_a(NAME, GAP, "joins", "leads", DATE) for token in head.tokens)
    return head.listing and listed and head.clause.has(NAME)


def is_barred(head: Head, *, ahead: bool) -> str | None:
    """Return why a clause tells of no visit made: asked, planned, not made, elsewhere; or None."""
    before = head.before if head.verb is not None else list(head.tokens)
    ideas = {idea for token in before for idea in token.means}
    if "elsewhere" in ideas or (not head.named and head.clause.has("elsewhere")):
        return "elsewhere"
    if "asks" in ideas or _asks(head):
        return "asks"
    if "not_yet" in ideas:
        return "not made"
    if ideas & {PERSON, "they"} and "first" not in ideas:
        return "another's"
    recorded = head.verb is not None and head.verb.is_a("record")
    if ahead or ("plan" in ideas and not recorded):
        return "planned"
    return None


def _asks(head: Head) -> bool:
    last = head.tokens[-1]
    if head.clause.stop in {"?", "？"} or last.is_a("asked_again"):
        return not (last.is_a("tells") and head.tail < len(head.tokens) - 1)
    sure = bool(head.named) and head.verb is not None and head.verb.is_a(*STRONG)
    inside = head.tokens[: head.tail] if sure else head.tokens
    return any(token.is_a("asks") for token in inside)
