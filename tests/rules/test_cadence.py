"""Tier and last visit → next visit."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crm.cadence import Because, VisitState, next_visit, urgency
from crm.entities import LastContacts
from crm.policy import default_policy

POLICY = default_policy()
TODAY = date(2026, 11, 24)
DAYS_AGO = st.integers(min_value=0, max_value=800)
PAST = st.none() | DAYS_AGO.map(lambda days: TODAY - timedelta(days=days))
AROUND = st.none() | st.integers(min_value=-400, max_value=400).map(
    lambda days: TODAY + timedelta(days=days)
)
CONTACTS = st.builds(LastContacts, PAST, PAST, PAST, AROUND)
TIERS = st.sampled_from([*POLICY.tier_names, None])


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


def test_a_day_agreed_replaces_the_day_to_go_and_leaves_the_latest() -> None:
    friday = TODAY + timedelta(days=3)
    sooner = next_visit(POLICY, "A", LastContacts(ago(5), planned_on=friday), TODAY)
    later = next_visit(POLICY, "A", LastContacts(ago(57), planned_on=friday), TODAY)
    assert (sooner.on, sooner.because) == (friday, Because.PLAN)
    assert (later.on, later.state, later.days_late) == (friday, VisitState.OVERDUE, 12)


def test_what_waits_for_its_day_is_not_for_today_though_it_is_overdue() -> None:
    tomorrow = TODAY + timedelta(days=1)
    planned = next_visit(POLICY, "A", LastContacts(ago(57), planned_on=tomorrow), TODAY)
    tried = next_visit(POLICY, "A", LastContacts(ago(57), attempted_on=TODAY), TODAY)
    for waiting in (planned, tried):
        assert waiting.state is VisitState.OVERDUE
        assert not waiting.is_for(TODAY)
    assert planned.is_for(tomorrow)
    assert tried.because is Because.ATTEMPT


def test_a_day_agreed_that_went_by_is_due_since_then() -> None:
    missed = next_visit(POLICY, "A", LastContacts(ago(10), planned_on=ago(2)), TODAY)
    assert (missed.state, missed.on) == (VisitState.DUE, ago(2))


def test_nobody_in_on_the_day_agreed_moves_it_and_before_it_does_not() -> None:
    on_the_day = LastContacts(ago(20), attempted_on=TODAY, planned_on=TODAY)
    before = LastContacts(ago(20), attempted_on=ago(1), planned_on=TODAY)
    assert next_visit(POLICY, "A", on_the_day, TODAY).on == TODAY + timedelta(days=3)
    assert next_visit(POLICY, "A", before, TODAY).on == TODAY


def test_without_a_rhythm_a_day_agreed_is_still_a_day_to_go() -> None:
    planned = LastContacts(ago(500), planned_on=TODAY)
    assert next_visit(POLICY, None, planned, TODAY).state is VisitState.DUE


@given(contacts=CONTACTS)
def test_a_better_tier_never_waits_longer_whatever_was_tried_and_agreed(
    contacts: LastContacts,
) -> None:
    visits = [next_visit(POLICY, tier, contacts, TODAY) for tier in POLICY.tier_names]
    for better, worse in pairwise(visits):
        assert (better.on or date.max) <= (worse.on or date.max)
        assert (better.latest_on or date.max) <= (worse.latest_on or date.max)
        assert better.days_late >= worse.days_late


@given(contacts=CONTACTS, tier=TIERS)
def test_trying_never_makes_a_visit_due_sooner(contacts: LastContacts, tier: str | None) -> None:
    untried = next_visit(POLICY, tier, replace(contacts, attempted_on=None), TODAY)
    tried = next_visit(POLICY, tier, contacts, TODAY)
    assert (tried.on or date.min) >= (untried.on or date.min)


@given(contacts=CONTACTS, tier=TIERS)
def test_neither_trying_nor_agreeing_moves_the_latest_day(
    contacts: LastContacts, tier: str | None
) -> None:
    bare = replace(contacts, attempted_on=None, planned_on=None)
    first, second = (next_visit(POLICY, tier, c, TODAY) for c in (bare, contacts))
    assert (first.latest_on, first.days_late) == (second.latest_on, second.days_late)
    assert (first.state is VisitState.OVERDUE) == (second.state is VisitState.OVERDUE)


@given(contacts=CONTACTS, tier=TIERS)
def test_the_state_says_due_only_from_the_day_to_go_on(
    contacts: LastContacts, tier: str | None
) -> None:
    visit = next_visit(POLICY, tier, contacts, TODAY)
    if visit.state is VisitState.DUE:
        assert visit.is_for(TODAY)
    if visit.state is VisitState.ON_TIME:
        assert not visit.is_for(TODAY)


@given(days=DAYS_AGO, more=DAYS_AGO, tier=TIERS)
def test_waiting_longer_is_never_less_urgent(days: int, more: int, tier: str | None) -> None:
    shorter, longer = (
        urgency(POLICY, tier, next_visit(POLICY, tier, LastContacts(ago(d)), TODAY), TODAY)
        for d in (days, days + more)
    )
    assert shorter <= longer


@given(days=st.none() | DAYS_AGO)
def test_a_better_tier_is_never_less_urgent(days: int | None) -> None:
    contacts = LastContacts(None if days is None else ago(days))
    found = [
        urgency(POLICY, tier, next_visit(POLICY, tier, contacts, TODAY), TODAY)
        for tier in POLICY.tier_names
    ]
    assert found == sorted(found, reverse=True)
