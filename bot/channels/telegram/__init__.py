"""Telegram as a channel: the only room that knows the library, and what the server can do.

The library hands out periods as timedelta only to who asks for it in the environment, and warns
everybody else.
"""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")

NAME = "telegram"


def chat_of(number: int) -> str:
    """Return the name by which the post knows a chat.

    >>> chat_of(-12), number_of(chat_of(-12))
    ('telegram:-12', -12)
    """
    return f"{NAME}:{number}"


def number_of(chat: str) -> int:
    """Return Telegram's number of a chat."""
    return int(chat.removeprefix(f"{NAME}:"))
