"""A Chinese line as it is read: its phrases, its sentences, and every known word in it.

Who types on a phone parts phrases by a blank, or not at all, and takes one character for another
that sounds the same. Both are put right here, a character for a character, so that places stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import ahocorasick

from bot.coaching.judge.prepared import MASK, Prepared
from crm.policy.document import read_document

Span = tuple[int, int]

STOP = r",、。;；:!?…—\n~"
"""What parts phrases, as characters of a class."""

_BREAK = re.compile(rf"[{STOP}]+|(?<![0-9])\.|\.(?![0-9])|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_SENTENCE_ENDS = frozenset("。!?;；…\n")

_SLIPS = {
    "帐": "账",
    "哪里要": "那里要",
    "在讲": "再讲",
    "在说": "再说",
    "在想": "再想",
    "在看看": "再看看",
    "在考虑": "再考虑",
    "在降": "再降",
    "在减": "再减",
    "在便宜": "再便宜",
    "在送": "再送",
    "在给": "再给",
    "在等": "再等",
    "连接发": "链接发",
    "便易": "便宜",
    "便疑": "便宜",
    "打则": "打折",
    "打拆": "打折",
    "付宽": "付款",
    "付欵": "付款",
    "转帐": "转账",
    "前字": "签字",
    "前名": "签名",
    "签明": "签名",
    "欠名": "签名",
    "下丹": "下单",
    "下担": "下单",
    "恭洗": "恭喜",
    "公喜": "恭喜",
    "优会": "优惠",
    "优汇": "优惠",
    "决对": "绝对",
    "绝队": "绝对",
    "包证": "保证",
    "必需今": "必须今",
    "百分白": "百分百",
    "核队": "核对",
    "确任": "确认",
    "确人": "确认",
    "还事": "还是",
    "还时": "还是",
    "环是": "还是",
    "或着": "或者",
    "号吗": "好吗",
    "钦字": "签字",
}
_ASKS = re.compile(
    r"(?:[嘛吗咩未没噻不伐否]|[^什怎这那多]么|[有是][^就还].{0,5}吧|可以撒"
    r"|(?:行|好|可以|能|要|得)(?:不|唔|没)[行好可能要得])[啊呀哈呢]?$"
)
_WORD = re.compile("[a-z0-9]")


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Return the words by class, as the file beside this one has them."""
    text = resources.files(__package__).joinpath("chinese.yaml").read_text("utf-8")
    data: dict[str, Any] = read_document(text).data
    return {name: tuple(dict.fromkeys(str(words).split())) for name, words in data.items()}


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern: ``<name>`` is any word of a class, ``<4>`` up to four of one phrase."""
    return re.compile(re.sub("<([a-z_]+|[0-9]+)>", lambda found: _fragment(found[1]), pattern))


def _fragment(name: str) -> str:
    if name.isdigit():
        return rf"[^{STOP}\s]{{0,{name}}}?"
    ordered = sorted(classes()[name], key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, ordered))})"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch between two stops or blanks; ``sentence`` counts from 0."""

    start: int
    end: int
    text: str
    sentence: int
    stop: str

    @property
    def asks(self) -> bool:
        """Whether it ends as a question does."""
        return "?" in self.stop or _ASKS.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Said:
    """A line with its slips put right, what means nothing masked, and its words by class."""

    text: str
    phrases: tuple[Phrase, ...]
    words: dict[str, list[Span]]

    def first(self, name: str, start: int = 0, end: int | None = None) -> Span | None:
        """Return the first word of a class within a stretch, or None."""
        last = len(self.text) if end is None else end
        found = self.words.get(name, ())
        return next((span for span in found if start <= span[0] and span[1] <= last), None)

    def has(self, *names: str) -> bool:
        """Whether words of all these classes are in it."""
        return all(name in self.words for name in names)

    def count(self, name: str) -> int:
        """How many different words of a class are in it."""
        return len({self.text[start:end] for start, end in self.words.get(name, ())})

    def find(self, pattern: str) -> re.Match[str] | None:
        """Return where a pattern is, or None."""
        return compiled(pattern).search(self.text)

    def sentence_of(self, place: int) -> Span:
        """Return the stretch of the sentence around a place."""
        number = self.phrase_at(place).sentence
        own = [phrase for phrase in self.phrases if phrase.sentence == number]
        return own[0].start, own[-1].end

    def phrase_at(self, place: int) -> Phrase:
        """Return the phrase that a place is in."""
        return next((each for each in self.phrases if place < each.end), self.phrases[-1])

    def phrase_before(self, phrase: Phrase) -> Phrase | None:
        """Return the phrase before another in its sentence, or None."""
        place = self.phrases.index(phrase)
        earlier = self.phrases[place - 1] if place else None
        return earlier if earlier and earlier.sentence == phrase.sentence else None


@lru_cache(maxsize=4)
def read(line: Prepared) -> Said:
    """Read a line; acts and faults of the same line share it."""
    text = _put_right(line.text)
    for span in _words_of(text).get("harmless", ()):
        text = text[: span[0]] + MASK * (span[1] - span[0]) + text[span[1] :]
    return Said(text, tuple(_phrases(text)), _words_of(text))


def _put_right(text: str) -> str:
    for wrong, right in _SLIPS.items():
        if wrong in text:
            text = text.replace(wrong, right)
    return text


def _phrases(text: str) -> Iterator[Phrase]:
    start = sentence = 0
    for found in _BREAK.finditer(text):
        if found.start() > start:
            words = text[start : found.start()]
            yield Phrase(start, found.start(), words, sentence, found.group())
            sentence += bool(_SENTENCE_ENDS & set(found.group()))
        start = found.end()
    if start < len(text) or not text.strip(STOP + " ."):
        yield Phrase(start, len(text), text[start:], sentence, "")


@cache
def _automaton() -> Any:
    known = ahocorasick.Automaton()
    by_word: dict[str, list[str]] = {}
    for name, words in classes().items():
        for word in words:
            by_word.setdefault(word, []).append(name)
    for word, names in by_word.items():
        known.add_word(word, (len(word), tuple(names), word.isascii()))
    known.make_automaton()
    return known


def _words_of(text: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for last, (length, names, is_latin) in _automaton().iter(text):
        start, end = last - length + 1, last + 1
        if is_latin and not _is_whole(text, start, end):
            continue
        for name in names:
            found.setdefault(name, []).append((start, end))
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (_WORD.match(before) or _WORD.match(after))
