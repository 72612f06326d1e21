"""Which tier a message names: the policy's own names, in all the ways people say them.

A tier is often one letter, and letters are words: ``a customer`` is any, ``A customers`` are the
best. What is only a letter counts by its neighbours, its case and its place in the sentence.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.understanding.concepts import Mark
from bot.understanding.normalise import Normal, normalise
from crm import text
from crm.names.folding import fold_character

_BEFORE = r"(?<![a-z0-9'])"
_AFTER = r"(?![a-z0-9'])"
_WORD = r"(?:tiers?|class(?:es)?|grades?|levels?|rated|ranked|category|cat)"
_MANY = r"(?:customers|clients|accounts|companies|custs|ones|customrs|costumers|kehu)"
_ZH = r"(?:类型|类别|类|级别|等级|级|等|档|lei|ji)"
_ZH_BEFORE = r"(?:级别|等级|评级|档次)(?:是|为|到)? *"
_LEAD = re.compile(
    "an|is|are|be|to|of|from|as|not|only|become|becoming|becomes|gets?|makes?|reach|rated|graded"
    "|the|my|all|its|into|isnt|isn't|still|was|why|being|than"
)
_ARTICLE = re.compile("me|for|need|want|with|have|such|what|give|and|or|take")
_FOLLOW = re.compile("in|from|for|who|that|overdue|due|never|at|with|of|by|only|and|or|please")
_TOP = re.compile(
    r"(?:top|best|highest|first|1st)[ ]?(?:tier|class|grade|rated|level)s?"
    r"|最高(?:级别|级|档|等级)|顶级|头等"
)
_LAST = re.compile(
    r"(?:bottom|lowest|last|worst)[ ]?(?:tier|class|grade|rated|level)s?"
    r"|最低(?:级别|级|档|等级)|最差的?(?:那一?)?(?:级别|级|一档)"
)
_PLACES = "1一2二3三4四5五"
_HAS_NUMBER = re.compile(rf"[{_PLACES}]")
_ORDINAL = re.compile(
    rf"(?<![上下升降高低提这那每同差前后跌掉\d第])第?([{_PLACES}])(?:级|等)(?=客户|的|有|$| )"
    rf"|(?<![a-z])(?:tier|level|class|grade) ([1-5])(?![\da-z])"
)
"""Tiers by their place, where their names are no numbers: 一级客户 are those of the first."""
_TOWARD = re.compile(
    r"(?:(?<![a-z])(?:to|into|reach|becomes?|until|towards?)(?: be(?:ing)?)?(?: an?| the)? *"
    r"|[到离升变进达冲]|成为|变成) *$"
)
_AFTER_TIER = (
    "类级等档的客有是里中都还吗呢吧差要几多怎升和与跟或及那为没未超该在需得到应"
    "评只才不可能变降就也拜点咋凭何啊呀了哪谁名单共总全"
)
"""What may follow a tier's letter at once; before anything else it is part of a word: A股."""

_LINK = re.compile(r"\s*(?:[,，、+&/]|and|or|和|或|跟|与)\s*(?:(?:and|or|the)\s+)*")
_STATES = frozenset({"never", "overdue", "not", "without", "unvisited"})

_STEMS = "甲乙丙丁戊"


def list_tiers(normal: Normal, names: tuple[str, ...]) -> tuple[Mark, ...]:
    """Return where tiers are named, each with its name as the policy spells it."""
    return _list_all(normal.original, names)


@lru_cache(maxsize=64)
def _list_all(typed: str, names: tuple[str, ...]) -> tuple[Mark, ...]:
    """One message is asked by many readers, and read once."""
    normal = normalise(typed)
    marks = list(_list_runs(normal, names))
    doubtful: list[tuple[int, int, str]] = []
    for number, name in enumerate(names):
        strong, alone = _patterns("".join(map(fold_character, name)), _stem(number))
        spans = [found.span() for found in strong.finditer(normal.plain)]
        for found in alone.finditer(normal.plain):
            if _means(normal, found):
                spans.append(found.span())
            else:
                doubtful.append((*found.span(), name))
        marks += [_mark(normal, span, name) for span in spans]
    if not any(_HAS_NUMBER.search(name) for name in names):
        for found in _ORDINAL.finditer(normal.plain):
            place = _PLACES.index(found[1] or found[2]) // 2
            if place < len(names):
                marks.append(_mark(normal, found.span(), names[place]))
    for pattern, name in ((_TOP, names[0]), (_LAST, names[-1])):
        marks += [_mark(normal, found.span(), name) for found in pattern.finditer(normal.plain)]
    for start, end, name in sorted(doubtful, reverse=True):
        mark = _mark(normal, (start, end), name)
        if any(_is_linked(normal, mark, other) for other in marks):
            marks.append(mark)
    return tuple(mark for mark in marks if mark.end > mark.start)


def goes_toward(normal: Normal, mark: Mark) -> bool:
    """Whether the words before a tier go there: ``to an A``, ``升到A``; not ``is an A``."""
    first, _ = normal.folded.origin(mark.start, mark.end)
    return _TOWARD.search(normal.plain[:first]) is not None


def _is_linked(normal: Normal, mark: Mark, other: Mark) -> bool:
    """Whether a letter stands in a list right before a tier: ``As and Bs``, ``A+B``."""
    if mark.end > other.start:
        return False
    between = normal.original[
        normal.folded.origin(mark.start, mark.end)[1] : normal.folded.origin(
            other.start, other.end
        )[0]
    ]
    return _LINK.fullmatch(between.lower()) is not None


def _list_runs(normal: Normal, names: tuple[str, ...]) -> Iterator[Mark]:
    """Yield tiers of one letter that are written together: AB类, ABC各几家."""
    letters = {name.lower(): name for name in names if len(name) == 1 and name.isascii()}
    if len(letters) < 2:
        return
    run = re.compile(
        rf"{_BEFORE}[{re.escape(''.join(letters))}]{{2,}}(?= *(?:类|级|等|档|各|分别))"
    )
    for found in run.finditer(normal.plain):
        if len(set(found[0])) == len(found[0]):
            for place, letter in enumerate(found[0], found.start()):
                yield _mark(normal, (place, place + 1), letters[letter])


def _mark(normal: Normal, span: tuple[int, int], name: str) -> Mark:
    return Mark(*normal.folded_span(*span), ("@tier",), 1, name)


def _stem(number: int) -> str:
    return _STEMS[number] if number < len(_STEMS) else "甲"


@lru_cache(maxsize=64)
def _patterns(name: str, stem: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    letter = re.escape(name)
    many = rf" *(?={_MANY})" if name == "a" else rf" *(?={_MANY}|customer|client|account)"
    strong = "|".join(
        (
            rf"{_BEFORE}{_WORD} *{letter}{_AFTER}",
            rf"{_BEFORE}{letter} *{_WORD}{_AFTER}",
            rf"{_BEFORE}{letter}{many}",
            rf"{_BEFORE}{letter} *{_ZH}(?![a-z])",
            rf"{_ZH_BEFORE}{letter}{_AFTER}",
            rf"{_BEFORE}{letter}'s{_AFTER}",
            rf"{stem}(?:类|级|等)",
        )
    )
    return re.compile(strong), re.compile(rf"{_BEFORE}{letter}(?:s(?=\W|$))?{_AFTER}")


def _means(normal: Normal, found: re.Match[str]) -> bool:
    """Whether a name that stands by itself is a tier here, and not a word or a letter."""
    start, end = found.span()
    if len(found[0]) > 2 or not found[0].isascii():
        return True
    if text.fold(normal.original[start]) != found[0][0] or _is_in_a_word(normal, end):
        return False
    before = normal.plain[:start].rstrip()
    after = normal.plain[end:].lstrip()
    loud = normal.original[start].isupper() and not normal.original.isupper()
    if found[0].endswith("s") and len(found[0]) == 2:
        return loud and (bool(before) or after.partition(" ")[0] in _STATES)
    beside_han = any(c > "\u2e80" for c in (before[-1:], after[:1]) if c)
    if not before and not after:
        return True
    lead = before.rpartition(" ")[2]
    follow = after.partition(" ")[0]
    if found[0] != "a":
        return lead not in {"u", "vitamin", "plan"} and follow not in {"u", "ya"}
    return any(_article_free(loud, beside_han, before, after, lead, follow))


def _is_in_a_word(normal: Normal, end: int) -> bool:
    following = normal.plain[end : end + 1]
    return following > "\u2e80" and following not in _AFTER_TIER


def _article_free(
    loud: bool,
    beside_han: bool,
    before: str,
    after: str,
    lead: str,
    follow: str,
) -> Iterator[bool]:
    """The reasons for which a single ``a`` is no article."""
    yield beside_han
    yield loud and (bool(before) or _FOLLOW.fullmatch(follow) is not None)
    yield not after and not _ARTICLE.fullmatch(lead)
    yield bool(_FOLLOW.fullmatch(follow) and _LEAD.fullmatch(lead))
