"""The plan of an import, as data: what each file was taken for and what becomes of its rows.

A person confirms it before it is applied, or reads it afterwards; ``as_data`` is what ``--json``
prints.
"""

from collections.abc import Mapping as MappingType
from dataclasses import asdict, dataclass, field
from typing import Any

from crm.imports.fields import Kind

SHOWN_REFUSALS = 10


def counted(count: int, one: str, many: str) -> str:
    """Return a number with the word that goes with it.

    >>> counted(1, "row", "rows"), counted(1200, "row", "rows")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {one if count == 1 else many}"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken: its line and the sentence that says why."""

    line: int
    problem: str


@dataclass(slots=True)
class FilePlan:
    """One file: its kind, whose columns are whose, and how many of its rows are refused."""

    name: str
    kind: Kind
    columns: MappingType[str, str]
    ignored: tuple[str, ...]
    confidence: float
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    empty_rows: int = 0
    refused: int = 0
    first_refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class KindPlan:
    """How many people, customers, orders, invoices or visits are new, changed, unchanged."""

    kind: Kind
    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Plan:
    """What an import does. ``notes`` refuse nothing but deserve a look."""

    files: list[FilePlan]
    kinds: list[KindPlan] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    created_customers: int = 0
    import_id: int | None = None

    @property
    def refused(self) -> int:
        """How many rows are refused, in all files."""
        return sum(file.refused for file in self.files)

    @property
    def changes_anything(self) -> bool:
        """Whether applying it would write anything."""
        return any(kind.new or kind.changed for kind in self.kinds)

    def as_data(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        data = asdict(self)
        data["refused"] = self.refused
        return data
