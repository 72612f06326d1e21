"""What became of one send, as the channel tells it.

``unknown`` is for what may have arrived: nobody sends it again but a person. Whatever surely did
not arrive is ``again``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal[
    "queued",
    "sending",
    "sent",
    "blocked",
    "unreachable",
    "refused",
    "expired",
    "cancelled",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state a row goes into, and what belongs to it.

    ``after`` are the seconds until the next try, None for a pause that grows with every try;
    ``for_all`` says that the whole channel rests so long. ``until``: it waits for that moment, and
    the others of its chat do not wait with it.
    """

    state: State
    message_id: int | None = None
    after: float | None = None
    for_all: bool = False
    why: str | None = None
    until: datetime | None = None


def sent(message_id: int | None) -> Outcome:
    """It arrived, and this is its number at the channel."""
    return Outcome("sent", message_id)


def again(after: float | None = None, why: str | None = None) -> Outcome:
    """It surely did not arrive: try again after so many seconds."""
    return Outcome("queued", after=after, why=why)


def pause(seconds: float, why: str | None = None) -> Outcome:
    """The channel took nothing and wants to be left alone so long, by everybody."""
    return Outcome("queued", after=seconds, for_all=True, why=why)


def put_off(until: datetime, why: str) -> Outcome:
    """Its time has not come."""
    return Outcome("queued", why=why, until=until)


def blocked(why: str) -> Outcome:
    """The person has shut the bot out, or their account is gone."""
    return Outcome("blocked", why=why)


def unreachable(why: str) -> Outcome:
    """There is no such chat."""
    return Outcome("unreachable", why=why)


def refused(why: str) -> Outcome:
    """The channel cannot take it as it is: our fault."""
    return Outcome("refused", why=why)


def unknown(why: str) -> Outcome:
    """It may have arrived."""
    return Outcome("unknown", why=why)


def expired() -> Outcome:
    """It is too late to send it."""
    return Outcome("expired")


def cancelled(why: str) -> Outcome:
    """It is no longer true or no longer allowed."""
    return Outcome("cancelled", why=why)
