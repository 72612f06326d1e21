"""Tier and last visit → next visit."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.cadence import VisitState, next_visit
from crm.entities import LastContacts
from crm.policy import default_policy

POLICY = default_policy()
TODAY = date(2026, 11, 24)
DAYS_AGO = st.integers(min_value=0, max_value=800)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_customer_never_visited_is_a_state_of_its_own() -> None:
    assert next_visit(POLICY, "A", LastContacts(), TODAY).state is VisitState.NEVER


def test_an_a_is_due_after_30_days_and_overdue_after_45() -> None:
    states = [
        next_visit(POLICY, "A", LastContacts(ago(days)), TODAY).state for days in (29, 30, 45, 46)
    ]
    assert states == [VisitState.ON_TIME, VisitState.DUE, VisitState.DUE, VisitState.OVERDUE]


def test_days_late_count_from_the_latest_day() -> None:
    assert next_visit(POLICY, "A", LastContacts(ago(57)), TODAY).days_late == 12


def test_nobody_in_moves_the_next_try_and_leaves_the_latest_day() -> None:
    visited = LastContacts(visited_on=ago(35))
    tried = LastContacts(visited_on=ago(35), attempted_on=TODAY)
    assert next_visit(POLICY, "A", tried, TODAY).on == TODAY + timedelta(days=3)
    assert (
        next_visit(POLICY, "A", tried, TODAY).latest_on
        == next_visit(POLICY, "A", visited, TODAY).latest_on
    )


def test_a_phone_call_restarts_the_rhythm_only_where_the_policy_says_so() -> None:
    called = LastContacts(visited_on=ago(60), touched_on=ago(2))
    generous = POLICY.model_copy(
        update={"visits": POLICY.visits.model_copy(update={"touch_restarts": True})}
    )
    assert next_visit(POLICY, "A", called, TODAY).state is VisitState.OVERDUE
    assert next_visit(generous, "A", called, TODAY).state is VisitState.ON_TIME


def test_a_customer_without_a_tier_has_no_rhythm_yet() -> None:
    assert next_visit(POLICY, None, LastContacts(ago(500)), TODAY).on is None


@given(days=DAYS_AGO)
def test_a_better_tier_never_waits_longer(days: int) -> None:
    contacts = LastContacts(ago(days))
    dates = [next_visit(POLICY, tier, contacts, TODAY).on for tier in POLICY.tier_names]
    assert dates == sorted(dates, key=lambda on: on or date.max)


@given(days=DAYS_AGO, sooner=st.integers(min_value=0, max_value=400))
def test_a_later_visit_never_makes_the_next_one_earlier(days: int, sooner: int) -> None:
    newer, older = LastContacts(ago(days)), LastContacts(ago(days + sooner))
    first, second = (next_visit(POLICY, "B", c, TODAY).on for c in (older, newer))
    assert first is not None
    assert second is not None
    assert first <= second
