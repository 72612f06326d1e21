"""Which language a message is written in, so that the answer is in it too."""

import re
from functools import cache
from typing import Literal

from ruamel.yaml import YAML

from bot.understanding.concepts import load_lexicon, read_own
from crm.names.folding import fold as folding
from crm.names.folding import is_han
from crm.text import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH = 2
_LATIN = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_SMALL = re.compile(
    r"[的了吗呢吧啊我你您他她它们这那在是有没不要去来给把被和跟到让请说叫再还就都也很]"
)
"""Characters of which sentences are made, and hardly any name."""


def language_of(text: str) -> Literal["zh", "en"] | None:
    """Return zh if any Chinese character is in it, en if any Latin letter is, else None.

    >>> language_of("Save-a-lot 怎么样"), language_of("hi"), language_of("12 👍")
    ('zh', 'en', None)
    """
    if any(map(is_han, text)):
        return "zh"
    return "en" if any(c.isalpha() and c < "ɐ" for c in text) else None


def names_in_chinese(text: str) -> bool:
    """Whether a message is English but for names in Chinese: none of its Chinese means anything.

    >>> names_in_chinese("give Titan to 李娜"), names_in_chinese("Titan 的 phone number")
    (True, False)
    """
    told = text[:_LONGEST]
    if len(_LATIN.findall(told)) < _ENOUGH or not any(map(is_han, told)):
        return False
    lexicon = load_lexicon()
    return not any(
        _SMALL.search(run) or lexicon.list_marks(folding(run)) for run in _HAN.findall(told)
    )


def is_foreign(text: str) -> bool:
    """Whether a message is in a language we don't speak, by its small words.

    >>> is_foreign("ich habe heute Titan besucht"), is_foreign("I met Titan today")
    (True, False)
    """
    if any(map(is_han, text)):
        return False
    words = {fold(word).replace("’", "'") for word in _WORD.findall(text[:_LONGEST])}
    return any(len(words & spoken) >= _ENOUGH for spoken in _load_foreign())


@cache
def _load_foreign() -> tuple[frozenset[str], ...]:
    """The small words of each language, without those that are English."""
    languages = YAML(typ="safe", pure=True).load(read_own("foreign.yaml"))
    return tuple(frozenset(map(fold, words)) for words in languages.values())


def is_pinyin(text: str) -> bool:
    """Whether a message in Latin letters is Chinese: a word we know in pinyin is in it.

    >>> is_pinyin("wo de kehu"), is_pinyin("who are my customers")
    (True, False)
    """
    return not any(map(is_han, text)) and load_lexicon().has_spoken(text[:_LONGEST])


_LONGEST = 300
