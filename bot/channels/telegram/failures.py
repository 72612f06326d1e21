"""What an error of the Bot API means for the message that was being sent.

The narrow ones come first: a refused request and a time-out are both network errors to the
library. Only what surely did not arrive is tried again; what may have arrived is unknown.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.connections import NEVER_LEFT
from bot.post import outcomes
from bot.post.outcomes import Outcome

_NO_SUCH_CHAT = re.compile(
    r"chat not found|user not found|peer_id_invalid|chat_id_invalid", re.IGNORECASE
)
_NOT_MODIFIED = re.compile(r"message is not modified", re.IGNORECASE)
_MARKUP = re.compile(r"can't parse entities", re.IGNORECASE)
_NOT_TO_EDIT = re.compile(
    r"message can't be edited|message to edit not found|message_id_invalid"
    r"|there is no text in the message",
    re.IGNORECASE,
)
_TOO_MANY = re.compile(r"too many requests", re.IGNORECASE)
_TOO_LARGE = re.compile(r"entity too large", re.IGNORECASE)

WITHOUT_TOKEN = 60.0
"""Seconds for which nothing is sent when the server does not know our token."""


_ELSE: Mapping[type[TelegramError], Callable[[str], Outcome]] = {
    Forbidden: outcomes.blocked,
    ChatMigrated: outcomes.unreachable,
    InvalidToken: lambda why: outcomes.pause(WITHOUT_TOKEN, why),
}


def outcome_of(error: TelegramError) -> Outcome:
    """Say what became of a message whose sending raised this."""
    why = told(error)
    if isinstance(error, RetryAfter):
        return outcomes.pause(seconds_of(error), why)
    if isinstance(error, BadRequest):
        gone = _NO_SUCH_CHAT.search(why)
        return outcomes.unreachable(why) if gone else outcomes.refused(why)
    if isinstance(error, NetworkError):
        return _of_network(error, why)
    return _ELSE.get(type(error), outcomes.unknown)(why)


def _of_network(error: NetworkError, why: str) -> Outcome:
    if isinstance(error.__cause__, NEVER_LEFT):
        return outcomes.again(why=why)
    if _TOO_MANY.search(why):
        return outcomes.pause(1.0, why)
    return outcomes.refused(why) if _TOO_LARGE.search(why) else outcomes.unknown(why)


def told(error: TelegramError) -> str:
    """Return what an error says, its kind where it says nothing."""
    return (error.message or type(error).__name__)[:200]


def seconds_of(error: RetryAfter) -> float:
    """Return how long the server wants to be left alone."""
    period = error.retry_after
    return period.total_seconds() if isinstance(period, timedelta) else float(period)


def is_not_modified(error: BadRequest) -> bool:
    """Tell whether an edit would have changed nothing: what was wanted is there."""
    return bool(_NOT_MODIFIED.search(error.message))


def is_markup(error: BadRequest) -> bool:
    """Tell whether the server could not read the markup."""
    return bool(_MARKUP.search(error.message))


def is_not_to_edit(error: BadRequest) -> bool:
    """Tell whether the message to edit is gone, too old or of another kind."""
    return bool(_NOT_TO_EDIT.search(error.message))
