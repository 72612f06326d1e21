"""The words of a message, for reports of visits: names, dates and what ``reports.yaml`` lists.

What stands between them is a gap, and may be a name loosely typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from bot.understanding.concepts import (
    Lexicon,
    Mark,
    choose_longest,
    load_lexicon,
    parse_concepts,
    read_own,
)
from bot.understanding.dates import Period, list_impossible, list_periods
from bot.understanding.normalise import Normal
from bot.understanding.understand import Context
from crm.names.folding import fold, is_han
from crm.names.match import list_certain

FILE = "reports.yaml"

NAME, DATE, PERSON, PLACE, TRADE, GAP = (
    "@name", "@date", "@person", "@place", "@industry", "@gap",
)  # fmt: skip

STRONG = frozenset({"visited", "record", "touched"})
"""Words that tell by themselves that somebody was seen or spoken to: "visited", 去了."""

VERBS = STRONG | {"meeting", "calling", "go"}
"""These, and words that may as well speak of a plan: "visit", 去, "call with"."""

_TELLING = VERBS | {"channel", "talked", "done", "nobody", "absent"}
_STOP = re.compile(r"[,，;；。！!?？\n:：()（）|—–…•]|\.(?=\s|$)|\s-+\s")
_NO_STOP = re.compile(
    r"(?<=\d)[,:：.](?=\d)|(?<=\b[MD]r)\.|(?<=\bMs)\.|(?<=\bMrs)\.|(?<=\bNo)\."
    r"|(?<=next)[:：]|(?<=next visit)[:：]|(?<=下次)[:：]",
    re.IGNORECASE,
)
LISTED = re.compile(r"[、/&＆+]")
_CLOCK = re.compile(
    r"(?<![\w.])(?:at |@)?\d{1,2}(?:[:：]\d\d)?\s?(?:[ap]\.?m\b\.?|点(?:半|钟|多)*)"
    r"|[一二两三四五六七八九十]{1,2}点(?:半|钟|多)*(?!意见|建议)"
    r"|(?:\d{1,2}|[一二两三四五六七八九十])[家个]客户|(?<!\d)\d家",
    re.IGNORECASE,
)
"""The time of day, and how many were visited: neither is a name."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    "乔贺赖龚文"
)
_TITLED = re.compile(
    rf"[{_SURNAMES}](?:总(?!部)|工(?![程厂业具艺商])|经理|主任|厂长|先生|女士|小姐|老师|科长|部长)"
)

_SOMEONE = re.compile(
    r"(?<=[和跟与及同、，,])\s?[\u4e00-\u9fff]{2,4}?(?:的?那[家间]|的?那个客户)|另外?一家"
    r"|\b(?:the|another) (?:other )?one (?:in|from|near) \w+",
    re.IGNORECASE,
)
"""A customer that is not named: 深圳那家, "the one in Berlin"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the message as it was typed, and the ideas it stands for."""

    start: int
    end: int
    means: frozenset[str]
    period: Period | None = None

    def is_a(self, *ideas: str) -> bool:
        return not self.means.isdisjoint(ideas)


@cache
def load_words() -> Lexicon:
    """Load the words of reports, once."""
    return Lexicon(parse_concepts(read_own(FILE), FILE))


def tells_anything(normal: Normal, today: date) -> bool:
    """Whether a message has any word a report cannot do without: the cheap question first."""
    if list_periods(normal, today, ahead=False):
        return True
    words = load_words()
    marks = words.list_marks(normal.folded)
    if any(not _TELLING.isdisjoint(mark.means) for mark in marks):
        return True
    gaps = _list_gaps(normal, [_token(normal, mark) for mark in marks])
    return any(token.is_a(*_TELLING) for gap in gaps for token in _respelt(normal, gap))


def has_word(normal: Normal, idea: str) -> bool:
    """Whether a message has a word for an idea of reports."""
    return any(idea in mark.means for mark in load_words().list_marks(normal.folded))


def find_stop(text: str, start: int, end: int) -> tuple[int, str]:
    """Where a stop stands between two places, and the mark; the end and nothing if none does."""
    for position in range(start, end):
        if _NO_STOP.match(text, position):
            continue
        found = _STOP.match(text, position)
        if found:
            return position, found[0].strip() or found[0]
        if unicodedata.category(text[position]) == "So":
            return position, text[position]
    return end, ""


def list_tokens(normal: Normal, context: Context) -> list[Token]:
    """Return the words of a message in reading order, with the gaps between them."""
    names = [
        Token(*normal.folded.origin(hit.start, hit.end), frozenset({NAME}))
        for hit in list_certain(context.names, normal.folded)
    ]
    dates = [
        Token(*period.span, frozenset({DATE}), period)
        for period in list_periods(normal, context.today, ahead=False)
    ]
    dates += [Token(*span, frozenset({DATE})) for span in list_impossible(normal, context.today)]
    fixed = _without_overlap([*names, *dates])
    marks = [*context.people.list_marks(normal), *load_words().list_marks(normal.folded)]
    taken = [normal.folded_span(token.start, token.end) for token in fixed]
    free = [m for m in marks if all(m.end <= start or end <= m.start for start, end in taken)]
    words = [_token(normal, mark) for mark in _merged(choose_longest(free))]
    people = [
        Token(*found.span(), frozenset({kind}))
        for kind, pattern in (("small", _CLOCK), ("contact", _TITLED), ("someone", _SOMEONE))
        for found in pattern.finditer(normal.original)
    ]
    tokens = _without_overlap([*fixed, *people, *words])
    gaps = _list_gaps(normal, tokens)
    places = {
        normal.folded.origin(mark.start, mark.end): mark.means
        for mark in context.places.list_marks(normal.folded)
    }
    for gap in gaps:
        meant = places.get((gap.start, gap.end))
        if meant is not None:
            tokens.append(replace(gap, means=frozenset({PLACE if PLACE in meant else TRADE})))
        else:
            tokens += _respelt(normal, gap)
    return sorted(tokens, key=lambda token: token.start)


def _token(normal: Normal, mark: Mark) -> Token:
    return Token(*normal.folded.origin(mark.start, mark.end), frozenset(mark.means))


def _merged(marks: Iterable[Mark]) -> Iterator[Mark]:
    """One mark a stretch, with all that it means."""
    means: dict[tuple[int, int], tuple[str, ...]] = {}
    for mark in marks:
        key = mark.start, mark.end
        means[key] = (*means.get(key, ()), *mark.means)
    return (Mark(start, end, ideas) for (start, end), ideas in means.items())


def _without_overlap(tokens: Iterable[Token]) -> list[Token]:
    """Keep what comes first in the list where two overlap."""
    kept: list[Token] = []
    for token in tokens:
        if all(token.end <= other.start or other.end <= token.start for other in kept):
            kept.append(token)
    return kept


def _list_gaps(normal: Normal, tokens: Iterable[Token]) -> list[Token]:
    """The stretches of letters between tokens, parted at stops and where the script changes."""
    text = normal.original
    covered = bytearray(len(text))
    for token in tokens:
        covered[token.start : token.end] = b"\1" * (token.end - token.start)
    letters = [at for at in dict.fromkeys(normal.folded.at) if not covered[at]]
    gaps: list[Token] = []
    start: int | None = None
    for before, here in pairwise([*letters, len(text)]):
        start = before if start is None else start
        parted = here == len(text) or any(covered[before:here])
        if parted or _breaks(text, before, here):
            gaps.append(Token(start, before + 1, frozenset({GAP})))
            start = None
    return gaps


def _breaks(text: str, before: int, here: int) -> bool:
    if is_han(text[before]) != is_han(text[here]):
        return True
    between = text[before + 1 : here]
    return bool(between.strip()) and (
        bool(find_stop(text, before + 1, here)[1]) or bool(LISTED.search(between))
    )


def _respelt(normal: Normal, gap: Token) -> list[Token]:
    """A gap, with the words in it that are a known word with a letter wrong: ``vistied``."""
    tokens: list[Token] = []
    open_from: int | None = None
    last = gap.start
    for found in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*", normal.original[gap.start : gap.end]):
        start, end = gap.start + found.start(), gap.start + found.end()
        word = normal.folded.text[slice(*normal.folded_span(start, end))]
        known = not word.isascii() or load_lexicon().list_marks(fold(word))
        meant = () if known else load_words().find_misspelt(word)
        infinitive = not STRONG.isdisjoint(meant) and not word.endswith("d")
        if infinitive or VERBS.isdisjoint(meant):
            open_from = start if open_from is None else open_from
            last = end
            continue
        if open_from is not None:
            tokens.append(Token(open_from, last, frozenset({GAP})))
        tokens.append(Token(start, end, frozenset(meant)))
        open_from = None
    if not tokens:
        return [gap]
    if open_from is not None:
        tokens.append(Token(open_from, gap.end, frozenset({GAP})))
    return tokens
