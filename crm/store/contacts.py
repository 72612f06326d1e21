"""The people at our customers: added in the chat, completed later, shown only when asked for."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from crm.entities import Viewer
from crm.errors import NotFound, Refused
from crm.store import deeds, writers
from crm.store.database import Session
from crm.store.newcomers import Added, parse
from crm.store.scope import visible
from crm.store.tables import contacts, customers
from crm.text import fold

LONGEST = {"name": 200, "title": 200, "phone": 64, "email": 200}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a customer; what isn't known is None."""

    id: int
    customer_id: int
    customer: str
    name: str
    title: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said about a contact: what is None isn't said and stays as it is."""

    name: str | None = None
    title: str | None = None
    phone: str | None = None
    email: str | None = None

    def values(self) -> dict[str, str]:
        """What is said, tidied. Raises Refused for what ``newcomers.parse`` refuses, and for
        nothing."""
        said = {field: text for field, text in asdict(self).items() if text is not None}
        if not said:
            raise Refused("There is nothing to keep.")
        return {field: parse(text, LONGEST[field]) for field, text in said.items()}


def add(
    session: Session, actor: Viewer, customer_id: int, who: Particulars, *, now: datetime
) -> Added:
    """Add a person at a customer.

    Raises NotFound and NotAllowed as ``writers.lock``, and Refused without a name.
    """
    writers.lock(session, actor, [customer_id])
    values: dict[str, Any] = {"customer_id": customer_id, **who.values()}
    if "name" not in values:
        raise Refused("A name is needed.")
    deed_id = deeds.begin(session, actor, "contact", now)
    return Added(deed_id, deeds.add(session, deed_id, contacts, values))


def correct(
    session: Session, actor: Viewer, contact_id: int, who: Particulars, *, now: datetime
) -> int:
    """Change what is known of a contact; return the deed.

    Raises NotFound when there is none in sight, NotAllowed for who only looks, and Refused when
    nothing is said.
    """
    writers.lock(session, actor, [get(session, actor, contact_id).customer_id])
    values = who.values()
    deed_id = deeds.begin(session, actor, "details", now)
    deeds.change(session, deed_id, contacts, contact_id, values)
    return deed_id


def get(session: Session, viewer: Viewer, contact_id: int) -> Contact:
    """Return one contact.

    Raises NotFound when there is none, or its customer is out of sight.
    """
    found = _list(session, viewer, contacts.c.id == contact_id)
    if not found:
        raise NotFound("no such contact")
    return found[0]


def find(session: Session, viewer: Viewer, customer_id: int, name: str) -> Contact | None:
    """Return the contact of that name at a customer, upper or lower case, or None."""
    known = _list(session, viewer, contacts.c.customer_id == customer_id)
    return next((contact for contact in known if fold(contact.name) == fold(name)), None)


def list_named(session: Session, viewer: Viewer, name: str) -> list[Contact]:
    """Return those in sight whose name begins so, or a word of it does; a Chinese one may be part
    of a name."""
    wanted = fold(name)
    if not wanted:
        return []
    # SQLite's LIKE knows upper and lower case of ASCII only: of other letters both are looked for.
    spelt = {name, wanted, name.title(), name.upper()}
    either = or_(*(contacts.c.name.icontains(one, autoescape=True) for one in sorted(spelt)))
    return [who for who in _list(session, viewer, either) if _is_called(fold(who.name), wanted)]


def _is_called(name: str, wanted: str) -> bool:
    if not wanted.isascii():
        return wanted in name
    return name.startswith(wanted) or f" {wanted}" in name


def _list(session: Session, viewer: Viewer, which: Any) -> list[Contact]:
    query = (
        select(
            contacts.c.id,
            contacts.c.customer_id,
            customers.c.name,
            contacts.c.name,
            contacts.c.title,
            contacts.c.phone,
            contacts.c.email,
        )
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(visible(viewer), which)
        .order_by(contacts.c.id)
    )
    return [Contact(*row) for row in session.execute(query)]
