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
_DETAILS = ("city", "region", "country", "industry", "address", "phone", "email")
_CONTACT = ("contact_name", "contact_title", "contact_phone", "contact_email")
_CONTACT_COLUMNS = ("file", "line", "name", "title", "phone", "email")


class CustomerRows:
    """Stages the customers of one file, with their contacts and aliases.

    Where a row names a person and no company, the person is the customer; beside a company they
    are its contact. A row that belongs to another company of the file is a contact of that one.
    """

    def __init__(self, staging: Staging, file: int, reps: Reps) -> None:
        self._staging, self._file, self._reps = staging, file, reps
        self._lines_of: dict[str, int] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._contacts: list[tuple[Any, ...]] = []
        self._aliases: list[tuple[Any, ...]] = []

    def stage(self, columns: Columns) -> list[Refusal]:
        """Stage the rows of a batch; return those that cannot be customers."""
        refused: list[Refusal] = []
        persons = full_names(Columns(columns.lines, {**columns.values, "name": []}, []))
        fields = ("code", "name", "rep", "alias", "contact_of", *_CONTACT, *_DETAILS)
        named = [columns.get(field) for field in fields]
        keeps_lines = "contact_of" in columns.values
        for line, person, values in zip(
            columns.lines, persons, zip(*named, strict=True), strict=True
        ):
            row = dict(zip(fields, values, strict=True))
            row["person"] = person
            if row["contact_of"]:
                problem = self._take_contact(row)
            else:
                problem = self._take(line, row, keeps_line=keeps_lines)
            if problem:
                refused.append(Refusal(line, problem))
        self._flush()
        return refused

    def _take(self, line: int, row: dict[str, Any], *, keeps_line: bool) -> str | None:
        company, person, code = row["name"], row["person"], row["code"]
        name = company or person
        if name is None and code is None:
            return "has neither code nor name."
        key = fold(name or code)
        details = (row[field] for field in _DETAILS)
        self._rows.append((self._file, line, code, key, name, *details, self._reps[row["rep"]]))
        contact = row["contact_name"] or (person if company else None)
        if contact:
            rest = (row[field] for field in _CONTACT[1:])
            self._contacts.append((self._file, line, contact, *rest))
        others = _BETWEEN_ALIASES.split(row["alias"]) if row["alias"] else []
        self._aliases.extend((self._file, line, other, fold(other)) for other in others if other)
        if keeps_line:
            self._lines_of.setdefault(key, line)
        return None

    def _take_contact(self, row: dict[str, Any]) -> str | None:
        company_line = self._lines_of.get(fold(row["contact_of"]))
        name = row["name"] or row["person"] or row["contact_name"]
        if company_line is None:
            return f"belongs to {row['contact_of']}, which is in no row above."
        if name is None:
            return "has no name."
        self._contacts.append((self._file, company_line, name, None, row["phone"], row["email"]))
        return None

    def _flush(self) -> None:
        staging = self._staging
        staging.load(staged.customers, customer_sql.COLUMNS, self._rows)
        staging.load(staged.contacts, _CONTACT_COLUMNS, self._contacts)
        staging.load(staged.aliases, ("file", "line", "alias", "alias_key"), self._aliases)
        for waiting in (self._rows, self._contacts, self._aliases):
            waiting.clear()


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


__all__ = ["CustomerRows", "stage_invoices", "stage_visits"]
