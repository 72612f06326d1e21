"""Lines that people have judged, and which of the two kinds a new line is more like.

The rules decide. Where the examples lean the other way the judge says that it can't tell: likeness
alone is right four times in five, which is too little to call a line wrong and enough to doubt.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.coaching.judge.prepared import prepare
from bot.coaching.playbook import BadLine
from bot.coaching.reading import shipped_playbooks
from bot.voice.rendering import LANGUAGES, Language

FILE = "examples.jsonl"

_RAREST = 2
"""Pieces that only one example has say nothing of others."""

_FEWEST = 9
"""Known pieces: four words in English, four characters in Chinese."""

_WORDS = re.compile(r"[a-z']+|[?!.]")


@dataclass(frozen=True, slots=True)
class Example:
    """A line as somebody judged it, in the language it was said in."""

    text: str
    language: Language
    is_good: bool


class Examples:
    """Naive Bayes over the pieces of lines: pairs of words, or up to three characters."""

    def __init__(self, lines: Iterable[Example]) -> None:
        """Weigh every piece by how much more often wrong lines have it than right ones."""
        found: dict[Language, list[Example]] = {language: [] for language in LANGUAGES}
        for line in lines:
            found[line.language].append(line)
        self._weights = {language: _weigh(those) for language, those in found.items()}

    def lean(self, text: str, language: Language) -> float:
        """Return which examples a line is like: above 0 the wrong ones, below 0 the right ones.

        It is the sum of the log-odds of the line's known pieces over the root of their number: a
        long line is no surer than a short one. Of a line of few known pieces they say nothing.
        """
        weights = self._weights[language]
        known = [weights[piece] for piece in _pieces(text, language) if piece in weights]
        return sum(known) / math.sqrt(len(known)) if len(known) >= _FEWEST else 0.0


@cache
def load_examples() -> Examples:
    """Load the examples that come with the program, and every line of its playbooks, once."""
    return Examples([*_list_labelled(), *_list_authored()])


def _list_labelled() -> Iterator[Example]:
    content = resources.files(__package__).joinpath(FILE).read_text("utf-8")
    for row in map(json.loads, content.splitlines()):
        yield Example(row["text"], row["lang"], row["verdict"] == "good")


def _list_authored() -> Iterator[Example]:
    for playbook in shipped_playbooks().values():
        said = [(line.say, not isinstance(line, BadLine)) for line in playbook.lines()]
        said += [(line.fix, True) for line in playbook.lines() if isinstance(line, BadLine)]
        said += [(ask.say, True) for ladder in playbook.ladders for ask in ladder.asks]
        for text, is_good in said:
            for language in LANGUAGES:
                yield Example(text.written(language), language, is_good)


def _weigh(lines: list[Example]) -> Mapping[str, float]:
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for line in lines:
        counts[line.is_good].update(_pieces(line.text, line.language))
    good, bad = counts[True], counts[False]
    of_good = sum(line.is_good for line in lines) + 2
    of_bad = len(lines) - of_good + 4
    return {
        piece: math.log((bad[piece] + 1) / of_bad) - math.log((good[piece] + 1) / of_good)
        for piece in good.keys() | bad.keys()
        if good[piece] + bad[piece] >= _RAREST
    }


def _pieces(text: str, language: Language) -> frozenset[str]:
    plain = prepare(text, language).text
    if language == "zh":
        bare = "".join(plain.split())
        ends = range(1, len(bare) + 1)
        return frozenset(bare[max(0, end - size) : end] for size in (1, 2, 3) for end in ends)
    words = _WORDS.findall(plain)
    pairs = zip(["^", *words], words, strict=False)
    return frozenset([*words, *map(" ".join, pairs)])
