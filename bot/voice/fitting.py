"""A text that is too long for one message loses its last lines, never half a tag or a letter.

Answers are a few lines; only names of hundreds of characters, or their like, come near the limit.
"""

import html
import re

LONGEST = 4096
"""What one message holds, in UTF-16 units, as messengers count."""

MORE = "…"

_TAG = re.compile(r"</?[bi]>")


def fit(text: str) -> str:
    """Return the lines that fit, with a sign that more was said; all of a text that fits.

    >>> fit("short"), fit("one\\n" + "x" * 5000)
    ('short', 'one\\n…')
    """
    if _units(text) <= LONGEST:
        return text
    kept: list[str] = []
    room = LONGEST - _units(MORE)
    for line in text.split("\n"):
        room -= _units(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, MORE]) if kept else _begin(text.split("\n", maxsplit=1)[0])


def _begin(line: str) -> str:
    """The beginning of a line that is too long alone, without its markup.

    A character is at most five once it is escaped.
    """
    plain = html.unescape(_TAG.sub("", line))
    return html.escape(plain[: LONGEST // 6], quote=False) + MORE


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
