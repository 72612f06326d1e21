"""Staged rows of orders → whole orders, with what is wrong with them.

An order is taken with all of its rows or not at all: were one refused row left out, mending and
importing it alone would later replace the whole order by that row.
"""

from sqlalchemy import (
    Text,
    Update,
    and_,
    case,
    cast,
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
from crm.store.staging.tables import REFUSED, heads, lines, orders, refs, refusals
from crm.store.staging.tables import invoices as staged_invoices
from crm.store.tables import invoices as stored_invoices
from crm.store.tables import orders as stored


def number_occurrences(staging: Staging) -> None:
    """Give equal rows without a number their keys: content, then the how-manieth in its file."""
    place = func.row_number().over(partition_by=[heads.c.file, heads.c.key], order_by=heads.c.head)
    ranked = select(heads.c.head, place.label("place")).where(heads.c.number.is_(None)).subquery()
    staging.run(
        update(heads)
        .where(heads.c.head == ranked.c.head)
        .values(key=heads.c.key + literal("-") + cast(ranked.c.place, Text))
    )


def gather(staging: Staging) -> None:
    """Make one order of all rows with its number, and say where they contradict each other."""
    staging.index(heads, "key")
    earlier = heads.alias("earlier")
    staging.run(
        delete(heads).where(
            heads.c.number.is_(None),
            exists().where(earlier.c.key == heads.c.key, earlier.c.head < heads.c.head),
        )
    )
    ids = func.min(refs.c.customer_id)
    problem = case(
        (func.max(refs.c.problem).is_not(None), func.max(refs.c.problem)),
        (ids != func.max(refs.c.customer_id), "its rows name two customers."),
        (
            func.min(heads.c.ordered_on) != func.max(heads.c.ordered_on),
            "its rows have two dates.",
        ),
        (
            and_(
                func.min(heads.c.is_total) == 1,
                func.sum(heads.c.size * heads.c.is_total) > 1,
            ),
            "its total is given twice.",
        ),
        (
            func.min(case((heads.c.is_total == 0, heads.c.file)))
            != func.max(case((heads.c.is_total == 0, heads.c.file))),
            "its rows are spread over two files: put them in one.",
        ),
    )
    rows = (
        select(
            func.min(heads.c.file),
            func.min(heads.c.line),
            heads.c.key,
            func.min(heads.c.number),
            ids,
            func.min(heads.c.ordered_on),
            func.min(heads.c.required_on),
            func.min(heads.c.rep_id),
            func.max(1 - heads.c.is_total),
            case(
                (func.min(heads.c.is_total) == 1, func.sum(heads.c.size)),
                else_=func.sum(heads.c.size * (1 - heads.c.is_total)),
            ),
            problem,
        )
        .select_from(heads)
        .outerjoin(refs, refs.c.ref == heads.c.ref)
        .group_by(heads.c.key)
    )
    targets = ["file", "line", "key", "number", "customer_id", "ordered_on", "required_on"]
    staging.run(
        insert(orders).from_select([*targets, "rep_id", "has_lines", "size", "problem"], rows)
    )
    staging.index(orders, "key")
    staging.run(_start_lines())


def _start_lines() -> Update:
    """Number the lines of an order on where its rows are scattered over the file."""
    size = case((and_(heads.c.is_total == 1, orders.c.has_lines == 1), 0), else_=heads.c.size)
    before = func.sum(size).over(partition_by=heads.c.key, order_by=heads.c.head) - size
    scattered = select(heads.c.key).group_by(heads.c.key).having(func.count() > 1).scalar_subquery()
    starts = (
        select(heads.c.head, before.label("start"))
        .join(orders, orders.c.key == heads.c.key)
        .where(heads.c.key.in_(scattered))
        .subquery()
    )
    return update(heads).where(heads.c.head == starts.c.head).values(start=starts.c.start)


def complete(staging: Staging) -> None:
    """Find customer and date of lines without a head: the order's, or else the invoice's."""
    lacking = or_(orders.c.customer_id.is_(None), orders.c.ordered_on.is_(None))
    for customer, day, key in (
        (stored.c.customer_id, stored.c.ordered_on, stored.c.key),
        (refs.c.customer_id, staged_invoices.c.issued_on, staged_invoices.c.key),
        (stored_invoices.c.customer_id, stored_invoices.c.issued_on, stored_invoices.c.key),
    ):
        found = select(key.label("key"), customer.label("customer_id"), day.label("day"))
        if key.table is staged_invoices:
            found = found.join(refs, refs.c.ref == staged_invoices.c.ref)
        head = found.subquery()
        staging.run(
            update(orders)
            .where(lacking, orders.c.problem.is_(None), head.c.key == orders.c.number)
            .values(
                customer_id=func.coalesce(orders.c.customer_id, head.c.customer_id),
                ordered_on=func.coalesce(orders.c.ordered_on, head.c.day),
            )
        )
    staging.run(
        update(orders)
        .where(lacking, orders.c.problem.is_(None))
        .values(
            problem=case(
                (orders.c.customer_id.is_not(None), "no order or invoice says its date."),
                (orders.c.ordered_on.is_not(None), "no order or invoice says its customer."),
                else_="no order or invoice of this number says its customer and date.",
            )
        )
    )
    companions = (
        select(refusals.c.number, func.min(refusals.c.line).label("line"))
        .where(refusals.c.number.is_not(None))
        .group_by(refusals.c.number)
        .subquery()
    )
    staging.run(
        update(orders)
        .where(orders.c.number == companions.c.number, orders.c.problem.is_(None))
        .values(
            problem=literal("its line ")
            + cast(companions.c.line, Text)
            + literal(" is refused, and an order is taken whole or not at all.")
        )
    )
    staging.run(update(orders).where(orders.c.problem.is_not(None)).values(state=REFUSED))


def refuse_rows(staging: Staging) -> None:
    """Refuse every row of a refused order that isn't refused already."""
    if not staging.scalar(select(exists().where(orders.c.state == REFUSED))):
        return
    already = exists().where(refusals.c.file == heads.c.file, refusals.c.line == lines.c.line)
    rows = (
        select(
            heads.c.file,
            lines.c.line,
            literal("order ")
            + func.coalesce(orders.c.number, literal("without number"))
            + literal(": ")
            + orders.c.problem,
        )
        .select_from(orders)
        .join(heads, heads.c.key == orders.c.key)
        .join(lines, lines.c.head == heads.c.head)
        .where(orders.c.state == REFUSED, ~already)
    )
    staging.index(refusals, "file", "line")
    staging.run(insert(refusals).from_select(["file", "line", "problem"], rows))
