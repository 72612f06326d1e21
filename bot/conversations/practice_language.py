"""The language practice goes on in: that it was begun in, until a sentence of another is said.

A name, a code, a word of the other language typed as a line turns nothing round.
"""

import re

from bot.conversations.desk import Desk
from bot.understanding.language import is_pinyin
from bot.voice.rendering import Language
from crm.names.folding import is_han

_ENGLISH = re.compile(
    r"\b(?:practi[sc]\w*|drill\w*|train|rehearse|mistakes|other|list|what|which|the)\b"
)

_WORDS, _CHARACTERS = 4, 5
"""Words, or Chinese characters, from which on a line is a sentence of its language."""


def at_practice(desk: Desk, text: str = "") -> Desk:
    """Return the desk in the language of the practice in mind, or of the sentence typed there."""
    walk, drill = desk.dialog.walk, desk.dialog.drill
    language: Language | None = None
    if walk is not None and walk.is_fresh(desk.now):
        language = walk.language
    if drill is not None and drill.is_in_mind(desk.now):
        language = drill.language
    if language is None:
        return desk
    return desk.speaking(find_sentence(text) or language)


def find_sentence(text: str) -> Language | None:
    """Return the language of a whole sentence; None for less than one.

    >>> find_sentence("navy, sir"), find_sentence("您要深色的还是浅色的"), find_sentence("lianxi")
    (None, 'zh', None)
    """
    han = sum(map(is_han, text))
    if han:
        return "zh" if han >= _CHARACTERS else None
    words = [each for each in text.split() if any(map(str.isalpha, each))]
    return "en" if len(words) >= _WORDS and not is_pinyin(text) else None


def find_begun(text: str) -> Language | None:
    """Return the language of words that begin a practice; None for pinyin."""
    if any(map(is_han, text)):
        return "zh"
    return "en" if _ENGLISH.search(text.lower()) and not is_pinyin(text) else None
