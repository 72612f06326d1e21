"""Who was seen, how and when: the part of a clause before anything is told of the visit.

"Yesterday I met Ana at Bravo | about the new prices": up to the bar. What the clause is worth as a
report is for others to say (see ``report_bars``, ``report_kinds``).
"""

from dataclasses import dataclass, field, replace

from bot.understanding.dates import Period
from bot.understanding.normalise import Normal
from bot.understanding.report_clauses import Clause, is_listed
from bot.understanding.report_names import Finder, Named
from bot.understanding.report_words import DATE, GAP, NAME, PERSON, PLACE, STRONG, VERBS, Token
from crm.names.match import NOBODY

_MEETS = ("met", "saw", "spoke", "talked", "chatted", "lunch", "见", "碰", "called", "had ")
_CLEAR = 85.0
"""A loosely typed name behind the first visit told has to be this much like one."""

_FARTHEST = 8
"""So many words on at most stands the customer of "dropped the new samples off at"."""

_LIMP = ("but", "meal", "small", "leads", "just", "first", "past", "at", "pronoun", "joins", "all")
_VERBS = (*VERBS, "talked", "done", "channel")
_OWNED = frozenset({"my", "your", "our", "his", "her", "their"})
"""Whose something is: "met my target" speaks of no customer."""

_FAILED = ("nobody", "absent")


@dataclass(slots=True)
class Head:
    """What a clause says before its tail, which begins with token number ``tail``.

    ``met`` is where a person met is spoken of ("met Ana").
    """

    text: str
    clause: Clause
    named: list[Named] = field(default_factory=list)
    dates: list[Period] = field(default_factory=list)
    verb: Token | None = None
    tail: int = 0
    met: tuple[int, int] | None = None
    before: list[Token] = field(default_factory=list)
    ideas: set[str] = field(default_factory=set)
    listing: bool = False
    known: frozenset[int] | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.clause.tokens

    @property
    def rest(self) -> tuple[Token, ...]:
        return self.clause.tokens[self.tail :]

    def typed(self, token: Token) -> str:
        """Return what was typed at a token, in small letters."""
        return self.text[token.start : token.end].lower()


class Reader:
    """Reads the heads of one message's clauses."""

    def __init__(self, normal: Normal, finder: Finder) -> None:
        self._normal = normal
        self._finder = finder

    def read(self, clause: Clause, known: frozenset[int] | None, *, listing: bool = False) -> Head:
        """Read a clause; ``listing`` if the clause before ended in the middle of a list.

        ``known`` are the customers told of so far; None in the first clause that tells.

        Somebody nobody knows is taken for a customer only in the first clause that tells of a
        visit, and between customers of a list.
        """
        head = Head(self._normal.original, clause, listing=listing, known=known)
        number = 0
        while number < len(clause.tokens) and self._take(head, number):
            number = max(number + 1, head.tail)
        head.tail = self._tail(head, number)
        return head

    def _take(self, head: Head, number: int) -> bool:
        """Take one token into the head; False where the tail begins."""
        token = head.tokens[number]
        head.ideas |= token.means
        if token.is_a(NAME):
            return self._take_name(head, number)
        if token.is_a("someone") and head.named and self._is_open(head, number):
            typed = head.text[token.start : token.end].strip()
            head.named.append(Named(NOBODY, token.start, token.end, typed))
            head.tail = number + 1
            return True
        if token.is_a(GAP) or (token.is_a(PERSON) and self._is_person(head, number)):
            return self._take_gap(head, number)
        if head.verb is None and token.is_a("did") and not head.named:
            return self._take_deed(head, number)
        following = head.tokens[number + 1 :][:1]
        named_next = bool(following) and following[0].is_a(NAME)
        reached = token.is_a("reach", "looked", "dialled") and named_next
        if reached or token.is_a(*_VERBS, *_FAILED):
            return self._take_verb(head, number)
        return self._take_word(head, number)

    def _take_name(self, head: Head, number: int) -> bool:
        token = head.tokens[number]
        if head.named and head.verb is not None and not self._is_open(head, number):
            return False
        following = head.tokens[number + 1] if number + 1 < len(head.tokens) else None
        named = self._finder.read_clear(token, following)
        before = head.tokens[number - 1] if number else None
        if before is not None and before.end == token.start and before.is_a(PLACE):
            named = self._finder.doubt_city(named, before)
        head.named.append(named)
        taken = number + 1
        if following is not None and named.end >= following.end:
            taken += 1
        head.tail = taken
        return True

    def _take_verb(self, head: Head, number: int) -> bool:
        token = head.tokens[number]
        if token.is_a(*_FAILED):
            named = any(after.is_a(NAME) for after in head.tokens[number + 1 :][:1])
            if self._is_at(head, number + 1) or (named and head.verb is None):
                head.tail = number + 1
            head.verb = head.verb or token
            return head.tail > number
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

    def _take_deed(self, head: Head, number: int) -> bool:
        """Take "dropped samples off at" in if a customer is named behind it."""
        token = head.tokens[number]
        for joint in range(number + 1, min(number + _FARTHEST, len(head.tokens))):
            here = head.tokens[joint]
            if here.is_a("plan", "asks", "elsewhere", NAME, DATE):
                break
            if here.is_a("at", "leads") and self._is_at(head, joint):
                head.verb = token
                head.met = (token.start, head.tokens[joint - 1].end)
                head.ideas |= {idea for one in head.tokens[number:joint] for idea in one.means}
                head.tail = joint + 1
                return True
        named = head.tokens[number + 1 :][:1]
        if named and named[0].is_a(NAME) and head.clause.has("channel", "meal"):
            head.verb = token
        else:
            head.before.append(token)
        return True

    def _is_at(self, head: Head, number: int) -> bool:
        """Whether "at" or "with" and a name that stands there clearly begin here."""
        tokens = head.tokens[number : number + 3]
        if len(tokens) < 2 or not tokens[0].is_a("at", "leads"):
            return False
        return tokens[1].is_a(NAME) or (tokens[1].is_a("leads") and tokens[-1].is_a(NAME))

    def _take_gap(self, head: Head, number: int) -> bool:
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
        if found is not None and not _may_be(head, number, found):
            found = None
        lost = head.verb is None and not head.named and not _is_list(head)
        if found is None and (lost or self._is_closed(head, number)):
            return self._take_before(head, number)
        if found is None and self._is_unknown(head, number):
            found = self._finder.name_unknown(token)
        if found is None:
            return self._take_before(head, number)
        head.named.append(found)
        head.tail = number + 1
        if found.end < token.end:
            head.tail = number
            self._split(head, number, found)
        return True

    def _is_unknown(self, head: Head, number: int) -> bool:
        """Whether words that are like no name stand where only a customer's name can."""
        if number > 0 and head.typed(head.tokens[number - 1]) in _OWNED:
            return False
        sure = head.verb is not None and head.verb.is_a(*STRONG, *_FAILED)
        return (head.known is None and sure) or bool(head.named) or _is_list(head)

    def _take_before(self, head: Head, number: int) -> bool:
        """A word nobody knows: before the verb it is passed over, behind it the tail begins."""
        if head.verb is not None:
            return False
        head.before.append(head.tokens[number])
        return True

    def _take_word(self, head: Head, number: int) -> bool:
        token = head.tokens[number]
        if token.is_a(DATE):
            head.dates += [token.period] if token.period else []
            head.tail = number + 1
            return True
        if head.verb is None:
            head.before.append(token)
            return not (head.named and token.is_a("tells") and not token.is_a("contact", *_LIMP))
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
            earlier = head.tokens[number - 2]
            met = head.met is not None and head.met[1] == earlier.end
            return earlier.is_a("joins") or met
        return before.is_a(NAME) and here.is_a(NAME)

    def _is_closed(self, head: Head, number: int) -> bool:
        """Whether a person, not a company, is named before: "met Ana | who buys"."""
        return head.met is not None and not head.tokens[number - 1].is_a("at")

    def _is_person(self, head: Head, number: int) -> bool:
        """Whether an unknown word is somebody met *at* a company."""
        if head.verb is None or number + 2 >= len(head.tokens):
            return False
        if head.named and not head.tokens[number - 1].is_a("joins"):
            return False
        said = head.typed(head.verb)
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


def _may_be(head: Head, number: int, found: Named) -> bool:
    """Whether a name that is only similar may stand here: in what is told, words are just words."""
    if head.known is not None and not head.known.isdisjoint(found.customer.candidates):
        return True
    if head.known is None:
        return head.verb is not None or all(token.is_a(*_LIMP) for token in head.before)
    if head.listing and head.verb is None:
        return _is_all_listed(head) and (head.clause.has(NAME) or found.customer.score >= _CLEAR)
    telling = head.verb is not None or head.clause.has(*STRONG, *_FAILED) or not head.known
    return telling and (number == 0 or head.verb is not None) and found.customer.score >= _CLEAR


def _is_list(head: Head) -> bool:
    """Whether a clause goes on with a list of customers, and is nothing else."""
    return head.listing and _is_all_listed(head) and head.clause.has(NAME)


def _is_all_listed(head: Head) -> bool:
    return all(token.is_a(NAME, GAP, "joins", "leads", "small", DATE) for token in head.tokens)
