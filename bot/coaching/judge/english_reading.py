"""An English line read word by word: short forms written out, slips mended, sentences told apart.

Every word remembers where it was typed, so what is found in a reading is shown in the line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.coaching.judge.english_words import load_spellings, load_words
from bot.coaching.judge.prepared import Prepared

SHORTEST_SLIP = 5
"""Letters a word must have before a slip in it is mended: short words are too near each other."""

_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|[a-z]+(?:'[a-z]+)?|[\u3400-\u9fff]+|\u2588+|\.\.+|…|[^\s\w]|\w", re.ASCII
)
_LARGE = re.compile(r"thousand|[1-9]\d{3,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_DROPPED = frozenset("\"“”„«»()[]*_'")
_ENDS = frozenset(".?!;…\n") | {"。", "?", "!"}
_SAME = {"—": ",", "–": ",", "、": ",", "%": "%"}
_ENDINGS = {"'ll": "will", "'d": "would", "'ve": "have", "'re": "are", "'m": "am"}
_IS_SHORT = frozenset(
    [
        "it",
        "that",
        "what",
        "who",
        "here",
        "there",
        "he",
        "she",
        "how",
        "where",
        "when",
        "which",
        "why",
        "everything",
    ]
)
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words with one space between them, what ends it, and where it begins."""

    text: str
    stop: str
    start: int

    @property
    def size(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says in plain words, and where each of them was typed.

    ``large``: places in the text of figures of a thousand or more, which may be sums of money.
    """

    text: str
    sentences: tuple[Sentence, ...]
    large: tuple[int, ...]
    _starts: tuple[int, ...]
    _typed: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the words between two places of the reading were typed."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)) - 1, first)
        return self._typed[first][0], self._typed[last][1]

    def find(self, pattern: re.Pattern[str]) -> tuple[int, int] | None:
        """Return where a pattern is found in one of the sentences, as it was typed."""
        for sentence in self.sentences:
            found = pattern.search(sentence.text)
            if found:
                return self.place(sentence, found)
        return None

    def place(self, sentence: Sentence, found: re.Match[str] | None = None) -> tuple[int, int]:
        """Return where what was found in a sentence was typed, or the whole sentence."""
        start, end = found.span() if found else (0, len(sentence.text))
        return self.span(sentence.start + start, sentence.start + end)


@lru_cache(maxsize=64)
def read_line(line: Prepared) -> Reading:
    """Return the reading of a line."""
    tokens = list(_list_tokens(line))
    starts: list[int] = []
    large: list[int] = []
    sentences: list[Sentence] = []
    words: list[str] = []
    begin = place = 0
    for number, (token, *typed_at) in enumerate(tokens):
        starts.append(place)
        if _LARGE.fullmatch(line.text[slice(*typed_at)]):
            large.append(place)
        if token in _ENDS:
            following = tokens[number + 1][0] if number + 1 < len(tokens) else ""
            if following == "or" and words:
                words.append(",")
                place += 2
                continue
            if words:
                sentences.append(Sentence(" ".join(words), token, begin))
            elif sentences:
                last = sentences[-1]
                sentences[-1] = Sentence(last.text, _graver(last.stop, token), last.start)
            words = []
            place += len(token) + 1
            begin = place
            continue
        words.append(token)
        place += len(token) + 1
    if words:
        sentences.append(Sentence(" ".join(words), "", begin))
    typed = tuple((start, end) for _, start, end in tokens)
    text = " ".join(token for token, _, _ in tokens)
    return Reading(text, tuple(sentences), tuple(large), tuple(starts), typed)


def _graver(one: str, other: str) -> str:
    return "?" if "?" in (one, other) else one


def _list_tokens(line: Prepared) -> Iterator[tuple[str, int, int]]:
    breaks = {found.start() for found in _JOINED.finditer(line.original)}
    for found in _WORD.finditer(line.text):
        typed = found.group()
        if typed in _DROPPED or (typed == "/" and not _joins(line.text, found.start())):
            continue
        cut = next((place for place in breaks if found.start() < place < found.end()), None)
        pieces = [(found.start(), found.end())]
        if cut:
            pieces = [(found.start(), cut), (cut, found.end())]
        for start, end in pieces:
            for word in _plain_words(line.text[start:end]):
                yield word, start, end


def _joins(text: str, place: int) -> bool:
    """Whether a stroke stands between two words: "blue/grey", and not in "</b>"."""
    before, after = text[:place].rstrip(), text[place + 1 :].lstrip()
    return before[-1:].isalnum() and after[:1].isalnum()


@lru_cache(maxsize=8000)
def _plain_words(typed: str) -> tuple[str, ...]:
    if typed[0].isdigit():
        return ("#",)
    if typed in {"-", "/", "&"}:
        return () if typed == "-" else ("or",) if typed == "/" else ("and",)
    if not typed[0].isalpha():
        return ("…" if typed.startswith("..") else _SAME.get(typed, typed),)
    return tuple(_written_out(_mended(_with_g(typed))).split())


def _with_g(word: str) -> str:
    """A dropped g is put back: "bookin the truck" is booking it."""
    ending = re.search("[^aeiou]in$|yin$", word)
    if len(word) < SHORTEST_SLIP or not ending or word in load_words()["end_in"]:
        return word
    return f"{word}g"


def _written_out(word: str) -> str:
    known = load_spellings().get(word)
    if known:
        return known
    if "'" not in word:
        return word
    if word.endswith("n't"):
        return f"{word[:-3]} not"
    stem, end = word.split("'", 1)
    ending = _ENDINGS.get(f"'{end}")
    if ending:
        return f"{stem} {ending}"
    if end == "s":
        return f"{stem} is" if stem in _IS_SHORT else f"{stem} 's"
    return f"{stem} {end}" if end else stem


@lru_cache(maxsize=8000)
def _mended(word: str) -> str:
    """The word that was meant, if exactly one of those we mend is a slip away and begins alike."""
    if len(word) < SHORTEST_SLIP or "'" in word or word in _list_words_of_their_own():
        return word
    near = [
        meant
        for meant in load_words()["mended"]
        if meant[0] == word[0] and abs(len(meant) - len(word)) < 2 and is_slip(word, meant)
    ]
    return near[0] if len(near) == 1 else word


def is_slip(typed: str, meant: str) -> bool:
    """Whether one letter more, less, other, or two changed about make one word of the other."""
    return OSA.distance(typed, meant, score_cutoff=1) <= 1


@lru_cache(maxsize=1)
def _list_words_of_their_own() -> frozenset[str]:
    """What is spelt right: the words we mend, those near to them, and those written out."""
    words = load_words()
    return frozenset(words["mended"]) | frozenset(words["own_words"]) | frozenset(load_spellings())
