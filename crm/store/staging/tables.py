"""The temporary tables of an import. They live in one transaction and are gone after it.

``file`` and ``line`` say where a row came from; ``state`` what becomes of it. Amounts are raw
integers here, in the units of the columns they go to.
"""

from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, Table, Text

staged = MetaData()

NEW, CHANGED, UNCHANGED, REFUSED, REPEATED = "new", "changed", "unchanged", "refused", "repeated"


def _table(name: str, *columns: Column[object] | Column[int] | Column[str]) -> Table:
    return Table(name, staged, *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=True)


def _big(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, autoincrement=False)


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _dates(*names: str) -> list[Column[object]]:
    return [Column(name, Date) for name in names]


def _origin() -> list[Column[int]]:
    return [Column("file", Integer), _big("line")]


refusals = _table("staged_refusals", *_origin(), *_text("number", "problem"))

customers = _table(
    "staged_customers",
    *_origin(),
    *_text("code", "name", "name_key"),
    *_text("city", "region", "country", "industry", "address", "phone", "email"),
    _big("rep_id"),
    _big("customer_id"),
    *_text("state"),
)

aliases = _table("staged_aliases", *_origin(), *_text("alias", "alias_key"))

contacts = _table(
    "staged_contacts", *_origin(), *_text("name", "title", "phone", "email"), _big("contact_id")
)

refs = _table(
    "staged_refs",
    _big("ref", key=True),
    *_text("code", "name", "looked_up", "name_key", "problem"),
    _big("customer_id"),
)

heads = _table(
    "staged_heads",
    _big("head", key=True),
    *_origin(),
    *_text("key", "number"),
    _big("ref"),
    *_dates("ordered_on", "required_on"),
    _big("rep_id"),
    _big("size"),
    Column("is_total", Integer),
    _big("start"),
)

lines = Table(
    "staged_lines",
    staged,
    _big("head", key=True),
    _big("position", key=True),
    _big("line"),
    *_text("product"),
    *(_big(name) for name in ("quantity", "price", "discount", "unit_cost", "amount", "cost")),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)

orders = _table(
    "staged_orders",
    *_origin(),
    *_text("key", "number"),
    _big("customer_id"),
    *_dates("ordered_on", "required_on"),
    _big("rep_id"),
    Column("has_lines", Integer),
    _big("size"),
    _big("order_id"),
    *_text("state", "problem"),
)

invoices = _table(
    "staged_invoices",
    *_origin(),
    *_text("key", "number"),
    _big("ref"),
    *_dates("issued_on", "due_on", "paid_on"),
    _big("amount"),
    *_text("delay_reason"),
    _big("customer_id"),
    _big("invoice_id"),
    *_text("state", "problem"),
)

visits = _table(
    "staged_visits",
    *_origin(),
    *_text("key"),
    _big("ref"),
    _big("person_id"),
    *_text("kind"),
    *_dates("visited_on"),
    *_text("note"),
    _big("customer_id"),
    *_text("state", "problem"),
)
