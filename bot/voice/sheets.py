"""Tables for a spreadsheet, in the reader's language: what is exported, column by column.

The captions are ones that an import knows, in both languages; what it must not take back (when a
customer was last visited, where it stands) has captions that it does not know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from zoneinfo import ZoneInfo

from bot.voice.grade_report import COLUMNS, NEW, why_in_short
from bot.voice.rendering import Voice
from crm.cadence import NextVisit
from crm.exports import Cell, Column, Form
from crm.grading.figures import Grade, Overview
from crm.imports.fields import FIELDS, Kind
from crm.policy import INDICATORS
from crm.store.history import Change
from crm.store.listings import ListedVisit, Ungraded, WholeCustomer

_SPLITTING = frozenset(";；、|/")
"""An import takes these for the end of an alias, so an alias that has one cannot be written."""

_ALIASES_LENGTH = FIELDS[Kind.CUSTOMERS]["alias"].limit

_DETAILS = (
    "code",
    "name",
    "tier",
    "city",
    "region",
    "country",
    "industry",
    "address",
    "phone",
    "email",
)
_CONTACT = ("contact_name", "contact_title", "contact_phone", "contact_email")
_TABLES = frozenset(
    {
        "customers",
        "people",
        "contacts",
        "customer_aliases",
        "orders",
        "invoices",
        "visits",
        "hand_tiers",
        "potentials",
        "notes",
        "planned_visits",
        "reminders",
        "requests",
        "absences",
    }
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that is not written yet; its rows can be read once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Practice:
    """How often several people tried a fault, an act or a line; ``said`` is the line's words."""

    what: str
    name: str
    people: int
    tries: int
    right: int
    playbook: str | None = None
    said: str | None = None


def customers(
    found: Iterable[tuple[WholeCustomer, NextVisit]], names: Mapping[int, str], voice: Voice
) -> Sheet:
    """Return a row a customer; ``names`` are what an import finds people by.

    An import reads one contact a row: the others stand together in a column of their own.
    """
    columns = {
        **dict.fromkeys((*_DETAILS, "rep", "aliases", *_CONTACT, "other_contacts"), Form.TEXT),
        "last_visit": Form.DAY,
        "next_visit": Form.DAY,
        "visit_state": Form.TEXT,
    }
    rows = (_customer(customer, visit, names, voice) for customer, visit in found)
    return Sheet(voice.label("sheets.customers"), _columns("sheet_captions", columns, voice), rows)


def _customer(
    customer: WholeCustomer, visit: NextVisit, names: Mapping[int, str], voice: Voice
) -> Sequence[Cell]:
    known = [(c.name, c.title, c.phone, c.email) for c in customer.contacts]
    contact: Sequence[Cell] = known[0] if known else (None,) * len(_CONTACT)
    return (
        customer.code,
        customer.name,
        customer.tier or NEW,
        customer.city,
        customer.region,
        customer.country,
        customer.industry,
        customer.address,
        customer.phone,
        customer.email,
        names.get(customer.rep_id or 0),
        _joined(customer.aliases),
        *contact,
        "; ".join(", ".join(filter(None, other)) for other in known[1:]),
        customer.last.visited_on,
        visit.on,
        voice.label(f"visit_states.{visit.state}"),
    )


def _joined(aliases: Iterable[str]) -> str:
    """Join as many aliases as an import reads again."""
    joined = ""
    for alias in aliases:
        longer = f"{joined}; {alias}" if joined else alias
        if len(longer) <= _ALIASES_LENGTH and not _SPLITTING.intersection(alias):
            joined = longer
    return joined


def visits(found: Iterable[ListedVisit], names: Mapping[int, str], voice: Voice) -> Sheet:
    """Return a row a visit, attempt or touch."""
    columns = {
        "code": Form.TEXT,
        "name": Form.TEXT,
        "person": Form.TEXT,
        "visited_on": Form.DAY,
        "kind": Form.TEXT,
        "note": Form.TEXT,
    }
    kinds = {kind: voice.label(f"visit_kinds.{kind}") for kind in ("visit", "attempt", "touch")}
    rows = (
        (
            visit.customer_code,
            visit.customer_name,
            names.get(visit.person_id or 0),
            visit.visited_on,
            kinds[visit.kind],
            visit.note,
        )
        for visit in found
    )
    return Sheet(voice.label("sheets.visits"), _columns("sheet_captions", columns, voice), rows)


def grades(
    found: Iterable[Grade], ungraded: Iterable[Ungraded], overview: Overview, voice: Voice
) -> Sheet:
    """Return a row a customer with the columns of ``tiercoach grade --format csv`` and more.

    All figures are those stored with the grading. Customers it says nothing of come last.
    """
    by_amount = overview.policy.grading.measure == "amount"
    columns = {
        **dict.fromkeys(COLUMNS, Form.TEXT),
        "value": Form.MONEY if by_amount else Form.FIGURE,
        "profit": Form.MONEY,
        "credit": Form.FIGURE,
        "score": Form.FIGURE,
        "rank": Form.COUNT,
        "as_of": Form.DAY,
        **{f"{name}_{what}": Form.FIGURE for name in INDICATORS for what in ("points", "weight")},
    }
    rows = chain(
        (_grade(grade, overview, voice) for grade in found),
        (_ungraded(customer, overview, voice) for customer in ungraded),
    )
    return Sheet(voice.label("sheets.grades"), _columns("grade_captions", columns, voice), rows)


def _grade(grade: Grade, overview: Overview, voice: Voice) -> Sequence[Cell]:
    measured = {each.name: (each.points, each.weight) for each in grade.indicators}
    return (
        grade.code or grade.name,
        grade.name,
        grade.value,
        grade.profit,
        grade.credit,
        grade.score,
        grade.rank,
        grade.suggested,
        grade.tier,
        why_in_short(grade, overview, voice),
        overview.as_of_on,
        *chain.from_iterable(measured.get(name, (None, None)) for name in INDICATORS),
    )


def _ungraded(customer: Ungraded, overview: Overview, voice: Voice) -> Sequence[Cell]:
    why = voice.label("report.not_in_grading" if customer.has_ordered else "report.no_order")
    figures: Sequence[Cell] = (None,) * 6
    points: Sequence[Cell] = (None,) * (2 * len(INDICATORS))
    name = customer.code or customer.name
    return (name, customer.name, *figures, customer.tier or NEW, why, overview.as_of_on, *points)


def changes(found: Iterable[Change], zone: ZoneInfo, voice: Voice) -> Sheet:
    """Return a row a changed field: when (in the company's time zone), who, what, from, to."""
    columns = {
        "when": Form.MOMENT,
        "who": Form.TEXT,
        "import": Form.COUNT,
        "what": Form.TEXT,
        "number": Form.TEXT,
        "name": Form.TEXT,
        "field": Form.TEXT,
        "before": Form.TEXT,
        "after": Form.TEXT,
        "reason": Form.TEXT,
    }
    whats = {table: voice.label(f"tables.{table}") for table in _TABLES}
    rows = _change_rows(found, whats, zone, voice)
    return Sheet(voice.label("sheets.changes"), _columns("change_captions", columns, voice), rows)


def _change_rows(
    found: Iterable[Change],
    whats: Mapping[str, str],
    zone: ZoneInfo,
    voice: Voice,
) -> Iterator[Sequence[Cell]]:
    command_line = voice.label("sheets.command_line")
    for change in found:
        graded = change.as_of_on and voice.label("sheets.graded", day=change.as_of_on.isoformat())
        yield (
            change.changed_at.astimezone(zone),
            change.person or command_line,
            change.import_id,
            whats.get(change.table, change.table),
            change.number,
            change.name,
            change.field,
            change.before,
            change.after,
            change.reason or graded,
        )


def practice(summaries: Iterable[Sequence[Practice]], voice: Voice) -> Sheet:
    """Return a row a fault, an act or a line: how many people tried it, how often it was right."""
    columns = {
        **dict.fromkeys(("what", "playbook", "name", "said"), Form.TEXT),
        **dict.fromkeys(("people", "tries", "right"), Form.COUNT),
        "share": Form.FIGURE,
    }
    rows = (
        (
            voice.label(f"practice_whats.{row.what}"),
            row.playbook,
            row.name if row.what == "line" else voice.label(f"{row.what}s.{row.name}"),
            row.said,
            row.people,
            row.tries,
            row.right,
            round(Decimal(row.right) / row.tries, 4),
        )
        for rows in summaries
        for row in rows
    )
    return Sheet(
        voice.label("sheets.practice"), _columns("practice_captions", columns, voice), rows
    )


def _columns(group: str, forms: Mapping[str, Form], voice: Voice) -> Sequence[Column]:
    return [Column(voice.label(f"{group}.{name}"), form) for name, form in forms.items()]
