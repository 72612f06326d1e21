"""Bars to look at on a phone: a name above each, its figure behind it, the longest first.

The font comes with the program, for no machine is sure to have one with Chinese in it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont, features
from PIL.ImageFont import FreeTypeFont

_FONT = ("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf")

_FORMS = "zh-Hans" if features.check("raqm") else None
"""The font draws the forms used in Taiwan unless it is told otherwise."""

WIDTH = 1080
"""Pixels: what a phone shows without shrinking."""

_MARGIN = 56
_TITLE, _NAME, _NOTE = 52, 42, 32
_ROW = 152
_BAR = 52
_LEAST = 8
"""Pixels of a bar that stands for nothing: it is still seen that there is one."""

_PAPER, _INK, _GREY, _TRACK = "#ffffff", "#1d2530", "#5b6675", "#eef1f5"
_BARS = ("#c8452f", "#2f6fb0")
"""The first bar, which is what it is about, and the others."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a bar stands for, how long it is, and what is written behind it."""

    name: str
    value: float
    figure: str


def draw_bars(title: str, bars: Sequence[Bar], note: str = "") -> bytes:
    """Return a PNG of bars one below the other, with a note below them."""
    heads = _wrap(title, _TITLE)
    notes = _wrap(note, _NOTE) if note else []
    top = _MARGIN + len(heads) * (_TITLE + 16) + 28
    below = top + len(bars) * _ROW
    height = below + len(notes) * (_NOTE + 12) + _MARGIN
    picture = Image.new("RGB", (WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(heads):
        _write(draw, (_MARGIN, _MARGIN + number * (_TITLE + 16)), line, _TITLE)
    most = max((bar.value for bar in bars), default=0) or 1
    room = max((_length(bar.figure, _NAME) for bar in bars), default=0) + 24
    for number, bar in enumerate(bars):
        _draw_bar(draw, bar, top + number * _ROW, bar.value / most, room, _BARS[number > 0])
    for number, line in enumerate(notes):
        _write(draw, (_MARGIN, below + number * (_NOTE + 12)), line, _NOTE, _GREY)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_bar(
    draw: ImageDraw.ImageDraw, bar: Bar, top: int, share: float, room: float, colour: str
) -> None:
    _write(draw, (_MARGIN, top), _fit(bar.name), _NAME)
    start, edge = top + _NAME + 28, WIDTH - _MARGIN - room
    long = max(_LEAST, (edge - _MARGIN) * share)
    corner = _BAR // 6
    draw.rounded_rectangle((_MARGIN, start, edge, start + _BAR), corner, _TRACK)
    draw.rounded_rectangle((_MARGIN, start, _MARGIN + long, start + _BAR), corner, colour)
    _write(draw, (edge + 24, start + _BAR / 2), bar.figure, _NAME, anchor="lm")


def _write(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    colour: str = _INK,
    anchor: str = "la",
) -> None:
    """Write a line; the font's apostrophe is as wide as a Chinese character."""
    plain = text.replace("’", "'")
    draw.text(place, plain, colour, font=_font(size), anchor=anchor, language=_FORMS)


@cache
def _font(size: int) -> FreeTypeFont:
    package, name = _FONT
    return ImageFont.truetype(io.BytesIO(files(package).joinpath(name).read_bytes()), size)


def _length(text: str, size: int) -> float:
    return _font(size).getlength(text, language=_FORMS)


def _fit(name: str) -> str:
    """A name that fits into a line."""
    if _length(name, _NAME) <= WIDTH - 2 * _MARGIN:
        return name
    while name and _length(f"{name}…", _NAME) > WIDTH - 2 * _MARGIN:
        name = name[:-1]
    return f"{name}…"


def _wrap(text: str, size: int) -> list[str]:
    """Break a text into lines: at a blank where there is one, else anywhere, as Chinese is."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _length(line + piece.rstrip(), size) > WIDTH - 2 * _MARGIN:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        glued = pieces and _is_latin(character) and _is_latin(pieces[-1][-1])
        if glued and not pieces[-1].endswith(" "):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_latin(character: str) -> bool:
    return character.isascii() or character == "’"
