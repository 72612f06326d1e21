"""Versions of the policy: what is in force, what applying does and what it leaves alone."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event, func, select

from crm.errors import BadPolicy, NotFound
from crm.policy import Policy, default_policy, default_text, with_heading
from crm.store import policies
from crm.store.database import Database, Session
from crm.store.policies import PolicyInForce
from crm.store.tables import customers, tier_changes
from crm.store.tables import policies as table
from tests.support.cast import BORIS, Cast
from tests.support.policies import any_policies

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
GENTLER = default_text().replace("weight: 60", "weight: 50")
METALS = default_text().replace("name: A", "name: Gold").replace("name: B", "name: Silver")


def shown(session: Session) -> str:
    """Return what ``tiercoach policy show`` prints."""
    current = policies.find_current(session)
    if current is None:
        return with_heading(default_text())
    return with_heading(current.text, current.version, current.applied_at)


def test_before_the_first_version_the_default_is_in_force(database: Database) -> None:
    with database.reading() as session:
        assert policies.find_current(session) is None
        assert policies.get_in_force(session) == default_policy()


def test_the_version_applied_last_is_in_force(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        policies.apply(session, METALS, now=NOW)
        policies.apply(session, GENTLER, now=NOW, person_id=BORIS)
    with database.reading() as session:
        current = policies.find_current(session)
        assert current is not None
        assert (current.applied_at, current.person_id, current.text) == (NOW, BORIS, GENTLER)
        assert current.policy.grading.indicators["profit"].weight == 50
        assert policies.get_in_force(session) == current.policy
        assert policies.get_version(session, current.version - 1).text == METALS


def test_a_version_that_is_not_there_is_not_found(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="none was applied yet"):
        policies.get_version(session, 3)


def test_the_same_text_again_makes_no_version(database: Database) -> None:
    with database.writing() as session:
        first = policies.apply(session, GENTLER, now=NOW)
        again = policies.apply(session, GENTLER, now=NOW)
        saved = policies.apply(session, shown(session), now=NOW)
    assert first.is_new
    assert not again.is_new
    assert not saved.is_new
    assert again.stored == saved.stored == first.stored


def test_another_comment_makes_a_version_since_it_was_written_for_somebody(
    database: Database,
) -> None:
    with database.writing() as session:
        policies.apply(session, GENTLER, now=NOW)
        assert policies.apply(session, "# agreed in March\n" + GENTLER, now=NOW).is_new


def test_the_default_shown_and_applied_is_the_default(database: Database) -> None:
    with database.writing() as session:
        applied = policies.apply(session, shown(session), now=NOW)
    assert applied.stored.text == default_text()
    assert applied.stored.policy == default_policy()


def test_a_bad_file_writes_nothing_and_names_itself(database: Database) -> None:
    with (
        pytest.raises(BadPolicy, match=r"mine\.yaml:1:1: "),
        database.writing() as session,
    ):
        policies.apply(session, "tiers: []", now=NOW, name="mine.yaml")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_applying_changes_no_tier_and_counts_who_is_in_a_tier_that_is_gone(
    database: Database, cast: Cast
) -> None:
    tiers = select(customers.c.id, customers.c.tier).order_by(customers.c.id)
    with database.writing() as session:
        before = session.execute(tiers).all()
        applied = policies.apply(session, METALS, now=NOW)
        assert session.execute(tiers).all() == before
        assert session.scalar(select(func.count()).select_from(tier_changes)) == 0
    assert dict(applied.gone) == {"A": 3, "B": 2}


def test_a_policy_with_the_same_tiers_leaves_nobody_behind(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        assert policies.apply(session, GENTLER, now=NOW).gone == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(policy=any_policies())
def test_show_then_apply_then_show_is_the_identity_for_any_policy(
    database: Database, policy: Policy
) -> None:
    with database.writing() as session:
        stored = policies.apply(session, policy.model_dump_json(), now=NOW).stored
    with database.reading() as session:
        assert policies.get_in_force(session) == stored.policy == policy
        before = shown(session)
    with database.writing() as session:
        assert not policies.apply(session, before, now=NOW).is_new
        assert shown(session) == before


def test_the_policy_kept_between_messages_follows_what_is_applied(database: Database) -> None:
    kept = PolicyInForce()
    with database.reading() as session:
        assert kept.get(session) == default_policy()
    with database.writing() as session:
        policies.apply(session, METALS, now=NOW)
    with database.reading() as session:
        assert kept.get(session).tier_names == ("Gold", "Silver", "C")


def test_the_policy_kept_between_messages_costs_one_statement(database: Database) -> None:
    kept = PolicyInForce()
    with database.writing() as session:
        policies.apply(session, GENTLER, now=NOW)
        kept.get(session)
    statements: list[str] = []
    with database.reading() as session:
        session.connection()

        @event.listens_for(database.engine, "before_cursor_execute")
        def _count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        assert kept.get(session).grading.indicators["profit"].weight == 50
        event.remove(database.engine, "before_cursor_execute", _count)
    assert len(statements) == 1
