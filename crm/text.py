"""Text as it is kept, as it is looked up, and as a spreadsheet may safely open it."""

import re
import unicodedata

_UNKEPT = frozenset({"Cc", "Cs"})
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def clean(text: str) -> str:
    """Return the text trimmed and NFC, without control characters and halves of characters.

    Nothing else is changed. No database takes half a character (a lone surrogate).

    >>> clean("  Caf\\u0065\\u0301\\x00 ")
    'Café'
    """
    kept = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in _UNKEPT)
    return unicodedata.normalize("NFC", kept).strip()


def fold(text: str) -> str:
    """Return the form under which a text is looked up: NFKC, lower case, single blanks.

    >>> fold("ＡＣＭＥ  Straße")
    'acme strasse'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def guard_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before it.

    So does one before a text that would be taken for a guarded one, so that ``unguard_formula``
    always gives back what was.

    >>> guard_formula("=1+1"), guard_formula("O'Neill & Co"), guard_formula("'=1")
    ("'=1+1", "O'Neill & Co", "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """Return the text before it was guarded.

    >>> unguard_formula("'+44 20 7946 0000"), unguard_formula("'t Hart")
    ('+44 20 7946 0000', "'t Hart")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
