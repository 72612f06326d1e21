"""A message's markup for places that have none, or their own: the terminal."""

import html
import re

_TAG = re.compile(r"</?[bi]>")


def as_plain(text: str, *, bold: bool = False) -> str:
    """Turn markup into plain text, or into the terminal's own bold.

    >>> as_plain("<b>Bolt &amp; Sons</b>")
    'Bolt & Sons'
    """
    if bold:
        text = text.replace("<b>", "\033[1m").replace("</b>", "\033[0m")
    return html.unescape(_TAG.sub("", text))
