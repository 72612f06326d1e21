"""Which language a message is written in, so that the answer is in it too."""

from typing import Literal

from crm.names.folding import is_han


def language_of(text: str) -> Literal["zh", "en"] | None:
    """Return zh if any Chinese character is in it, en if any Latin letter is, else None.

    >>> language_of("Save-a-lot 怎么样"), language_of("hi"), language_of("12 👍")
    ('zh', 'en', None)
    """
    if any(map(is_han, text)):
        return "zh"
    return "en" if any(c.isalpha() and c < "ɐ" for c in text) else None
