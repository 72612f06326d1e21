"""What a running process tells: one line an event on standard error, never a secret.

The library that speaks HTTP logs whole addresses, and Telegram's have the token in them. So it
tells warnings only, and whatever anybody tells, tracebacks too, passes a formatter that knows the
secrets and leaves them out.
"""

import logging
import sys
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import quote

_NOISY = ("httpx", "httpcore", "telegram", "apscheduler", "asyncio", "sqlalchemy", "alembic")
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
INSTEAD = "[secret]"


class Discreet(logging.Formatter):
    """Formats a record and leaves secrets out of it, however they came in."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(_LINE)
        spellings = {spelt for secret in secrets for spelt in (secret, quote(secret, safe=""))}
        self._secrets = sorted(filter(None, spellings), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Format a record, its traceback included."""
        return self.hide(super().format(record))

    def hide(self, text: str) -> str:
        """Leave the secrets out of a text."""
        for secret in self._secrets:
            text = text.replace(secret, INSTEAD)
        return text


def tell_on_standard_error(level: str, secrets: Iterable[str]) -> None:
    """Set the logs of this process up, and the last words of one that dies."""
    discreet = Discreet(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(discreet)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("bot").critical("This should not happen.", exc_info=(kind, error, trace))

    sys.excepthook = tell
