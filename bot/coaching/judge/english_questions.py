"""What an English sentence asks: a question's form, the halves of an either/or, a way out in one.

A phone leaves out question marks, so a question is known by its order of words as well.
"""

import re
from functools import lru_cache

from bot.coaching.judge.english_reading import Sentence
from bot.coaching.judge.english_words import compile_any, load_phrases, phrases

MOST_SENTENCES = 64
"""Sentences whose form is remembered: those of a line are asked about many times."""

LONGEST_BARE = 16
"""Words of an either/or without a verb: "kraft or white for the lids"."""

_FIRST = "(?:<opening>(?: ,)? ){0,3}"
_BE = "(?:is|are|am|was|were|do|does|did|will|would|can|could|shall|should|may|might|have|has|must)"
_WHAT = "(?:what|which|who|whose|whom|where|when|how)"

_INVERTED = compile_any(f"(?:^|, |: |and |or ){_FIRST}{_BE} (?:not )?<subject>")
_LEADS = compile_any(f"^{_FIRST}{_BE} [^ ]+")
_STARTS = compile_any(
    f"^{_FIRST}(?:does|did|is|are|was|were|should|would|shall|could) (?!not )[a-z]+ [^ ]+"
)
_ASKED = compile_any(
    f"(?:^|[,:] ){_FIRST}(?:(?:and|at|by|from|to|in|on|for|with|under|into|off|about|apart from) )?"
    f"{_WHAT}"
)
_ASKED_LATE = compile_any(
    f"{_WHAT}(?: (?:one|way|day|time|size|colour|color|of them|number|name|side|first|many|much))?"
    "(?: (?:for|to|on|at|then|please))?$"
)
_RELATIVE = re.compile(
    ", (?:which|who|whose|where|when)(?! (?:is|are|do|does|shall|should|will|one|of))"
)
_ASKED_BARE = compile_any(
    f"^{_FIRST}(?:whose|which|how (?:many|much|long|big|wide|deep|often)|what (?:<detail>))"
)
_ASKED_INVERTED = compile_any(
    f"{_WHAT}(?: [^ ,]+){{0,5}} (?:{_BE}|goes|go|takes|opens|signs|gets|suits|comes|needs|wants"
    "|uses)"
)
_TAG = compile_any(
    "(?:is|are|was|were|do|does|did|will|would|can|could|have|has) not"
    " (?:it|they|he|she|you|we|that)$",
    "innit$", "eh$", "you know$", "you see$",
)  # fmt: skip
_CAN_DO = compile_any("(?:i|we) (?:can|could|will)")
_SOMEBODY = compile_any("^(?:[a-z]+ ){0,2}(?:i|we|you|they|he|she|it|that|this|there)")
_OR = compile_any("or")


def _compile_way_out() -> re.Pattern[str]:
    ways = "|".join(load_phrases()["way_out"])
    return compile_any(f"(?:^|, )(?:<as_asked> ){{0,6}}(?:{ways})")


_WAY_OUT = _compile_way_out()


@lru_cache(maxsize=MOST_SENTENCES)
def is_question(sentence: Sentence) -> bool:
    """Whether it asks, by its mark or, if no full stop ends it, by its order of words."""
    if sentence.stop == "?":
        return True
    return (asks_what(sentence) or is_yes_or_no(sentence)) and sentence.stop not in {"!", "…"}


@lru_cache(maxsize=MOST_SENTENCES)
def is_yes_or_no(sentence: Sentence) -> bool:
    """Whether its verb comes before its subject: "is it", "do you"."""
    text = sentence.text
    if sentence.stop == "?" and _LEADS.search(text):
        return True
    return bool(_INVERTED.search(text) or _STARTS.search(text))


@lru_cache(maxsize=MOST_SENTENCES)
def asks_what(sentence: Sentence) -> bool:
    """Whether a question word leads it, or closes it: "which gate", "two or three, which"."""
    text = sentence.text
    if phrases("detail_wanted").search(text):
        return True
    led = _ASKED.search(text)
    if led and sentence.stop != "?" and _RELATIVE.match(text, led.start()):
        return False
    if led and (sentence.stop == "?" or (not sentence.stop and _ASKED_BARE.search(text))):
        return True
    if led and sentence.stop != "." and _ASKED_INVERTED.search(text, led.start()):
        return True
    return sentence.stop == "?" and bool(_ASKED_LATE.search(text) or _ASKED_INVERTED.search(text))


@lru_cache(maxsize=MOST_SENTENCES)
def has_tag(sentence: Sentence) -> bool:
    """Whether it only begs to be agreed with: "lovely day, isn't it"."""
    return bool(_TAG.search(sentence.text))


@lru_cache(maxsize=MOST_SENTENCES)
def halves(sentence: Sentence) -> tuple[str, ...]:
    """The halves of an either/or, or nothing where "or" joins none."""
    text = phrases("fixed_or").sub("so", sentence.text)
    parts = [part.strip(" ,") for part in _OR.split(text)]
    if len(parts) < 2 or not all(parts) or not _offers(sentence, text):
        return ()
    return tuple(parts)


def _offers(sentence: Sentence, text: str) -> bool:
    if is_question(sentence) or phrases("choice_named").search(text):
        return True
    if sentence.stop in {"!", "…"} or phrases("stated_or").search(text):
        return False
    bare = next(part for part in text.split(" , ") if _OR.search(part))
    if len(bare.split()) <= LONGEST_BARE and not phrases("bare_verb").search(bare):
        return True
    return bool(_CAN_DO.search(text))


@lru_cache(maxsize=MOST_SENTENCES)
def find_way_out(sentence: Sentence) -> bool:
    """Whether one half of an either/or is a way out: another day, leave it, think it over."""
    parts = halves(sentence)
    if not parts:
        return _is_left_out(sentence)
    return bool(phrases("no_choice").search(sentence.text)) or any(map(_WAY_OUT.search, parts))


def _is_left_out(sentence: Sentence) -> bool:
    """Whether it commands one thing "or sleep on it", with nobody in it who does it."""
    head, *rest = (part.strip(" ,") for part in _OR.split(sentence.text))
    if not head or not rest or sentence.stop == "!" or _SOMEBODY.search(head):
        return False
    return any(map(_WAY_OUT.search, rest))
