"""How to reach a customer: numbers, addresses and the people there. Told only when asked for."""

from dataclasses import dataclass

from sqlalchemy import select

from crm.entities import Viewer
from crm.errors import NotFound
from crm.store.database import Session
from crm.store.scope import visible
from crm.store.tables import contacts, customers


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody to ask for at a customer's; what isn't known is None."""

    name: str
    title: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What the books know of how to reach a customer."""

    name: str
    phone: str | None
    email: str | None
    address: str | None
    city: str | None
    country: str | None
    contacts: tuple[Reachable, ...]


def get_details(session: Session, viewer: Viewer, customer_id: int) -> Details:
    """Return how to reach a customer.

    Raises NotFound when there is none, or none that this viewer may see.
    """
    known = (
        customers.c.name,
        customers.c.phone,
        customers.c.email,
        customers.c.address,
        customers.c.city,
        customers.c.country,
    )
    query = select(*known).where(visible(viewer), customers.c.id == customer_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("no such customer")
    people = (
        select(contacts.c.name, contacts.c.title, contacts.c.phone, contacts.c.email)
        .where(contacts.c.customer_id == customer_id)
        .order_by(contacts.c.id)
    )
    return Details(*row, contacts=tuple(Reachable(*each) for each in session.execute(people)))
