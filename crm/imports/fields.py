"""The kinds of file an import knows and the fields each may have.

The names of the fields are what ``--map 'Caption=field'`` takes, so they are a contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the rows of a file are, in the order in which they are applied."""

    PEOPLE = "people"
    CUSTOMERS = "customers"
    ORDERS = "orders"
    INVOICES = "invoices"
    VISITS = "visits"


class Form(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    CODE = "code"
    PAST = "date, not after tomorrow"
    DUE = "date, up to five years ahead"
    NUMBER = "number"
    PRICE = "number, not negative"
    SHARE = "share or per cent"
    VISIT_KIND = "visit, attempt or touch"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: how it is read and how long its text may be."""

    form: Form
    limit: int = 200


def _text(limit: int) -> Field:
    return Field(Form.TEXT, limit)


_CODE = Field(Form.CODE, 64)
_NUMBER = Field(Form.NUMBER)
_CUSTOMER = {"customer_code": _CODE, "customer_name": _text(300)}

FIELDS: Mapping[Kind, Mapping[str, Field]] = {
    Kind.PEOPLE: {
        "code": _CODE,
        "name": _text(200),
        "first_name": _text(100),
        "last_name": _text(100),
        "title": _text(200),
        "manager": Field(Form.CODE, 200),
        "email": _text(200),
        "phone": _text(64),
        "city": _text(120),
        "country": _text(120),
    },
    Kind.CUSTOMERS: {
        "code": _CODE,
        "name": _text(300),
        "first_name": _text(100),
        "last_name": _text(100),
        "alias": _text(300),
        "contact_of": _text(300),
        "contact_name": _text(200),
        "contact_title": _text(200),
        "contact_phone": _text(64),
        "contact_email": _text(200),
        "address": _text(500),
        "city": _text(120),
        "region": _text(120),
        "country": _text(120),
        "industry": _text(120),
        "phone": _text(64),
        "email": _text(200),
        "rep": Field(Form.CODE, 200),
        "tier": _text(64),
    },
    Kind.ORDERS: {
        "number": _CODE,
        **_CUSTOMER,
        "ordered_on": Field(Form.PAST),
        "required_on": Field(Form.DUE),
        "product": _text(300),
        "quantity": _NUMBER,
        "price": Field(Form.PRICE),
        "discount": Field(Form.SHARE),
        "unit_cost": Field(Form.PRICE),
        "amount": _NUMBER,
        "total": _NUMBER,
        "rep": Field(Form.CODE, 200),
    },
    Kind.INVOICES: {
        "number": _CODE,
        **_CUSTOMER,
        "issued_on": Field(Form.PAST),
        "due_on": Field(Form.DUE),
        "paid_on": Field(Form.PAST),
        "amount": _NUMBER,
        "delay_reason": _text(200),
    },
    Kind.VISITS: {
        **_CUSTOMER,
        "person": Field(Form.CODE, 200),
        "visited_on": Field(Form.PAST),
        "kind": Field(Form.VISIT_KIND),
        "note": _text(4000),
    },
}

NEEDS: Mapping[Kind, tuple[tuple[tuple[str, ...], ...], ...]] = {
    Kind.PEOPLE: ((("name",), ("first_name", "last_name")),),
    Kind.CUSTOMERS: ((("name",), ("first_name", "last_name"), ("code",)),),
    Kind.ORDERS: (
        (("customer_code",), ("customer_name",), ("number", "quantity", "price")),
        (("ordered_on",), ("number", "quantity", "price")),
        (("amount",), ("quantity", "price"), ("total",)),
    ),
    Kind.INVOICES: (
        (("customer_code",), ("customer_name",)),
        (("issued_on",),),
        (("amount",),),
    ),
    Kind.VISITS: ((("customer_code",), ("customer_name",)), (("visited_on",),)),
}
"""Of each group one alternative must be there, and all fields of it."""


def missing(kind: Kind, fields: frozenset[str]) -> list[str]:
    """Return what a file of that kind still lacks, each as the names of fields that would do.

    >>> missing(Kind.VISITS, frozenset({"customer_name"}))
    ['visited_on']
    """
    return [
        " or ".join("+".join(alternative) for alternative in group)
        for group in NEEDS[kind]
        if not any(fields.issuperset(alternative) for alternative in group)
    ]
