"""A text longer than Telegram takes becomes several: between paragraphs, else lines, else words.

Telegram counts UTF-16 units after it has read the markup; here the markup is counted too, so a
part may be a little shorter than it could be, and fits every server.
"""

import re

from bot.voice.plain import as_plain

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

_BREAKS = ("\n\n", "\n", " ")
_TAG = re.compile(r"<(/?)([a-z]+)>")
_HALF_WRITTEN = re.compile(r"(?:<[^<>]*|&[#\w]{0,32})\Z")


def units(text: str) -> int:
    """Count as Telegram does: an emoji is two.

    >>> units("A"), units("👍")
    (1, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """Split a text with markup into parts of at most ``longest`` units, each whole by itself.

    A tag that is open where a part ends is closed there and opened again in the next one.
    """
    parts = []
    while units(text) > longest:
        part, text = _cut(text, longest)
        parts.append(part)
    return [part for part in (*parts, text) if as_plain(part).strip()]


def _cut(text: str, longest: int) -> tuple[str, str]:
    """Cut a part off the front; the rest begins with the tags that were open there."""
    room = longest
    while True:
        head = _first_units(text, room)
        head = _HALF_WRITTEN.sub("", head) or head
        head = head[: _place_to_break(head)]
        opened = _open_tags(head)
        closing = "".join(f"</{tag}>" for tag in reversed(opened))
        too_long = units(head) + len(closing) - longest
        if too_long <= 0:
            break
        room -= too_long
    opening = "".join(f"<{tag}>" for tag in opened)
    return head.rstrip() + closing, opening + text[len(head) :].lstrip()


def _first_units(text: str, count: int) -> str:
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * count]
    return head.decode("utf-16-le", "ignore")


def _place_to_break(head: str) -> int:
    """Return where to end: at the last break of the best kind that wastes no more than half."""
    places = (head.rfind(each) for each in _BREAKS)
    return next((place for place in places if place > len(head) // 2), len(head))


def _open_tags(text: str) -> list[str]:
    opened: list[str] = []
    for closes, tag in _TAG.findall(text):
        if not closes:
            opened.append(tag)
        elif tag in opened:
            opened.reverse()
            opened.remove(tag)
            opened.reverse()
    return opened
