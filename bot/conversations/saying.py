"""What is said on an errand."""

from dataclasses import dataclass

from bot.messages import Message


@dataclass(frozen=True, slots=True)
class Said:
    """A message, and the number of the one at the channel whose place it takes, if any."""

    message: Message
    replaces: int | None = None
