"""Names by their capitals: ``why is QUICK-Stop an A`` speaks of QUICK-Stop, whoever that is.

A customer nobody knows may be called by words that mean something else. What is written like a
name, in a message that is not written all in capitals, is one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.understanding.concepts import Mark
from bot.understanding.normalise import Normal
from crm.names.match import Span

NAMED = "@named"

_WORD = re.compile(r"[A-Za-zÀ-ɏ](?:[A-Za-zÀ-ɏ0-9'’.&/-]*[A-Za-zÀ-ɏ0-9])?")
_COMPOUND = re.compile(r"\w[-/&]\w\w")
_JOINS = re.compile(r" (?:(?:the|of|de|del|du|da|do|di|la|le|y|e|et|und|och|&) ){0,2}")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mdm", "madam", "dr", "sir"})
"""What begins a person's name, never a company's that somebody would go and see."""
_ASKED = frozenset(
    {"customer", "names_list", "tier_word", "visit_word", "overdue", "due", "never", "order",
     "report", "card", "complaint", "score", "mine", "hello", "thanks", "setting", "help", "show",
     "which", "why", "how", "count", "team", "broadcast", "note", "english"}
)  # fmt: skip
"""Ideas that stay what they are with a capital: a German writes Customers."""

Word = tuple[int, int]


def list_named(normal: Normal, marks: Iterable[Mark]) -> list[Span]:
    """Return where something is written like a name that the marks don't account for."""
    known = list(marks)
    words = [found.span() for found in _WORD.finditer(normal.original)]
    if not words or _is_all_capitals(normal, words):
        return []
    spans = []
    for run in _list_runs(normal, words):
        if normal.original[slice(*run[0])].lower() in _TITLES:
            continue
        kept = _without_edges(normal, run, known)
        if kept and _is_name(normal, kept, known):
            spans.append(normal.folded_span(kept[0][0], kept[-1][1]))
    return [span for span in spans if span[1] - span[0] > 2]


def _is_all_capitals(normal: Normal, words: list[Word]) -> bool:
    """Whether capitals say nothing here: all words have one, and there are many."""
    capital = [word for word in words if normal.original[word[0]].isupper()]
    return normal.original.isupper() or (len(words) > 4 and len(capital) == len(words))


def _list_runs(normal: Normal, words: list[Word]) -> Iterator[list[Word]]:
    """Yield capitalised words that follow each other, with ``of the`` or ``&`` between them."""
    capital = [
        word for word in words if normal.original[word[0]].isupper() and word[1] - word[0] > 1
    ]
    run: list[Word] = capital[:1]
    for before, word in pairwise(capital):
        if not _JOINS.fullmatch(normal.original[before[1] : word[0]]):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _without_edges(normal: Normal, run: list[Word], marks: list[Mark]) -> list[Word]:
    """Cut what asks from both ends, and any known word from the beginning of a sentence."""
    kept = list(run)
    while kept and _means(normal, kept[-1], marks) & _ASKED:
        kept.pop()
    while kept:
        means = _means(normal, kept[0], marks)
        first = not normal.original[: kept[0][0]].rstrip().strip("\"'“(") or normal.original[
            : kept[0][0]
        ].rstrip().endswith((".", "!", "?", ","))
        if _is_compound(normal, kept[0]) or not (means & _ASKED or (first and means)):
            break
        kept.pop(0)
    return kept


def _is_name(normal: Normal, words: list[Word], marks: list[Mark]) -> bool:
    """Whether nothing else is meant: a place, a person, a tier and a date have capitals too."""
    means = [_means(normal, word, marks) for word in words]
    if any(idea.startswith("@") for ideas in means for idea in ideas if idea != "@industry"):
        return all(ideas == {"@place"} or not ideas for ideas in means) and not all(means)
    compound = any(_is_compound(normal, word) for word in words)
    return compound or not all(means) or len(words) > 1


def _is_compound(normal: Normal, word: Word) -> bool:
    return _COMPOUND.search(normal.original[word[0] : word[1]]) is not None


def _means(normal: Normal, word: Word, marks: list[Mark]) -> set[str]:
    start, end = normal.folded_span(*word)
    return {idea for mark in marks if mark.start < end and start < mark.end for idea in mark.means}
