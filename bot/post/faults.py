"""Places at which a test kills the process, to see what is left.

``TIERCOACH_FAULT=settle.after_commit:3`` kills it the third time that place is reached, as a power
cut would: nothing is caught, closed or flushed. Without the variable nothing happens.
"""

import itertools
import os
import signal

POINTS = (
    "inbox.before_commit",
    "inbox.after_commit",
    "answer.before_commit",
    "answer.after_commit",
    "claim.before_commit",
    "claim.after_commit",
    "send.before",
    "send.after",
    "settle.after_commit",
)

_POINT, _, _NTH = os.environ.get("TIERCOACH_FAULT", "").partition(":")
_TIMES = itertools.count(1)


def reach(point: str) -> None:
    """Say that this place is reached; perhaps nothing is said after it."""
    if point == _POINT and next(_TIMES) == int(_NTH or 1):
        os.kill(os.getpid(), signal.SIGKILL)
