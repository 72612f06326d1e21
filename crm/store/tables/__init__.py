"""Every table of the store, by what it is about: a column is named once.

Money is an integer of ten-thousandths (``Fixed(4)``); what is multiplied to get it (price,
discount, unit cost) keeps six places. ``*_on`` is a date, ``*_at`` a moment in UTC. Text is
trimmed and NFC, never otherwise changed; a ``*_key`` is its folded form, for looking up.
"""

from crm.store.tables.company import (
    absences,
    contacts,
    customer_aliases,
    customers,
    imports,
    people,
)
from crm.store.tables.dealings import (
    complaints,
    notes,
    planned_visits,
    reminders,
    requests,
    visits,
)
from crm.store.tables.logs import (
    changes,
    deeds,
    revisions,
)
from crm.store.tables.schema import metadata
from crm.store.tables.tiers import (
    grades,
    gradings,
    hand_tiers,
    policies,
    potentials,
    tier_changes,
)
from crm.store.tables.trade import (
    invoices,
    order_lines,
    orders,
)

__all__ = [
    "absences",
    "changes",
    "complaints",
    "contacts",
    "customer_aliases",
    "customers",
    "deeds",
    "grades",
    "gradings",
    "hand_tiers",
    "imports",
    "invoices",
    "metadata",
    "notes",
    "order_lines",
    "orders",
    "people",
    "planned_visits",
    "policies",
    "potentials",
    "reminders",
    "requests",
    "revisions",
    "tier_changes",
    "visits",
]
