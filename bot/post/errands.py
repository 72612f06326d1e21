"""Errands as an outbox row keeps them: what is to be said, but for the words.

The post carries a call and never looks inside; of an errand it knows this much, that it is one.
"""

from pydantic import TypeAdapter

from bot.messages import Errand

_ERRAND = TypeAdapter(Errand)
_BEGINS = '{"kind":'


def write_errand(errand: Errand) -> str:
    """Write an errand as an outbox row keeps it until its turn comes."""
    return _ERRAND.dump_json(errand, exclude_defaults=True).decode()


def read_errand(payload: str) -> Errand | None:
    """Read an errand; None where the row holds a call."""
    return _ERRAND.validate_json(payload) if payload.startswith(_BEGINS) else None
