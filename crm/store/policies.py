"""The company's policy, version by version: the last one applied is in force.

A version is never changed or taken away, since gradings were made by it; to go back, apply the
older text again. Before the first one the policy that the program comes with is in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from crm.errors import NotFound
from crm.policy import Policy, default_policy, parse_policy, without_heading
from crm.store.database import Session
from crm.store.tables import customers, policies

_NEWEST = select(func.max(policies.c.id))


@dataclass(frozen=True, slots=True)
class StoredPolicy:
    """One version; ``text`` is the file as it was written, with its comments."""

    version: int
    applied_at: datetime
    person_id: int | None
    text: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a policy did.

    ``is_new`` is False if that very text is in force already. ``gone`` are the tiers that
    customers hold and this policy doesn't have, each with the number of its customers.
    """

    stored: StoredPolicy
    is_new: bool
    gone: Mapping[str, int]


class PolicyInForce:
    """The policy in force, kept between messages: asking costs one look at the newest version."""

    def __init__(self) -> None:
        self._kept: tuple[int | None, Policy] = (None, default_policy())

    def get(self, session: Session) -> Policy:
        """Return the policy in force at this moment."""
        return self.get_version(session, find_newest_version(session))

    def get_version(self, session: Session, newest: int | None) -> Policy:
        """Return the policy in force, of which it is known already which version it is."""
        version, policy = self._kept
        if newest != version:
            policy = get_in_force(session)
            self._kept = (newest, policy)
        return policy


def find_newest_version(session: Session) -> int | None:
    """Return the number of the version in force, or None before the first."""
    newest: int | None = session.connection().scalar(_NEWEST)
    return newest


def find_current(session: Session) -> StoredPolicy | None:
    """Return the version in force, or None before the first."""
    newest = find_newest_version(session)
    return None if newest is None else get_version(session, newest)


def get_in_force(session: Session) -> Policy:
    """Return the policy in force: the one applied last, else the one the program comes with."""
    current = find_current(session)
    return current.policy if current else default_policy()


def get_version(session: Session, version: int) -> StoredPolicy:
    """Return one version.

    Raises NotFound when there is none of that number.
    """
    row = session.execute(select(policies).where(policies.c.id == version)).one_or_none()
    if row is None:
        newest = find_newest_version(session)
        there_are = f"the newest is {newest}" if newest else "none was applied yet"
        raise NotFound(f"There is no version {version} of the policy; {there_are}.")
    policy = Policy.model_validate(row.data)
    return StoredPolicy(row.id, row.applied_at, row.person_id, row.text, policy)


def apply(
    session: Session,
    text: str,
    *,
    now: datetime,
    person_id: int | None = None,
    name: str = "policy.yaml",
) -> Applied:
    """Put the policy of that text into force; no customer's tier changes by it.

    The text in force applied again makes no version. Raises BadPolicy, with the problems' places
    in the file of that name, and then nothing is written.
    """
    policy = parse_policy(text, name)
    kept = without_heading(text).rstrip("\n") + "\n"
    current = find_current(session)
    if current and current.text == kept:
        return Applied(current, is_new=False, gone=count_gone(session, policy))
    version = session.execute(
        insert(policies)
        .values(applied_at=now, person_id=person_id, text=kept, data=policy.model_dump(mode="json"))
        .returning(policies.c.id)
    ).scalar_one()
    stored = StoredPolicy(version, now, person_id, kept, policy)
    return Applied(stored, is_new=True, gone=count_gone(session, policy))


def count_gone(session: Session, policy: Policy) -> dict[str, int]:
    """Count the customers in tiers that a policy doesn't have, by tier."""
    query = (
        select(customers.c.tier, func.count().label("customers"))
        .where(customers.c.tier.is_not(None), customers.c.tier.not_in(policy.tier_names))
        .group_by(customers.c.tier)
        .order_by(customers.c.tier)
    )
    return {row.tier: row.customers for row in session.execute(query)}
