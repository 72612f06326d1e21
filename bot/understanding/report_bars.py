"""What keeps a clause from being a report: a question, a plan, a visit not made, a colleague's."""

from bot.understanding.report_heads import Head
from bot.understanding.report_words import PERSON, STRONG

PLANNED = "planned"


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
        ("not made", "not_yet" in ideas),
        ("another's", bool(ideas & {PERSON, "they"}) and "first" not in ideas),
        (PLANNED, ahead or ("plan" in ideas and not recorded)),
    )
    return next((bar for bar, holds in bars if holds), None)


def _is_title(head: Head) -> bool:
    """Whether "customer" only says what the name behind it is: 客户海纳."""
    others = [token for token in head.before if token.is_a("elsewhere")]
    follow = {named.start for named in head.named}
    return bool(others) and all(token.end in follow for token in others)


def _asks(head: Head) -> bool:
    """Whether a clause asks something; what somebody asked on the visit is told."""
    last = head.tokens[-1]
    if head.clause.stop in {"?", "？"} or last.is_a("asked_again"):
        return not (last.is_a("tells") and head.tail < len(head.tokens) - 1)
    sure = bool(head.named) and head.verb is not None and head.verb.is_a(*STRONG)
    for number, token in enumerate(head.tokens):
        if token.is_a("asks") and not (sure and number >= head.tail):
            return True
        if token.is_a("asks_zh"):
            return True
        if number >= head.tail and token.is_a("says", "they", "contact"):
            return False
    return False
