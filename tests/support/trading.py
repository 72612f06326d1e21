"""What a company's books say of a few customers: orders, invoices, plans, written row by row."""

from datetime import date
from decimal import Decimal

from sqlalchemy import insert

from crm.store.tables import invoices, order_lines, orders, planned_visits
from tests.support.chatting import Office


def ordered(office: Office, customer_id: int, on: str, **products: str) -> None:
    """Write an order of these products at these amounts."""
    with office.database.writing() as session:
        order_id = session.execute(
            insert(orders)
            .values(
                key=f"{customer_id}/{on}",
                number=f"N-{on}",
                customer_id=customer_id,
                ordered_on=date.fromisoformat(on),
            )
            .returning(orders.c.id)
        ).scalar_one()
        for position, (product, amount) in enumerate(products.items()):
            session.execute(
                insert(order_lines).values(
                    order_id=order_id, position=position, product=product, amount=Decimal(amount)
                )
            )


def invoiced(
    office: Office,
    customer_id: int,
    due: str,
    amount: str,
    *,
    paid: str | None = None,
    reason: str | None = None,
) -> None:
    """Write an invoice of 30 days before it is due."""
    due_on = date.fromisoformat(due)
    with office.database.writing() as session:
        session.execute(
            insert(invoices).values(
                key=f"{customer_id}/{due}/{amount}",
                number=f"R-{due}",
                customer_id=customer_id,
                issued_on=date.fromordinal(due_on.toordinal() - 30),
                due_on=due_on,
                paid_on=date.fromisoformat(paid) if paid else None,
                amount=Decimal(amount),
                delay_reason=reason,
            )
        )


def planned(office: Office, customer_id: int, on: str, made: str) -> None:
    """Agree on a day for the next visit."""
    with office.database.writing() as session:
        session.execute(
            insert(planned_visits).values(
                customer_id=customer_id,
                planned_on=date.fromisoformat(on),
                made_on=date.fromisoformat(made),
                person_id=1,
            )
        )
