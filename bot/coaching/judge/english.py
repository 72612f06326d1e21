"""What a English line does and what is wrong with it."""

from collections.abc import Iterator

from bot.coaching.judge.moments import Moment
from bot.coaching.judge.prepared import Prepared
from bot.coaching.judge.verdict import FoundAct, FoundFault


def list_acts(line: Prepared, moment: Moment) -> Iterator[FoundAct]:  # noqa: ARG001
    """Return what the line does."""
    yield from ()


def list_faults(line: Prepared, moment: Moment) -> Iterator[FoundFault]:  # noqa: ARG001
    """Return what is wrong with the line."""
    yield from ()
