"""Text as it is kept and text as it is looked up."""

import unicodedata


def clean(text: str) -> str:
    """Return the text trimmed and NFC, without control characters; nothing else is changed.

    >>> clean("  Caf\\u0065\\u0301\\x00 ")
    'Café'
    """
    normal = unicodedata.normalize("NFC", text)
    kept = (c for c in normal if c in "\t\n" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def fold(text: str) -> str:
    """Return the form under which a text is looked up: NFKC, lower case, single blanks.

    >>> fold("ＡＣＭＥ  Straße")
    'acme strasse'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
