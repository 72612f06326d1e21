"""Which customers are asked for, and how they are spread: by tier, place, trade or rep."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.cadence import VisitState
from crm.entities import Customer
from crm.store.customers import Filter

GROUPS = ("tier", "city", "country", "industry", "rep")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which customers somebody asked for, kept so that a list can go on where it stopped.

    ``until`` goes with the state due: whoever is due by that day, the overdue with them; ``label``
    is its common name (``this_week``). ``unseen_since``: not visited from that day on. ``longest``:
    whoever was not visited for the longest time first.
    """

    which: Filter
    state: VisitState | None = None
    until: date | None = None
    rep: str | None = None
    place: str | None = None
    industry: str | None = None
    label: str | None = None
    unseen_since: date | None = None
    ranked: bool = False
    longest: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Say whether it is about some of the customers in sight only."""
        return self.which != Filter() or self.unseen_since is not None


@dataclass(frozen=True, slots=True)
class Group:
    """So many customers have this in common; a name of None is "not recorded"."""

    key: str | int | None
    name: str | None
    count: int


def spread(customers: Sequence[Customer], by: str, tiers: Sequence[str]) -> list[Group]:
    """Count customers by what they share, the largest group first; tiers in their order."""
    counted = Counter(_key(customer, by) for customer in customers)
    groups = [Group(key, name, count) for (key, name), count in counted.items()]
    if by == "tier":
        order = {name: place for place, name in enumerate(tiers)}
        return sorted(groups, key=lambda group: order.get(group.name or "", len(order)))
    return sorted(groups, key=lambda group: (-group.count, group.name or ""))


def narrow(asked: Asked, by: str, group: Group) -> Asked:
    """Return the same question about one group."""
    name = group.name or ""
    if by == "rep":
        rep_id = group.key if isinstance(group.key, int) else None
        return replace(asked, which=replace(asked.which, rep_id=rep_id), rep=name)
    if by == "industry":
        return replace(asked, which=replace(asked.which, industries=(name,)), industry=name)
    if by == "tier":
        return replace(asked, which=replace(asked.which, tiers=(name,)))
    if by == "city":
        return replace(asked, which=replace(asked.which, cities=(name,)), place=name)
    return replace(asked, which=replace(asked.which, countries=(name,)), place=name)


def _key(customer: Customer, by: str) -> tuple[str | int | None, str | None]:
    if by == "rep":
        return customer.rep_id, customer.rep_name
    name: str | None = getattr(customer, by)
    return name, name
