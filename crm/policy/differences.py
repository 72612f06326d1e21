"""What differs between two policies, part by part.

Tiers are compared by name, not by place: putting a tier between two others isn't a change of both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crm.policy.contradictions import Path
from crm.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs; None is a part that isn't there. A tier's path holds its name."""

    path: Path
    before: Any
    after: Any


def list_differences(before: Policy, after: Policy) -> list[Difference]:
    """Return every part that differs, in the order of the file.

    A tier or an indicator that comes or goes is one difference, not one for each of its figures;
    the tiers' order is one, at the path ``("tiers",)``.
    """
    found = list(_compare((), _by_name(before), _by_name(after)))
    common = set(before.tier_names) & set(after.tier_names)
    orders = [[n for n in policy.tier_names if n in common] for policy in (before, after)]
    if orders[0] != orders[1]:
        found.insert(0, Difference(("tiers",), before.tier_names, after.tier_names))
    return found


def _by_name(policy: Policy) -> dict[str, Any]:
    data = policy.model_dump()
    data["tiers"] = {tier["name"]: tier for tier in data["tiers"]}
    return data


def _compare(path: Path, before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _compare((*path, key), before.get(key), after.get(key))
    elif before != after:
        yield Difference(path, before, after)
