"""What the post carries for a channel, as text: what came in, and one call to send.

The post never looks inside. What was written by an older version is still read by a newer one: a
field that is missing has its default, one that is gone is passed over.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from bot.messages import Arrival, Message


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a channel: send a message, or put it in the place of an earlier one."""

    message: Message
    do: Literal["send", "edit"] = "send"
    message_id: int | None = None


_ARRIVAL = TypeAdapter(Arrival)
_CALL = TypeAdapter(Call)


def write_arrival(arrival: Arrival) -> str:
    """Write what came in as an inbox row keeps it."""
    return _ARRIVAL.dump_json(arrival, exclude_defaults=True).decode()


def read_arrival(payload: str) -> Arrival:
    """Read what an inbox row keeps."""
    return _ARRIVAL.validate_json(payload)


def write_call(call: Call) -> str:
    """Write a call as an outbox row keeps it."""
    return _CALL.dump_json(call, exclude_defaults=True).decode()


def read_call(payload: str) -> Call:
    """Read what an outbox row keeps."""
    return _CALL.validate_json(payload)
