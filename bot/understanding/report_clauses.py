"""A message cut into clauses: one visit each, or what was said on it.

A clause ends where a comma, a full stop or a picture stands, where the next visit is spoken of, and
where a second visit is told ("saw Titan and called Vertex").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.understanding.normalise import Normal
from bot.understanding.report_words import (
    DATE,
    GAP,
    LISTED,
    NAME,
    VERBS,
    Token,
    find_stop,
    list_tokens,
)
from bot.understanding.understand import Context
from crm.names.folding import is_han

LISTS = frozenset({"", ",", "，", ";", "；", ":", "：", "\n"})
"""Marks between two items of a list."""


_JOINTS = frozenset({"but", "joins", "small", "leads", "just", "first", DATE})


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens up to the next stop, which stands at ``until``: a mark, or nothing."""

    tokens: tuple[Token, ...]
    until: int
    stop: str = ""

    def has(self, *ideas: str) -> bool:
        return any(token.is_a(*ideas) for token in self.tokens)


def list_clauses(normal: Normal, context: Context) -> list[Clause]:
    """Cut a message into clauses, in reading order; none is empty."""
    tokens = list_tokens(normal, context)
    clauses: list[Clause] = []
    start = 0
    for number in range(1, len(tokens) + 1):
        last = tokens[number - 1]
        following = tokens[number].start if number < len(tokens) else len(normal.original)
        until, stop = find_stop(normal.original, last.end, following)
        if stop or number == len(tokens):
            clauses += _part(normal.original, Clause(tuple(tokens[start:number]), until, stop))
            start = number
    return clauses


def is_listed(normal: Normal, before: Token, after: Token) -> bool:
    """Whether a mark between two tokens makes them items of a list: 华兴、明辉."""
    return LISTED.search(normal.original[before.end : after.start]) is not None


def _part(text: str, clause: Clause) -> Iterator[Clause]:
    """Part a clause before the next visit that is spoken of, and before a second visit told.

    Behind a visit told, "but" begins something else, and so does a blank between Chinese words.
    """
    tokens = clause.tokens
    cuts = [0]
    for number in range(1, len(tokens)):
        before, here = tokens[cuts[-1] : number], tokens[number:]
        turns = _turns(text, tokens[:number], here[0]) or _turns_to_another(text, before, here)
        if _begins_next(before[-1], here) or turns or _is_passed_over(here):
            cuts.append(number)
        elif _begins_another(before, here):
            back = number
            while back > cuts[-1] + 1 and tokens[back - 1].is_a(*_JOINTS):
                back -= 1
            cuts.append(back)
    for first, last in pairwise([*cuts, len(tokens)]):
        if last == len(tokens):
            yield Clause(tokens[first:last], clause.until, clause.stop)
        else:
            yield Clause(tokens[first:last], tokens[last].start)


def _begins_next(before: Token, here: tuple[Token, ...]) -> bool:
    """Whether the next visit is spoken of from here on: "next time Friday", 下周三再去.

    "Boss back on Friday" speaks of the boss.
    """
    if before.is_a("next", "contact", "they"):
        return False
    if here[0].is_a("next"):
        return any(token.is_a(DATE) for token in here)
    return here[0].is_a(DATE) and len(here) > 1 and here[1].is_a("next")


def _turns(text: str, before: tuple[Token, ...], here: Token) -> bool:
    """Whether something else begins here, behind a visit told with its verb and a name."""
    verb = any(token.is_a(*VERBS, "nobody", "absent") for token in before)
    told = verb and any(token.is_a(NAME) for token in before)
    return told and (here.is_a("but") or _is_blank(text, before[-1], here))


def _is_passed_over(here: tuple[Token, ...]) -> bool:
    """Whether somebody is named here who was not visited: "saw Titan, Vertex not yet"."""
    return here[0].is_a(NAME) and any(token.is_a("not_yet") for token in here[1:2])


def _turns_to_another(text: str, before: tuple[Token, ...], here: tuple[Token, ...]) -> bool:
    """Whether another customer, or all of them, are spoken of behind something told of one.

    南岭 要100个阀 | 白榄 要50个阀 | 都去了.
    """
    if not _is_blank(text, before[-1], here[0]) or not before[0].is_a(NAME):
        return False
    everybody = here[0].is_a("all") and any(token.is_a("visited") for token in here[1:2])
    return before[-1].is_a(GAP, "tells") and (everybody or here[0].is_a(NAME))


def _is_blank(text: str, before: Token, after: Token) -> bool:
    """Whether a blank parts two Chinese words: it stands for a comma there."""
    between = text[before.end : after.start]
    chinese = is_han(text[before.end - 1]) and is_han(text[after.start])
    return chinese and bool(between) and between.isspace()


def _begins_another(before: tuple[Token, ...], here: tuple[Token, ...]) -> bool:
    """Whether another visit is told from here on: its verb, with a name on either side of it.

    So it is behind "and": "saw Titan | and nobody in at Vertex".
    """
    if before[-1].is_a("joins") and here[0].is_a("nobody", "absent"):
        at = all(token.is_a("at", "leads") for token in here[1:2])
        named = any(token.is_a(NAME) for token in here[1:4])
        return at and named and any(token.is_a(NAME) for token in before)
    if not here[0].is_a("visited", "touched", "calling", "go"):
        return False
    told = any(token.is_a("visited", "touched", "go") for token in before)
    named = any(token.is_a(NAME) for token in before)
    following = next((token for token in here[1:] if not token.is_a(*_JOINTS, "past", "at")), None)
    return told and named and following is not None and following.is_a(NAME)
