"""What keeps a clause from being a report: a question, a plan, a visit not made, a colleague's."""

from bot.understanding.report_heads import Head
from bot.understanding.report_words import GAP, NAME, PERSON, STRONG
from crm.names.folding import is_han

PLANNED = "planned"
NOT_MADE = "not made"

_BECAME = frozenset({"is", "has", "dropped", "fell", "moved", "became", "turned", "went"})
_RUN_AWAY = frozenset({"跑了", "走了"})
_TURNED = frozenset({"has", "have", "had", "was", "were", "is", "are", "did", "do", "does"})
"""Verbs that ask when a name follows them: "has Titan been visited"."""


def find_bar(head: Head, *, ahead: bool) -> str | None:
    """Return why a clause tells of no visit made, or None.

    Only the words before the verb count, so that what was said on the visit bars nothing; where the
    verb tells little ("visit", 去) a question word anywhere does. ``ahead``: its date lies ahead.
    """
    before = head.before if head.verb is not None else list(head.tokens)
    ideas = {idea for token in before for idea in token.means}
    if _is_title(head):
        ideas -= {"elsewhere"}
    recorded = head.verb is not None and head.verb.is_a("record")
    bars = (
        ("elsewhere", "elsewhere" in ideas or (not head.named and head.clause.has("elsewhere"))),
        ("when", "once" in ideas or any(token.is_a("once") for token in head.rest[:1])),
        ("asked", "asks" in ideas or _asks(head)),
        ("its own", _is_its_own(head)),
        (NOT_MADE, "not_yet" in ideas),
        ("another's", bool(ideas & {PERSON, "they"}) and "first" not in ideas),
        (PLANNED, ahead or ("plan" in ideas and not recorded)),
    )
    return next((bar for bar, holds in bars if holds), None)


def _is_its_own(head: Head) -> bool:
    """Whether the customer does it, not the rep: "Titan went to a competitor", 华兴去了B类.

    With its name before the verb a report has nothing behind it but how it went.
    """
    if head.verb is None or not head.named or head.named[0].start > head.verb.start:
        saw = head.verb is not None and head.typed(head.verb) == "saw"
        return saw and any(head.typed(token) in _BECAME for token in head.rest[:1])
    said = head.typed(head.verb)
    if not head.rest or not head.verb.is_a("visited", "touched"):
        return said in _RUN_AWAY and not head.dates
    word = head.rest[0]
    if word.is_a(NAME, "leads") or (word.is_a("at") and head.verb.is_a("touched")):
        return True
    return word.is_a(GAP) and (is_han(said[0]) or not head.text[word.start].isupper())


def _is_title(head: Head) -> bool:
    """Whether "customer" only says what the name behind it is: 客户海纳."""
    others = [token for token in head.before if token.is_a("elsewhere")]
    follow = {named.start for named in head.named}
    return bool(others) and all(token.end in follow for token in others)


def _asks(head: Head) -> bool:
    """Whether a clause asks something; what somebody asked on the visit is told."""
    last = head.tokens[-1]
    if head.typed(head.tokens[0]) in _TURNED and any(t.is_a(NAME) for t in head.tokens[1:2]):
        return True
    if head.clause.stop in {"?", "？"} or last.is_a("asked_again"):
        return not (last.is_a("tells") and head.tail < len(head.tokens) - 1)
    sure = bool(head.named) and head.verb is not None and head.verb.is_a(*STRONG)
    for number, token in enumerate(head.tokens):
        if token.is_a("asks") and not (sure and number >= head.tail):
            return True
        if token.is_a("asks_anywhere"):
            return True
        if number >= head.tail and token.is_a("says", "they", "contact"):
            return False
    return False
