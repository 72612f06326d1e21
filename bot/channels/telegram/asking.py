"""One question to Telegram, from the command line: whose token is this, and what time is it there?

Asked without the library, which keeps the server's clock to itself. The address has the token in
it and is told to nobody.
"""

import json
import socket
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from crm.errors import BadSettings, Problem

PATIENCE = 10.0
_TOKEN = "TIERCOACH_TELEGRAM_TOKEN"  # noqa: S105 - the name of one
_WAY = (
    "See whether this machine reaches the internet. Where Telegram is blocked it takes a route: a "
    "proxy in HTTPS_PROXY, or a Bot API server elsewhere in TIERCOACH_TELEGRAM_API."
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the server said: the bot's name there, and its own time to the second, if it told."""

    name: str
    at: datetime | None


def ask(root: str, token: str) -> Heard:
    """Ask a Bot API server who the bot is. Raises BadSettings with what is in the way."""
    try:
        with urlopen(f"{root}/bot{token}/getMe", b"", PATIENCE) as answer:  # noqa: S310 - http(s)
            told = json.loads(answer.read(65536))
            date = answer.headers["Date"]
    except HTTPError as error:
        error.close()
        raise BadSettings([_refused(root, error.code)]) from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        slow = isinstance(reason, TimeoutError | socket.timeout)
        why = "it does not answer" if slow else getattr(reason, "strerror", None) or "no answer"
        raise BadSettings([Problem(root, f"cannot be reached: {why}.", _WAY)]) from None
    return Heard(_name(told), _read_date(date))


def _refused(root: str, status: int) -> Problem:
    if status in {401, 404}:
        what = "Telegram knows no bot with this token."
        return Problem(_TOKEN, what, "Copy it again from @BotFather (/mybots, API Token).")
    return Problem(root, f"answers with error {status}.", "Try again in a few minutes.")


def _name(told: Any) -> str:
    bot = told.get("result") if isinstance(told, dict) else None
    return str(bot.get("username") or "") if isinstance(bot, dict) else ""


def _read_date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
