"""Rows of customers, invoices and visits on their way to the staging tables."""

import re
from typing import Any

from crm.imports.figures import AMOUNT_PLACES, Rounded, rounded_column
from crm.imports.orders import content_key
from crm.imports.parsing import Columns, Refusal
from crm.imports.people import full_names
from crm.imports.references import References, Reps
from crm.store.staging import Staging, invoices, visits
from crm.store.staging import customers as customer_sql
from crm.store.staging import tables as staged
from crm.text import fold

_BETWEEN_ALIASES = re.compile(r"\s*[;；、|/]\s*")
_PLACES = ("city", "region", "country", "industry", "address", "phone", "email")


def stage_customers(staging: Staging, file: int, columns: Columns, reps: Reps) -> list[Refusal]:
    """Stage customers with their contacts and aliases; return rows without code and name.

    Where a row names a person and no company, the person is the customer; beside a company they
    are its contact.
    """
    refused = []
    persons = full_names(Columns(columns.lines, {**columns.values, "name": []}, []))
    details = zip(*(columns.get(field) for field in _PLACES), strict=True)
    contacts = zip(
        *(columns.get(f"contact_{part}") for part in ("name", "title", "phone", "email")),
        strict=True,
    )
    rows, contact_rows, alias_rows = [], [], []
    for line, code, company, person, place, rep, alias, contact in zip(
        columns.lines,
        columns.get("code"),
        columns.get("name"),
        persons,
        details,
        map(reps.__getitem__, columns.get("rep")),
        columns.get("alias"),
        contacts,
        strict=True,
    ):
        name = company or person
        if name is None and code is None:
            refused.append(Refusal(line, "has neither code nor name."))
            continue
        rows.append((file, line, code, fold(name or code), name, *place, rep))
        contact_name = contact[0] or (person if company else None)
        if contact_name:
            contact_rows.append((file, line, contact_name, *contact[1:]))
        for other in _BETWEEN_ALIASES.split(alias) if alias else ():
            if other:
                alias_rows.append((file, line, other, fold(other)))
    staging.load(staged.customers, customer_sql.COLUMNS, rows)
    contact_columns = ("file", "line", "name", "title", "phone", "email")
    staging.load(staged.contacts, contact_columns, contact_rows)
    staging.load(staged.aliases, ("file", "line", "alias", "alias_key"), alias_rows)
    return refused


def stage_invoices(
    staging: Staging, file: int, columns: Columns, references: References
) -> list[Refusal]:
    """Stage invoices; return rows without customer, date or amount."""
    refused: list[Refusal] = []
    rows: list[tuple[Any, ...]] = []
    amounts = rounded_column(columns.get("amount"), Rounded(AMOUNT_PLACES))
    refs = _references(columns, references)
    for line, number, ref, issued, due, paid, amount, reason in zip(
        columns.lines,
        columns.get("number"),
        refs,
        columns.get("issued_on"),
        columns.get("due_on"),
        columns.get("paid_on"),
        amounts,
        columns.get("delay_reason"),
        strict=True,
    ):
        needed = {"customer": ref, "date of issue": issued, "amount": amount}
        lacking = [what for what, value in needed.items() if value is None]
        if lacking:
            refused.append(Refusal(line, f"has no {' and no '.join(lacking)}."))
            continue
        key = number or content_key((references.keys_of[ref or 0], issued, due, amount))
        rows.append((file, line, key, number, ref, issued, due, paid, amount, reason))
    staging.load(staged.invoices, invoices.COLUMNS, rows)
    return refused


def stage_visits(
    staging: Staging, file: int, columns: Columns, references: References, reps: Reps
) -> list[Refusal]:
    """Stage visits; return rows without customer or date. A kind not said is a visit."""
    refused: list[Refusal] = []
    rows: list[tuple[Any, ...]] = []
    persons = columns.get("person")
    for line, ref, called, kind, day, note in zip(
        columns.lines,
        _references(columns, references),
        persons,
        columns.get("kind"),
        columns.get("visited_on"),
        columns.get("note"),
        strict=True,
    ):
        if ref is None or day is None:
            refused.append(Refusal(line, f"has no {'customer' if ref is None else 'date'}."))
            continue
        kind_or_visit = kind or "visit"
        key = content_key((references.keys_of[ref], called, kind_or_visit, day, note))
        rows.append((file, line, key, ref, reps[called], kind_or_visit, day, note))
    staging.load(staged.visits, visits.COLUMNS, rows)
    return refused


def _references(columns: Columns, references: References) -> list[int | None]:
    named = zip(columns.get("customer_code"), columns.get("customer_name"), strict=True)
    refs = list(map(references.__getitem__, named))
    references.flush()
    return refs


__all__ = ["stage_customers", "stage_invoices", "stage_visits"]
