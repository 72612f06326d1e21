"""Gradings as they were applied: every figure is kept, so that why a tier is what it is can be
told later, and what would lift a customer found, without grading again.

A preview leaves no trace; only an applied grading has a row.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import BigInteger, ColumnElement, func, insert, literal, select, type_coerce, update

from crm.entities import Viewer
from crm.errors import NotFound
from crm.grading import holds
from crm.grading.figures import Figures, Grade, Kept, Overview
from crm.grading.grade import Grading
from crm.grading.holds import Standing
from crm.policy import Policy
from crm.store.bulk import insert_rows
from crm.store.columns import read_columns
from crm.store.database import Session
from crm.store.graderows import COLUMNS, grade_rows, read_grade, read_overview, write_overview
from crm.store.hand_tiers import in_force
from crm.store.potentials import confirmed_on
from crm.store.scope import visible
from crm.store.tables import (
    customers,
    grades,
    gradings,
    hand_tiers,
    potentials,
    tier_changes,
)
from crm.store.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a grading did; ``moves`` counts customers by tier before and after.

    None is no tier: before, a customer that had none yet; after, one whose orders are gone.
    """

    grading_id: int
    changed: int
    moves: Mapping[tuple[str | None, str | None], int]


@dataclass(frozen=True, slots=True)
class StoredGrading:
    """A grading that was applied, as a whole."""

    id: int
    applied_at: datetime
    person_id: int | None
    overview: Overview


@dataclass(frozen=True, slots=True)
class StoredGrade:
    """One customer's grade, and the grading it belongs to."""

    grading: StoredGrading
    grade: Grade


@dataclass(frozen=True, slots=True)
class TierChange:
    """A customer's tier changed; ``grading_id`` is None when a person changed it."""

    customer_id: int
    customer_name: str
    from_tier: str | None
    to_tier: str | None
    changed_at: datetime
    grading_id: int | None
    person_id: int | None
    reason: str | None


def apply(
    session: Session, grading: Grading, *, now: datetime, person_id: int | None = None
) -> Applied:
    """Keep the grading with all its figures, and give every customer its tier.

    Only tiers that differ are changed, each with a line in ``tier_changes``. What people decided
    is looked up once more, so that no grading passes over it. A customer that is no longer graded
    (its orders were undone) has no tier afterwards, unless a person decided one. All of it happens
    in the session's transaction.
    """
    grading = settle(session, grading)
    overview = grading.overview
    grading_id = session.execute(
        insert(gradings)
        .values(
            as_of_on=overview.as_of_on,
            applied_at=now,
            person_id=person_id,
            policy=overview.policy.model_dump(mode="json"),
            totals=write_overview(overview),
        )
        .returning(gradings.c.id)
    ).scalar_one()
    insert_rows(session, grades, COLUMNS, grade_rows(grading, grading_id))
    graded = customers.outerjoin(
        grades, (grades.c.customer_id == customers.c.id) & (grades.c.grading_id == grading_id)
    )
    # Looked up for the few without a grade only: coalesce stops at what it finds.
    tier = func.coalesce(grades.c.tier, *_decided(overview.as_of_on, overview.policy))
    moved = (
        select(
            customers.c.id,
            customers.c.tier,
            tier,
            literal(now, UtcDateTime),
            literal(grading_id, BigInteger),
            literal(person_id, BigInteger),
        )
        .select_from(graded)
        .where(customers.c.tier.is_distinct_from(tier))
    )
    names = ("customer_id", "from_tier", "to_tier", "changed_at", "grading_id", "person_id")
    session.execute(insert(tier_changes).from_select(names, moved.order_by(customers.c.id)))
    mine = (tier_changes.c.grading_id == grading_id) & (
        tier_changes.c.customer_id == customers.c.id
    )
    session.execute(
        update(customers)
        .values(tier=select(tier_changes.c.to_tier).where(mine).scalar_subquery())
        .where(select(tier_changes.c.id).where(mine).exists())
    )
    moves = session.execute(
        select(tier_changes.c.from_tier, tier_changes.c.to_tier, func.count())
        .where(tier_changes.c.grading_id == grading_id)
        .group_by(tier_changes.c.from_tier, tier_changes.c.to_tier)
    )
    counted = {(before, after): count for before, after, count in moves}
    return Applied(grading_id, sum(counted.values()), counted)


def settle(session: Session, grading: Grading) -> Grading:
    """Return a grading with the tiers to be applied: those set by hand, potentials and the hold.

    What counts is what is in force on the grading's own date. The grading before, which the hold
    looks at, is the last one applied for an earlier day: one repeated for the same day is no
    second word.
    """
    policy, as_of_on = grading.policy, grading.overview.as_of_on
    kept: dict[int, Kept] = {}
    by_potential = select(potentials.c.customer_id, potentials.c.tier)
    for row in session.execute(by_potential.where(confirmed_on(as_of_on))):
        kept[row.customer_id] = Kept(row.tier, "potential")
    by_hand = select(hand_tiers.c.customer_id, hand_tiers.c.tier).where(in_force(as_of_on))
    for row in session.execute(by_hand):
        if row.tier in policy.tier_names:
            kept[row.customer_id] = Kept(row.tier, "hand")
    if not policy.grading.hold:
        return holds.settle(grading, Standing(kept))
    now = select(customers.c.id, customers.c.tier).where(customers.c.tier.is_not(None))
    previous = (
        select(func.max(gradings.c.id)).where(gradings.c.as_of_on < as_of_on).scalar_subquery()
    )
    ruled = func.coalesce(grades.c.ruled, grades.c.tier).label("ruled")
    before = select(grades.c.customer_id, ruled).where(grades.c.grading_id == previous)
    standing = Standing(
        kept,
        now={row.id: row.tier for row in session.execute(now)},
        before={row.customer_id: row.ruled for row in session.execute(before)},
    )
    return holds.settle(grading, standing)


def _decided(day: date, policy: Policy) -> tuple[ColumnElement[str | None], ...]:
    """The tier that a person decided for a customer, by hand and by potential."""
    return tuple(
        select(table.c.tier)
        .where(table.c.customer_id == customers.c.id, counts, table.c.tier.in_(policy.tier_names))
        .scalar_subquery()
        for table, counts in ((hand_tiers, in_force(day)), (potentials, confirmed_on(day)))
    )


_LATEST = select(gradings).order_by(gradings.c.id.desc()).limit(1)


def find_latest(session: Session) -> StoredGrading | None:
    """Return the grading applied last, or None before the first."""
    row = session.execute(_LATEST).one_or_none()
    if row is None:
        return None
    policy = _read_policy(json.dumps(row.policy))
    overview = read_overview(row.totals, row.as_of_on, policy)
    return StoredGrading(row.id, row.applied_at, row.person_id, overview)


@lru_cache(maxsize=16)
def _read_policy(text: str) -> Policy:
    """Read a policy as a grading kept it; the same few are read again and again."""
    return Policy.model_validate_json(text)


def find_grade(
    session: Session, customer_id: int, *, viewer: Viewer | None = None
) -> StoredGrade | None:
    """Return a customer's grade in the grading applied last, or None when it has none there.

    With a viewer, a customer that is not theirs has none either; without one, the caller has
    looked the customer up for its viewer already.
    """
    latest = find_latest(session)
    if latest is None:
        return None
    query = (
        select(*(grades.c[name] for name in COLUMNS), customers.c.code, customers.c.name)
        .join(customers, customers.c.id == grades.c.customer_id)
        .where(grades.c.grading_id == latest.id, grades.c.customer_id == customer_id)
    )
    if viewer is not None:
        query = query.where(visible(viewer))
    row = session.execute(query).mappings().one_or_none()
    return None if row is None else StoredGrade(latest, read_grade(row, latest.overview.policy))


def get_grade(session: Session, customer_id: int, *, viewer: Viewer | None = None) -> StoredGrade:
    """Return a customer's grade in the grading applied last.

    Raises NotFound when it has none there, or is not the viewer's.
    """
    found = find_grade(session, customer_id, viewer=viewer)
    if found is None:
        raise NotFound("no grade of such a customer")
    return found


def load_figures(session: Session, grading_id: int) -> Figures:
    """Return the figures of everybody in a grading, for ranking them again."""
    query = select(
        grades.c.customer_id.label("ids"),
        type_coerce(grades.c.value, BigInteger).label("value"),
        type_coerce(grades.c.all_time_value, BigInteger).label("all_time"),
        type_coerce(grades.c.costed_value, BigInteger).label("costed"),
        type_coerce(grades.c.profit, BigInteger).label("profit"),
        grades.c.credit.label("credit"),
        grades.c.code_order.label("code_order"),
    ).where(grades.c.grading_id == grading_id)
    found = read_columns(session, query, may_be_null=("costed", "profit", "credit"))
    return Figures(**found)


def list_tier_changes(
    session: Session,
    viewer: Viewer,
    *,
    customer_id: int | None = None,
    grading_id: int | None = None,
) -> list[TierChange]:
    """Return the tier changes that this viewer may see, the newest first."""
    query = (
        select(
            tier_changes.c.customer_id,
            customers.c.name,
            tier_changes.c.from_tier,
            tier_changes.c.to_tier,
            tier_changes.c.changed_at,
            tier_changes.c.grading_id,
            tier_changes.c.person_id,
            tier_changes.c.reason,
        )
        .join(customers, customers.c.id == tier_changes.c.customer_id)
        .where(visible(viewer))
        .order_by(tier_changes.c.id.desc())
    )
    if customer_id is not None:
        query = query.where(tier_changes.c.customer_id == customer_id)
    if grading_id is not None:
        query = query.where(tier_changes.c.grading_id == grading_id)
    return [TierChange(*row) for row in session.execute(query)]
