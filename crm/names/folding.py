"""Text as names are compared: no case, accents, blanks or punctuation; simplified characters.

``Save-a-lot``, ``save a lot`` and ``SAVEALOT`` are the same here, and so are ``國際`` and ``国际``.
The folded text keeps where each character came from, and where a word may begin: Latin words only
match whole, Chinese has no blanks to go by.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


@cache
def _simplified() -> dict[str, str]:
    text = resources.files(__package__).joinpath("simplified.txt").read_text("utf-8")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    return {row[i]: row[i + 1] for row in rows for i in range(0, len(row), 2)}


@lru_cache(maxsize=20_000)
def fold_character(character: str) -> str:
    """Return what a character counts as: letters and digits only, often one, sometimes two.

    >>> fold_character("Ä"), fold_character("國"), fold_character("-")
    ('a', '国', '')
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
    simplified = _simplified()
    return "".join(
        simplified.get(c, c) for c in apart.translate(_LETTERS) if c.isalnum() and c.isprintable()
    )


def is_han(character: str) -> bool:
    """Whether a character is Chinese."""
    return "㐀" <= character <= "鿿" or "豈" <= character <= "﫿" or "𠀀" <= character <= "𳑿"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its folded form; ``at[i]`` is where folded character ``i`` came from."""

    original: str
    text: str
    at: tuple[int, ...]
    edges: tuple[bool, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the original text that a folded span came from."""
        return (self.at[start], self.at[end - 1] + 1) if end > start else (0, 0)

    def whole(self, start: int, end: int) -> bool:
        """Whether a span begins and ends where words do."""
        return self.edges[start] and self.edges[end]


def fold(text: str) -> Folded:
    """Fold a text. An edge lies wherever one script, or one word, ends."""
    characters: list[str] = []
    at: list[int] = []
    edges: list[bool] = []
    apart = True
    for position, original in enumerate(text):
        counted = fold_character(original)
        if not counted:
            apart = apart or not unicodedata.combining(original)
            continue
        for character in counted:
            han = is_han(character)
            edges.append(apart or han or is_han(characters[-1]))
            characters.append(character)
            at.append(position)
            apart = False
    return Folded(text, "".join(characters), tuple(at), (*edges, True))


def squeeze(text: str) -> str:
    """Return only the folded text.

    >>> squeeze("Save-a-lot Märkte")
    'savealotmarkte'
    """
    return "".join(map(fold_character, text))
