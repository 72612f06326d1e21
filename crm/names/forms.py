"""How one company may be typed: in full, by its brand, its code, in pinyin, by its first word.

Every form is folded (see ``folding``). A form says what kind of evidence it is: the whole name
proves more than one word of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from pypinyin import Style, lazy_pinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from ruamel.yaml import YAML

from crm.entities import Naming
from crm.names.folding import is_han, squeeze


class Evidence(StrEnum):
    """What a typed text matched, the strongest first."""

    NAME = "name"
    ALIAS = "alias"
    CODE = "code"
    BRAND = "brand"
    PINYIN = "pinyin"
    PART = "part"
    INITIALS = "initials"
    HOMOPHONE = "homophone"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to type a company, folded; ``points`` are 100 for the whole name."""

    text: str
    evidence: Evidence
    points: float


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a name people leave out."""

    legal_zh: tuple[str, ...]
    legal_en: frozenset[str]
    trade_zh: tuple[str, ...]
    trade_en: frozenset[str]
    small: frozenset[str]
    words: frozenset[str]
    places_zh: frozenset[str]


@cache
def wording() -> Wording:
    """Load ``wording.yaml`` once; the longest parts come first, so that they are cut first."""
    text = resources.files(__package__).joinpath("wording.yaml").read_text("utf-8")
    data = YAML(typ="safe", pure=True).load(text)
    return Wording(
        legal_zh=tuple(sorted({squeeze(word) for word in data["legal_zh"]}, key=len, reverse=True)),
        legal_en=frozenset(data["legal_en"]),
        trade_zh=tuple(sorted(data["trade_zh"], key=len, reverse=True)),
        trade_en=frozenset(data["trade_en"]),
        small=frozenset(data["small"]),
        words=frozenset(data["words"]),
        places_zh=frozenset(data["places_zh"].split()),
    )


TRADE = 78
"""What a word proves that only says what a company deals in."""

_PLACE_END = "市省县区州盟"
_LONGEST_PLACE = 5
_WORDS = re.compile(r"[\s,;:()（）]+")
_HYPHENS = re.compile(r"[-/–]")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,12})[)）]")


def list_forms(naming: Naming) -> list[Form]:
    """Return all forms of one company's name, each once, with the most it can prove."""
    best: dict[str, Form] = {}
    for form in _all_forms(naming):
        known = best.get(form.text)
        if form.text and (known is None or form.points > known.points):
            best[form.text] = form
    return list(best.values())


def _all_forms(naming: Naming) -> Iterator[Form]:
    yield Form(squeeze(naming.name), Evidence.NAME, 100)
    for alias in naming.aliases:
        yield Form(squeeze(alias), Evidence.ALIAS, 100)
        yield from _spoken(squeeze(alias), 92)
    if naming.code:
        yield Form(squeeze(naming.code), Evidence.CODE, 100)
    if any(map(is_han, naming.name)):
        yield from _chinese(naming.name, naming.city or "")
    else:
        yield from _western(naming.name)


def _chinese(name: str, city: str) -> Iterator[Form]:
    plain = squeeze(_BRACKETS.sub(_drop_place, name))
    short = _without_end(plain, wording().legal_zh)
    yield Form(plain, Evidence.NAME, 100)
    yield Form(short, Evidence.NAME, 100)
    placeless = _without_place(short, city)
    yield Form(placeless, Evidence.NAME, 98)
    yield from _spoken(short, 92)
    yield from _spoken(placeless, 92)
    brand = placeless
    while (shorter := _without_end(brand, wording().trade_zh)) != brand:
        brand = shorter
        yield Form(brand, Evidence.BRAND, 95)
        yield from _spoken(brand, 91)
        if short != placeless:
            yield Form(short[: len(short) - len(placeless)] + brand, Evidence.BRAND, 97)


def _western(name: str) -> Iterator[Form]:
    words = [word for word in _WORDS.split(name.replace("&", " and ")) if squeeze(word)]
    yield Form(squeeze("".join(words)), Evidence.NAME, 100)
    folded = [squeeze(word) for word in words]
    short = len(folded)
    while short > 1 and folded[short - 1] in wording().legal_en:
        short -= 1
    folded, words = folded[:short], words[:short]
    yield Form("".join(folded), Evidence.NAME, 100)
    first = 1 if folded and folded[0] in {"the", "die", "la", "le"} and len(folded) > 1 else 0
    yield Form("".join(folded[first:]), Evidence.NAME, 98)
    for count in range(first + 1, len(folded)):
        yield from _beginning(words, folded, first, count)
    for word in _single_words(words):
        yield Form(word, Evidence.PART, TRADE if word in wording().trade_en else 82)
    if len(folded) >= 3:
        yield Form("".join(word[0] for word in folded), Evidence.INITIALS, 80)


def _single_words(words: list[str]) -> Iterator[str]:
    """Every telling word of a name; of one written with a hyphen its parts as well: ``LINO``."""
    for number, word in enumerate(words):
        parts = [squeeze(part) for part in _HYPHENS.split(word)]
        if number == 0 and len(parts) > 1 and len(parts[0]) == 3:
            yield parts[0]
        for part in dict.fromkeys((squeeze(word), *parts)):
            if len(part) >= 4 and part not in wording().small:
                yield part


def _beginning(words: list[str], folded: list[str], first: int, count: int) -> Iterator[Form]:
    """The first words of a name: two of them, or one written with a hyphen, are nearly a name."""
    if folded[count - 1] in wording().small:
        return
    telling = [word for word in folded[first:count] if word not in wording().small]
    compound = "-" in words[count - 1].strip("-") or "'" in words[count - 1]
    several = len(telling) > 1 or compound
    rest_is_trade = all(word in wording().trade_en for word in folded[count:])
    if several or rest_is_trade:
        points = 95.0 if several else 93.0
        yield Form("".join(folded[:count]), Evidence.BRAND, points)
        yield Form("".join(folded[first:count]), Evidence.BRAND, points)
    elif telling:
        yield Form("".join(folded[first:count]), Evidence.PART, 88)


def _spoken(text: str, points: float) -> Iterator[Form]:
    """A Chinese text as it is typed on a Latin keyboard: in full, and by its initials."""
    if len(text) < 2 or not all(map(is_han, text)):
        return
    syllables = pinyin(text)
    yield Form("".join(syllables), Evidence.PINYIN, points)
    if len(syllables) >= 3:
        yield Form("".join(syllable[0] for syllable in syllables), Evidence.INITIALS, 80)


@lru_cache(maxsize=20_000)
def pinyin(text: str) -> tuple[str, ...]:
    """Return the toneless syllables of a Chinese text.

    >>> pinyin("重庆")
    ('chong', 'qing')
    """
    if _read_together().isdisjoint(map("".join, pairwise(text))):
        return tuple(syllable for character in text for syllable in _syllable(character))
    return tuple(lazy_pinyin(text, style=Style.NORMAL, v_to_u=False))


@cache
def _read_together() -> frozenset[str]:
    """Pairs of characters, one of which is read differently in some word than alone: 重庆."""
    return frozenset(
        word[k : k + 2]
        for word, readings in phrases_dict.items()
        for i, reading in enumerate(readings[: len(word)])
        if (_toneless(reading[0]),) != _syllable(word[i])
        for k in (i - 1, i)
        if 0 <= k < len(word) - 1
    )


_toneless = cache(to_normal)


@cache
def _syllable(character: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(character, style=Style.NORMAL, v_to_u=False))


def _drop_place(bracket: re.Match[str]) -> str:
    inner = bracket[1].rstrip(_PLACE_END)
    return "" if inner in wording().places_zh or bracket[1] in wording().places_zh else bracket[0]


def _without_end(text: str, endings: tuple[str, ...]) -> str:
    if not text.endswith(endings):
        return text
    for ending in endings:
        if text.endswith(ending) and len(text) - len(ending) >= 2:
            return text[: -len(ending)]
    return text


def _without_place(text: str, city: str) -> str:
    """Cut the place a name begins with, if at least two characters remain."""
    own = squeeze(city).rstrip(_PLACE_END)
    for length in range(min(_LONGEST_PLACE, len(text) - 2), 1, -1):
        place = text[:length]
        if place in wording().places_zh or place == own:
            rest = text[length:]
            if rest[0] in _PLACE_END and len(rest) > 2:
                rest = rest[1:]
            return _without_place(rest, city)
    return text
