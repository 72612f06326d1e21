"""Which process holds a row: its machine, its number there, and when it began.

A process that starts can tell that its predecessor is dead and need not wait for its leases. On
another machine nobody can tell, and the lease decides.
"""

import os
import socket
import time

_BEGAN = int(time.time())


def own_name() -> str:
    """Return the name of this process."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{_BEGAN}"


def is_gone(owner: str) -> bool:
    """Tell whether a process surely runs no more: False when nobody can say.

    A number that is ours, with another beginning, was given again after its owner died: that is
    the rule in a container, where every start has the same one.
    """
    host, _, rest = owner.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:50] or not rest.isdecimal():
        return False
    if int(rest) == os.getpid():
        return owner != own_name()
    if os.name != "posix":
        return False  # elsewhere the question itself would be a Ctrl-C
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
