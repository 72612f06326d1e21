"""Which customer do orders, invoices and visits speak of? Found by code, else name, else alias.

Every way a file calls a customer is staged once and has a number; rows carry the number.
"""

from sqlalchemy import (
    BigInteger,
    Subquery,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from crm.store.staging.area import Staging
from crm.store.staging.tables import heads, invoices, refs
from crm.store.tables import customer_aliases, customers
from crm.store.tables import invoices as stored_invoices
from crm.store.tables import orders as stored_orders
from crm.store.tables import visits as stored_visits

COLUMNS = ("ref", "code", "name", "looked_up", "name_key")


def resolve(staging: Staging) -> None:
    """Find the customer of every reference that has none yet and no contradiction."""
    open_ = and_(refs.c.customer_id.is_(None), refs.c.problem.is_(None))
    by_code = select(customers.c.id).where(customers.c.code == refs.c.looked_up)
    staging.run(update(refs).where(open_).values(customer_id=by_code.scalar_subquery()))
    by_name = (
        select(
            refs.c.ref,
            func.min(customers.c.id).label("id"),
            func.count().label("candidates"),
            func.min(customers.c.code).label("one"),
            func.max(customers.c.code).label("another"),
        )
        .join(customers, customers.c.name_key == refs.c.name_key)
        .where(open_)
        .where(or_(refs.c.code.is_(None), refs.c.name.is_(None), customers.c.code.is_(None)))
        .group_by(refs.c.ref)
        .subquery()
    )
    _take(staging, by_name)
    by_alias = (
        select(
            refs.c.ref,
            func.min(customers.c.id).label("id"),
            func.count(customers.c.id.distinct()).label("candidates"),
            func.min(customers.c.code).label("one"),
            func.max(customers.c.code).label("another"),
        )
        .join(customer_aliases, customer_aliases.c.alias_key == refs.c.name_key)
        .join(customers, customers.c.id == customer_aliases.c.customer_id)
        .where(open_, customer_aliases.c.person_id.is_(None))
        .where(or_(refs.c.code.is_(None), refs.c.name.is_(None), customers.c.code.is_(None)))
        .group_by(refs.c.ref)
        .subquery()
    )
    _take(staging, by_alias)


def _take(staging: Staging, found: Subquery) -> None:
    staging.run(
        update(refs)
        .where(refs.c.ref == found.c.ref, found.c.candidates == 1)
        .values(customer_id=found.c.id)
    )
    called = func.coalesce(refs.c.name, refs.c.looked_up)
    problem = (
        literal("several customers are called ")
        + called
        + literal(" (codes ")
        + func.coalesce(found.c.one, "none")
        + literal(" and ")
        + func.coalesce(found.c.another, "none")
        + literal("): give the code.")
    )
    staging.run(
        update(refs)
        .where(refs.c.ref == found.c.ref, found.c.candidates > 1)
        .values(problem=problem)
    )


def create_unknown(staging: Staging, import_id: int) -> None:
    """Make a customer of every reference that orders or invoices use and nobody knows."""
    used = or_(refs.c.ref.in_(select(heads.c.ref)), refs.c.ref.in_(select(invoices.c.ref)))
    identity = func.coalesce(refs.c.code, literal("\n") + refs.c.name_key)
    firsts = (
        select(func.min(refs.c.ref).label("ref"))
        .where(refs.c.customer_id.is_(None), refs.c.problem.is_(None), used)
        .group_by(identity)
        .subquery()
    )
    rows = (
        select(
            refs.c.code,
            func.coalesce(refs.c.name, refs.c.code),
            refs.c.name_key,
            literal(import_id, BigInteger),
        )
        .join(firsts, firsts.c.ref == refs.c.ref)
        .order_by(refs.c.ref)
    )
    staging.run(insert(customers).from_select(["code", "name", "name_key", "import_id"], rows))
    resolve(staging)


def forget_unused(staging: Staging, import_id: int, keep: int) -> None:
    """Remove customers made here for rows that were then refused. ``keep``: made before these."""
    staging.run(
        delete(customers).where(
            customers.c.import_id == import_id,
            customers.c.id > keep,
            ~exists().where(stored_orders.c.customer_id == customers.c.id),
            ~exists().where(stored_invoices.c.customer_id == customers.c.id),
            ~exists().where(stored_visits.c.customer_id == customers.c.id),
        )
    )


def last_customer(staging: Staging) -> int:
    """Return the highest id there is."""
    return int(staging.scalar(select(func.max(customers.c.id))) or 0)


def list_created(staging: Staging, import_id: int, keep: int, limit: int) -> tuple[int, list[str]]:
    """Return how many customers orders and invoices have made, and the first of their names."""
    made = and_(customers.c.import_id == import_id, customers.c.id > keep)
    count = staging.scalar(select(func.count()).select_from(customers).where(made))
    names = select(customers.c.name).where(made).order_by(customers.c.id).limit(limit)
    return int(count or 0), [name for (name,) in staging.rows(names)]
