"""Customers that people add in the chat: somebody's own from the first moment, and new.

A name that somebody else's customer has already stops nobody and is told to nobody but those who
see both: it becomes a request (see ``requests``).
"""

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from crm.entities import Viewer
from crm.errors import NotAllowed, NotFound, Refused
from crm.store import deeds, people, requests, writers
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import customers
from crm.text import clean, fold

LONGEST_NAME = 300
LONGEST = {"city": 120, "country": 120, "industry": 120, "phone": 64, "name": LONGEST_NAME}

_JOINERS = "\u200c\u200d"
"""Invisible, but part of how some scripts are written."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is known of a customer that is to be added; texts as ``parse`` returns them."""

    name: str
    city: str | None = None
    country: str | None = None
    industry: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is said anew of a customer: what is None isn't said and stays as it is."""

    name: str | None = None
    city: str | None = None
    industry: str | None = None
    phone: str | None = None

    def values(self) -> dict[str, str]:
        """What is said, tidied. Raises Refused for what ``parse`` refuses, and for nothing."""
        said = {field: text for field, text in asdict(self).items() if text is not None}
        if not said:
            raise Refused("There is nothing to change.")
        return {field: parse(text, LONGEST[field]) for field, text in said.items()}


@dataclass(frozen=True, slots=True)
class Added:
    """What was added, and the deed to take it back by."""

    deed_id: int
    row_id: int


def tidy(text: str, longest: int = LONGEST_NAME) -> str | None:
    """Return a name, a place or a number on one line, without invisible characters.

    None when nothing is left that can be read, or more than anybody reads.

    >>> tidy(" Zorro\\n Foods\\u202e "), tidy("…")
    ('Zorro Foods', None)
    """
    seen = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf")
    line = re.sub(r"\s+", " ", clean(seen))
    readable = any(character.isalnum() for character in line)
    return line if readable and len(line) <= longest else None


def parse(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a text as ``tidy`` does. Raises Refused where that is None."""
    line = tidy(text, longest)
    if line is None:
        raise Refused(f"Letters or digits are needed, at most {longest} characters.")
    return line


def add(
    session: Session,
    actor: Viewer,
    newcomer: Newcomer,
    *,
    rep_id: int,
    now: datetime,
    request_id: int | None = None,
) -> Added:
    """Add a customer for a rep, who sees it at once; a request for it is settled with it.

    Raises NotAllowed for a role that adds none, NotFound for a rep out of the actor's sight, and
    for the request what ``requests.get_to_settle`` raises.
    """
    if actor.role not in writers.RECORDS:
        raise NotAllowed("Reps and their managers add customers.")
    if not people.is_in_sight(session, actor, rep_id):
        raise NotFound("no such person")
    if request_id is not None:
        requests.get_to_settle(session, actor, request_id)
    deed_id = deeds.begin(session, actor, "customer", now)
    values = asdict(newcomer) | {"name_key": _key(newcomer.name), "rep_id": rep_id}
    customer_id = deeds.add(session, deed_id, customers, values)
    if _is_named_elsewhere(session, actor, newcomer.name):
        requests.add(session, deed_id, actor, "namesake", customer_id=customer_id, now=now)
    if request_id is not None:
        requests.close(session, deed_id, actor, request_id, "added", now=now)
    return Added(deed_id, customer_id)


def correct(
    session: Session, actor: Viewer, customer_id: int, known: Known, *, now: datetime
) -> int:
    """Change what is known of a customer; return the deed.

    Raises NotFound and NotAllowed as ``writers.lock``, and Refused for what ``parse`` refuses.
    """
    writers.lock(session, actor, [customer_id])
    values = known.values()
    if "name" in values:
        values["name_key"] = _key(values["name"])
    deed_id = deeds.begin(session, actor, "details", now)
    deeds.change(session, deed_id, customers, customer_id, values)
    if "name" in values and _is_named_elsewhere(session, actor, values["name"]):
        requests.add(session, deed_id, actor, "namesake", customer_id=customer_id, now=now)
    return deed_id


def list_of_that_name(session: Session, viewer: Viewer, name: str) -> list[int]:
    """Return the customers in sight that have exactly this name, upper or lower case."""
    same = select(customers.c.id).where(customers.c.name_key == _key(name), visible(viewer))
    return list(session.scalars(same.order_by(customers.c.id)))


def _is_named_elsewhere(session: Session, actor: Viewer, name: str) -> bool:
    seen = select(customers.c.id).where(visible(actor)).correlate(None)
    same = select(customers.c.id).where(customers.c.name_key == _key(name))
    return session.scalar(same.where(customers.c.id.not_in(seen)).limit(1)) is not None


def _key(name: str) -> str:
    return fold(name)[:LONGEST_NAME]
